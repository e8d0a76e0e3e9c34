import type { ExitForm, ExitPlan, ExitRole, WantedExits } from '../../../src-shared/exit-plan.ts'
import type { MessageKey, MessageRef } from '../../../src-shared/messages/index.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { OrderChange, OrderRequest, OrderStatus, Origin, Side } from '../../../src-shared/order.ts'

/** An order at the exchange that belongs to a bracket, as it was last seen. Quantities are base units. */
export interface Member {
  readonly orderId: string
  /** The client order id of the operation that it came from. */
  readonly ticket: string
  readonly role: 'entry' | ExitRole
  /** Members of one list of the exchange end together; null: it stands alone. */
  readonly listId: string | null
  readonly status: OrderStatus
  /** Not in the order book yet: it waits for its trigger or its entry. */
  readonly waiting: boolean
  readonly quantity: Money | null
  readonly filled: Money
  /** Fees taken in base units; null while nobody has told. */
  readonly baseFees: Money | null
  readonly triggerPrice: Money | null
  readonly limitPrice: Money | null
  /** When we asked for its cancellation, or for that of its list, epoch ms; null: we did not. */
  readonly cancelAskedAt: number | null
  /** About when the exchange last showed it, epoch ms: some hours earlier at most. */
  readonly seenAt: number
  /** Since when the exchange does not know it, epoch ms; null: it was there at the last poll. */
  readonly missingSince: number | null
}

/** What the orders of an operation are for: the entry; exits that wait; an exit that the application has fired. */
export type Purpose = 'entry' | 'exits' | 'fire'

/** An operation whose orders belong to the bracket. Written down before it is carried out. */
export interface BracketTicket {
  readonly clientOrderId: string
  readonly purpose: Purpose
  /** Of exits: which. */
  readonly roles: readonly ExitRole[]
  readonly request: OrderRequest
}

/** What a bracket wants done next. */
export type Command =
  | {
      readonly do: 'place'
      readonly purpose: Purpose
      readonly roles: readonly ExitRole[]
      readonly request: OrderRequest
    }
  | { readonly do: 'cancel'; readonly orderId: string }
  | { readonly do: 'amend'; readonly orderId: string; readonly change: OrderChange }

/** A command under way: carried out under a request id made of the bracket's id and this number, so at most once. */
export interface Pending {
  readonly number: number
  readonly command: Command
}

/** In whose name a bracket's command is carried out: the same command always in the same. */
export function commandOrigin(bracketId: string, { number }: Pending): Origin {
  return { kind: 'bracket', requestId: `${bracketId}.${number}`, bracketId }
}

/** An exit that the application makes happen, because its price was reached and the exchange does not hold it. */
interface Firing {
  readonly role: ExitRole
  /** Epoch ms. */
  readonly since: number
}

/**
 * How a bracket ended. `released`: a person let go of it, with coins left; `not_entered`: its entry brought nothing;
 * `too_small`: what is left is less than any order may be.
 */
export type Ending = 'exited' | 'not_entered' | 'released' | 'not_placed' | 'too_small'

/**
 * An entry and its exits, or exits for coins that are held: all that the application knows and wants of them.
 * Everything in it survives a restart. Times are epoch ms.
 */
export interface Bracket {
  /** The client order id of the operation that it began with. */
  readonly id: string
  readonly accountId: string
  /** BASE/QUOTE. */
  readonly symbol: string
  readonly exitSide: Side
  readonly origin: Origin
  /** Coins that the exits are for where there is no entry; null: what the entry brings. */
  readonly held: Money | null
  readonly wanted: WantedExits
  readonly plan: ExitPlan
  /** The form in which exits are kept now: the plan's, or a lesser one after the exchange refused that. */
  readonly form: ExitForm
  readonly tickets: readonly BracketTicket[]
  readonly members: readonly Member[]
  readonly pending: Pending | null
  /** The number of the next command. */
  readonly next: number
  readonly firing: Firing | null
  /** Its unfilled entry is being cancelled, to be placed anew with other exits. */
  readonly reentering: boolean
  /** When the entry last filled or ended; null: not yet. */
  readonly entryChangedAt: number | null
  /** Refusals in a row; nothing is tried again before `retryAt`. */
  readonly failures: number
  readonly retryAt: number
  /** What was available when an exit was refused for want of coins; null: nothing like that happened. */
  readonly available: Money | null
  /** What a person should look at; null: nothing. */
  readonly alarm: MessageRef | null
  readonly ended: Ending | null
  readonly createdAt: number
}

export interface NewBracket {
  readonly id: string
  readonly accountId: string
  readonly origin: Origin
  readonly plan: ExitPlan
  readonly wanted: WantedExits
  /** BASE/QUOTE. */
  readonly symbol: string
  /**
   * The request as it is sent: the entry, with the exits that it takes along, or exits for coins that are held; null:
   * nothing is.
   */
  readonly sent: OrderRequest | null
  /** For exits of coins that are held: how many. */
  readonly held: Money | null
  readonly exitSide: Side
  readonly at: number
}

export function newBracket({ id, sent, plan, at, ...rest }: NewBracket): Bracket {
  const isEntry = rest.held === null
  const purpose = isEntry ? 'entry' : 'exits'
  const roles = isEntry || sent === null ? [] : rolesOf(sent)
  const tickets: readonly BracketTicket[] = sent === null ? [] : [{ clientOrderId: id, purpose, roles, request: sent }]
  return {
    id,
    accountId: rest.accountId,
    symbol: rest.symbol,
    exitSide: rest.exitSide,
    origin: rest.origin,
    held: rest.held,
    wanted: { takeProfit: rest.wanted.takeProfit, stopLoss: rest.wanted.stopLoss },
    plan,
    form: plan.form,
    tickets,
    members: [],
    pending: null,
    next: 1,
    firing: null,
    reentering: false,
    entryChangedAt: null,
    failures: 0,
    retryAt: 0,
    available: null,
    alarm: null,
    ended: null,
    createdAt: at,
  }
}

/** Which exits a request for exits is for. */
function rolesOf(request: OrderRequest): readonly ExitRole[] {
  switch (request.kind) {
    case 'oco':
      return ['stop_loss', 'take_profit']
    case 'stop_loss':
    case 'stop_limit':
      return ['stop_loss']
    case 'take_profit':
    case 'take_profit_limit':
      return ['take_profit']
    case 'market':
    case 'limit':
    case 'trailing_stop':
      return []
  }
}

const lost: readonly string[] = [
  'bracket.alarm.exit_cancelled',
  'bracket.alarm.exit_ended',
  'bracket.alarm.exit_gone',
  'bracket.alarm.order_forgotten',
] satisfies readonly MessageKey[]

/** Whether an exit is gone that nobody here gave up, and no person has said yet that they know. */
export function lacksExit({ alarm }: Pick<Bracket, 'alarm'>): boolean {
  return alarm !== null && lost.includes(alarm.key)
}

export function isLive({ ended }: Bracket): boolean {
  return ended === null
}
