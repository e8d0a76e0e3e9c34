import { candles, orderBook, ticker, tickers } from './market-data.ts'
import { normalise } from './normalise.ts'
import { balanceFrom, feesFrom } from './map-market-data.ts'
import type { Permit } from '../http/permit.ts'
import type { Urgency } from '../http/urgency.ts'
import type { SwitchedOff } from '../../../src-shared/switched-off.ts'
import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Balance, Candle, Market, OrderBook, Ticker } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { Order, OrderChange, OrderFee, OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import type { Environment } from '../../../src-shared/account.ts'
import {
  BaseExchangeClient,
  type CredentialsReport,
  type EditedOrder,
  type HistoryQuery,
  type OrderReference,
} from '../core/base-exchange-client.ts'
import { dayMs, remembers } from '../orders/exchange-memory.ts'
import { type NamedPrice, pricesOf, pricesOfChange } from '../orders/price-field.ts'
import { heedingRules } from '../core/writing.ts'
import { meaningOf } from './error-table.ts'
import { tellsField } from './price-words.ts'
import type { BinanceVenue } from './venue.ts'
import { cancel } from './cancel.ts'
import { edit } from './edit.ts'
import { hasWalletEndpoints } from './endpoints.ts'
import { attachedExits } from '../orders/exits.ts'
import { aboutOrder } from '../orders/references.ts'
import { find, orderParams } from './find.ts'
import { closedOrders, ordersOf } from './history.ts'
import { feesOf, orderFrom } from './map-orders.ts'
import type { BinanceMarket, BinanceMarkets } from './markets.ts'
import { withLimit } from './own/open-counts.ts'
import { reportOn } from './key-report.ts'
import { dryRun, place } from './place.ts'
import { recvWindowMs } from './transport.ts'
import { type OrderRecord } from './schemas.ts'
import type { BinanceSession } from './session.ts'

/** Binance's engine may take this long before it answers "unknown" (-1007). */
const engineWaitMs = 10_000
const settleMarginMs = 2_000

/** Orders that ended unfilled are archived after 90 days (-2026); Binance tells fills of any age. Source: docs/exchanges/binance.md §10. */
const rememberedMs = 90 * dayMs

/** Spot trading on Binance for one account: production, testnet, demo mode and the practice exchange, which differ in their address only. */
export class BinanceNativeClient extends BaseExchangeClient {
  override readonly exchange = 'binance'
  override readonly memory = remembers({
    fromMs: recvWindowMs + engineWaitMs + settleMarginMs,
    untilMs: rememberedMs,
  })
  readonly #shared: BinanceVenue
  readonly #session: BinanceSession
  readonly #environment: Environment

  constructor(session: BinanceSession, environment: Environment, switchedOff?: () => readonly SwitchedOff[]) {
    super(switchedOff)
    this.#shared = session.shared
    this.#session = session
    this.#environment = environment
  }

  override as(urgency: Urgency): BinanceNativeClient {
    const session = { ...this.#session, raw: this.#session.raw.as(urgency), urgency }
    return new BinanceNativeClient(session, this.#environment, this.switchedOff)
  }

  /** Source: GET /exchangeInfo, shared by every account of the venue. */
  protected override async loadMarkets(options: {
    readonly refresh?: boolean
  }): Promise<ReadonlyMap<string, Market>> {
    return (await this.#shared.markets.all(options)).markets
  }

  /** Source: GET /account. */
  override async getBalance(): Promise<readonly Balance[]> {
    const { balances } = await this.#session.raw.account()
    return balances.map(balanceFrom).filter(({ total }) => !total.isZero())
  }

  override fetchTicker(symbol: string): Promise<Ticker> {
    return ticker(this.#session, symbol)
  }

  override fetchTickers(symbols: readonly string[] | null): Promise<ReadonlyMap<string, Ticker>> {
    return tickers(this.#session, symbols)
  }

  override fetchCandles(symbol: string, timeframe: Timeframe, limit: number): Promise<readonly Candle[]> {
    return candles(this.#shared, symbol, timeframe, limit)
  }

  override fetchOrderBook(symbol: string, depth: number): Promise<OrderBook> {
    return orderBook(this.#shared, symbol, depth)
  }

  /** Source: GET /openOrders; without a symbol all of them in one request. */
  override async fetchOpenOrders(symbol: string | null): Promise<readonly Order[]> {
    const nativeId = symbol === null ? null : await this.#shared.markets.nativeIdOf(symbol)
    const [records, markets] = await Promise.all([
      this.#session.raw.openOrders(nativeId),
      this.#shared.markets.all(),
    ])
    this.#session.counts.saw(records, nativeId)
    return records.map((record) => orderFrom(record, markets, records))
  }

  /**
   * Binance answers per symbol only, so this asks for the symbols named, those of open orders, and the pairs of which both sides are
   * held: a bounded number (see {@link TradedSymbols}), in this order. `since` and `until` bound the time of creation. The newest orders of
   * every symbol, which Django asks for again and again, are read only where something can have happened (see {@link RecentOrders}).
   */
  override async fetchClosedOrders(query: HistoryQuery): Promise<readonly Order[]> {
    if (query.limit <= 0) return []
    const symbols =
      query.symbol === null ? await this.#session.traded.with(query.symbols, this) : [query.symbol]
    const markets = await this.#shared.markets.all()
    if (query.symbol !== null) await this.#shared.markets.of(query.symbol)
    const listed = symbols.flatMap((symbol) => markets.bySymbol.get(symbol) ?? [])
    const newest = query.symbol === null && query.since === null && query.until === null
    const records = newest
      ? await this.#session.recent.of(listed, markets, query.limit)
      : await this.#read(listed, markets, query)
    return this.#session.fees.on(closedOrders(records, markets, query.limit), this.#session.raw)
  }

  async #read(
    listed: readonly BinanceMarket[],
    markets: BinanceMarkets,
    query: HistoryQuery,
  ): Promise<readonly OrderRecord[]> {
    const enough = (records: readonly OrderRecord[]): boolean =>
      closedOrders(records, markets, query.limit).length >= query.limit
    const pages = await Promise.all(
      listed.map(({ market }) => ordersOf(this.#session.raw, market.nativeId, query, enough)),
    )
    return pages.flat()
  }

  /** Source: GET /order; for a finished one its fees by GET /myTrades. */
  override async fetchOrder(reference: OrderReference): Promise<Order> {
    const nativeId = await this.#shared.markets.nativeIdOf(reference.symbol)
    try {
      const record = await this.#session.raw.queryOrder(orderParams(reference, nativeId))
      const order = orderFrom(record, await this.#shared.markets.all())
      return (await this.#session.fees.on([order], this.#session.raw))[0] ?? order
    } catch (error) {
      throw aboutOrder(error, reference)
    }
  }

  /**
   * Quantities are cut down to the lot step and quote amounts to the quote step, never up; a price off the tick is refused, since only
   * the person knows in which direction it may move. Checked against every filter that does not depend on the account.
   */
  override normalise(request: OrderRequest): Promise<OrderRequest> {
    return normalise(this.#session, request)
  }

  override async placeOrder(
    request: OrderRequest,
    clientOrderId: string,
    permit: Permit,
  ): Promise<PlacedOrder> {
    return this.#writing(request.symbol, () =>
      this.#heeding(request.symbol, pricesOf(request), () =>
        place(this.#session, request, clientOrderId, permit),
      ),
    )
  }

  /** Source: POST /order/test for each order of the request; balances are not proved. */
  override testOrder(request: OrderRequest, clientOrderId: string): Promise<void> {
    return this.#heeding(request.symbol, pricesOf(request), () =>
      dryRun(this.#session, request, clientOrderId),
    )
  }

  override async findOrder(request: OrderRequest, clientOrderId: string): Promise<PlacedOrder | null> {
    const nativeId = await this.#shared.markets.nativeIdOf(request.symbol)
    const isList = request.kind === 'oco' || attachedExits(request) !== null
    return find(this.#session, { symbol: nativeId }, clientOrderId, isList)
  }

  override async editOrder(
    reference: OrderReference,
    change: OrderChange,
    clientOrderId: string,
    permit: Permit,
  ): Promise<EditedOrder> {
    try {
      return await this.#writing(reference.symbol, () =>
        this.#heeding(reference.symbol, pricesOfChange(change), () =>
          edit(this.#session, reference, change, clientOrderId, permit),
        ),
      )
    } catch (error) {
      throw aboutOrder(error, reference)
    }
  }

  override cancelOrder(reference: OrderReference): Promise<Order> {
    return this.#writing(reference.symbol, () => cancel(this.#session, reference))
  }

  /** Source: GET /account and, where it exists, GET /sapi/v1/account/apiRestrictions. */
  override async checkCredentials(): Promise<CredentialsReport> {
    const account = await this.#session.raw.account()
    const restrictions = hasWalletEndpoints(this.#environment)
      ? await this.#session.raw.apiRestrictions().catch(() => null)
      : null
    return reportOn(account, restrictions)
  }

  /** Source: GET /myTrades of one order. */
  override async fetchOrderFees({
    symbol,
    id: orderId,
  }: Pick<Order, 'symbol' | 'id'>): Promise<readonly OrderFee[]> {
    const nativeId = await this.#shared.markets.nativeIdOf(symbol)
    return feesOf(await this.#session.raw.myTrades({ symbol: nativeId, orderId }))
  }

  /** Source: GET /account/commission. */
  override async fetchFees(symbol: string): Promise<{ readonly maker: Money; readonly taker: Money }> {
    const nativeId = await this.#shared.markets.nativeIdOf(symbol)
    return feesFrom(await this.#session.raw.commission(nativeId))
  }

  #heeding<T>(symbol: string, prices: readonly NamedPrice[], write: () => Promise<T>): Promise<T> {
    const markets = { markets: () => this.getMarkets(), forgetMarkets: () => this.#shared.markets.forget() }
    return heedingRules(write, { symbol, prices, ...markets, meaningOf, tells: tellsField })
  }

  /** What every write stands in, however it ends: the symbol's history has changed, and so have its open orders. */
  async #writing<T>(symbol: string, write: () => Promise<T>): Promise<T> {
    const on = (await this.#shared.markets.all()).bySymbol.get(symbol) ?? null
    try {
      return await write()
    } catch (error) {
      throw withLimit(error, on)
    } finally {
      this.#session.recent.sentOn(symbol)
      if (on !== null) this.#session.counts.forget(on.market.nativeId)
    }
  }
}
