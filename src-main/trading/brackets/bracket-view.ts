import type { BracketLeg, BracketState, BracketView } from '../../../src-shared/bracket.ts'
import { type ExitRole, exitRoles, legOf } from '../../../src-shared/exit-plan.ts'
import type { MessageRef } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { isFinal } from '../../../src-shared/order.ts'
import { type Bracket, lacksExit } from './bracket.ts'
import { type MarketTerms, type Standing, standingOf, uncoveredRoles, waitsForEntry } from './standing.ts'

/** A bracket as people see it. `trouble`: what is wrong at this moment beside its own alarm. Pure. */
export function viewOf(bracket: Bracket, terms: MarketTerms, trouble: MessageRef | null): BracketView {
  const standing = standingOf(bracket, terms)
  const entry = standing.entries.at(-1)
  return {
    id: bracket.id,
    accountId: bracket.accountId,
    symbol: bracket.symbol,
    exitSide: bracket.exitSide,
    askedBy: bracket.origin.kind,
    state: stateOf(bracket, standing),
    entry:
      entry === undefined
        ? null
        : { orderId: entry.orderId, status: entry.status, quantity: entry.quantity, filled: entry.filled },
    received: standing.received,
    exited: standing.exited,
    remaining: standing.remaining,
    legs: legsOf(bracket, standing),
    alarm: bracket.alarm ?? trouble,
    ended: bracket.ended,
    createdAt: bracket.createdAt,
  }
}

function stateOf(bracket: Bracket, standing: Standing): BracketState {
  if (bracket.ended !== null) return 'ended'
  if (bracket.firing !== null || (standing.exited.isPositive() && !lacksExit(bracket))) return 'exiting'
  if (bracket.held === null && standing.entryFilled.isZero()) return 'waiting'
  if (standing.entryOpen) return 'filling'
  if (standing.missing.length > 0) return 'protecting'
  if (lacksExit(bracket)) return 'unprotected'
  const placing = bracket.pending !== null && bracket.pending.command.do === 'place'
  return placing && uncoveredRoles(bracket, standing).length > 0 ? 'protecting' : 'protected'
}

/** What of an exit stands in orders that the exchange does not know at the moment. */
function unvouched(role: ExitRole, { missing, covered }: Standing): Money {
  const open = missing.filter((member) => member.role === role)
  const sum = Money.sum(open.map(({ quantity, filled }) => (quantity ?? Money.zero).minus(filled)))
  return Money.min(sum, covered[role])
}

function legsOf(bracket: Bracket, standing: Standing): readonly BracketLeg[] {
  return exitRoles.flatMap((role) => {
    const leg = legOf(bracket.wanted, role)
    if (leg === null) return []
    const open = standing.openExits.filter((member) => member.role === role && !isFinal(member.status))
    const along = open.some((member) => waitsForEntry(member, bracket, standing.entryOpen))
    const planned = role === 'take_profit' ? bracket.plan.holders.takeProfit : bracket.plan.holders.stopLoss
    const nothingYet = standing.remaining.isZero()
    const covered = standing.covered[role].atLeast(standing.remaining)
    const atExchange = nothingYet ? along || planned === 'exchange' : covered
    return {
      role,
      triggerPrice: leg.triggerPrice,
      limitPrice: leg.limitPrice,
      holder: atExchange ? 'exchange' : 'application',
      atExchange: standing.covered[role].minus(unvouched(role, standing)),
      orderIds: open.map(({ orderId }) => orderId),
    }
  })
}
