import type { PriceLevel } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import type { AssetBalance, Ledger } from './ledger.ts'
import type { PracticeMarket, PracticeMarketStatus } from './market-rules.ts'
import type { Numbers } from './numbers.ts'
import type { OrderBook } from './order-book.ts'
import type { Amendment, EngineOrder, Fill, OrderList, PublicTrade } from './types.ts'

/**
 * What became of an order. `activated`: the entry that it waited for has filled. `triggered`: its trigger fired, it
 * works now. `rested`: what is left of it stands in the book. `filled`: one execution, complete or not (see `order.state`). `ended`: over without one.
 */
type OrderChange = 'placed' | 'activated' | 'triggered' | 'rested' | 'filled' | 'amended' | 'ended'

/** An order as it was when something happened to it. */
export type OrderSnapshot = Readonly<Omit<EngineOrder, 'hold'>>

export interface OrderEvent {
  readonly kind: 'order'
  readonly change: OrderChange
  /** Numbers every change of every order, so that none is taken for another. */
  readonly executionId: number
  readonly order: OrderSnapshot
  /** What was executed; only with `filled`. */
  readonly fill: Fill | null
  /** The client id before an amendment; else the order's. */
  readonly previousClientOrderId: string
}

interface ListEvent {
  readonly kind: 'list'
  /** `updated`: a leg was amended. `executing`: placed, or the legs work now. */
  readonly change: 'executing' | 'updated' | 'done'
  readonly list: Readonly<OrderList>
  /** As they were then, in the order in which they were given. */
  readonly orders: readonly OrderSnapshot[]
}

/** What a balance is, and how it got there since it was told last; changes may be negative. */
interface BalanceChange extends Readonly<AssetBalance> {
  readonly asset: string
  readonly freeChange: Money
  readonly lockedChange: Money
}

export interface BalancesEvent {
  readonly kind: 'balances'
  readonly accountId: string
  /** What brought it about; `transfer`: from outside. `rest`: what the end of a command left to tell (rounding). */
  readonly cause: OrderEvent | 'transfer' | 'rest'
  readonly changes: readonly BalanceChange[]
}

/**
 * Levels of a book that are not as they were told last: absolute quantities, zero where the level is gone. `first` is
 * one more than the `last` of the event before; both count the book's changes (see OrderBook.updates).
 */
export interface BookEvent {
  readonly kind: 'book'
  readonly symbol: string
  readonly first: number
  readonly last: number
  readonly bids: readonly PriceLevel[]
  readonly asks: readonly PriceLevel[]
}

export interface TradeEvent {
  readonly kind: 'trade'
  readonly symbol: string
  readonly trade: PublicTrade
  /** null: the market maker, or others. */
  readonly takerOrderId: number | null
  readonly makerOrderId: number | null
}

/** A market opened, closed or stands still. */
interface StatusEvent {
  readonly kind: 'status'
  readonly symbol: string
  readonly status: PracticeMarketStatus
}

/** What happened in an engine. Of one command: trades and orders as they came, books last. */
export type EngineEvent = OrderEvent | ListEvent | BalancesEvent | BookEvent | TradeEvent | StatusEvent

export type EngineListener = (events: readonly EngineEvent[]) => void

interface FeedMarket {
  readonly market: PracticeMarket
  readonly book: OrderBook
}

/** What of an engine's state is looked at here. */
interface FeedState {
  readonly ledger: Ledger
  readonly numbers: Numbers
  readonly markets: ReadonlyMap<string, FeedMarket>
  readonly accounts: ReadonlyMap<string, unknown>
  readonly orders: ReadonlyMap<number, EngineOrder>
}

interface ToldBook {
  updates: number
  readonly levels: Readonly<Record<Side, ReadonlyMap<string, PriceLevel>>>
}

const wholeBook = 10_000

/**
 * What the engine's parts note while a command runs, told in one piece when it is complete. As long as nobody listens
 * nothing is noted.
 */
export class Feed {
  readonly #listeners = new Set<EngineListener>()
  #noted: EngineEvent[] = []
  #told = new Map<string, ToldBook>()

  get listening(): boolean {
    return this.#listeners.size > 0
  }

  /** Tells `listener` of everything from now on. Returns what ends that. */
  listen(state: FeedState, listener: EngineListener): () => void {
    if (!this.listening) {
      this.#told = new Map([...state.markets].map(([symbol, market]) => [symbol, asIs(market)]))
      state.ledger.watch(true)
    }
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (!this.listening) state.ledger.watch(false)
    }
  }

  trade(symbol: string, trade: PublicTrade, takerOrderId: number | null, makerOrderId: number | null): void {
    if (this.listening) this.#noted.push({ kind: 'trade', symbol, trade, takerOrderId, makerOrderId })
  }

  order(state: FeedState, order: EngineOrder, change: Exclude<OrderChange, 'amended'>, fill: Fill | null = null): void {
    if (!this.listening) return
    const { clientOrderId: previousClientOrderId } = order
    this.#order(state, order, { change, executionId: state.numbers.take('execution'), fill, previousClientOrderId })
  }

  /** `amendment` null: the order changed along with the one that was amended. */
  amended(state: FeedState, order: EngineOrder, amendment: Amendment | null): void {
    if (!this.listening) return
    this.#order(state, order, {
      change: 'amended',
      executionId: amendment?.executionId ?? state.numbers.take('execution'),
      fill: null,
      previousClientOrderId: amendment?.previousClientOrderId ?? order.clientOrderId,
    })
  }

  list(state: FeedState, list: OrderList, change: ListEvent['change']): void {
    if (!this.listening) return
    const orders = list.orderIds.flatMap((id) => state.orders.get(id) ?? []).map(snapshotOf)
    this.#noted.push({ kind: 'list', change, list: { ...list }, orders })
  }

  status(symbol: string, status: PracticeMarketStatus): void {
    if (this.listening) this.#noted.push({ kind: 'status', symbol, status })
  }

  /** Funds came or went by themselves. */
  transferred(state: FeedState, accountId: string): void {
    if (this.listening) this.#balances(state, accountId, 'transfer')
  }

  /** A command failed: nothing has happened. */
  forget(state: FeedState): void {
    this.#noted = []
    if (this.listening) state.ledger.takeTouched()
  }

  /** A command is complete: what it did is told. */
  tell(state: FeedState): void {
    if (!this.listening) return
    for (const accountId of state.accounts.keys()) this.#balances(state, accountId, 'rest')
    state.ledger.takeTouched()
    for (const market of state.markets.values()) this.#book(market)
    const events = this.#noted
    this.#noted = []
    if (events.length > 0) for (const listener of this.#listeners) listener(events)
  }

  #order(state: FeedState, order: EngineOrder, what: Omit<OrderEvent, 'kind' | 'order'>): void {
    const event: OrderEvent = { kind: 'order', order: snapshotOf(order), ...what }
    this.#noted.push(event)
    this.#balances(state, order.accountId, event)
  }

  #balances(state: FeedState, accountId: string, cause: BalancesEvent['cause']): void {
    const touched = state.ledger.takeTouched(accountId)
    const changes = [...touched].flatMap(([asset, before]) => {
      const { free, locked } = state.ledger.balance(accountId, asset)
      const change = {
        asset,
        free,
        locked,
        freeChange: free.minus(before.free),
        lockedChange: locked.minus(before.locked),
      }
      return change.freeChange.isZero() && change.lockedChange.isZero() ? [] : [change]
    })
    if (changes.length > 0) this.#noted.push({ kind: 'balances', accountId, cause, changes })
  }

  #book(market: FeedMarket): void {
    const { symbol } = market.market
    const before = this.#told.get(symbol)
    if (before === undefined || before.updates === market.book.updates) return
    const now = asIs(market)
    const bids = difference(before.levels.buy, now.levels.buy)
    const asks = difference(before.levels.sell, now.levels.sell)
    // What ended as it began is part of the next stretch.
    if (bids.length === 0 && asks.length === 0) return
    this.#told.set(symbol, now)
    this.#noted.push({ kind: 'book', symbol, first: before.updates + 1, last: now.updates, bids, asks })
  }
}

function snapshotOf({ hold: _, ...order }: EngineOrder): OrderSnapshot {
  return { ...order, fills: [...order.fills], amendments: [...order.amendments] }
}

function asIs({ book }: FeedMarket): ToldBook {
  const levels = (side: Side): ReadonlyMap<string, PriceLevel> =>
    new Map(book.depth(side, wholeBook).map((level) => [level.price.toString(), level]))
  return { updates: book.updates, levels: { buy: levels('buy'), sell: levels('sell') } }
}

function difference(
  before: ReadonlyMap<string, PriceLevel>,
  now: ReadonlyMap<string, PriceLevel>,
): readonly PriceLevel[] {
  const gone = [...before.values()].filter(({ price }) => !now.has(price.toString()))
  const changed = [...now].filter(([price, level]) => before.get(price)?.quantity.equals(level.quantity) !== true)
  return [...gone.map(({ price }) => ({ price, quantity: Money.zero })), ...changed.map(([, level]) => level)]
}
