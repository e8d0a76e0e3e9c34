import type { z } from 'zod'
import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import { readRows, type Rows } from '../core/readable-rows.ts'
import type { Priority } from '../http/admission.ts'
import type { Permit } from '../http/permit.ts'
import type { Params } from '../http/query.ts'
import { readAttempts } from '../http/rest-caller.ts'
import { type Urgency, usual } from '../http/urgency.ts'
import { at, type Endpoint, endpoints } from './endpoints.ts'
import { AccountModes } from './own/account-mode.ts'
import * as schemas from './schemas.ts'
import type { Body, CallOptions, KuCoinRest } from './transport.ts'

/** How urgent a read is, and how often it is tried. */
export interface ReadOptions {
  readonly priority?: Priority
  readonly attempts?: number
}

/** Whether a row that cannot be read may not be left out, since it may be the one looked for. */
export type MustRead = (row: unknown) => boolean

/** A page of finished orders. `count`: how many it holds, those that cannot be read included. */
export interface DonePage {
  readonly lastId: string | null
  readonly count: number
  readonly items: readonly schemas.OrderRecord[]
}

/** A page of fills, likewise. */
export interface FillsPage {
  readonly lastId: string | null
  readonly count: number
  readonly items: readonly schemas.FillRow[]
}

/** The fields of an order, as POST /hf/orders and POST /stop-order take them. */
export type Fields = Readonly<Record<string, string | boolean>>

/** An order that arrives later than this is refused by KuCoin itself, so that it cannot be executed out of nowhere. */
export const latestArrivalMs = 5_000

/** How long the question for the account's mode may take: an order is waiting behind it. */
const modeDeadlineMs = 5_000

/**
 * KuCoin's private endpoints for classic spot by their own names, in KuCoin's own shapes (schemas.ts). Writes are sent
 * once; reads are tried again a few times when no proper answer came. Before the first of them the account's mode is
 * asked. Throws GatewayError only.
 */
export class KuCoinRawClient {
  readonly #rest: KuCoinRest
  readonly #modes: AccountModes
  readonly #urgency: Urgency

  /** @param modes made anew for an account, else those of the client that this one is like. */
  constructor(rest: KuCoinRest, modes?: AccountModes, urgency: Urgency = usual) {
    this.#rest = rest
    this.#modes = modes ?? new AccountModes(() => this.#accountMode(), rest.venue.time.monotonic)
    this.#urgency = urgency
  }

  /** The same, whose reads are of another urgency. */
  as(urgency: Urgency): KuCoinRawClient {
    return new KuCoinRawClient(this.#rest, this.#modes, urgency)
  }

  async accounts(): Promise<readonly schemas.AccountRecord[]> {
    const { accounts } = endpoints
    return this.readable(accounts, await this.query(accounts, {}, schemas.accountsSchema))
  }

  apiKey(): Promise<schemas.ApiKeyRecord> {
    return this.query(endpoints.apiKey, {}, schemas.apiKeySchema)
  }

  socketToken(): Promise<schemas.SocketToken> {
    return this.query(endpoints.privateToken, {}, schemas.socketTokenSchema)
  }

  tradeFees(symbol: string): Promise<z.infer<typeof schemas.tradeFeesSchema>> {
    return this.query(endpoints.tradeFees, { symbols: symbol }, schemas.tradeFeesSchema)
  }

  placeOrder(fields: Fields, permit: Permit): Promise<schemas.PlacedRecord> {
    const options = { ...symbolIn(fields), permit }
    return this.post(endpoints.placeOrder, inTime(fields), schemas.placedSchema, options)
  }

  async testOrder(fields: Fields): Promise<void> {
    await this.post(endpoints.testOrder, inTime(fields), schemas.anythingSchema, symbolIn(fields))
  }

  alterOrder(fields: Fields, permit: Permit): Promise<z.infer<typeof schemas.alteredSchema>> {
    const options = { ...symbolIn(fields), permit }
    return this.post(endpoints.alterOrder, () => fields, schemas.alteredSchema, options)
  }

  cancelOrder(symbol: string, orderId: string): Promise<schemas.CancelledRecord> {
    return this.query(at(endpoints.cancelOrder, orderId), { symbol }, schemas.cancelledSchema)
  }

  cancelOrderByClientOid(symbol: string, clientOid: string): Promise<schemas.CancelledRecord> {
    const endpoint = at(endpoints.cancelOrderByClientOid, clientOid)
    return this.query(endpoint, { symbol }, schemas.cancelledSchema)
  }

  /** Takes `cancelSize` off what is left of an order, which keeps its id. */
  async cancelPart(symbol: string, orderId: string, cancelSize: string, permit: Permit): Promise<void> {
    const params = { symbol, cancelSize }
    await this.query(at(endpoints.cancelPart, orderId), params, schemas.anythingSchema, { permit })
  }

  /** @throws GatewayError `not-found`. */
  order(symbol: string, orderId: string, options: ReadOptions = {}): Promise<schemas.OrderRecord> {
    return this.#existing(at(endpoints.order, orderId), symbol, options)
  }

  /** @throws GatewayError `not-found`. */
  orderByClientOid(symbol: string, clientOid: string, options: ReadOptions = {}): Promise<schemas.OrderRecord> {
    return this.#existing(at(endpoints.orderByClientOid, clientOid), symbol, options)
  }

  async activeOrders(symbol: string, mustRead?: MustRead): Promise<readonly schemas.OrderRecord[]> {
    const { activeOrders } = endpoints
    return this.readable(activeOrders, await this.query(activeOrders, { symbol }, schemas.ordersSchema), mustRead)
  }

  /** Symbols on which spot orders are open. */
  activeSymbols(): Promise<readonly string[]> {
    return this.query(endpoints.activeSymbols, { tradeType: 'TRADE' }, schemas.activeSymbolsSchema)
  }

  async doneOrders(params: Params, mustRead?: MustRead): Promise<DonePage> {
    const { doneOrders } = endpoints
    const { lastId, items } = await this.query(doneOrders, params, schemas.donePageSchema)
    const count = items.rows.length + items.unread.length
    return { lastId, count, items: this.readable(doneOrders, items, mustRead) }
  }

  async fills(symbol: string, orderId: string, options: ReadOptions = {}): Promise<readonly schemas.FillRecord[]> {
    const params = { symbol, orderId, limit: '100' }
    const { items } = await this.query(endpoints.fills, params, schemas.fillsSchema, options)
    return this.readable(endpoints.fills, items)
  }

  /** The newest first, within bounds of a week. */
  async symbolFills(params: Params): Promise<FillsPage> {
    const { lastId, items } = await this.query(endpoints.fills, params, schemas.fillPageSchema)
    return { lastId, count: items.rows.length + items.unread.length, items: this.readable(endpoints.fills, items) }
  }

  /** The dead man's switch over the orders in every book. @param seconds -1: off. */
  async deadCancelAll(seconds: number): Promise<void> {
    await this.post(endpoints.deadCancelAll, () => ({ timeout: seconds }), schemas.deadCancelAllSchema)
  }

  /** The rows that can be read; the others are left out, unless `mustRead` says otherwise. */
  readable<T>({ path }: Endpoint, rows: Rows<T>, mustRead?: MustRead): readonly T[] {
    return readRows(rows, { venue: this.#rest.venue, path, ...(mustRead && { mustRead }) })
  }

  /** A private request without body; the mode is asked first. */
  async query<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    await this.#modes.requireClassic()
    return this.#rest.query(endpoint, params, schema, { urgency: this.#urgency, ...options })
  }

  /** A private POST; the mode is asked first. */
  async post<S extends z.ZodType>(
    endpoint: Endpoint,
    body: Body,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    await this.#modes.requireClassic()
    return this.#rest.post(endpoint, body, schema, options)
  }

  /**
   * Whether so large a share of the account's units for spot, or less, is used: room for a question that can be done
   * without.
   */
  hasRoom(share: number): boolean {
    return this.#rest.hasRoom(share)
  }

  async #accountMode(): Promise<string> {
    const options = { attempts: 2, deadlineMs: modeDeadlineMs }
    return (await this.#rest.query(endpoints.accountMode, {}, schemas.accountModeSchema, options)).selfAccountMode
  }

  /** KuCoin has been seen to answer for an unknown order with a refusal and with nothing at all. */
  async #existing(
    endpoint: Endpoint,
    symbol: string,
    { priority = 'read', attempts = readAttempts }: ReadOptions,
  ): Promise<schemas.OrderRecord> {
    const options = { priority, attempts }
    const record = await this.query(endpoint, { symbol }, schemas.maybeOrderSchema, options)
    if (record !== null) return record
    throw new GatewayError('not-found', 'exchange.rejected', {
      exchange: labelOf('kucoin'),
      reason: 'no such order',
    })
  }
}

function inTime(fields: Fields): Body {
  return (now) => ({ ...fields, clientTimestamp: now, allowMaxTimeWindow: latestArrivalMs })
}

export function symbolIn({ symbol }: Fields): CallOptions {
  return typeof symbol === 'string' ? { symbol } : {}
}
