import type { Balance, Candle, Market, OrderBook, Ticker } from '../../../src-shared/market.ts'
import type { Exits, Order, OrderFee, PlacedOrder } from '../../../src-shared/order.ts'
import type { SwitchedOff } from '../../../src-shared/switched-off.ts'
import type { Urgency } from '../http/urgency.ts'
import type { DeadMansSwitch } from '../orders/dead-man.ts'
import type { FillPage } from '../orders/fill-pages.ts'
import { type NamedPrice, pricesOf, pricesOfChange, type TellsField } from '../orders/price-field.ts'
import {
  BaseExchangeClient,
  type CredentialsReport,
  type CrossReference,
  type EditedOrder,
  usualFillsMs,
  usualPriceMs,
  usualWatchMs,
} from './base-exchange-client.ts'
import type { MarketTable } from './markets.ts'
import { heedingRules, type MeaningOf } from './writing.ts'

/** What an operation of a client is as a function of the session of its account, and what it was asked. */
type OfSession<S, K extends keyof BaseExchangeClient> = BaseExchangeClient[K] extends (...asked: infer A) => infer R
  ? (session: S, ...asked: A) => R
  : never

type Required =
  | 'getBalance'
  | 'fetchTicker'
  | 'fetchTickers'
  | 'fetchCandles'
  | 'fetchOrderBook'
  | 'fetchOpenOrders'
  | 'fetchClosedOrders'
  | 'fetchFills'
  | 'fetchOrder'
  | 'normalise'
  | 'placeOrder'
  | 'testOrder'
  | 'findOrder'
  | 'editOrder'
  | 'cancelOrder'
  | 'checkCredentials'
  | 'fetchFees'

/** Those without which BaseExchangeClient says what holds. */
type Optional =
  | 'fillSymbols'
  | 'hasRoomForFills'
  | 'fetchOrders'
  | 'fetchOrderFees'
  | 'exitsOf'
  | 'crossReferences'
  | 'deadMansSwitch'
  | 'armDeadMansSwitch'

/**
 * All that one exchange does for an account, as a table: what each entry promises is BaseExchangeClient's. `S` is what
 * its operations work with: the account's signed client, what it remembers, and what all accounts share.
 */
export type Operations<S> = { readonly [K in Required]: OfSession<S, K> } & {
  readonly [K in Optional]?: OfSession<S, K>
} & Pick<BaseExchangeClient, 'exchange' | 'memory'> &
  Partial<Pick<BaseExchangeClient, 'watchEveryMs' | 'priceEveryMs' | 'fillsEveryMs'>> & {
    /** The same session, whose reads are of another urgency. */
    readonly as: (session: S, urgency: Urgency) => S
    readonly loadMarkets: (session: S, options: Refresh) => Promise<ReadonlyMap<string, Market>>
    readonly forgetMarkets: (session: S) => void
    /** What its codes mean, and of which price of a request its words speak. */
    readonly meaningOf: MeaningOf
    readonly tells: TellsField
  }

interface Refresh {
  readonly refresh?: boolean
}

/** Markets that all accounts of a venue have alike. */
export const sharedMarkets = {
  async loadMarkets({ shared }: WithMarkets, options: Refresh): Promise<ReadonlyMap<string, Market>> {
    return (await shared.markets.all(options)).markets
  },
  forgetMarkets({ shared }: WithMarkets): void {
    shared.markets.forget()
  },
}

interface WithMarkets {
  readonly shared: {
    readonly markets: {
      all(options: Refresh): Promise<Pick<MarketTable<never>, 'markets'>>
      forget(): void
    }
  }
}

type Asked<K extends Required | Optional> = Parameters<BaseExchangeClient[K]>

/**
 * The client of one account: an exchange's operations, the account's session, and what every exchange's orders stand
 * in.
 */
export class NativeClient<S> extends BaseExchangeClient {
  readonly #does: Operations<S>
  readonly #session: S
  override readonly exchange
  override readonly memory
  override readonly watchEveryMs
  override readonly priceEveryMs
  override readonly fillsEveryMs
  override readonly tellsFillsBySymbol

  constructor(operations: Operations<S>, session: S, switchedOff?: () => readonly SwitchedOff[]) {
    super(switchedOff)
    this.#does = operations
    this.#session = session
    this.exchange = operations.exchange
    this.memory = operations.memory
    this.watchEveryMs = operations.watchEveryMs ?? usualWatchMs
    this.priceEveryMs = operations.priceEveryMs ?? usualPriceMs
    this.fillsEveryMs = operations.fillsEveryMs ?? usualFillsMs
    this.tellsFillsBySymbol = operations.fillSymbols !== undefined
  }

  override as(urgency: Urgency): NativeClient<S> {
    return new NativeClient(this.#does, this.#does.as(this.#session, urgency), this.switchedOff)
  }

  protected override loadMarkets(options: Refresh): Promise<ReadonlyMap<string, Market>> {
    return this.#does.loadMarkets(this.#session, options)
  }

  override getBalance(): Promise<readonly Balance[]> {
    return this.#does.getBalance(this.#session)
  }

  override fetchTicker(...asked: Asked<'fetchTicker'>): Promise<Ticker> {
    return this.#does.fetchTicker(this.#session, ...asked)
  }

  override fetchTickers(...asked: Asked<'fetchTickers'>): Promise<ReadonlyMap<string, Ticker>> {
    return this.#does.fetchTickers(this.#session, ...asked)
  }

  override fetchCandles(...asked: Asked<'fetchCandles'>): Promise<readonly Candle[]> {
    return this.#does.fetchCandles(this.#session, ...asked)
  }

  override fetchOrderBook(...asked: Asked<'fetchOrderBook'>): Promise<OrderBook> {
    return this.#does.fetchOrderBook(this.#session, ...asked)
  }

  override fetchOpenOrders(...asked: Asked<'fetchOpenOrders'>): Promise<readonly Order[]> {
    return this.#does.fetchOpenOrders(this.#session, ...asked)
  }

  override fetchClosedOrders(...asked: Asked<'fetchClosedOrders'>): Promise<readonly Order[]> {
    return this.#does.fetchClosedOrders(this.#session, ...asked)
  }

  override fetchFills(...asked: Asked<'fetchFills'>): Promise<FillPage> {
    return this.#does.fetchFills(this.#session, ...asked)
  }

  override fillSymbols(...asked: Asked<'fillSymbols'>): Promise<readonly string[] | null> {
    return this.#does.fillSymbols?.(this.#session, ...asked) ?? super.fillSymbols(...asked)
  }

  override hasRoomForFills(): boolean {
    return this.#does.hasRoomForFills?.(this.#session) ?? super.hasRoomForFills()
  }

  override fetchOrder(...asked: Asked<'fetchOrder'>): Promise<Order> {
    return this.#does.fetchOrder(this.#session, ...asked)
  }

  override normalise(...asked: Asked<'normalise'>): ReturnType<BaseExchangeClient['normalise']> {
    return this.#does.normalise(this.#session, ...asked)
  }

  override placeOrder(...asked: Asked<'placeOrder'>): Promise<PlacedOrder> {
    const [request] = asked
    const place = (): Promise<PlacedOrder> => this.#does.placeOrder(this.#session, ...asked)
    return this.#heeding(request.symbol, pricesOf(request), place, () => this.normalise(request))
  }

  override testOrder(...asked: Asked<'testOrder'>): Promise<void> {
    const [request] = asked
    return this.#heeding(request.symbol, pricesOf(request), () => this.#does.testOrder(this.#session, ...asked))
  }

  override findOrder(...asked: Asked<'findOrder'>): Promise<PlacedOrder | null> {
    return this.#does.findOrder(this.#session, ...asked)
  }

  override editOrder(...asked: Asked<'editOrder'>): Promise<EditedOrder> {
    const [reference, change] = asked
    return this.#heeding(reference.symbol, pricesOfChange(change), () => this.#does.editOrder(this.#session, ...asked))
  }

  override cancelOrder(...asked: Asked<'cancelOrder'>): Promise<Order> {
    return this.#does.cancelOrder(this.#session, ...asked)
  }

  override checkCredentials(): Promise<CredentialsReport> {
    return this.#does.checkCredentials(this.#session)
  }

  override fetchFees(...asked: Asked<'fetchFees'>): ReturnType<BaseExchangeClient['fetchFees']> {
    return this.#does.fetchFees(this.#session, ...asked)
  }

  override fetchOrders(...asked: Asked<'fetchOrders'>): Promise<readonly Order[] | null> {
    return this.#does.fetchOrders?.(this.#session, ...asked) ?? super.fetchOrders(...asked)
  }

  override fetchOrderFees(...asked: Asked<'fetchOrderFees'>): Promise<readonly OrderFee[] | null> {
    return this.#does.fetchOrderFees?.(this.#session, ...asked) ?? super.fetchOrderFees(...asked)
  }

  override exitsOf(order: Order): Exits | null {
    return this.#does.exitsOf?.(this.#session, order) ?? null
  }

  override crossReferences(clientOrderId: string): readonly CrossReference[] {
    return this.#does.crossReferences?.(this.#session, clientOrderId) ?? []
  }

  override deadMansSwitch(): Promise<DeadMansSwitch | null> {
    return this.#does.deadMansSwitch?.(this.#session) ?? super.deadMansSwitch()
  }

  override armDeadMansSwitch(seconds: number | null): Promise<void> {
    return this.#does.armDeadMansSwitch?.(this.#session, seconds) ?? super.armDeadMansSwitch(seconds)
  }

  #heeding<T>(
    symbol: string,
    prices: readonly NamedPrice[],
    write: () => Promise<T>,
    checkAll = () => Promise.resolve<unknown>(null),
  ): Promise<T> {
    const { meaningOf, tells } = this.#does
    return heedingRules(write, {
      symbol,
      prices,
      meaningOf,
      tells,
      checkAll,
      markets: () => this.getMarkets(),
      forgetMarkets: () => this.#does.forgetMarkets(this.#session),
    })
  }
}
