import { normalise } from './normalise.ts'
import { noAnswer } from '../core/classify.ts'
import type { Permit } from '../http/permit.ts'
import type { Urgency } from '../http/urgency.ts'
import type { SwitchedOff } from '../../../src-shared/switched-off.ts'
import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Balance, Candle, Market, OrderBook, Ticker } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { Order, OrderChange, OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import {
  BaseExchangeClient,
  type CredentialsReport,
  type EditedOrder,
  type HistoryQuery,
  type OrderReference,
} from '../core/base-exchange-client.ts'
import { dayMs, remembers } from '../orders/exchange-memory.ts'
import { armSeconds, type DeadMansSwitch } from '../orders/dead-man.ts'
import { type NamedPrice, pricesOf, pricesOfChange } from '../orders/price-field.ts'
import { heedingRules } from '../core/writing.ts'
import { meaningOf } from './error-table.ts'
import { tellsField } from './price-words.ts'
import { cancel } from './cancel.ts'
import { reportOn } from './key-report.ts'
import { edit } from './edit.ts'
import { find, lookUp } from './find.ts'
import { closedOrders } from './history.ts'
import type { KuCoinVenue } from './venue.ts'
import { balancesFrom } from './map-market-data.ts'
import { candles, orderBook, ticker, tickers } from './market-data.ts'
import { openOrders } from './open-orders.ts'
import { dryRun, place } from './place.ts'
import { latestArrivalMs } from './raw-client.ts'
import { type KuCoinSession, sessionAs } from './session.ts'

/** After the latest moment at which an order may arrive, how long KuCoin may take to show it everywhere. */
const visibilityMs = 10_000

/** Whether it touches stop orders KuCoin does not say. Source: docs/exchanges/kucoin.md §6.2. */
const deadMan: DeadMansSwitch = { minSeconds: 5, maxSeconds: 86_400, coversStops: null }

/** Cancelled orders of the high-frequency engine are kept for two days, filled ones for seven (three by its older pages): the shortest counts. */
const rememberedMs = 2 * dayMs

/** Spot trading on KuCoin for one classic account, on the high-frequency engine: production and the practice exchange. */
export class KuCoinNativeClient extends BaseExchangeClient {
  override readonly exchange = 'kucoin'
  override readonly memory = remembers({ fromMs: latestArrivalMs + visibilityMs, untilMs: rememberedMs })
  readonly #shared: KuCoinVenue
  readonly #session: KuCoinSession

  constructor(session: KuCoinSession, switchedOff?: () => readonly SwitchedOff[]) {
    super(switchedOff)
    this.#shared = session.shared
    this.#session = session
  }

  override as(urgency: Urgency): KuCoinNativeClient {
    return new KuCoinNativeClient(sessionAs(this.#session, urgency), this.switchedOff)
  }

  /** Source: GET /v2/symbols, shared by every account of the venue. */
  protected override async loadMarkets(options: {
    readonly refresh?: boolean
  }): Promise<ReadonlyMap<string, Market>> {
    return (await this.#shared.markets.all(options)).markets
  }

  /** Source: GET /accounts. What lies outside the trading account is told apart, assets that are only there with a total of zero. */
  override async getBalance(): Promise<readonly Balance[]> {
    return balancesFrom(await this.#session.raw.accounts())
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

  override async fetchOpenOrders(symbol: string | null): Promise<readonly Order[]> {
    const nativeId = symbol === null ? null : await this.#shared.markets.nativeIdOf(symbol)
    return openOrders(this.#session, nativeId)
  }

  /**
   * KuCoin answers per symbol only, so this asks for the symbols named, those of open orders, and the pairs of which both sides are held:
   * a bounded number (see {@link TradedSymbols}), in this order. Fees are told. Stop orders that never triggered are not (see history.ts).
   */
  override async fetchClosedOrders(query: HistoryQuery): Promise<readonly Order[]> {
    if (query.limit <= 0) return []
    const symbols =
      query.symbol === null ? await this.#session.traded.with(query.symbols, this) : [query.symbol]
    const markets = await this.#shared.markets.all()
    const nativeIds = symbols.flatMap((symbol) => markets.bySymbol.get(symbol)?.market.nativeId ?? [])
    if (query.symbol !== null && nativeIds.length === 0) await this.#shared.markets.of(query.symbol)
    return closedOrders(this.#session, nativeIds, query)
  }

  override fetchOrder(reference: OrderReference): Promise<Order> {
    return lookUp(this.#session, reference)
  }

  /**
   * Quantities are cut down to the size increment and quote amounts to the funds increment, never up; a price off its increment is refused,
   * since only the person knows in which direction it may move.
   */
  override normalise(request: OrderRequest): Promise<OrderRequest> {
    return normalise(this.#session, request)
  }

  override placeOrder(request: OrderRequest, clientOrderId: string, permit: Permit): Promise<PlacedOrder> {
    return this.#heeding(request.symbol, pricesOf(request), () =>
      place(this.#session, request, clientOrderId, permit),
    )
  }

  /** Source: POST /hf/orders/test, for market and limit orders; balances are not proved. */
  override testOrder(request: OrderRequest, clientOrderId: string): Promise<void> {
    return this.#heeding(request.symbol, pricesOf(request), () =>
      dryRun(this.#session, request, clientOrderId),
    )
  }

  override findOrder(request: OrderRequest, clientOrderId: string): Promise<PlacedOrder | null> {
    return find(this.#session, request, clientOrderId)
  }

  override editOrder(
    reference: OrderReference,
    change: OrderChange,
    clientOrderId: string,
    permit: Permit,
  ): Promise<EditedOrder> {
    return this.#heeding(reference.symbol, pricesOfChange(change), () =>
      edit(this.#session, reference, change, clientOrderId, permit),
    )
  }

  override cancelOrder(reference: OrderReference): Promise<Order> {
    return cancel(this.#session, reference)
  }

  /** Source: GET /user/api-key; GET /accounts for what lies where orders cannot use it. */
  override async checkCredentials(): Promise<CredentialsReport> {
    const key = await this.#session.raw.apiKey()
    return reportOn(key, await this.#session.raw.accounts().catch(() => null))
  }

  /** Source: GET /trade-fees. */
  override async fetchFees(symbol: string): Promise<{ readonly maker: Money; readonly taker: Money }> {
    const nativeId = await this.#shared.markets.nativeIdOf(symbol)
    const rates = await this.#session.raw.tradeFees(nativeId)
    const found = rates.find((each) => each.symbol === nativeId)
    if (found !== undefined) return { maker: found.makerFeeRate, taker: found.takerFeeRate }
    throw noAnswer('kucoin', 'no such fees')
  }

  override deadMansSwitch(): Promise<DeadMansSwitch> {
    return Promise.resolve(deadMan)
  }

  /** Source: POST /hf/orders/dead-cancel-all, over every symbol. */
  override async armDeadMansSwitch(seconds: number | null): Promise<void> {
    await this.#session.raw.deadCancelAll(armSeconds(seconds, deadMan, 'kucoin') ?? -1)
  }

  #heeding<T>(symbol: string, prices: readonly NamedPrice[], write: () => Promise<T>): Promise<T> {
    const markets = { markets: () => this.getMarkets(), forgetMarkets: () => this.#shared.markets.forget() }
    return heedingRules(write, { symbol, prices, ...markets, meaningOf, tells: tellsField })
  }
}
