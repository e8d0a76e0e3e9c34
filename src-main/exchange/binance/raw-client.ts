import { z } from 'zod'
import { type ReadPage, readPage, readRows, type Rows } from '../core/readable-rows.ts'
import { parseLargeJson } from '../http/json.ts'
import type { Permit } from '../http/permit.ts'
import type { Params } from '../http/query.ts'
import { type RestCall, readAttempts, tryParse } from '../http/rest-caller.ts'
import type { TransportOutcome } from '../http/transport.ts'
import { type Urgency, usual } from '../http/urgency.ts'
import {
  allOpenOrdersWeight,
  depthWeight,
  type Endpoint,
  endpoints,
  type OrderListEndpoint,
  tickersWeight,
} from './endpoints.ts'
import * as schemas from './schemas.ts'
import type { BinanceRest, CallOptions } from './transport.ts'

const emptySchema = z.looseObject({})

/**
 * Binance's REST endpoints by their own names, in Binance's own shapes (schemas.ts). Writes are sent once; reads are
 * tried again a few times when no proper answer came. Every method throws GatewayError only (errors.ts says which).
 */
export class BinanceRawClient {
  readonly #rest: BinanceRest
  readonly #urgency: Urgency

  constructor(rest: BinanceRest, urgency: Urgency = usual) {
    this.#rest = rest
    this.#urgency = urgency
  }

  /** The same, whose reads are of another urgency. */
  as(urgency: Urgency): BinanceRawClient {
    return new BinanceRawClient(this.#rest, urgency)
  }

  /** The server's time, epoch ms; asked once, since the clock takes several samples. */
  async serverTime(onSend: () => void): Promise<number> {
    const options = { attempts: 1, onSend }
    return (await this.#call(endpoints.time, {}, schemas.serverTimeSchema, options)).serverTime
  }

  async exchangeInfo(): Promise<z.infer<typeof schemas.exchangeInfoSchema>> {
    const params = { showPermissionSets: 'false' }
    return this.#call(endpoints.exchangeInfo, params, schemas.exchangeInfoSchema, {
      parse: parseLargeJson,
    })
  }

  async depth(symbol: string, limit: number): Promise<z.infer<typeof schemas.depthSchema>> {
    const weight = depthWeight(limit)
    return this.#call(endpoints.depth, { symbol, limit: String(limit) }, schemas.depthSchema, { weight })
  }

  /** The same as it stands there, for who keeps a book: see book-rule.ts. */
  async wholeBook(symbol: string, limit: number): Promise<unknown> {
    const weight = depthWeight(limit)
    return this.#call(endpoints.depth, { symbol, limit: String(limit) }, z.unknown(), { weight })
  }

  async ticker24hr(symbol: string, priority: Endpoint['priority'] = 'read'): Promise<schemas.TickerRecord> {
    return this.#call(endpoints.ticker24hr, { symbol }, schemas.ticker24hrSchema, { priority })
  }

  /** null: every symbol. Each is to be read with ticker24hrSchema, which takes too long for thousands at once. */
  async tickers24hr(symbols: readonly string[] | null): Promise<readonly unknown[]> {
    const params = symbols === null ? {} : { symbols: JSON.stringify(symbols) }
    const weight = tickersWeight(symbols?.length ?? null)
    return this.#call(endpoints.ticker24hr, params, z.array(z.unknown()), {
      weight,
      parse: parseLargeJson,
    })
  }

  async bookTicker(symbol: string): Promise<z.infer<typeof schemas.bookTickerSchema>> {
    return this.#call(endpoints.bookTicker, { symbol }, schemas.bookTickerSchema, { priority: 'order' })
  }

  async avgPrice(symbol: string): Promise<z.infer<typeof schemas.avgPriceSchema>> {
    return this.#call(endpoints.avgPrice, { symbol }, schemas.avgPriceSchema, { priority: 'order' })
  }

  /** Asked once: symbols that never had one are refused (-2043), and the average is as good. */
  async referencePrice(symbol: string): Promise<z.infer<typeof schemas.referencePriceSchema>> {
    const options = { priority: 'order', attempts: 1 } as const
    return this.#call(endpoints.referencePrice, { symbol }, schemas.referencePriceSchema, options)
  }

  async klines(params: Params): Promise<z.infer<typeof schemas.klinesSchema>> {
    return this.#call(endpoints.klines, params, schemas.klinesSchema)
  }

  async account(): Promise<schemas.AccountRecord> {
    const account = await this.#call(endpoints.account, { omitZeroBalances: 'true' }, schemas.accountSchema)
    return { ...account, balances: this.#rows(endpoints.account, account.balances) }
  }

  async apiRestrictions(): Promise<z.infer<typeof schemas.apiRestrictionsSchema>> {
    return this.#call(endpoints.apiRestrictions, {}, schemas.apiRestrictionsSchema)
  }

  async commission(symbol: string): Promise<schemas.CommissionRecord> {
    return this.#call(endpoints.commission, { symbol }, schemas.commissionSchema)
  }

  async queryOrder(
    params: Params,
    priority: Endpoint['priority'] = 'read',
    attempts = readAttempts,
  ): Promise<schemas.OrderRecord> {
    return this.#call(endpoints.queryOrder, params, schemas.orderSchema, { priority, attempts })
  }

  async queryOrderList(listClientOrderId: string): Promise<schemas.OrderListRecord> {
    return this.#call(endpoints.queryOrderList, { origClientOrderId: listClientOrderId }, schemas.orderListSchema)
  }

  /** null: every symbol, in one request. */
  async openOrders(
    symbol: string | null,
    options: Pick<RestCall, 'priority' | 'attempts'> = {},
  ): Promise<readonly schemas.OrderRecord[]> {
    const params = symbol === null ? {} : { symbol }
    const weight = symbol === null ? allOpenOrdersWeight : endpoints.openOrders.weight
    const rows = await this.#call(endpoints.openOrders, params, schemas.orderRowsSchema, {
      weight,
      ...options,
    })
    return this.#rows(endpoints.openOrders, rows)
  }

  async allOrders(params: Params): Promise<ReadPage<schemas.OrderRecord>> {
    const rows = await this.#call(endpoints.allOrders, params, schemas.orderRowsSchema)
    return readPage(rows, { venue: this.#rest.venue, path: endpoints.allOrders.path })
  }

  async myTrades(params: Params): Promise<readonly schemas.TradeRecord[]> {
    const weight = params.orderId === undefined ? endpoints.myTrades.weight : 5
    const rows = await this.#call(endpoints.myTrades, params, schemas.tradeRowsSchema, { weight })
    return this.#rows(endpoints.myTrades, rows)
  }

  /** The account's trades on one symbol, the oldest first. */
  async symbolTrades(params: Params): Promise<ReadPage<schemas.FillRecord>> {
    const rows = await this.#call(endpoints.myTrades, params, schemas.fillRowsSchema)
    return readPage(rows, { venue: this.#rest.venue, path: endpoints.myTrades.path })
  }

  async newOrder(params: Params, permit: Permit): Promise<schemas.OrderRecord> {
    return this.#call(endpoints.newOrder, params, schemas.orderSchema, { permit })
  }

  async testOrder(params: Params): Promise<void> {
    await this.#call(endpoints.testOrder, params, emptySchema)
  }

  async newOrderList(kind: OrderListEndpoint, params: Params, permit: Permit): Promise<schemas.OrderListRecord> {
    return this.#call(endpoints[kind], params, schemas.orderListSchema, { permit })
  }

  async cancelOrder(params: Params): Promise<z.infer<typeof schemas.cancelSchema>> {
    return this.#call(endpoints.cancelOrder, params, schemas.cancelSchema)
  }

  async amendKeepPriority(params: Params, permit: Permit): Promise<z.infer<typeof schemas.amendSchema>> {
    return this.#call(endpoints.amendKeepPriority, params, schemas.amendSchema, { permit })
  }

  /** The replacement, or the report of what failed and what did not. */
  async cancelReplace(
    params: Params,
    permit: Permit,
  ): Promise<z.infer<typeof schemas.cancelReplaceSchema> | schemas.CancelReplaceFailure> {
    const schema = schemas.cancelReplaceFailureSchema.or(schemas.cancelReplaceSchema)
    return this.#call(endpoints.cancelReplace, params, schema, { accept: isReplaceReport, permit })
  }

  #call<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    return this.#rest.call(endpoint, params, schema, { urgency: this.#urgency, ...options })
  }

  #rows<T>({ path }: Endpoint, rows: Rows<T>): readonly T[] {
    return readRows(rows, { venue: this.#rest.venue, path })
  }
}

/** A cancelReplace of which a part succeeded or both failed: an answer to read, not just an error. */
function isReplaceReport(outcome: TransportOutcome): boolean {
  if (outcome.kind !== 'response' || (outcome.status !== 409 && outcome.status !== 400)) return false
  return schemas.cancelReplaceFailureSchema.safeParse(tryParse(outcome.text)).success
}
