import { type ExitRole, legOf } from '../../../src-shared/exit-plan.ts'
import type { MessageRef } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Learned } from '../events/learned.ts'
import { viewOf } from './bracket-view.ts'
import type { Bracket, Ending, Member } from './bracket.ts'
import { type MarketTerms, standingOf } from './standing.ts'

/** What happened to a bracket that somebody may want to be told of. Quantities are base units. */
type What =
  /** The price reached an exit: the application carries it out, or the exchange has begun to. */
  | {
      readonly kind: 'exit-fired'
      readonly role: ExitRole
      readonly by: 'application' | 'exchange'
      readonly triggerPrice: Money | null
      /** The exchange's order; null: it is still to be placed. */
      readonly orderId: string | null
    }
  /** Every exit is held by somebody. */
  | { readonly kind: 'protected'; readonly quantity: Money }
  /** It is over: with its coins sold (or bought back), or otherwise. */
  | {
      readonly kind: 'ended'
      readonly ending: Ending
      readonly received: Money
      readonly exited: Money
      readonly remaining: Money
    }
  /** A person should look. */
  | { readonly kind: 'attention'; readonly alarm: MessageRef }

export type BracketHappening = What & {
  readonly bracketId: string
  /** BASE/QUOTE. */
  readonly symbol: string
  readonly exitSide: Bracket['exitSide']
  /** Epoch ms of this machine. */
  readonly at: number
  readonly learned: Learned
}

interface Seen {
  /** Epoch ms. */
  readonly at: number
  readonly learned: Learned
}

/** What of a change of a bracket is news, in the order in which it happened. Pure. */
export function happenings(
  before: Bracket,
  after: Bracket,
  terms: MarketTerms,
  seen: Seen,
): readonly BracketHappening[] {
  const happened: What[] = [...firedHere(before, after), ...firedAtExchange(before, after)]
  const { alarm, ended } = after
  if (alarm !== null && !isSame(before.alarm, alarm)) happened.push({ kind: 'attention', alarm })
  if (before.ended === null && ended !== null) {
    const { received, exited, remaining } = standingOf(after, terms)
    happened.push({ kind: 'ended', ending: ended, received, exited, remaining })
  }
  return happened.map((what) => told(after, what, seen))
}

/**
 * That every exit is held by somebody; null: it is not so. Told of a bracket that has done all it wanted: between two of
 * its steps it seems so, too. Pure.
 */
export function protection(bracket: Bracket, terms: MarketTerms, seen: Seen): BracketHappening | null {
  const { state, remaining } = viewOf(bracket, terms, null)
  return state === 'protected' ? told(bracket, { kind: 'protected', quantity: remaining }, seen) : null
}

function told({ id, symbol, exitSide }: Bracket, what: What, seen: Seen): BracketHappening {
  return { ...what, ...seen, bracketId: id, symbol, exitSide }
}

function firedHere(before: Bracket, { firing, wanted }: Bracket): readonly What[] {
  if (firing === null || before.firing !== null) return []
  const { role } = firing
  const triggerPrice = legOf(wanted, role)?.triggerPrice ?? null
  return [{ kind: 'exit-fired', role, by: 'application', triggerPrice, orderId: null }]
}

/** That an exit at the exchange was carried out shows when it fills: it stops waiting for other reasons, too. */
function firedAtExchange(before: Bracket, { members, tickets, wanted }: Bracket): readonly What[] {
  const fired = new Set(tickets.filter(({ purpose }) => purpose === 'fire').map(({ clientOrderId }) => clientOrderId))
  return members.flatMap((member): readonly What[] => {
    const { role, orderId, ticket, filled } = member
    if (role === 'entry' || fired.has(ticket) || filled.isZero() || !filledOf(before, member).isZero()) return []
    const triggerPrice = legOf(wanted, role)?.triggerPrice ?? member.triggerPrice
    return [{ kind: 'exit-fired', role, by: 'exchange', triggerPrice, orderId }]
  })
}

function filledOf({ members }: Bracket, { orderId }: Member): Money {
  return members.find((each) => each.orderId === orderId)?.filled ?? Money.zero
}

function isSame(before: MessageRef | null, after: MessageRef): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}
