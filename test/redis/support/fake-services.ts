import {
  BaseExchangeClient,
  type CredentialsReport,
  type CrossReference,
  type EditedOrder,
  type OrderReference,
} from '../../../src-main/exchange/core/base-exchange-client.ts'
import { dayMs, remembers } from '../../../src-main/exchange/orders/exchange-memory.ts'
import type { FillPage } from '../../../src-main/exchange/orders/fill-pages.ts'
import type { MarketsEvent } from '../../../src-main/redis/channels-message.ts'
import type { DjangoSide } from '../../../src-main/redis/django-side.ts'
import type { AmountQuestion, RedisServices, Terminal3Amounts } from '../../../src-main/redis/services.ts'
import type {
  CancelIntent,
  EditIntent,
  PlaceIntent,
  PlaceOutcome,
  ClosedOrdersQuery,
} from '../../../src-main/trading/desk-types.ts'
import type { Account, AmountMeaning } from '../../../src-shared/account.ts'
import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { GatewayError } from '../../../src-shared/errors.ts'
import type { Balance, Candle, Market, OrderBook, Ticker } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { Order, OrderFee, OrderRequest, Origin, PlacedOrder } from '../../../src-shared/order.ts'
import { account, balance, markets, order, ticker } from './models.ts'

const unused = (): never => {
  throw new Error('not part of this test')
}

/** An exchange client that answers from memory. */
class FakeClient extends BaseExchangeClient {
  override readonly exchange = 'binance'
  override readonly memory = remembers({ fromMs: 0, untilMs: 2 * dayMs })
  balances: readonly Balance[] = [balance('USDT', '1000.10', '0.00000001'), balance('BTC', '0.5', '0')]
  credentialsError: Error | null = null
  balanceError: Error | null = null
  marketsAnswer: () => Promise<ReadonlyMap<string, Market>> = () => Promise.resolve(markets)
  candles: readonly Candle[] = []
  readonly candleCalls: unknown[] = []
  readonly orderCalls: OrderReference[] = []
  orderAnswer: (reference: OrderReference) => Promise<Order> = () => Promise.resolve(order())
  readonly feeCalls: string[] = []
  feesAnswer: (orderId: string) => Promise<readonly OrderFee[] | null> = () => Promise.resolve([])
  references: readonly CrossReference[] = []
  tickerCalls = 0
  /** Holds every ticker back until it settles. */
  tickerGate: Promise<unknown> = Promise.resolve()

  override as(): this {
    return this
  }
  protected override loadMarkets(): Promise<ReadonlyMap<string, Market>> {
    return this.marketsAnswer()
  }
  override getBalance(): Promise<readonly Balance[]> {
    if (this.balanceError) return Promise.reject(this.balanceError)
    return Promise.resolve(this.balances)
  }
  override async fetchTicker(symbol: string): Promise<Ticker> {
    this.tickerCalls += 1
    await this.tickerGate
    return ticker(symbol)
  }
  override fetchTickers(symbols: readonly string[] | null): Promise<ReadonlyMap<string, Ticker>> {
    return Promise.resolve(new Map((symbols ?? [...markets.keys()]).map((symbol) => [symbol, ticker(symbol)])))
  }
  override checkCredentials(): Promise<CredentialsReport> {
    if (this.credentialsError) return Promise.reject(this.credentialsError)
    return Promise.resolve({
      canRead: true,
      canTrade: true,
      canWithdraw: false,
      ipRestricted: null,
      expiresAt: null,
      notes: [],
      accountKind: 'spot',
      uid: null,
    })
  }
  override fetchCandles(symbol: string, timeframe: Timeframe, limit: number): Promise<readonly Candle[]> {
    this.candleCalls.push([symbol, timeframe, limit])
    return Promise.resolve(this.candles)
  }
  override fetchOrderBook(): Promise<OrderBook> {
    return unused()
  }
  override fetchOpenOrders(): Promise<readonly Order[]> {
    return unused()
  }
  override fetchClosedOrders(): Promise<readonly Order[]> {
    return unused()
  }
  override fetchFills(): Promise<FillPage> {
    return unused()
  }
  override fetchOrder(reference: OrderReference): Promise<Order> {
    this.orderCalls.push(reference)
    return this.orderAnswer(reference)
  }
  override fetchOrderFees({ id }: Pick<Order, 'id'>): Promise<readonly OrderFee[] | null> {
    this.feeCalls.push(id)
    return this.feesAnswer(id)
  }
  override crossReferences(clientOrderId: string): readonly CrossReference[] {
    return this.references.map(({ key, value }) => ({ key: key + clientOrderId, value }))
  }
  override normalise(): Promise<OrderRequest> {
    return unused()
  }
  override placeOrder(): Promise<PlacedOrder> {
    return unused()
  }
  override testOrder(): Promise<void> {
    return unused()
  }
  override findOrder(): Promise<PlacedOrder | null> {
    return unused()
  }
  override editOrder(): Promise<EditedOrder> {
    return unused()
  }
  override cancelOrder(): Promise<Order> {
    return unused()
  }
  override fetchFees(): Promise<{ readonly maker: Money; readonly taker: Money }> {
    return unused()
  }
}

/** An order desk that remembers what it was asked. */
class FakeDesk {
  readonly placed: { readonly intent: PlaceIntent; readonly origin: Origin }[] = []
  readonly cancelled: { readonly intent: CancelIntent; readonly origin: Origin }[] = []
  readonly edited: { readonly intent: EditIntent; readonly origin: Origin }[] = []
  readonly closedQueries: ClosedOrdersQuery[] = []
  open: readonly Order[] = []
  closed: readonly Order[] = []
  /** What the exchange's lists say of themselves. */
  tell: () => void = () => undefined
  cancelAnswer: () => Promise<Order> = () => Promise.resolve(order({ status: 'cancelled' }))
  editAnswer: () => Promise<Order> = () => Promise.resolve(order({ id: '78' }))
  outcome: () => Promise<PlaceOutcome> = () =>
    Promise.resolve({
      outcome: 'accepted',
      journalId: 4_503_599_627_370_497,
      clientOrderId: 'ag0123456789abcdef',
      placed: { order: order(), legs: [], notes: [] },
    })

  place(intent: PlaceIntent, origin: Origin): Promise<PlaceOutcome> {
    this.placed.push({ intent, origin })
    return this.outcome()
  }
  cancel(intent: CancelIntent, origin: Origin): Promise<Order> {
    this.cancelled.push({ intent, origin })
    return this.cancelAnswer()
  }
  edit(intent: EditIntent, origin: Origin): Promise<Order> {
    this.edited.push({ intent, origin })
    return this.editAnswer()
  }
  openOrders(_accountId: string, symbol: string | null): Promise<readonly Order[]> {
    return Promise.resolve(this.open.filter((each) => symbol === null || each.symbol === symbol))
  }
  closedOrders(_accountId: string, query: ClosedOrdersQuery): Promise<readonly Order[]> {
    this.closedQueries.push(query)
    this.tell()
    return Promise.resolve(this.closed.slice(0, query.limit))
  }
}

/** What Django was told besides its answers. */
class FakeDjangoSide implements DjangoSide {
  readonly events: MarketsEvent[] = []
  readonly kept: CrossReference[] = []

  tell(event: MarketsEvent): Promise<void> {
    this.events.push(event)
    return Promise.resolve()
  }
  keep(references: readonly CrossReference[]): Promise<void> {
    this.kept.push(...references)
    return Promise.resolve()
  }
}

/** Services with two accounts: broker 1 of user 1 may trade, broker 2 of user 2 may only be read. */
export class FakeServices implements RedisServices {
  readonly desk = new FakeDesk()
  readonly client = new FakeClient()
  readonly django = new FakeDjangoSide()
  /** Accounts whose markets were written into Django's list of symbols, with how many. */
  readonly written: { readonly accountId: string; readonly markets: number }[] = []
  symbolsError: GatewayError | null = null
  readonly symbols = {
    write: ({ id }: Account, markets: readonly Market[]): Promise<void> => {
      if (this.symbolsError !== null) return Promise.reject(this.symbolsError)
      this.written.push({ accountId: id, markets: markets.length })
      return Promise.resolve()
    },
  }
  /** null: a person is asked, who answers with {@link terminal3Answer}. */
  terminal3Meaning: AmountMeaning | null = 'coins'
  terminal3Answer: () => Promise<AmountMeaning> = () => Promise.resolve('coins')
  readonly terminal3Questions: AmountQuestion[] = []
  readonly terminal3: Terminal3Amounts = {
    meaningFor: () => this.terminal3Meaning,
    ask: (question) => {
      this.terminal3Questions.push(question)
      return this.terminal3Answer()
    },
  }
  known: readonly Account[] = [
    account(),
    account({ id: 'account-2', name: 'Read only', brokerId: 2, userId: 2, redisPermission: 'read' }),
    account({ id: 'account-3', name: 'Closed', brokerId: 3, redisPermission: 'nothing' }),
  ]
  readonly accounts = {
    byBroker: (brokerId: number): Account | null => this.known.find((each) => each.brokerId === brokerId) ?? null,
    list: (): readonly Account[] => this.known,
  }
  readonly clients = { clientFor: (): BaseExchangeClient => this.client }
}
