import { GatewayError } from '../../../../src-shared/errors.ts'
import { everyRow, type Rows } from '../../core/readable-rows.ts'
import type { Permit } from '../../http/permit.ts'
import { readAttempts } from '../../http/rest-caller.ts'
import { nullWhenNotFound } from '../../orders/references.ts'
import { at, endpoints } from '../endpoints.ts'
import { isWithdrawn } from '../errors.ts'
import { type Fields, type KuCoinRawClient, type MustRead, type ReadOptions, symbolIn } from '../raw-client.ts'
import * as schemas from '../schemas.ts'

const stopPageSize = '100'
const ocoPageSize = '500'
/** What KuCoin says of a pair that waits no more. A word that we do not know may mean anything else. */
const endedPairs: ReadonlySet<string> = new Set(['TRIGGERED', 'DONE', 'CANCELLED', 'CANCELED'])
/** Ten thousand stop orders, fifty thousand pairs: more than KuCoin lets anybody have. */
const maxPages = 100

/**
 * Stop orders and OCO pairs: the only file that knows their endpoints. KuCoin marks them as abandoned while its own and
 * everybody's libraries use them, and names no successor, so they may disappear. When they have, writes are refused
 * with a sentence that says so, and what reads would find is not there.
 */
export class KuCoinConditionalClient {
  readonly #raw: KuCoinRawClient
  readonly #warn: (text: string) => void

  constructor(raw: KuCoinRawClient, warn: (text: string) => void) {
    this.#raw = raw
    this.#warn = warn
  }

  /** The same over another client of the account. */
  over(raw: KuCoinRawClient): KuCoinConditionalClient {
    return new KuCoinConditionalClient(raw, this.#warn)
  }

  /** @returns the id of the stop order (`vs…`), which is no id of the high-frequency engine. */
  async placeStop(fields: Fields, permit: Permit): Promise<string> {
    const { placeStop } = endpoints
    const options = { ...symbolIn(fields), permit }
    const answer = this.#raw.post(placeStop, () => fields, schemas.orderIdSchema, options)
    return (await answer.catch(sayWithdrawn)).orderId
  }

  /** @returns ids of what was cancelled. */
  async cancelStop(orderId: string): Promise<readonly string[]> {
    const answer = this.#raw.query(at(endpoints.cancelStop, orderId), {}, schemas.cancelledIdsSchema)
    return (await answer.catch(sayWithdrawn)).cancelledOrderIds
  }

  /** null: not known, or no longer. */
  async stop(orderId: string, options: ReadOptions = {}): Promise<schemas.StopRecord | null> {
    const answer = this.#raw.query(at(endpoints.stop, orderId), {}, schemas.maybeStopSchema, filled(options))
    return answer.catch(this.#nothing)
  }

  async stopsByClientOid(symbol: string, clientOid: string): Promise<readonly schemas.StopRecord[]> {
    const { stopByClientOid } = endpoints
    const answer = this.#raw.query(stopByClientOid, { clientOid, symbol }, schemas.stopListSchema)
    const rows = await answer.catch(this.#nothing)
    return rows === null ? [] : this.#raw.readable(stopByClientOid, rows, everyRow)
  }

  /** Stop orders that wait; null: on every symbol. Legs of OCO pairs may be among them. */
  async stops(symbol: string | null): Promise<readonly schemas.StopRecord[]> {
    const filter = symbol === null ? {} : { symbol }
    const rows = await pages(async (currentPage) => {
      const params = { ...filter, tradeType: 'TRADE', currentPage, pageSize: stopPageSize }
      return this.#raw.query(endpoints.stops, params, schemas.stopPageSchema).catch(this.#nothing)
    })
    return this.#raw.readable(endpoints.stops, rows)
  }

  /** @returns the id of the pair; its legs have ids of their own. */
  async placeOco(fields: Fields, permit: Permit): Promise<string> {
    const { placeOco } = endpoints
    const options = { ...symbolIn(fields), permit }
    const answer = this.#raw.post(placeOco, () => fields, schemas.orderIdSchema, options)
    return (await answer.catch(sayWithdrawn)).orderId
  }

  /** Cancels both legs. @returns their ids. */
  async cancelOco(orderId: string): Promise<readonly string[]> {
    const answer = this.#raw.query(at(endpoints.cancelOco, orderId), {}, schemas.cancelledIdsSchema)
    return (await answer.catch(sayWithdrawn)).cancelledOrderIds
  }

  /** A pair with its legs, by the pair's id; null: not known. */
  async oco(orderId: string, options: ReadOptions = {}): Promise<schemas.OcoDetails | null> {
    const endpoint = at(endpoints.ocoDetails, orderId)
    return this.#raw.query(endpoint, {}, schemas.maybeOcoDetailsSchema, filled(options)).catch(this.#nothing)
  }

  /** As {@link oco}, for an id that need not be a pair's at all: a refusal of the id means that it is none. */
  async maybeOco(orderId: string, options: ReadOptions = {}): Promise<schemas.OcoDetails | null> {
    return this.oco(orderId, options).catch((error: unknown) => {
      if (error instanceof GatewayError && error.class === 'refused') return null
      throw error
    })
  }

  async ocoByClientOid(clientOid: string, options: ReadOptions = {}): Promise<schemas.OcoDetails | null> {
    const endpoint = at(endpoints.ocoByClientOid, clientOid)
    const pair = await this.#raw.query(endpoint, {}, schemas.maybeOcoSchema, filled(options)).catch(this.#nothing)
    return pair === null ? null : this.oco(pair.orderId, options)
  }

  /**
   * Pairs that have not ended, with their legs; null: on every symbol. `mustRead`: whether one that cannot be read may
   * not be left out.
   */
  async openOcos(symbol: string | null, mustRead?: MustRead): Promise<readonly schemas.OcoDetails[]> {
    const filter = symbol === null ? {} : { symbol }
    const pairs = await pages((currentPage) => {
      const params = { ...filter, currentPage, pageSize: ocoPageSize }
      return this.#raw.query(endpoints.ocos, params, schemas.ocoPageSchema).catch(this.#nothing)
    })
    const open = this.#raw.readable(endpoints.ocos, pairs, mustRead).filter(({ status }) => !endedPairs.has(status))
    const details = await Promise.all(open.map(({ orderId }) => this.#rawDetails(orderId)))
    const rows = schemas.ocoDetailsListSchema.parse(details.filter((pair) => pair !== null))
    return this.#raw.readable(endpoints.ocoDetails, rows, mustRead)
  }

  /** A pair of a list as KuCoin wrote it: one that cannot be read takes no other along. */
  async #rawDetails(orderId: string): Promise<unknown> {
    return this.#raw.query(at(endpoints.ocoDetails, orderId), {}, schemas.somethingSchema).catch(this.#nothing)
  }

  readonly #nothing = (error: unknown): null => {
    if (!isWithdrawn(error)) return nullWhenNotFound(error)
    this.#warn('KuCoin no longer serves stop orders or OCO pairs through these endpoints')
    return null
  }
}

async function pages<T>(
  page: (currentPage: string) => Promise<{ readonly totalPage: number; readonly items: Rows<T> } | null>,
): Promise<Rows<T>> {
  const rows: T[] = []
  const unread: unknown[] = []
  for (let number = 1; number <= maxPages; number += 1) {
    const answer = await page(String(number))
    if (answer === null) break
    rows.push(...answer.items.rows)
    unread.push(...answer.items.unread)
    const isEmpty = answer.items.rows.length + answer.items.unread.length === 0
    if (number >= answer.totalPage || isEmpty) break
  }
  return { rows, unread }
}

function filled({ priority = 'read', attempts = readAttempts }: ReadOptions): Required<ReadOptions> {
  return { priority, attempts }
}

function sayWithdrawn(error: unknown): never {
  if (!isWithdrawn(error)) throw error
  const details = { field: 'kind', ...(error.exchange && { exchange: error.exchange }) }
  throw new GatewayError('refused', 'exchange.kucoin.conditional_withdrawn', {}, details)
}
