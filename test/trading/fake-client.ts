import {
  BaseExchangeClient,
  type EditedOrder,
  type HistoryQuery,
  type OrderReference,
} from '../../src-main/exchange/core/base-exchange-client.ts'
import { type Permit, withoutPermit } from '../../src-main/exchange/http/permit.ts'
import { type Urgency, usual } from '../../src-main/exchange/http/urgency.ts'
import { dayMs, remembers } from '../../src-main/exchange/orders/exchange-memory.ts'
import type { FillPage } from '../../src-main/exchange/orders/fill-pages.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { Market } from '../../src-shared/market.ts'
import { Money } from '../../src-shared/money.ts'
import { isFinal, type Order, type OrderChange, type OrderRequest, type PlacedOrder } from '../../src-shared/order.ts'
import { viewOf } from '../support/client-view.ts'
import { sampleMarket } from '../support/sample-market.ts'
import { sampleOrder } from '../support/sample-order.ts'

export const money = (text: string): Money => Money.parse(text)

/** Where a write ends: answered, or lost before or after the exchange executed it, or refused, or an error of ours. */
export type Fate = 'answer' | 'lose_before' | 'lose_after' | 'refuse' | 'rate_limit' | 'duplicate' | 'own_bug' | 'hang'

const noAnswer = (): GatewayError =>
  new GatewayError('unknown-outcome', 'exchange.no_answer', { exchange: 'Binance', reason: 'timeout' })

/** It limits next to nothing, and holds no exits with an entry. */
export function market(symbol: string): Market {
  const free = { min: null, max: null }
  const { capabilities } = sampleMarket({ symbol })
  return sampleMarket({
    symbol,
    price: free,
    quantity: free,
    marketLotStep: money('0.00001'),
    notional: free,
    notionalAppliesToMarket: { min: false, max: false },
    quoteStep: money('0.01'),
    capabilities: {
      ...capabilities,
      attachedExits: {
        ...capabilities.attachedExits,
        entries: [],
        takeProfitAlone: false,
        stopLossAlone: false,
        both: false,
        limitExits: false,
        marketExits: false,
        marketEntryAs: 'market',
      },
      edit: ['replace'],
      dryRun: false,
    },
  })
}

/** An exchange in memory, with what may go wrong between it and us. Every call is written down in `calls`. */
export class FakeClient extends BaseExchangeClient {
  readonly exchange = 'binance'
  override readonly memory = remembers({ fromMs: 20_000, untilMs: 2 * dayMs })
  readonly calls: string[] = []
  readonly orders: Order[] = []
  fate: Fate = 'answer'
  /** Thrown by every read while it is set. */
  down: GatewayError | null = null
  /** Called at the moment of sending. */
  atSending: () => void = () => undefined
  /** How long each question of findOrder could wait for leave to send. */
  readonly findPatienceMs: number[] = []
  /** For how many questions findOrder still says null although the order is there. */
  blindFor = 0
  closedQuery: HistoryQuery | null = null
  /** What the exchange replaced was cancelled without its replacement being placed. */
  loseReplacement = false
  /** A replacement goes on under the client id of the order that it replaces. */
  keepsClientIds = false
  #nextId = 100
  #hanging: (() => void)[] = []

  protected override loadMarkets(): Promise<ReadonlyMap<string, Market>> {
    const markets = ['BTC/USDT', 'ETH/USDT'].map((symbol) => [symbol, market(symbol)] as const)
    return this.#read('getMarkets', new Map(markets))
  }

  override normalise(request: OrderRequest): Promise<OrderRequest> {
    if (request.kind !== 'limit') return this.#read('normalise', request)
    const quantity = request.quantity.floorToStep(money('0.00001'))
    if (!quantity.isPositive()) {
      const params = { field: 'quantity', value: request.quantity.toString() }
      return Promise.reject(new GatewayError('refused', 'order.field.not_positive', params, { field: 'quantity' }))
    }
    return this.#read('normalise', { ...request, quantity })
  }

  override async placeOrder(request: OrderRequest, clientOrderId: string, permit: Permit): Promise<PlacedOrder> {
    const open = (): Order => this.#open(request, clientOrderId)
    const order = await this.#write(`place ${clientOrderId}`, open, permit)
    return { order, legs: [], notes: [] }
  }

  reading: Urgency = usual
  override as(urgency: Urgency): this {
    return viewOf(this, urgency)
  }

  override async findOrder(_request: OrderRequest, clientOrderId: string): Promise<PlacedOrder | null> {
    this.findPatienceMs.push(this.reading.patienceMs ?? 0)
    const order = this.orders.find((each) => each.clientOrderId === clientOrderId) ?? null
    const found = await this.#read(`find ${clientOrderId}`, order)
    if (found !== null && this.blindFor > 0) {
      this.blindFor -= 1
      return null
    }
    return found === null ? null : { order: found, legs: [], notes: [] }
  }

  override cancelOrder(reference: OrderReference): Promise<Order> {
    return this.#write('cancel', () =>
      this.#set(reference, {
        status: 'cancelled',
        nativeStatus: 'CANCELED',
        endReason: { kind: 'cancelled', word: null },
      }),
    )
  }

  override async editOrder(
    reference: OrderReference,
    change: OrderChange,
    clientOrderId: string,
    permit: Permit,
  ): Promise<EditedOrder> {
    const replace = (): Order => {
      const before = this.#set(reference, { status: 'cancelled' })
      if (this.loseReplacement) return before
      const quantity = change.quantity ?? before.quantity
      const replacement = {
        ...before,
        id: String(this.#nextId++),
        clientOrderId: this.keepsClientIds ? before.clientOrderId : clientOrderId,
        quantity,
        status: 'open' as const,
      }
      this.orders.push(replacement)
      return replacement
    }
    const order = await this.#write(`edit ${clientOrderId}`, replace, permit)
    return { order, previousOrderId: 'orderId' in reference ? reference.orderId : '', how: 'replace' }
  }

  override async fetchOrder(reference: OrderReference): Promise<Order> {
    const order = await this.#read('fetchOrder', this.#lookUp(reference))
    if (order === undefined)
      throw new GatewayError('not-found', 'order.not_found', { orderId: '', symbol: reference.symbol })
    return order
  }

  override fetchOpenOrders(symbol: string | null): Promise<readonly Order[]> {
    const open = this.orders.filter((order) => !isFinal(order.status))
    return this.#read(
      'fetchOpenOrders',
      open.filter((order) => symbol === null || order.symbol === symbol),
    )
  }

  override fetchClosedOrders(query: HistoryQuery): Promise<readonly Order[]> {
    this.closedQuery = query
    return this.#read(
      'fetchClosedOrders',
      this.orders.filter((order) => isFinal(order.status)),
    )
  }

  override fetchFills(): Promise<FillPage> {
    return this.#read('fetchFills', { fills: [], next: null, reach: null })
  }

  /** Lets every write that hangs reach its end. */
  release(): void {
    for (const resolve of this.#hanging.splice(0)) resolve()
  }

  get placings(): number {
    return this.calls.filter((call) => call.startsWith('place ')).length
  }

  override getBalance = this.#notAsked
  override fetchTicker = this.#notAsked
  override fetchTickers = this.#notAsked
  override fetchCandles = this.#notAsked
  override fetchOrderBook = this.#notAsked
  override testOrder = this.#notAsked
  override checkCredentials = this.#notAsked
  override fetchFees = this.#notAsked

  #notAsked(): Promise<never> {
    return Promise.reject(new Error('not part of the fake'))
  }

  #read<T>(call: string, value: T): Promise<T> {
    this.calls.push(call)
    return this.down === null ? Promise.resolve(value) : Promise.reject(this.down)
  }

  async #write(call: string, execute: () => Order, permit: Permit = withoutPermit): Promise<Order> {
    this.calls.push(call)
    this.atSending()
    permit()
    switch (this.fate) {
      case 'answer':
        return execute()
      case 'hang':
        await new Promise<void>((resolve) => this.#hanging.push(resolve))
        return execute()
      case 'lose_after':
        execute()
        throw noAnswer()
      case 'lose_before':
        throw noAnswer()
      case 'refuse':
        throw new GatewayError('refused', 'exchange.insufficient_balance', { exchange: 'Binance' })
      case 'rate_limit':
        throw new GatewayError('rate-limit', 'exchange.rate_limited', { exchange: 'Binance', seconds: '3' })
      case 'duplicate':
        throw new GatewayError('refused', 'exchange.duplicate_order', { exchange: 'Binance' })
      case 'own_bug':
        execute()
        throw new TypeError('cannot read properties of undefined')
    }
  }

  #open(request: OrderRequest, clientOrderId: string): Order {
    const id = String(this.#nextId++)
    const order = sampleOrder({
      id,
      clientOrderId,
      symbol: request.symbol,
      nativeSymbol: request.symbol.replace('/', ''),
      side: request.side,
      terms:
        request.kind === 'limit'
          ? {
              kind: 'limit',
              price: request.price,
              timeInForce: request.timeInForce,
              postOnly: request.postOnly,
            }
          : { kind: 'market' },
      nativeStatus: 'NEW',
      quantity: request.kind === 'limit' ? request.quantity : null,
      raw: { orderId: id, price: '1.10' },
    })
    this.orders.push(order)
    return order
  }

  #lookUp(reference: OrderReference): Order | undefined {
    return [...this.orders]
      .reverse()
      .find((order) =>
        'orderId' in reference ? order.id === reference.orderId : order.clientOrderId === reference.clientOrderId,
      )
  }

  #set(reference: OrderReference, change: Partial<Order>): Order {
    const before = this.#lookUp(reference)
    if (before === undefined) throw new GatewayError('not-found', 'order.not_found')
    const after = { ...before, ...change }
    this.orders.splice(this.orders.indexOf(before), 1, after)
    return after
  }
}
