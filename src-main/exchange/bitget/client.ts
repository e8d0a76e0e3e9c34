import { noAnswer } from '../core/classify.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Permit } from '../http/permit.ts'
import type { Urgency } from '../http/urgency.ts'
import type { SwitchedOff } from '../../../src-shared/switched-off.ts'
import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Balance, Candle, Market, OrderBook, Ticker } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { Exits, Order, OrderChange, OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import {
  BaseExchangeClient,
  type CredentialsReport,
  type EditedOrder,
  type HistoryQuery,
  type OrderReference,
} from '../core/base-exchange-client.ts'
import { dayMs, remembers } from '../orders/exchange-memory.ts'
import type { DeadMansSwitch } from '../orders/dead-man.ts'
import { unsupported } from '../orders/normalise.ts'
import { type NamedPrice, pricesOf, pricesOfChange } from '../orders/price-field.ts'
import { heedingRules } from '../core/writing.ts'
import { meaningOf } from './error-table.ts'
import { tellsField } from './price-words.ts'
import type { AccountMode } from './own/account-mode.ts'
import type { BitgetVenue } from './venue.ts'
import { classicDialect } from './classic/index.ts'
import type { AccountDialect } from './own/account-dialect.ts'
import { isWrongMode } from './errors.ts'
import { presetsShown } from './own/presets-shown.ts'
import { allTickers, candlesOf, orderBookOf, tickerFrom, tickerOf } from './market-data.ts'
import { normaliseAt } from './normalise.ts'
import { type BitgetSession, sessionAs } from './session.ts'
import { unifiedDialect } from './unified/index.ts'

/** How long Bitget takes a signed request after its timestamp (commonly quoted, not documented), and a margin. */
const timestampWindowMs = 30_000
const settleMarginMs = 5_000

/** The lists of finished orders go back 90 days; orderInfo by client id only hours. Source: docs/exchanges/bitget.md §6.3. */
const rememberedMs = 90 * dayMs

/**
 * Spot trading on Bitget for one account, classic or unified: which of the two it is, the exchange is asked before the first private request, and
 * again when it says otherwise. Each kind has its own dialect (classic/, unified/); signing, errors, limits and market data are common.
 */
export class BitgetNativeClient extends BaseExchangeClient {
  override readonly exchange = 'bitget'
  override readonly memory = remembers({ fromMs: timestampWindowMs + settleMarginMs, untilMs: rememberedMs })
  readonly #shared: BitgetVenue
  readonly #session: BitgetSession
  readonly #dialects: Readonly<Record<AccountMode, AccountDialect>>

  constructor(session: BitgetSession, switchedOff?: () => readonly SwitchedOff[]) {
    super(switchedOff)
    this.#session = session
    this.#shared = session.shared
    this.#dialects = { classic: classicDialect(session.classic), unified: unifiedDialect(session.unified) }
  }

  override as(urgency: Urgency): BitgetNativeClient {
    return new BitgetNativeClient(sessionAs(this.#session, urgency), this.switchedOff)
  }

  /**
   * Source: GET /api/v2/spot/public/symbols, for unified accounts with the limits of GET /api/v3/market/instruments; shared by every account of
   * the venue. A key that does not work, or an exchange that does not answer, still leaves the markets to be seen, as a classic account has them.
   */
  protected override async loadMarkets(options: {
    readonly refresh?: boolean
  }): Promise<ReadonlyMap<string, Market>> {
    const mode = await this.#session.modes.current().catch(classicOnError)
    return (await this.#shared.markets[mode].all(options)).markets
  }

  /** Source: GET /api/v2/spot/account/assets; GET /api/v3/account/assets and funding-assets. */
  override getBalance(): Promise<readonly Balance[]> {
    return this.#speak((dialect) => dialect.balances())
  }

  /** Source: GET /api/v2/spot/market/tickers; asked once for everybody who wants the same symbol at the same time. */
  override async fetchTicker(symbol: string): Promise<Ticker> {
    const nativeId = await this.#shared.markets.classic.nativeIdOf(symbol)
    const record = await tickerOf(this.#shared, nativeId, this.#session.urgency)
    if (record !== null) return tickerFrom(record, symbol)
    throw noAnswer('bitget', 'no such ticker')
  }

  /** Source: GET /api/v2/spot/market/tickers, all of them at once for more than one symbol. */
  override async fetchTickers(symbols: readonly string[] | null): Promise<ReadonlyMap<string, Ticker>> {
    const { bySymbol } = await this.#shared.markets.classic.all()
    const wanted = [...new Set(symbols ?? bySymbol.keys())].filter((symbol) => bySymbol.has(symbol))
    const [only, ...more] = wanted
    if (only === undefined) return new Map()
    if (more.length === 0) return new Map([[only, await this.fetchTicker(only)]])
    const records = await allTickers(this.#shared, this.#session.urgency)
    const tickers = new Map<string, Ticker>()
    for (const symbol of wanted) {
      const record = records.get(bySymbol.get(symbol)?.market.nativeId ?? '')
      if (record !== undefined) tickers.set(symbol, tickerFrom(record, symbol))
    }
    return tickers
  }

  /** Source: GET /api/v2/spot/market/candles, then history-candles; days begin at midnight UTC. */
  override async fetchCandles(
    symbol: string,
    timeframe: Timeframe,
    limit: number,
  ): Promise<readonly Candle[]> {
    const nativeId = await this.#shared.markets.classic.nativeIdOf(symbol)
    return candlesOf(this.#shared, nativeId, timeframe, limit)
  }

  /** Source: GET /api/v2/spot/market/orderbook; 150 levels a side at most. */
  override async fetchOrderBook(symbol: string, depth: number): Promise<OrderBook> {
    const nativeId = await this.#shared.markets.classic.nativeIdOf(symbol)
    return orderBookOf(this.#shared, nativeId, symbol, depth)
  }

  /** Classic: three lists, of which the plan orders are asked for symbol by symbol (classic/own/plan-symbols.ts says for which). */
  override fetchOpenOrders(symbol: string | null): Promise<readonly Order[]> {
    return this.#speak((dialect) => dialect.openOrders(symbol))
  }

  /** Bitget keeps 90 days; no symbols need to be named for them, but for a classic account's plan orders. */
  override fetchClosedOrders(query: HistoryQuery): Promise<readonly Order[]> {
    return this.#speak((dialect) => dialect.closedOrders(query))
  }

  override fetchOrder(reference: OrderReference): Promise<Order> {
    return this.#speak((dialect) => dialect.order(reference))
  }

  /**
   * Quantities are cut down to the market's step and quote amounts to the quote step, never up; a price off the tick is refused. Conditional orders
   * need the last price, since Bitget decides by it what they are.
   */
  override async normalise(request: OrderRequest): Promise<OrderRequest> {
    const mode = await this.#session.modes.current()
    return normaliseAt(this.#shared, request, await this.#shared.markets[mode].of(request.symbol))
  }

  override placeOrder(request: OrderRequest, clientOrderId: string, permit: Permit): Promise<PlacedOrder> {
    return this.#heeding(request.symbol, pricesOf(request), (dialect) =>
      dialect.place(request, clientOrderId, permit),
    )
  }

  /** Bitget has no dry run. @throws GatewayError `refused`, always. */
  override async testOrder(request: OrderRequest): Promise<void> {
    const { market } = await this.#shared.markets.classic.of(request.symbol)
    throw unsupported({ market, exchange: 'bitget' }, 'dry_run', 'kind')
  }

  /** A classic account's TP/SL orders take no client id: classic/find-placed.ts says how they are known. */
  override findOrder(request: OrderRequest, clientOrderId: string): Promise<PlacedOrder | null> {
    return this.#speak((dialect) => dialect.find(request, clientOrderId))
  }

  override editOrder(
    reference: OrderReference,
    change: OrderChange,
    clientOrderId: string,
    permit: Permit,
  ): Promise<EditedOrder> {
    return this.#heeding(reference.symbol, pricesOfChange(change), (dialect) =>
      dialect.edit(reference, change, clientOrderId, permit),
    )
  }

  override cancelOrder(reference: OrderReference): Promise<Order> {
    return this.#speak((dialect) => dialect.cancel(reference))
  }

  /** Source: GET /api/v2/spot/account/info, GET /api/v3/account/info. */
  override checkCredentials(): Promise<CredentialsReport> {
    return this.#speak((dialect) => dialect.credentials())
  }

  /** Source: GET /api/v2/common/trade-rate, GET /api/v3/account/fee-rate. */
  override fetchFees(symbol: string): Promise<{ readonly maker: Money; readonly taker: Money }> {
    return this.#speak((dialect) => dialect.fees(symbol))
  }

  /** Presets of an entry, as long as the list it was read from shows them. */
  override exitsOf(order: Order): Exits | null {
    return order.role === 'entry' ? presetsShown(order.raw) : null
  }

  /** A unified account has one, a classic one has not. */
  override deadMansSwitch(): Promise<DeadMansSwitch | null> {
    return this.#speak(({ deadMan }) => Promise.resolve(deadMan?.range ?? null))
  }

  /** Source: POST /api/v3/trade/countdown-cancel-all. */
  override armDeadMansSwitch(seconds: number | null): Promise<void> {
    return this.#speak(({ deadMan }) => deadMan?.arm(seconds) ?? super.armDeadMansSwitch(seconds))
  }

  /**
   * Does it in the dialect of the account's kind. Answered that the account is of the other kind, nothing was executed: the kind is found out anew
   * and, if it has indeed changed, the same is done once more in the other dialect.
   */
  async #speak<T>(act: (dialect: AccountDialect) => Promise<T>): Promise<T> {
    const mode = await this.#session.modes.current()
    try {
      return await act(this.#dialects[mode])
    } catch (error) {
      if (!isWrongMode(error)) throw error
      this.#session.modes.forget(mode)
      const now = await this.#session.modes.current()
      if (now === mode) throw error
      this.#shared.venue.logger.warn({ from: mode, to: now }, 'the account has become one of another kind')
      return act(this.#dialects[now])
    }
  }

  #heeding<T>(
    symbol: string,
    prices: readonly NamedPrice[],
    act: (dialect: AccountDialect) => Promise<T>,
  ): Promise<T> {
    const { classic, unified } = this.#shared.markets
    const forgetMarkets = (): void => {
      classic.forget()
      unified.forget()
    }
    const rules = { symbol, prices, markets: () => this.getMarkets(), forgetMarkets }
    return heedingRules(() => this.#speak(act), { ...rules, meaningOf, tells: tellsField })
  }
}

function classicOnError(error: unknown): AccountMode {
  if (error instanceof GatewayError && error.text.key !== 'error.shutting_down') return 'classic'
  throw error
}
