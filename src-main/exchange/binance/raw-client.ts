import { z } from 'zod'
import type { Permit } from '../http/permit.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { parseLargeJson } from '../http/json.ts'
import { type ReadPage, readPage, readRows, type Rows } from '../core/readable-rows.ts'
import {
  type Call,
  type Dialect,
  readAttempts,
  RestCaller,
  type SignedAs,
  tryParse,
} from '../http/rest-caller.ts'
import type { TransportOutcome, TransportRequest } from '../http/transport.ts'
import type { Venue } from '../core/venue.ts'
import {
  allOpenOrdersWeight,
  depthWeight,
  type Endpoint,
  endpoints,
  type OrderListEndpoint,
  tickersWeight,
} from './endpoints.ts'
import { errorOf, pauseOf } from './errors.ts'
import { reportedUsage } from './limits.ts'
import * as schemas from './schemas.ts'
import { encodeQuery, type Params, type PayloadSigner, signedQuery } from './signing.ts'

/** What signs one account's requests. */
export interface Signatory extends SignedAs {
  readonly apiKey: string
  readonly signer: PayloadSigner
}

type CallOptions = Pick<Call, 'permit' | 'priority' | 'attempts' | 'parse' | 'onSend' | 'accept'> & {
  readonly weight?: number
}

/** How long a request stays valid at the exchange after its timestamp. */
export const recvWindowMs = 5_000
const emptySchema = z.looseObject({})

/** What a raw client needs of its venue. */
export interface RawVenue {
  readonly venue: Venue
  /** Names of the pools that count an account's orders. */
  orderPools(accountId: string): readonly string[]
}

/**
 * Binance's REST endpoints by their own names, in Binance's own shapes (schemas.ts). Writes are sent once; reads are tried
 * again a few times when no proper answer came. Every method throws GatewayError only (errors.ts says which).
 */
export class BinanceRawClient {
  readonly #shared: RawVenue
  readonly #venue: Venue
  readonly #signatory: Signatory | null
  readonly #caller: RestCaller

  /** @param signatory null: public endpoints only. */
  constructor(shared: RawVenue, signatory: Signatory | null) {
    this.#shared = shared
    this.#venue = shared.venue
    this.#signatory = signatory
    this.#caller = new RestCaller(shared.venue, this.#dialect())
  }

  /** The server's time, epoch ms; asked once, since the clock takes several samples. */
  async serverTime(onSend: () => void): Promise<number> {
    const options = { attempts: 1, onSend }
    return (await this.#call(endpoints.time, {}, schemas.serverTimeSchema, options)).serverTime
  }

  async exchangeInfo(): Promise<z.infer<typeof schemas.exchangeInfoSchema>> {
    const params = { showPermissionSets: 'false' }
    return this.#call(endpoints.exchangeInfo, params, schemas.exchangeInfoSchema, { parse: parseLargeJson })
  }

  async depth(symbol: string, limit: number): Promise<z.infer<typeof schemas.depthSchema>> {
    const weight = depthWeight(limit)
    return this.#call(endpoints.depth, { symbol, limit: String(limit) }, schemas.depthSchema, { weight })
  }

  async ticker24hr(symbol: string, priority: Endpoint['priority'] = 'read'): Promise<schemas.TickerRecord> {
    return this.#call(endpoints.ticker24hr, { symbol }, schemas.ticker24hrSchema, { priority })
  }

  /** null: every symbol. Each is to be read with ticker24hrSchema, which takes too long for thousands at once. */
  async tickers24hr(symbols: readonly string[] | null): Promise<readonly unknown[]> {
    const params = symbols === null ? {} : { symbols: JSON.stringify(symbols) }
    const weight = tickersWeight(symbols?.length ?? null)
    return this.#call(endpoints.ticker24hr, params, z.array(z.unknown()), { weight, parse: parseLargeJson })
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
    return this.#call(
      endpoints.queryOrderList,
      { origClientOrderId: listClientOrderId },
      schemas.orderListSchema,
    )
  }

  /** null: every symbol, in one request. */
  async openOrders(
    symbol: string | null,
    options: Pick<Call, 'priority' | 'attempts'> = {},
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
    return readPage(rows, { venue: this.#venue, path: endpoints.allOrders.path })
  }

  async myTrades(params: Params): Promise<readonly schemas.TradeRecord[]> {
    const weight = params.orderId === undefined ? endpoints.myTrades.weight : 5
    const rows = await this.#call(endpoints.myTrades, params, schemas.tradeRowsSchema, { weight })
    return this.#rows(endpoints.myTrades, rows)
  }

  async newOrder(params: Params, permit: Permit): Promise<schemas.OrderRecord> {
    return this.#call(endpoints.newOrder, params, schemas.orderSchema, { permit })
  }

  async testOrder(params: Params): Promise<void> {
    await this.#call(endpoints.testOrder, params, emptySchema)
  }

  async newOrderList(
    kind: OrderListEndpoint,
    params: Params,
    permit: Permit,
  ): Promise<schemas.OrderListRecord> {
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

  async #call<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    { weight = endpoint.weight, ...options }: CallOptions = {},
  ): Promise<z.infer<S>> {
    const signatory = endpoint.signed ? this.#required() : null
    return this.#caller.call(
      {
        ...options,
        endpoint,
        asked: { write: endpoint.write, symbol: params.symbol ?? null },
        cost: this.#cost(endpoint, weight),
        build: () => this.#request(endpoint, params, signatory),
        signedAs: signatory,
      },
      schema,
    )
  }

  #rows<T>({ path }: Endpoint, rows: Rows<T>): readonly T[] {
    return readRows(rows, { venue: this.#venue, path })
  }

  #dialect(): Dialect {
    return {
      exchange: 'binance',
      errorOf: (outcome, { asked }) => errorOf(outcome, asked, this.#venue.clock.serverNow()),
      contentOf: (parsed) => parsed,
      heed: (outcome, { signedAs }) => {
        if (outcome.kind !== 'response') return undefined
        this.#obey(outcome, signedAs)
        return reportedUsage(outcome.headers, signedAs?.accountId ?? null)
      },
    }
  }

  #request(endpoint: Endpoint, params: Params, signatory: Signatory | null): TransportRequest {
    const { method, path } = endpoint
    const url = `${this.#venue.baseUrl}${path}`
    if (signatory === null) {
      const query = encodeQuery(params)
      return { method, url: query === '' ? url : `${url}?${query}`, headers: {} }
    }
    const timing = { timestamp: this.#venue.clock.serverNow(), recvWindow: recvWindowMs }
    const query = signedQuery(params, signatory.signer, timing)
    return { method, url: `${url}?${query}`, headers: { 'X-MBX-APIKEY': signatory.apiKey } }
  }

  #cost(endpoint: Endpoint, weight: number): Readonly<Record<string, number>> {
    const cost: Record<string, number> = { weight, raw: 1 }
    if (this.#signatory !== null && endpoint.orders > 0) {
      for (const pool of this.#shared.orderPools(this.#signatory.accountId)) cost[pool] = endpoint.orders
    }
    return cost
  }

  #obey(outcome: Extract<TransportOutcome, { kind: 'response' }>, signatory: SignedAs | null): void {
    const pause = pauseOf(outcome, this.#venue.clock.serverNow())
    if (pause === null) return
    const { waitMs } = pause
    if (signatory !== null && pause.concerns === 'orders') {
      for (const pool of this.#shared.orderPools(signatory.accountId))
        this.#venue.limiter.exhaust(pool, waitMs)
      return
    }
    this.#venue.logger.warn({ status: outcome.status, waitMs }, 'the exchange asks to wait')
    this.#venue.limiter.block(waitMs)
  }

  #required(): Signatory {
    if (this.#signatory !== null) return this.#signatory
    throw new GatewayError('auth', 'account.credentials_missing', { name: this.#venue.exchange })
  }
}

/** A cancelReplace of which a part succeeded or both failed: an answer to read, not just an error. */
function isReplaceReport(outcome: TransportOutcome): boolean {
  if (outcome.kind !== 'response' || (outcome.status !== 409 && outcome.status !== 400)) return false
  return schemas.cancelReplaceFailureSchema.safeParse(tryParse(outcome.text)).success
}
