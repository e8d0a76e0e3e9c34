import { candles, orderBook, ticker, tickers } from './market-data.ts'
import { noAnswer } from '../core/classify.ts'
import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Permit } from '../http/permit.ts'
import type { Urgency } from '../http/urgency.ts'
import type { Balance, Candle, Market, OrderBook, Ticker } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { Exits, Order, OrderChange, OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import type { SwitchedOff } from '../../../src-shared/switched-off.ts'
import {
  BaseExchangeClient,
  type CredentialsReport,
  type CrossReference,
  type EditedOrder,
  type HistoryQuery,
  type OrderReference,
} from '../core/base-exchange-client.ts'
import { dayMs, remembers } from '../orders/exchange-memory.ts'
import { armSeconds, type DeadMansSwitch } from '../orders/dead-man.ts'
import { type NamedPrice, pricesOf, pricesOfChange } from '../orders/price-field.ts'
import { heedingRules } from '../core/writing.ts'
import { meaningOfCode } from './errors.ts'
import { tellsField } from './price-words.ts'
import { balancesFrom } from './own/balances.ts'
import { cancel, fetchOrder } from './cancel.ts'
import { checkCredentials } from './key-report.ts'
import { closeOf } from './own/close-text.ts'
import { edit } from './edit.ts'
import { find } from './find.ts'
import { closedOrders } from './history.ts'
import type { KrakenVenue } from './venue.ts'
import { feesFrom } from './map-market-data.ts'
import { normalise } from './normalise.ts'
import { dryRun, place } from './place.ts'
import { fetchOrders } from './own/query-orders.ts'
import { deadlineMs } from './transport.ts'
import { closeSchema } from './schemas.ts'
import { type KrakenSession, readOrder } from './session.ts'

/** Kraken's lists were seen to show an order this long after it was executed. Source: docs/exchanges/kraken.md §11. */
const visibilityMs = 60_000
/** What we know of Kraken's clock is this good: whole seconds, and half the way there and back. */
const clockMarginMs = 2_000

/** Kraken takes any time below a day, stop-losses along with the rest. Source: docs/exchanges/kraken.md §8.2. */
const deadMan: DeadMansSwitch = { minSeconds: 5, maxSeconds: 86_399, coversStops: true }

/** Kraken names no end of what ClosedOrders and QueryOrders know. So long their word is taken; an older order is left to a person. */
const rememberedMs = 90 * dayMs

/** Spot trading on Kraken for one account: production, and the practice exchange, which differs in its address only. */
export class KrakenNativeClient extends BaseExchangeClient {
  override readonly exchange = 'kraken'
  override readonly memory = remembers({
    fromMs: deadlineMs + visibilityMs + clockMarginMs,
    untilMs: rememberedMs,
  })
  /** A look costs one or two calls of a counter that lets one pass every two or three seconds. Source: docs/exchanges/kraken.md §4. */
  override readonly watchEveryMs = 8_000
  /** Public questions are good for one a second, whatever they are about. Source: docs/exchanges/kraken.md §4. */
  override readonly priceEveryMs = 2_000
  readonly #shared: KrakenVenue
  readonly #session: KrakenSession

  constructor(session: KrakenSession, switchedOff?: () => readonly SwitchedOff[]) {
    super(switchedOff)
    this.#shared = session.shared
    this.#session = session
  }

  override as(urgency: Urgency): KrakenNativeClient {
    const { raw } = this.#session
    return new KrakenNativeClient({ ...this.#session, raw: raw.as(urgency), urgency }, this.switchedOff)
  }

  /** Source: Assets, AssetPairs and SystemStatus, shared by every account of the venue. */
  protected override async loadMarkets(options: {
    readonly refresh?: boolean
  }): Promise<ReadonlyMap<string, Market>> {
    return (await this.#shared.markets.all(options)).markets
  }

  /** Source: BalanceEx. */
  override async getBalance(): Promise<readonly Balance[]> {
    const { assets } = await this.#shared.markets.all()
    return balancesFrom(await this.#session.raw.balances(), assets)
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

  /** Source: OpenOrders, which lists every kind of order of every symbol. */
  override async fetchOpenOrders(symbol: string | null): Promise<readonly Order[]> {
    if (symbol !== null) await this.#shared.markets.of(symbol)
    const [records, markets] = await Promise.all([
      this.#session.raw.openOrders({}),
      this.#shared.markets.all(),
    ])
    const orders = Object.entries(records).map(([id, record]) =>
      readOrder(this.#session, markets, id, record),
    )
    return symbol === null ? orders : orders.filter((order) => order.symbol === symbol)
  }

  /** Of all symbols; fees included. Source: ClosedOrders. */
  override fetchClosedOrders(query: HistoryQuery): Promise<readonly Order[]> {
    return closedOrders(this.#session, query)
  }

  /** Source: QueryOrders; by client id OpenOrders and ClosedOrders. */
  override fetchOrder(reference: OrderReference): Promise<Order> {
    return fetchOrder(this.#session, reference)
  }

  /** Orders keep their ids, also when they trigger. Source: QueryOrders. */
  override async fetchOrders(orders: readonly Pick<Order, 'id'>[]): Promise<readonly Order[]> {
    return fetchOrders(
      this.#session,
      orders.map(({ id }) => id),
    )
  }

  /**
   * Quantities are cut down to the lot step and quote amounts to the quote step, never up; a price off the tick is refused, since only
   * the person knows in which direction it may move.
   */
  override normalise(request: OrderRequest): Promise<OrderRequest> {
    return normalise(this.#session, request)
  }

  override placeOrder(request: OrderRequest, clientOrderId: string, permit: Permit): Promise<PlacedOrder> {
    return this.#heeding(request.symbol, pricesOf(request), () =>
      place(this.#session, request, clientOrderId, permit),
    )
  }

  /** Source: AddOrder with `validate`; balances are not proved. */
  override testOrder(request: OrderRequest, clientOrderId: string): Promise<void> {
    return this.#heeding(request.symbol, pricesOf(request), () =>
      dryRun(this.#session, request, clientOrderId),
    )
  }

  /** An entry's exits are legs: one for each fill. */
  override async findOrder(request: OrderRequest, clientOrderId: string): Promise<PlacedOrder | null> {
    const found = await find(this.#session, request, clientOrderId)
    return found && { ...found, notes: [] }
  }

  /** In place only, so no replacement needs a client id. */
  override editOrder(
    reference: OrderReference,
    change: OrderChange,
    _clientOrderId: string,
    permit: Permit,
  ): Promise<EditedOrder> {
    return this.#heeding(reference.symbol, pricesOfChange(change), () =>
      edit(this.#session, reference, change, permit),
    )
  }

  override cancelOrder(reference: OrderReference): Promise<Order> {
    return cancel(this.#session, reference)
  }

  override checkCredentials(): Promise<CredentialsReport> {
    return checkCredentials(this.#session)
  }

  /** The conditional close of an entry, of which every fill makes an order of its own. */
  override exitsOf({ raw }: Order): Exits | null {
    return closeOf(closeSchema.safeParse(raw).data?.descr.close ?? '')
  }

  /** The number (`userref`) that stands for a client order id, both ways. The mapping on disk is the truth; Django reads these. */
  override crossReferences(clientOrderId: string): readonly CrossReference[] {
    const userref = String(this.#shared.ids.userref(clientOrderId))
    return [
      { key: `kraken_userref:${userref}`, value: clientOrderId },
      { key: `kraken_client_order_id:${clientOrderId}`, value: userref },
    ]
  }

  override deadMansSwitch(): Promise<DeadMansSwitch> {
    return Promise.resolve(deadMan)
  }

  /** Source: CancelAllOrdersAfter, over all of the account's orders on every pair. */
  override async armDeadMansSwitch(seconds: number | null): Promise<void> {
    await this.#session.raw.cancelAllOrdersAfter(armSeconds(seconds, deadMan, 'kraken') ?? 0)
  }

  /** Source: TradeVolume. */
  override async fetchFees(symbol: string): Promise<{ readonly maker: Money; readonly taker: Money }> {
    const nativeId = await this.#shared.markets.nativeIdOf(symbol)
    const fees = feesFrom(await this.#session.raw.tradeVolume(nativeId), nativeId)
    if (fees !== null) return fees
    throw noAnswer('kraken', 'no such fees')
  }

  #heeding<T>(symbol: string, prices: readonly NamedPrice[], write: () => Promise<T>): Promise<T> {
    const markets = { markets: () => this.getMarkets(), forgetMarkets: () => this.#shared.markets.forget() }
    return heedingRules(write, { symbol, prices, ...markets, meaningOf: meaningOfCode, tells: tellsField })
  }
}
