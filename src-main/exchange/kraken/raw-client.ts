import type { z } from 'zod'
import { noAnswer } from '../core/classify.ts'
import { everyRow, readRows, type Rows } from '../core/readable-rows.ts'
import type { Priority } from '../http/admission.ts'
import { parseLargeJson } from '../http/json.ts'
import type { Permit } from '../http/permit.ts'
import type { Params } from '../http/query.ts'
import { readAttempts } from '../http/rest-caller.ts'
import { type Urgency, usual } from '../http/urgency.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import { amendCost, cancelCost, historyCost } from './limits.ts'
import { executionVenue } from './markets.ts'
import * as schemas from './schemas.ts'
import type { CallOptions, KrakenRest } from './transport.ts'

/** How many closed orders, or trades, Kraken answers at once. */
export const pageSize = 50

/** A page of closed orders: what of it can be read, and whether there is another. */
export interface OrderPage {
  readonly records: schemas.OrderRecords
  readonly isLast: boolean
}

/** A page of trades, likewise, by their ids. */
export interface TradePage {
  readonly records: Readonly<Record<string, schemas.TradeRecord>>
  readonly isLast: boolean
}

/** Whether an order that cannot be read may not be left out, by its id and what Kraken wrote; missing: it may. */
type MustRead = ((row: unknown) => boolean) | undefined

const byName = ({ cl_ord_id: name }: Params): MustRead => (name === undefined ? undefined : everyRow)

/**
 * Kraken's REST endpoints by their own names, in Kraken's own shapes (schemas.ts). Writes are sent once; reads are
 * tried again a few times when no proper answer came. Every method throws GatewayError only (errors.ts says which).
 */
export class KrakenRawClient {
  readonly #rest: KrakenRest
  readonly #urgency: Urgency

  constructor(rest: KrakenRest, urgency: Urgency = usual) {
    this.#rest = rest
    this.#urgency = urgency
  }

  /** The same, whose reads are of another urgency. */
  as(urgency: Urgency): KrakenRawClient {
    return new KrakenRawClient(this.#rest, urgency)
  }

  /** The server's time in whole seconds; asked once, since the clock takes several samples. */
  async time(onSend: () => void): Promise<number> {
    return (await this.#call(endpoints.time, {}, schemas.timeSchema, { attempts: 1, onSend })).unixtime
  }

  async systemStatus(): Promise<string> {
    return (await this.#call(endpoints.systemStatus, {}, schemas.systemStatusSchema)).status
  }

  async assets(): Promise<schemas.AssetRecords> {
    const answer = await this.#call(endpoints.assets, {}, schemas.assetsSchema, {
      parse: parseLargeJson,
    })
    return this.#records(endpoints.assets, answer)
  }

  /** Those of Kraken’s own book; each is to be read with pairSchema. */
  async assetPairs(): Promise<Readonly<Record<string, unknown>>> {
    const params = { execution_venue: executionVenue }
    return this.#call(endpoints.assetPairs, params, schemas.pairsSchema, { parse: parseLargeJson })
  }

  /** null: every pair. Each is to be read with tickerSchema. */
  async tickers(
    pairs: readonly string[] | null,
    priority: Priority = 'read',
  ): Promise<Readonly<Record<string, unknown>>> {
    const params = pairs === null ? {} : { pair: pairs.join(',') }
    const options = { priority, parse: parseLargeJson }
    return this.#call(endpoints.ticker, params, schemas.tickersSchema, options)
  }

  /** @param interval in minutes. The newest 720 at most; `since`, in seconds: only what is newer. */
  async ohlc(
    pair: string,
    interval: number,
    { since, attempts = readAttempts }: { readonly since?: number; readonly attempts?: number } = {},
  ): Promise<readonly schemas.CandleRecord[]> {
    const params = { pair, interval: String(interval), since: since?.toString() }
    const answer = await this.#call(endpoints.ohlc, params, schemas.byPairSchema, { attempts })
    return this.#ofPair(answer, pair, schemas.candlesSchema)
  }

  async depth(pair: string, count: number): Promise<schemas.DepthRecord> {
    const answer = await this.#call(endpoints.depth, { pair, count: String(count) }, schemas.byPairSchema)
    return this.#ofPair(answer, pair, schemas.depthSchema)
  }

  async apiKeyInfo(): Promise<schemas.ApiKeyInfo> {
    return this.#call(endpoints.apiKeyInfo, {}, schemas.apiKeyInfoSchema)
  }

  async balances(): Promise<schemas.BalanceRecords> {
    const { balance } = endpoints
    const answer = this.#rest.waiting.join(balance, {}, this.#urgency, (onSend) =>
      this.#call(balance, {}, schemas.balancesSchema, { onSend }),
    )
    return this.#records(balance, await answer)
  }

  /** A token that opens private channels; to be used within fifteen minutes, and good as long as a channel is open. */
  async webSocketsToken(): Promise<string> {
    return (await this.#call(endpoints.webSocketsToken, {}, schemas.webSocketsTokenSchema)).token
  }

  async tradeVolume(pair: string): Promise<schemas.TradeVolumeRecord> {
    return this.#call(endpoints.tradeVolume, { pair }, schemas.tradeVolumeSchema)
  }

  /** Of a question for one client id every order must be readable, of others those that `mustRead` says. */
  async openOrders(
    params: Params,
    priority: Priority = 'read',
    attempts = readAttempts,
    mustRead: MustRead = byName(params),
  ): Promise<schemas.OrderRecords> {
    const { openOrders } = endpoints
    const options = { priority, attempts }
    const answer = await this.#rest.waiting.join(
      openOrders,
      { ...params, priority, attempts: `${attempts}` },
      this.#urgency,
      (onSend) => this.#call(openOrders, params, schemas.openOrdersSchema, { ...options, onSend }),
    )
    return this.#records(openOrders, answer.open, mustRead)
  }

  /** Fifty a page, newest first. `mustRead` as for {@link openOrders}. */
  async closedOrders(
    params: Params,
    priority: Priority = 'read',
    mustRead: MustRead = byName(params),
  ): Promise<OrderPage> {
    const asked = { ...params, without_count: 'true' }
    const answer = await this.#call(endpoints.closedOrders, asked, schemas.closedOrdersSchema, {
      priority,
    })
    const { rows, unread } = answer.closed
    const records = this.#records(endpoints.closedOrders, answer.closed, mustRead)
    return { records, isLast: rows.length + unread.length < pageSize }
  }

  /** One order, which must be readable, or several: of these those that are not are left out. */
  async queryOrders(txid: string, priority: Priority = 'read', attempts = readAttempts): Promise<schemas.OrderRecords> {
    const options = { priority, attempts }
    const answer = await this.#call(endpoints.queryOrders, { txid }, schemas.ordersSchema, options)
    return this.#records(endpoints.queryOrders, answer, txid.includes(',') ? undefined : everyRow)
  }

  /** Fifty a page, newest first, each fill by itself. */
  async tradesHistory(params: Params): Promise<TradePage> {
    const { tradesHistory } = endpoints
    const asked = { ...params, consolidate_taker: 'false' }
    const { trades } = await this.#call(tradesHistory, asked, schemas.tradesHistorySchema, { units: historyCost })
    const isLast = trades.rows.length + trades.unread.length < pageSize
    return { records: this.#records(tradesHistory, trades), isLast }
  }

  async addOrder(params: Params, permit: Permit): Promise<z.infer<typeof schemas.addOrderSchema>> {
    const options = { pair: params.pair ?? '', permit }
    return this.#call(endpoints.addOrder, params, schemas.addOrderSchema, options)
  }

  /** Checks an order and places nothing. */
  async validateOrder(params: Params): Promise<void> {
    const asked = { ...params, validate: 'true' }
    await this.#call(endpoints.validateOrder, asked, schemas.addOrderSchema, { pair: params.pair ?? '' })
  }

  /** @param ageMs how long ago the order was created or last amended; null: not known. */
  async amendOrder(params: Params, pair: string, ageMs: number | null, permit: Permit): Promise<void> {
    const options = { pair, units: amendCost(ageMs), permit }
    await this.#call(endpoints.amendOrder, params, schemas.amendOrderSchema, options)
  }

  /** @param ageMs as for {@link amendOrder}. */
  async cancelOrder(
    params: Params,
    pair: string,
    ageMs: number | null,
  ): Promise<z.infer<typeof schemas.cancelOrderSchema>> {
    const options = { pair, units: cancelCost(ageMs) }
    return this.#call(endpoints.cancelOrder, params, schemas.cancelOrderSchema, options)
  }

  /** The dead man's switch over every order of the account. @param seconds 0: off. */
  async cancelAllOrdersAfter(seconds: number): Promise<void> {
    const params = { timeout: String(seconds) }
    await this.#call(endpoints.cancelAllOrdersAfter, params, schemas.cancelAllOrdersAfterSchema)
  }

  /**
   * Whether the key's call counter has room for a question that can be done without: so large a share of it may be used
   * already.
   */
  hasRoom(share?: number): boolean {
    return this.#rest.hasRoom(share)
  }

  #call<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    return this.#rest.call(endpoint, params, schema, { urgency: this.#urgency, ...options })
  }

  #records<T>({ path }: Endpoint, rows: Rows<readonly [string, T]>, mustRead?: MustRead): Readonly<Record<string, T>> {
    const { venue } = this.#rest
    return Object.fromEntries(readRows(rows, { venue, path, ...(mustRead && { mustRead }) }))
  }

  /** The pair's part of an answer, which is keyed by id whatever the pair was called in the question. */
  #ofPair<S extends z.ZodType>(answer: Readonly<Record<string, unknown>>, pair: string, schema: S): z.infer<S> {
    const key = pair in answer ? pair : Object.keys(answer).find((each) => each !== 'last')
    const part = schema.safeParse(key === undefined ? undefined : answer[key])
    if (part.success) return part.data
    throw noAnswer('kraken', 'unreadable answer')
  }
}
