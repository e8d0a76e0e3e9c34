import { z } from 'zod'
import { amountMeanings } from '../account.ts'
import type { BracketView } from '../bracket.ts'
import { type KillSwitchState, killSwitchStates } from '../guard.ts'
import type { Money } from '../money.ts'
import { askedCodecs, type OrderRequest, type Origin } from '../order.ts'
import { gives, read, write } from './call.ts'
import { id, nothing, ofAccount } from './fields.ts'

/** A bot's order that waits for a person. Times are epoch ms. */
interface ApprovalView {
  readonly id: string
  readonly accountId: string
  readonly account: string
  readonly origin: Origin
  readonly request: OrderRequest
  /** US dollars; null: nobody can tell. */
  readonly notionalUsd: Money | null
  /**
   * Of an order of Terminal 3: what its amount may mean, coins or a value in USDT (null: that is no order); null: only
   * whether it may go is asked.
   */
  readonly readings: { readonly coins: OrderRequest; readonly usdt: OrderRequest | null } | null
  readonly askedAt: number
  readonly expiresAt: number
}

/** The kill switch and the orders that wait for a person. */
export interface GuardView {
  readonly state: KillSwitchState
  /** Epoch ms; null: nobody ever set it. */
  readonly since: number | null
  readonly approvals: readonly ApprovalView[]
}

const ofBracket = z.strictObject({ accountId: id, bracketId: id })

export const guardCalls = {
  /** Live brackets, and the last ones that are over. */
  'brackets.list': read(ofAccount, gives<readonly BracketView[]>()),
  /** Moves the exits of a live bracket; null gives that one up. */
  'brackets.move': write(
    z.strictObject({
      accountId: id,
      bracketId: id,
      takeProfit: askedCodecs.exitLeg.nullable(),
      stopLoss: askedCodecs.exitLeg.nullable(),
    }),
    gives<null>(),
  ),
  /** Cancels the exits of a bracket; its coins stay, unprotected. */
  'brackets.release': write(ofBracket, gives<null>()),
  /** The person has read what a bracket had to say. */
  'brackets.acknowledge': write(ofBracket, gives<null>()),
  'guard.get': read(nothing, gives<GuardView>()),
  /** `word` is what has to be typed to let more through than before: see {@link wordFor}. */
  'guard.set': write(
    z.strictObject({ state: z.enum(killSwitchStates), word: z.string().max(40).nullable() }),
    gives<GuardView>(),
  ),
  /** `meaning`: how the amount of an order with readings is meant; kept for its account. */
  'approvals.decide': write(
    z.strictObject({ id: z.uuid(), approve: z.boolean(), meaning: z.enum(amountMeanings).nullable() }),
    gives<null>(),
  ),
} as const
