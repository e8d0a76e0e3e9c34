import type { ExitRole, Holder } from './exit-plan.ts'
import type { MessageRef } from './messages/index.ts'
import type { Money } from './money.ts'
import type { OrderStatus, Side } from './order.ts'

/**
 * Where a bracket stands. `waiting`: its entry has not filled; `filling`: in part; `protecting`: exits are being
 * placed; `protected`: every exit is held by somebody; `unprotected`: an exit is gone that nobody here gave up;
 * `exiting`: one is executing; `ended`: it is over.
 */
export type BracketState = 'waiting' | 'filling' | 'protecting' | 'protected' | 'unprotected' | 'exiting' | 'ended'

/** One exit of a bracket. Quantities are base units. */
export interface BracketLeg {
  readonly role: ExitRole
  readonly triggerPrice: Money
  /** null: at market. */
  readonly limitPrice: Money | null
  /** Who makes it happen now: the exchange, or this application while it runs. */
  readonly holder: Holder
  /** What it stands for at the exchange, as far as the exchange holds it. */
  readonly atExchange: Money
  /** Its orders at the exchange that are open. */
  readonly orderIds: readonly string[]
}

/** A bracket as people see it. Quantities are base units; times are epoch ms. */
export interface BracketView {
  readonly id: string
  readonly accountId: string
  /** BASE/QUOTE. */
  readonly symbol: string
  readonly exitSide: Side
  /** Who asked for it: `panel`, `redis`, `cli`. */
  readonly askedBy: string
  readonly state: BracketState
  /** The last order of its entry; null: exits for coins that were held. */
  readonly entry: {
    readonly orderId: string
    readonly status: OrderStatus
    readonly quantity: Money | null
    readonly filled: Money
  } | null
  /** What there was to protect, what was exited, and what is left of it. */
  readonly received: Money
  readonly exited: Money
  readonly remaining: Money
  readonly legs: readonly BracketLeg[]
  /** What a person should look at; null: nothing. */
  readonly alarm: MessageRef | null
  /** How it ended; null: it is live. */
  readonly ended: 'exited' | 'not_entered' | 'released' | 'not_placed' | 'too_small' | null
  readonly createdAt: number
}
