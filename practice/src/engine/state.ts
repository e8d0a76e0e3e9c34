import type { Money } from '../../../src-shared/money.ts'
import type { EngineRejection } from './engine-rejection.ts'
import type { Feed } from './feed.ts'
import type { Ledger } from './ledger.ts'
import type { PracticeMarket, PracticeMarketStatus } from './market-rules.ts'
import type { Numbers } from './numbers.ts'
import type { BookEntry, OrderBook } from './order-book.ts'
import type { Past } from './past.ts'
import type { Tape } from './tape.ts'
import type { EngineOrder, Fill, OrderList, OrderSpec } from './types.ts'

/** Fractions: 0.001 is 0.1 %. */
export interface FeeRates {
  readonly maker: Money
  readonly taker: Money
}

export interface AccountState {
  readonly id: string
  readonly uid: number
  fees: FeeRates
  updatedAt: number
  /** Oldest first. */
  readonly orders: EngineOrder[]
  readonly open: Set<EngineOrder>
  readonly lists: OrderList[]
  readonly openLists: Set<OrderList>
  readonly fills: Fill[]
}

export interface MarketState {
  readonly market: PracticeMarket
  readonly book: OrderBook
  readonly tape: Tape
  readonly past: Past
  status: PracticeMarketStatus
  /** The price around which the market maker quotes. */
  fair: Money
  readonly quotes: Set<BookEntry>
  quotesStale: boolean
  /** Orders whose trigger has not fired, in the order of arrival. */
  readonly waiting: Set<EngineOrder>
  /** Traded prices that the triggers have not seen yet, oldest first. */
  readonly untold: Money[]
}

/**
 * Orders that an exchange places by itself after a fill (a conditional close). Called inside the command, for accounts'
 * orders only.
 */
export interface FollowUps {
  /**
   * After each execution; `order.state` is that after it. The answer is placed for the same account and symbol in the
   * same command.
   */
  after(order: EngineOrder, fill: Fill): readonly OrderSpec[]
  placed(parent: EngineOrder, child: EngineOrder): void
  /** The engine would not have it; nothing was placed. */
  refused(parent: EngineOrder, spec: OrderSpec, rejection: EngineRejection): void
}

/** Everything that the engine's parts share. One command at a time changes it; no command leaves it half done. */
export interface EngineState {
  readonly now: () => number
  readonly ledger: Ledger
  readonly markets: ReadonlyMap<string, MarketState>
  readonly accounts: Map<string, AccountState>
  readonly orders: Map<number, EngineOrder>
  readonly lists: Map<number, OrderList>
  /** Lists whose entry has filled and whose legs are to be placed. */
  readonly activations: OrderList[]
  /** Fees in this asset are never charged to other funds than those received; null: no such asset. */
  readonly feeAsset: string | null
  /** Whether fees are taken from what was received, or always in quote units (a buyer then pays them on top). */
  readonly fees: 'received' | 'quote'
  /** Whether exits that an entry pays for get what it brought less the fee, even when free funds could pay the fee. */
  readonly exitsNetOfFees: boolean
  readonly followUps: FollowUps | null
  /** Orders that fills have called for and that are to be placed. */
  readonly due: { readonly parent: EngineOrder; readonly spec: OrderSpec }[]
  readonly numbers: Numbers
  readonly feed: Feed
}

export function accountOf(state: EngineState, id: string): AccountState {
  const account = state.accounts.get(id)
  if (account === undefined) throw new Error(`no account ${id}`)
  return account
}

export function marketOf(state: EngineState, symbol: string): MarketState {
  const market = state.markets.get(symbol)
  if (market === undefined) throw new Error(`no market ${symbol}`)
  return market
}

export function listOf(state: EngineState, order: EngineOrder): OrderList | null {
  return order.listId === null ? null : (state.lists.get(order.listId) ?? null)
}

export function orderOf(state: EngineState, id: number): EngineOrder {
  const order = state.orders.get(id)
  if (order === undefined) throw new Error(`no order ${id}`)
  return order
}
