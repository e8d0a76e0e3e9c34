import type { ErrorView } from '../../../src-shared/errors.ts'
import type { Balance } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { Order, OrderRole } from '../../../src-shared/order.ts'
import type { BracketHappening } from '../brackets/bracket-happening.ts'
import type { AskedOrder, OperationKind } from '../desk-types.ts'
import type { Learned } from './learned.ts'

/**
 * How an order went on. `placed`: it stands at the exchange; `triggered`: it waits for its price no longer; `changed`:
 * it has another price or quantity; `ended`: it is over otherwise than filled.
 */
export type OrderStep = 'placed' | 'triggered' | 'partly-filled' | 'filled' | 'changed' | 'ended'

/** An order went on. Of one order the steps come in their order, and nothing comes after `filled` or `ended`. */
export interface OrderStepped {
  readonly type: 'order'
  readonly step: OrderStep
  /** As it is now; `filled` and `averagePrice` are of all its fills together. */
  readonly order: Order
  /** Base units that have filled since it was told of last. */
  readonly filledNow: Money
  /** What it is for. */
  readonly role: OrderRole
  /** Of a bracket's order; null: it belongs to none that lives. */
  readonly bracketId: string | null
}

/** An order was not placed, and why. */
interface OrderRefused {
  readonly type: 'refused'
  readonly journalId: number
  readonly asked: AskedOrder
  readonly error: ErrorView
}

/**
 * Nobody knows whether an order was placed, cancelled or changed. The exchange is asked, until a person has to look
 * (`needsPerson`).
 */
export interface OperationInDoubt {
  readonly type: 'in-doubt'
  readonly operation: OperationKind
  readonly journalId: number
  readonly asked: AskedOrder
  /** Of an order that was to be placed: the id that we gave it; null: it is known by the other one. */
  readonly clientOrderId: string | null
  /** Of an order that was to be cancelled or changed: the exchange's id. */
  readonly orderId: string | null
  readonly needsPerson: boolean
  readonly error: ErrorView
}

interface BracketStepped {
  readonly type: 'bracket'
  readonly happened: BracketHappening
}

/** What there is of some assets now; null: balances changed, and the exchange did not say to what. */
interface BalancesChanged {
  readonly type: 'balances'
  readonly balances: readonly Balance[] | null
}

/** What happened in an account, told once. */
export type TradeEvent = (OrderStepped | OrderRefused | OperationInDoubt | BracketStepped | BalancesChanged) & {
  readonly accountId: string
  /** When it happened, epoch ms: the exchange's where it says so, else this machine's. */
  readonly at: number
  readonly learned: Learned
  /**
   * Names it among those of its account: whoever learns of the same step, in whatever way, gives it the same name. No two
   * steps have the same.
   */
  readonly name: string
}
