import {
  BaseExchangeClient,
  type EditedOrder,
  type OrderReference,
} from '../../../src-main/exchange/core/base-exchange-client.ts'
import { type Permit, withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { type Urgency, usual } from '../../../src-main/exchange/http/urgency.ts'
import { dayMs, remembers } from '../../../src-main/exchange/orders/exchange-memory.ts'
import type { FillPage } from '../../../src-main/exchange/orders/fill-pages.ts'
import type { Capabilities } from '../../../src-shared/capabilities.ts'
import type { EndKind } from '../../../src-shared/end-reason.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Balance, Market, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import {
  type Exits,
  isFinal,
  opposite,
  type Order,
  type OrderChange,
  type OrderRequest,
  type OrderTerms,
  type PlacedOrder,
  type Side,
} from '../../../src-shared/order.ts'
import { viewOf } from '../../support/client-view.ts'
import { market, money } from '../fake-client.ts'

/** How an exchange treats exits: what differs between the real ones. */
export interface Habits {
  readonly attached: Partial<Capabilities['attachedExits']>
  readonly oco: Capabilities['oco']
  readonly exitPair: Capabilities['exitPair']
  /** Conditional orders take their coins before they trigger. */
  readonly holds: boolean
  readonly edit: Capabilities['edit']
  /** The part of what is bought that is taken as a fee, in base. */
  readonly baseFee: string
  readonly conditional: boolean
}

export const habits = {
  /** Both exits go with the entry, armed by its whole fill; OCO pairs. */
  binance: {
    attached: {
      entries: ['market', 'limit'],
      takeProfitAlone: true,
      stopLossAlone: true,
      both: true,
      limitExits: true,
      marketExits: true,
      armedBy: 'whole_fill',
    },
    oco: { limitExits: true, marketExits: true },
    exitPair: 'one',
    holds: true,
    edit: ['replace'],
    baseFee: '0',
    conditional: true,
  },
  /** Both exits go with the entry; for coins held two orders, which take no coins before they trigger. */
  bitget: {
    attached: {
      entries: ['limit'],
      takeProfitAlone: true,
      stopLossAlone: true,
      both: true,
      limitExits: true,
      marketExits: true,
      armedBy: 'whole_fill',
    },
    oco: null,
    exitPair: 'independent',
    holds: false,
    edit: ['replace'],
    baseFee: '0.001',
    conditional: true,
  },
  /** As bitget, but the first exit takes the coins after all. */
  holding: {
    attached: {},
    oco: null,
    exitPair: 'independent',
    holds: true,
    edit: ['replace'],
    baseFee: '0.001',
    conditional: true,
  },
  /** Nothing goes with an entry; pairs with limit legs; stops hold nothing. */
  kucoin: {
    attached: {},
    oco: { limitExits: true, marketExits: false },
    exitPair: 'independent',
    holds: false,
    edit: ['replace'],
    baseFee: '0',
    conditional: true,
  },
  /** One exit goes with the entry, one order for each fill. */
  kraken: {
    attached: {
      entries: ['market', 'limit'],
      takeProfitAlone: true,
      stopLossAlone: true,
      both: false,
      limitExits: true,
      marketExits: true,
      armedBy: 'each_fill',
    },
    oco: null,
    exitPair: 'one',
    holds: true,
    edit: ['in_place'],
    baseFee: '0',
    conditional: true,
  },
  /** Plain orders only. */
  plain: {
    attached: {},
    oco: null,
    exitPair: 'one',
    holds: true,
    edit: ['replace'],
    baseFee: '0.001',
    conditional: false,
  },
} as const satisfies Record<string, Habits>

interface Kept {
  order: Order
  /** Exits that come of its fills. */
  exits: Exits | null
  /** Base units that it holds back. */
  held: Money
}

const refuse = (key: 'exchange.insufficient_balance' | 'order.trigger.must_be_below' | 'exchange.rejected'): never => {
  throw new GatewayError('refused', key, { exchange: 'Binance', reason: key })
}

/**
 * One symbol of an exchange in memory that trades at whatever price it is told, with the habits of a real one where
 * exits are concerned.
 */
export class SimClient extends BaseExchangeClient {
  readonly exchange = 'binance'
  override readonly memory = remembers({ fromMs: 20_000, untilMs: 2 * dayMs })
  readonly symbol = 'BTC/USDT'
  readonly #habits: Habits
  readonly #orders: Kept[] = []
  #price: Money
  #coins: Money
  #nextId = 1
  #nextList = 1
  /** What the next writes come to, before they are carried out as usual. */
  readonly fates: ('answer' | 'lose_after' | 'lose_before' | 'refuse')[] = []
  /** Nothing can be read. */
  down = false
  /** Looks at orders take until this resolves. */
  slow: Promise<unknown> = Promise.resolve()
  /** Told of what was written before it is answered, as exchanges push it. */
  written: () => void = () => undefined
  placings = 0
  /** Questions about orders: by search, by their ids; and whether each went before what people look at. */
  readonly asked = { searched: 0, known: 0, urgencies: [] as Urgency[] }
  /** Takes conditional orders whose price is past already; they never trigger. */
  takesLate = false
  readonly #late = new Set<string>()
  /** Orders of which it tells nothing (any more). */
  readonly #buried = new Set<string>()
  readonly #hidden = new Set<string>()
  /** The smallest order, base units. */
  minimum: Money | null = null

  constructor(habit: Habits, coins = '0', price = '100') {
    super()
    this.#habits = habit
    this.#price = money(price)
    this.#coins = money(coins)
  }

  get coins(): Money {
    return this.#coins
  }

  get open(): readonly Order[] {
    return this.#orders.map(({ order }) => order).filter(({ status }) => !isFinal(status))
  }

  get all(): readonly Order[] {
    return this.#orders.map(({ order }) => order)
  }

  /** Base units sold by exits (bought, for those of a sale), the entry left out. */
  get exited(): Money {
    return Money.sum(
      this.all.filter(({ clientOrderId }) => clientOrderId?.startsWith('entry') !== true).map(({ filled }) => filled),
    )
  }

  /** Moves the price; orders that wait for it trigger and fill whole, entries only as far as `fillEntry` says. */
  setPrice(price: string): void {
    this.#price = money(price)
    for (const kept of [...this.#orders]) this.#react(kept)
  }

  /** Fills a resting limit order by so much more. */
  fill(orderId: string, quantity: string): void {
    const kept = this.#orders.find(({ order }) => order.id === orderId)
    if (kept !== undefined && !isFinal(kept.order.status)) this.#fill(kept, money(quantity))
  }

  /** Nothing is told of an order, whatever has become of it. @returns how to have it told again. */
  hide(orderId: string): () => void {
    this.#hidden.add(orderId)
    return () => this.#hidden.delete(orderId)
  }

  /**
   * An order is over, and nothing tells of it any more: cancelled at the exchange, say, which forgets such orders at
   * once.
   */
  vanish(orderId: string): void {
    this.#end(this.#byId(orderId), 'cancelled')
    this.#hidden.add(orderId)
  }

  /** Nothing is told of an order, which may lie beyond what can be looked through. */
  bury(orderId: string): void {
    this.#hidden.add(orderId)
    this.#buried.add(orderId)
  }

  /** As a person at the exchange would. */
  cancelByHand(orderId: string, kind: EndKind = 'cancelled'): void {
    this.#cancel(orderId, kind)
  }

  protected override loadMarkets(): Promise<ReadonlyMap<string, Market>> {
    const { attached, oco, exitPair, edit, conditional } = this.#habits
    const base = market(this.symbol)
    const conditionals = ['stop_loss', 'take_profit', 'stop_limit', 'take_profit_limit'] as const
    const capabilities: Capabilities = {
      ...base.capabilities,
      orderKinds: ['market', 'limit', ...(conditional ? conditionals : []), ...(oco ? (['oco'] as const) : [])],
      timeInForce: ['gtc', 'ioc', 'fok'],
      attachedExits: { ...base.capabilities.attachedExits, ...attached },
      oco,
      exitPair,
      edit,
    }
    return this.#read(new Map([[this.symbol, { ...base, capabilities, quantity: { min: this.minimum, max: null } }]]))
  }

  override fetchTicker(): Promise<Ticker> {
    return this.#read({
      symbol: this.symbol,
      last: this.#price,
      bid: this.#price,
      ask: this.#price,
      high: null,
      low: null,
      volume: Money.zero,
      quoteVolume: Money.zero,
      changePercent: null,
      time: 1,
    })
  }

  override getBalance(): Promise<readonly Balance[]> {
    const held = Money.sum(this.#orders.map((kept) => kept.held))
    return this.#read([{ asset: 'BTC', available: this.#coins.minus(held), held, total: this.#coins, elsewhere: [] }])
  }

  override normalise(request: OrderRequest): Promise<OrderRequest> {
    return this.#read(request)
  }

  override async placeOrder(request: OrderRequest, clientOrderId: string, permit: Permit): Promise<PlacedOrder> {
    this.placings += 1
    return this.#write(() => this.#place(request, clientOrderId), permit)
  }

  reading: Urgency = usual
  override as(urgency: Urgency): this {
    return viewOf(this, urgency)
  }

  override async findOrder(_request: OrderRequest, clientOrderId: string): Promise<PlacedOrder | null> {
    this.asked.searched += 1
    this.asked.urgencies.push(this.reading)
    const placed = this.#placedUnder(clientOrderId, this.#told)
    await this.slow
    return this.#read(placed)
  }

  override fetchOrder(reference: OrderReference): Promise<Order> {
    const found = this.#told.findLast((order) =>
      'orderId' in reference ? order.id === reference.orderId : order.clientOrderId === reference.clientOrderId,
    )
    if (found !== undefined) return this.#read(found)
    const isBuried = 'orderId' in reference && this.#buried.has(reference.orderId)
    return Promise.reject(
      isBuried
        ? new GatewayError('retryable', 'exchange.search_cut')
        : new GatewayError('not-found', 'order.not_found'),
    )
  }

  /** As Kraken does, where every question counts. */
  override async fetchOrders(orders: readonly { readonly id: string }[]): Promise<readonly Order[] | null> {
    if (this.#habits.attached.armedBy !== 'each_fill') return null
    await this.slow
    this.asked.known += 1
    const ids = new Set(orders.map(({ id }) => id))
    return this.#read(this.#told.filter(({ id }) => ids.has(id)))
  }

  override fetchOpenOrders(): Promise<readonly Order[]> {
    this.asked.urgencies.push(this.reading)
    return this.#read(this.#told.filter(({ status }) => !isFinal(status)))
  }

  override fetchClosedOrders(): Promise<readonly Order[]> {
    return this.#read(this.#told.filter(({ status }) => isFinal(status)))
  }

  override fetchFills(): Promise<FillPage> {
    return this.#read({ fills: [], next: null, reach: null })
  }

  override async editOrder(
    reference: OrderReference,
    change: OrderChange,
    _clientOrderId: string,
    permit: Permit,
  ): Promise<EditedOrder> {
    const orderId = 'orderId' in reference ? reference.orderId : ''
    const order = await this.#write(() => {
      const kept = this.#byId(orderId)
      const { terms } = kept.order
      if (!('triggerPrice' in terms) || !this.#habits.edit.includes('in_place')) return refuse('exchange.rejected')
      const next: OrderTerms = { ...terms, triggerPrice: change.triggerPrice ?? terms.triggerPrice }
      kept.order = { ...kept.order, terms: next }
      return kept.order
    }, permit)
    return { order, previousOrderId: orderId, how: 'in_place' }
  }

  override async cancelOrder(reference: OrderReference): Promise<Order> {
    const orderId = 'orderId' in reference ? reference.orderId : ''
    return this.#write(() => {
      this.#cancel(orderId)
      return this.#byId(orderId).order
    })
  }

  override fetchFees = (): Promise<{ maker: Money; taker: Money }> =>
    this.#read({ maker: Money.zero, taker: money('0.002') })
  override fetchTickers = this.#notAsked
  override fetchCandles = this.#notAsked
  override fetchOrderBook = this.#notAsked
  override testOrder = this.#notAsked
  override checkCredentials = this.#notAsked

  get #told(): readonly Order[] {
    return this.all.filter(({ id }) => !this.#hidden.has(id))
  }

  #notAsked(): Promise<never> {
    return Promise.reject(new Error('not part of the simulation'))
  }

  #read<T>(value: T): Promise<T> {
    if (!this.down) return Promise.resolve(value)
    return Promise.reject(new GatewayError('retryable', 'exchange.unreachable', { exchange: 'Sim' }))
  }

  async #write<T>(execute: () => T, permit: Permit = withoutPermit): Promise<T> {
    await Promise.resolve()
    permit()
    const lost = new GatewayError('unknown-outcome', 'exchange.no_answer', { exchange: 'Sim', reason: 'x' })
    const fate = this.fates.shift() ?? 'answer'
    if (this.down || fate === 'lose_before') throw lost
    if (fate === 'refuse') return refuse('exchange.rejected')
    const result = execute()
    this.written()
    if (fate === 'lose_after') throw lost
    return result
  }

  #place(request: OrderRequest, clientOrderId: string): PlacedOrder {
    if (request.kind === 'oco') {
      const listId = `list-${this.#nextList++}`
      this.#requireCoins(request.side, request.quantity)
      for (const role of ['take_profit', 'stop_loss'] as const) {
        const { triggerPrice, limitPrice } = role === 'take_profit' ? request.takeProfit : request.stopLoss
        const terms = conditionalTerms(role, triggerPrice, limitPrice)
        const held = this.#habits.holds && role === 'stop_loss' ? request.quantity : Money.zero
        this.#add({
          clientOrderId,
          listId,
          role,
          side: request.side,
          terms,
          quantity: request.quantity,
          held,
          waiting: true,
        })
      }
    } else if (request.kind === 'market') {
      const quantity =
        request.amount.unit === 'base' ? request.amount.value : request.amount.value.dividedBy(this.#price, 5)
      this.#requireCoins(request.side, quantity)
      const entry = request.exits !== null
      const kept = this.#add({
        clientOrderId,
        listId: entry ? `entry-${clientOrderId}` : null,
        role: entry ? 'entry' : 'single',
        side: request.side,
        terms: { kind: 'market' },
        quantity,
        held: Money.zero,
        waiting: false,
      })
      kept.exits = request.exits
      this.#fill(kept, quantity)
    } else if (request.kind === 'limit') {
      const { price, timeInForce, postOnly, exits, quantity, side } = request
      this.#requireCoins(side, quantity)
      const held = side === 'sell' ? quantity : Money.zero
      const entry = exits !== null
      const kept = this.#add({
        clientOrderId,
        listId: entry ? `entry-${clientOrderId}` : null,
        role: entry ? 'entry' : 'single',
        side,
        terms: { kind: 'limit', price, timeInForce, postOnly },
        quantity,
        held,
        waiting: false,
      })
      kept.exits = exits
      this.#react(kept)
      if (timeInForce !== 'gtc' && !isFinal(kept.order.status)) this.#cancel(kept.order.id)
    } else if (request.kind !== 'trailing_stop') {
      const role = request.kind === 'stop_loss' || request.kind === 'stop_limit' ? 'stop_loss' : 'take_profit'
      const late = reached(role, request.side, request.triggerPrice, this.#price)
      if (late && !this.takesLate) return refuse('order.trigger.must_be_below')
      if (this.#habits.holds) this.#requireCoins(request.side, request.quantity)
      const limit = 'price' in request ? request.price : null
      const { order } = this.#add({
        clientOrderId,
        listId: null,
        role: 'single',
        side: request.side,
        terms: conditionalTerms(role, request.triggerPrice, limit),
        quantity: request.quantity,
        held: this.#habits.holds && request.side === 'sell' ? request.quantity : Money.zero,
        waiting: true,
      })
      if (late) this.#late.add(order.id)
    }
    const placed = this.#placedUnder(clientOrderId)
    if (placed === null) throw new Error('nothing was placed')
    return placed
  }

  #placedUnder(clientOrderId: string, among: readonly Order[] = this.all): PlacedOrder | null {
    const mine = among.filter((order) => order.clientOrderId === clientOrderId)
    const first =
      mine.find(({ role }) => role === 'entry') ?? mine.find(({ role }) => role === 'take_profit') ?? mine[0]
    if (first === undefined) return null
    return { order: first, legs: mine.filter((order) => order !== first), notes: [] }
  }

  #add(about: {
    clientOrderId: string
    listId: string | null
    role: Order['role']
    side: Side
    terms: OrderTerms
    quantity: Money
    held: Money
    waiting: boolean
  }): Kept {
    const { held, ...rest } = about
    const order: Order = {
      ...rest,
      id: `o${this.#nextId++}`,
      symbol: this.symbol,
      nativeSymbol: 'BTCUSDT',
      status: 'open',
      nativeStatus: 'NEW',
      endReason: null,
      quoteQuantity: null,
      filled: Money.zero,
      quoteFilled: Money.zero,
      averagePrice: null,
      fees: [],
      createdAt: this.#nextId,
      updatedAt: this.#nextId,
      raw: null,
    }
    const kept: Kept = { order, exits: null, held }
    this.#orders.push(kept)
    return kept
  }

  #requireCoins(side: Side, quantity: Money): void {
    const held = Money.sum(this.#orders.map((kept) => kept.held))
    if (side === 'sell' && quantity.greaterThan(this.#coins.minus(held))) refuse('exchange.insufficient_balance')
  }

  /** What the price makes of an open order. */
  #react(kept: Kept): void {
    const { order } = kept
    if (isFinal(order.status)) return
    const { terms, side, quantity } = order
    const rest = (quantity ?? Money.zero).minus(order.filled)
    if (terms.kind === 'limit') {
      const crosses = side === 'sell' ? this.#price.atLeast(terms.price) : this.#price.lessThan(terms.price)
      // Entries fill as the test says; exits at once.
      if (crosses && kept.exits === null && side === 'sell') this.#fill(kept, rest)
      return
    }
    if (!('triggerPrice' in terms)) return
    const role = terms.kind === 'stop_loss' || terms.kind === 'stop_limit' ? 'stop_loss' : 'take_profit'
    if (this.#late.has(order.id) || !reached(role, side, terms.triggerPrice, this.#price)) return
    const free = this.#coins.minus(Money.sum(this.#orders.filter((each) => each !== kept).map(({ held }) => held)))
    if (side === 'sell' && rest.greaterThan(free)) {
      kept.order = { ...order, status: 'rejected', waiting: false }
      kept.held = Money.zero
      return
    }
    this.#fill(kept, rest)
    const { listId } = order
    if (listId !== null)
      for (const other of this.#orders) if (other.order.listId === listId && other !== kept) this.#end(other, 'expired')
  }

  #fill(kept: Kept, quantity: Money): void {
    const { order } = kept
    const filled = order.filled.plus(quantity)
    const status = order.quantity !== null && filled.atLeast(order.quantity) ? 'filled' : 'partially_filled'
    const fee = order.side === 'buy' ? quantity.times(money(this.#habits.baseFee)) : Money.zero
    const fees = [{ asset: 'BTC', amount: (order.fees?.[0]?.amount ?? Money.zero).plus(fee) }]
    kept.order = { ...order, filled, status, waiting: false, fees, updatedAt: order.updatedAt + 1 }
    if (status === 'filled') kept.held = Money.zero
    else kept.held = kept.held.minus(Money.min(kept.held, quantity))
    this.#coins = order.side === 'buy' ? this.#coins.plus(quantity).minus(fee) : this.#coins.minus(quantity)
    this.#arm(kept, quantity.minus(fee), status === 'filled')
  }

  /** The exits that a fill calls for. */
  #arm(entry: Kept, received: Money, whole: boolean): void {
    const { exits, order } = entry
    if (exits === null) return
    const perFill = this.#habits.attached.armedBy === 'each_fill'
    if (!perFill && !whole) return
    const quantity = perFill ? received : order.filled.minus(order.fees?.[0]?.amount ?? Money.zero)
    const listId = perFill ? order.id : `exits-${order.id}`
    for (const role of ['take_profit', 'stop_loss'] as const) {
      const leg = role === 'take_profit' ? exits.takeProfit : exits.stopLoss
      if (leg === null) continue
      const held = this.#habits.holds && (role === 'stop_loss' || exits.stopLoss === null) ? quantity : Money.zero
      this.#add({
        clientOrderId: order.clientOrderId ?? '',
        listId,
        role,
        side: opposite(order.side),
        terms: conditionalTerms(role, leg.triggerPrice, leg.limitPrice),
        quantity,
        held,
        waiting: true,
      })
    }
  }

  #cancel(orderId: string, kind: EndKind = 'cancelled'): void {
    const kept = this.#byId(orderId)
    if (isFinal(kept.order.status) || this.#hidden.has(orderId)) throw new GatewayError('not-found', 'order.not_found')
    this.#end(kept, 'cancelled', kind)
    const { listId } = kept.order
    const perFill = this.#habits.attached.armedBy === 'each_fill'
    if (listId !== null && !perFill)
      for (const other of this.#orders) if (other.order.listId === listId) this.#end(other, 'cancelled', kind)
  }

  #end(
    kept: Kept,
    status: 'cancelled' | 'expired',
    kind: EndKind = status === 'cancelled' ? 'cancelled' : 'other_exit',
  ): void {
    if (isFinal(kept.order.status)) return
    const endReason = { kind, word: null }
    kept.order = {
      ...kept.order,
      status,
      endReason,
      waiting: false,
      updatedAt: kept.order.updatedAt + 1,
    }
    kept.held = Money.zero
  }

  #byId(orderId: string): Kept {
    const kept = this.#orders.find(({ order }) => order.id === orderId)
    if (kept === undefined) throw new GatewayError('not-found', 'order.not_found')
    return kept
  }
}

function conditionalTerms(role: 'take_profit' | 'stop_loss', triggerPrice: Money, limit: Money | null): OrderTerms {
  if (limit === null) return { kind: role, triggerPrice }
  const kind = role === 'take_profit' ? 'take_profit_limit' : 'stop_limit'
  return { kind, triggerPrice, price: limit, timeInForce: 'gtc' }
}

function reached(role: 'take_profit' | 'stop_loss', side: Side, trigger: Money, price: Money): boolean {
  return (role === 'take_profit') === (side === 'sell') ? price.atLeast(trigger) : price.atMost(trigger)
}
