import { type ExitRole, exitRoles, legOf, planExits, wantedRoles } from '../../../src-shared/exit-plan.ts'
import type { Market } from '../../../src-shared/market.ts'
import { message, type MessageKey, type MessageRef } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { isFinal, type OrderChange, type OrderRequest } from '../../../src-shared/order.ts'
import { type Bracket, type Command, type Ending, lacksExit, type Member, type Purpose } from './bracket.ts'
import { firedExit, isReached, ocoOf, waitingExit } from './exit-orders.ts'
import {
  type MarketTerms,
  isEntryTicket,
  isTradable,
  rolesForExchange,
  type Standing,
  standingOf,
  uncoveredRoles,
  waitsForEntry,
} from './standing.ts'

/** What a decision goes by, beside the bracket. Times are epoch ms. */
export interface BracketFacts extends MarketTerms {
  readonly market: Market
  readonly now: number
  /** The last price; null: not known. */
  readonly price: Money | null
  /** false: the kill switch lets no order through. */
  readonly mayPlace: boolean
  /** The orders were polled after this price was told. */
  readonly fresh: boolean
  /** Since when the price has been at or past an exit without a break, epoch ms; null: it is not, or nobody watches. */
  readonly reachedSince: Readonly<Record<ExitRole, number | null>>
}

/** What a bracket does now. At most one command, already noted in the bracket as pending. */
export interface Decision {
  readonly bracket: Bracket
  readonly command: Command | null
  /** Poll the orders, then decide anew. */
  readonly poll: boolean
  /** When to decide again although nothing happens, epoch ms; null: not needed. */
  readonly wakeAt: number | null
}

/** How long after an entry's last change the exchange may take to show the exits that went along. */
const armingGraceMs = 15_000
/** A partial fill is protected once the entry has been still for so long. */
const partialFillMs = 5_000
/** More sets of exits than this are not placed for one entry while it fills. */
const maxSetsWhileFilling = 5
/** An order that waits at the exchange although its price has been reached for so long will not trigger any more. */
const triggerGraceMs = 10_000
/** A fired exit that rests at its limit is taken back when the price has left it for so long. */
const fireRestMs = 15_000
/** So long after its price was reached, an exit that has not come about is told. */
const stuckMs = 60_000
const againMs = 2_000
const cancelAgainMs = 15_000

/**
 * What a bracket does next, from nothing but what is known: the same facts always lead to the same decision, so that
 * news may come late, twice or in any order. In this order: end what is over; take back what is not wanted (any more)
 * or too much; make happen what the application holds and the price has reached; have the exchange hold what it can.
 * Pure.
 */
export function decide(bracket: Bracket, facts: BracketFacts): Decision {
  if (bracket.ended !== null || bracket.pending !== null) return idle(bracket)
  const standing = standingOf(bracket, facts)
  if (bracket.reentering) return reenter(bracket, standing, facts)
  return (
    end(bracket, standing, facts) ??
    takeBack(bracket, standing, facts) ??
    fire(bracket, standing, facts) ??
    protect(bracket, standing, facts)
  )
}

function idle(bracket: Bracket, wakeAt: number | null = null): Decision {
  return { bracket, command: null, poll: false, wakeAt }
}

function command(bracket: Bracket, wanted: Command): Decision {
  const pending = { number: bracket.next, command: wanted }
  return {
    bracket: { ...bracket, pending, next: bracket.next + 1 },
    command: wanted,
    poll: false,
    wakeAt: null,
  }
}

function place(bracket: Bracket, purpose: Purpose, roles: readonly ExitRole[], request: OrderRequest): Decision {
  return command(bracket, { do: 'place', purpose, roles, request })
}

function pollFirst(bracket: Bracket): Decision {
  return { bracket, command: null, poll: true, wakeAt: null }
}

function ended(bracket: Bracket, ending: Ending): Decision {
  return idle({ ...bracket, ended: ending, firing: null })
}

/**
 * Notes on the order, and on the others of its list, that we cancel it: otherwise its end would look like a person's
 * doing.
 */
function cancel(bracket: Bracket, { orderId, listId }: Member, now: number): Decision {
  const members = bracket.members.map((member) => {
    const meant = member.orderId === orderId || (listId !== null && member.listId === listId && member.role !== 'entry')
    return meant && !isFinal(member.status) ? { ...member, cancelAskedAt: now } : member
  })
  return command({ ...bracket, members }, { do: 'cancel', orderId })
}

/** After a cancellation whose answer was lost, wait a while; asking again does no harm. */
function mayAskToCancel({ cancelAskedAt }: Member, now: number): boolean {
  return cancelAskedAt === null || now - cancelAskedAt > cancelAgainMs
}

/**
 * Cancels the orders given, one by one; null: none is left to ask for. Those asked for and still open are waited for.
 */
function cancelAll(bracket: Bracket, open: readonly Member[], facts: BracketFacts): Decision | null {
  const next = open.find((member) => mayAskToCancel(member, facts.now))
  if (next !== undefined) {
    if (facts.now < bracket.retryAt) return idle(bracket, bracket.retryAt)
    return cancel(bracket, next, facts.now)
  }
  return open.length === 0 ? null : idle(bracket, facts.now + againMs)
}

/** Ends what has nothing left to protect, or that a person let go of. null: it goes on. */
function end(bracket: Bracket, standing: Standing, facts: BracketFacts): Decision | null {
  const { entryOpen, entryFilled, remaining, openExits, exited, received } = standing
  const nobodyWants = wantedRoles(bracket.wanted).length === 0
  if (nobodyWants) {
    const open = openExits.filter((member) => !waitsForEntry(member, bracket, entryOpen))
    const cancelling = cancelAll(bracket, open, facts)
    if (cancelling !== null) return cancelling
    // Coins that lost their exits stay in sight until a person has said that they know.
    return lacksExit(bracket) && !remaining.isZero() ? idle(bracket) : ended(bracket, 'released')
  }
  if (entryOpen) return null
  if (bracket.held === null && entryFilled.isZero())
    return cancelAll(bracket, openExits, facts) ?? ended(bracket, 'not_entered')
  const tooSmall = openExits.length === 0 && !isTradable(remaining, facts.price, facts.market, true)
  if (!remaining.isZero() && !tooSmall) return null
  const cancelling = cancelAll(bracket, openExits, facts)
  if (cancelling !== null) return cancelling
  const tooMuch = exited.minus(received).greaterThan(facts.market.lotStep)
  const over = tooMuch && standing.feesKnown ? message('bracket.alarm.exited_twice', { symbol: bracket.symbol }) : null
  if (remaining.isZero()) return ended({ ...bracket, alarm: over ?? lasting(bracket.alarm) }, 'exited')
  const left = { symbol: bracket.symbol, quantity: remaining.toString() }
  return ended({ ...bracket, alarm: over ?? message('bracket.alarm.too_small', left) }, 'too_small')
}

const passing: readonly string[] = [
  'bracket.alarm.exits_refused',
  'bracket.alarm.halted',
  'bracket.alarm.coins_gone',
  'bracket.alarm.exit_stuck',
] satisfies readonly MessageKey[]

/** An alarm about an exit that was to be tried again no longer applies once everything has been exited. */
function lasting(alarm: MessageRef | null): MessageRef | null {
  return alarm !== null && passing.includes(alarm.key) ? null : alarm
}

/**
 * Cancels or moves orders that stand for what is not wanted, at another price than wanted, or for too much. null: none
 * does.
 */
function takeBack(bracket: Bracket, standing: Standing, facts: BracketFacts): Decision | null {
  if (bracket.firing !== null || !facts.mayPlace) return null
  const { openExits, covered, remaining, entryOpen, feesKnown, exited } = standing
  const armed = openExits.filter((member) => !waitsForEntry(member, bracket, entryOpen))
  const misplaced = armed.find((member) => !standsAsWanted(member, bracket))
  if (misplaced !== undefined) {
    if (!mayAskToCancel(misplaced, facts.now)) return idle(bracket, facts.now + againMs)
    if (facts.now < bracket.retryAt) return idle(bracket, bracket.retryAt)
    const change = movable(misplaced, bracket, facts)
    if (change !== null) return command(bracket, { do: 'amend', orderId: misplaced.orderId, change })
    return cancel(bracket, misplaced, facts.now)
  }
  // With estimated fees, what remains may be more than it seems: no exit is taken away for that.
  if (!feesKnown && !exited.isPositive()) return null
  for (const role of exitRoles) {
    if (!covered[role].greaterThan(remaining)) continue
    const surplus = armed.find((member) => member.role === role)
    if (surplus !== undefined) return cancelAll(bracket, [surplus], facts)
  }
  return null
}

function standsAsWanted(member: Member, bracket: Bracket): boolean {
  if (member.role === 'entry') return true
  if (isFired(member, bracket)) return true
  const leg = legOf(bracket.wanted, member.role)
  if (leg === null) return false
  // Once triggered, an order cannot be moved.
  if (!member.waiting && member.listId === null) return true
  const sameTrigger = member.triggerPrice === null || member.triggerPrice.equals(leg.triggerPrice)
  const sameLimit = leg.limitPrice === null || member.limitPrice === null || member.limitPrice.equals(leg.limitPrice)
  return sameTrigger && sameLimit
}

/**
 * What to change on an order so that it stands as wanted, where the exchange does that in place; null: it has to be
 * placed anew.
 */
function movable(member: Member, bracket: Bracket, { market }: BracketFacts): OrderChange | null {
  if (member.role === 'entry' || member.triggerPrice === null) return null
  const leg = legOf(bracket.wanted, member.role)
  const isPair = member.listId !== null && !isEntryTicket(member.ticket, bracket)
  if (leg === null || isPair || bracket.plan.armedBy === 'whole_fill') return null
  if (!market.capabilities.edit.includes('in_place')) return null
  if ((leg.limitPrice === null) !== (member.limitPrice === null) || bracket.failures > 0) return null
  const moves = leg.limitPrice !== null && member.limitPrice?.equals(leg.limitPrice) !== true
  return {
    quantity: null,
    triggerPrice: member.triggerPrice.equals(leg.triggerPrice) ? null : leg.triggerPrice,
    price: moves ? leg.limitPrice : null,
  }
}

function isFired(member: Member, { tickets }: Bracket): boolean {
  return tickets.some(({ clientOrderId, purpose }) => clientOrderId === member.ticket && purpose === 'fire')
}

/** Makes an exit happen that the application holds and whose price was reached. null: none. */
function fire(bracket: Bracket, standing: Standing, facts: BracketFacts): Decision | null {
  if (bracket.firing !== null) return tellWhenStuck(goOnFiring(bracket, standing, facts), facts.now)
  for (const role of exitRoles) {
    const leg = legOf(bracket.wanted, role)
    if (leg === null || !isReached(role, leg, bracket.exitSide, facts.price)) continue
    const uncovered = standing.remaining.minus(standing.covered[role])
    const toFire = uncovered.plus(overdue(role, standing, facts))
    if (!isTradable(toFire, facts.price, facts.market, true)) continue
    const arming = armingUntil(role, bracket, standing)
    if (arming !== null && facts.now < arming) return idle(bracket, arming)
    if (!facts.fresh) return pollFirst(bracket)
    if (!facts.mayPlace) return idle({ ...bracket, alarm: message('bracket.alarm.halted', { symbol: bracket.symbol }) })
    return goOnFiring({ ...bracket, firing: { role, since: facts.now } }, standing, facts)
  }
  return null
}

/**
 * What waits at the exchange past its time: an order that arrived when the price was already beyond its trigger may
 * wait for the price to come back from the other side. Base units.
 */
function overdue(role: ExitRole, { openExits }: Standing, { now, reachedSince }: BracketFacts): Money {
  const since = reachedSince[role]
  if (since === null || now - since < triggerGraceMs) return Money.zero
  const waiting = openExits.filter((member) => member.role === role && member.waiting)
  return Money.sum(waiting.map(({ quantity, filled }) => (quantity ?? Money.zero).minus(filled)))
}

/**
 * Until when the exchange may still be about to show an exit that went along with the entry; null: that is not to be
 * expected.
 */
function armingUntil(role: ExitRole, bracket: Bracket, { entryOpen }: Standing): number | null {
  const { plan, members, entryChangedAt } = bracket
  const along = role === 'take_profit' ? plan.attached?.takeProfit : plan.attached?.stopLoss
  if (!along || entryChangedAt === null) return null
  if (entryOpen && plan.armedBy === 'whole_fill') return null
  const shown = members.some((member) => member.role === role && isEntryTicket(member.ticket, bracket))
  return shown && plan.armedBy === 'whole_fill' ? null : entryChangedAt + armingGraceMs
}

/** An exit that does not come about although its price was reached long ago is told to the person. */
function tellWhenStuck(decision: Decision | null, now: number): Decision | null {
  if (decision === null) return null
  const { bracket } = decision
  const { firing, alarm, symbol } = bracket
  if (firing === null || alarm !== null || now - firing.since < stuckMs) return decision
  return { ...decision, bracket: { ...bracket, alarm: message('bracket.alarm.exit_stuck', { symbol }) } }
}

/**
 * First everything that holds the coins is cancelled, then the exit is sent; what it does not bring off is sent again.
 */
function goOnFiring(bracket: Bracket, standing: Standing, facts: BracketFacts): Decision | null {
  const { firing } = bracket
  const leg = firing && legOf(bracket.wanted, firing.role)
  if (firing === null || leg === null) return idle({ ...bracket, firing: null }, facts.now)
  const fired = standing.openExits.filter((member) => isFired(member, bracket))
  if (fired.length > 0) return whileFired(bracket, standing, facts)
  const holding = [...standing.openExits, ...standing.entries.filter(({ status }) => !isFinal(status))]
  const cancelling = cancelAll(bracket, holding, facts)
  if (cancelling !== null) return cancelling
  if (facts.now < bracket.retryAt) return idle(bracket, bracket.retryAt)
  if (!facts.mayPlace)
    return idle({ ...bracket, alarm: message('bracket.alarm.halted', { symbol: bracket.symbol }) }, facts.now + againMs)
  const quantity = Money.min(standing.remaining, bracket.available ?? standing.remaining).floorToStep(
    facts.market.lotStep,
  )
  const about = { symbol: bracket.symbol, side: bracket.exitSide, quantity }
  if (!isTradable(quantity, facts.price, facts.market, true)) {
    if (quantity.equals(standing.remaining)) return idle({ ...bracket, firing: null }, facts.now)
    return idle(
      { ...bracket, available: null, alarm: message('bracket.alarm.coins_gone', { symbol: bracket.symbol }) },
      facts.now + againMs,
    )
  }
  const request = firedExit(leg, about, facts.market, facts.price)
  if (request === null) return idle(bracket, facts.now + againMs)
  return place(bracket, 'fire', [firing.role], request)
}

/**
 * A fired exit rests in the order book: a stop-loss whose price is reached takes its place, and a take-profit that the
 * price has left is taken back.
 */
function whileFired(bracket: Bracket, standing: Standing, facts: BracketFacts): Decision | null {
  const { firing } = bracket
  if (firing === null) return null
  const fired = standing.openExits.filter((member) => isFired(member, bracket))
  const stop = legOf(bracket.wanted, 'stop_loss')
  const stopReached =
    firing.role === 'take_profit' && stop !== null && isReached('stop_loss', stop, bracket.exitSide, facts.price)
  const leg = legOf(bracket.wanted, firing.role)
  const left =
    firing.role === 'take_profit' &&
    leg !== null &&
    facts.price !== null &&
    facts.now - firing.since > fireRestMs &&
    !isReached(firing.role, leg, bracket.exitSide, facts.price)
  if (!stopReached && !left) return idle(bracket, facts.now + againMs)
  if (!facts.fresh) return pollFirst(bracket)
  const next: Bracket = { ...bracket, firing: stopReached ? { role: 'stop_loss', since: facts.now } : null }
  return cancelAll(next, fired, facts) ?? idle(next, facts.now)
}

/** Has the exchange hold what it can of what no open order covers. */
function protect(bracket: Bracket, standing: Standing, facts: BracketFacts): Decision {
  const { remaining, entryOpen, covered, openExits } = standing
  const uncovered = uncoveredRoles(bracket, standing)
  if (remaining.isZero() || uncovered.length === 0) return idle(calm(bracket))
  const waitUntil = whenToProtect(bracket, standing)
  if (waitUntil === null) return idle(bracket)
  if (facts.now < waitUntil) return idle(bracket, waitUntil)
  if (!facts.mayPlace) return idle(bracket, facts.now + againMs)
  if (openExits.some(({ cancelAskedAt }) => cancelAskedAt !== null)) return idle(bracket, facts.now + againMs)
  if (entryOpen && openExits.length >= maxSetsWhileFilling) return idle(bracket)
  const about = { symbol: bracket.symbol, side: bracket.exitSide }
  const roles = rolesForExchange(bracket)
  const gap = (role: ExitRole): Money => remaining.minus(covered[role])
  if (bracket.form === 'oco') {
    const quantity = Money.min(gap('stop_loss'), gap('take_profit'))
    const request = ocoOf(bracket.wanted, { ...about, quantity })
    if (request === null || !isPlaceable(request, quantity, bracket, facts)) return idle(bracket)
    return place(bracket, 'exits', ['stop_loss', 'take_profit'], request)
  }
  for (const role of roles) {
    const leg = legOf(bracket.wanted, role)
    const quantity = gap(role)
    if (leg === null || !quantity.isPositive()) continue
    if (isReached(role, leg, bracket.exitSide, facts.price)) continue
    const request = waitingExit(role, leg, { ...about, quantity })
    if (isPlaceable(request, quantity, bracket, facts)) return place(bracket, 'exits', [role], request)
  }
  return idle(bracket)
}

/** Whether the market's limits let an exit stand at its prices. */
function isPlaceable(request: OrderRequest, quantity: Money, { wanted }: Bracket, { market }: BracketFacts): boolean {
  const legs = request.kind === 'oco' ? [wanted.takeProfit, wanted.stopLoss] : []
  const single = 'triggerPrice' in request ? [request] : []
  const prices = [
    ...legs.flatMap((leg) => (leg === null ? [] : [leg.limitPrice ?? leg.triggerPrice])),
    ...single.map((each) => ('price' in each ? each.price : each.triggerPrice)),
  ]
  return prices.every((price) => isTradable(quantity, price, market, false))
}

/** From when on the application places exits itself; null: not while things stand as they do. */
function whenToProtect(bracket: Bracket, standing: Standing): number | null {
  const { plan, entryChangedAt, retryAt } = bracket
  const since = entryChangedAt ?? 0
  if (bracket.held !== null) return retryAt
  if (plan.attached !== null) {
    // The exchange arms them itself; what it has not armed in time, the application takes over.
    if (standing.entryOpen) return null
    const all = uncoveredRoles(bracket, standing).map((role) => armingUntil(role, bracket, standing) ?? 0)
    return Math.max(retryAt, ...all)
  }
  return standing.entryOpen ? Math.max(retryAt, since + partialFillMs) : retryAt
}

/** Things are as they should be: earlier failures no longer count. */
function calm(bracket: Bracket): Bracket {
  return bracket.failures === 0 && bracket.alarm === null ? bracket : { ...bracket, failures: 0 }
}

/** An entry of which nothing has filled is cancelled and placed anew, since its exits go with it. */
function reenter(bracket: Bracket, standing: Standing, facts: BracketFacts): Decision {
  const open = standing.entries.filter(({ status }) => !isFinal(status))
  const last = standing.entries.at(-1)
  // It has filled meanwhile, or somebody else has put an end to it.
  const elsewhere = last !== undefined && isFinal(last.status) && last.cancelAskedAt === null
  if (!standing.entryFilled.isZero() || elsewhere) {
    const cut = last?.status === 'cancelled' && !elsewhere
    const alarm = cut ? message('bracket.alarm.entry_cut', { symbol: bracket.symbol }) : bracket.alarm
    return idle({ ...bracket, reentering: false, alarm }, facts.now)
  }
  const cancelling = cancelAll(bracket, open, facts)
  if (cancelling !== null) return cancelling
  if (standing.openExits.length > 0) return idle(bracket, facts.now + againMs)
  if (facts.now < bracket.retryAt) return idle(bracket, bracket.retryAt)
  if (!facts.mayPlace) return idle(bracket, facts.now + againMs)
  const request = reenteredRequest(bracket)
  if (request === null) return ended(bracket, 'not_entered')
  const plan = planExits(request, facts.market.capabilities)
  if (plan === null) return ended(bracket, 'not_entered')
  const sent = { ...request, exits: plan.attached }
  return place({ ...bracket, plan, form: plan.form }, 'entry', [], sent)
}

function reenteredRequest(bracket: Bracket): Extract<OrderRequest, { kind: 'market' | 'limit' }> | null {
  const request = bracket.tickets.findLast(({ purpose }) => purpose === 'entry')?.request
  if (request?.kind !== 'limit' && request?.kind !== 'market') return null
  const { takeProfit, stopLoss } = bracket.wanted
  if (takeProfit !== null && stopLoss !== null) return { ...request, exits: { takeProfit, stopLoss } }
  if (takeProfit !== null) return { ...request, exits: { takeProfit, stopLoss: null } }
  return stopLoss === null ? { ...request, exits: null } : { ...request, exits: { takeProfit: null, stopLoss } }
}
