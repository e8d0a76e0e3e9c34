import { backoffMs } from '../../../src-shared/backoff.ts'
import { isOfExchange } from '../../../src-shared/end-reason.ts'
import type { ErrorView } from '../../../src-shared/errors.ts'
import { type ExitRole, formsFor, legOf, type WantedExits } from '../../../src-shared/exit-plan.ts'
import type { Market } from '../../../src-shared/market.ts'
import { message, type MessageRef, spoken } from '../../../src-shared/messages/index.ts'
import type { Money } from '../../../src-shared/money.ts'
import { isFinal, type Order, type PlacedOrder } from '../../../src-shared/order.ts'
import type { ProofWindow } from '../../exchange/orders/exchange-memory.ts'
import type { Bracket, Member, Pending, Purpose, BracketTicket } from './bracket.ts'
import { isReached } from './exit-orders.ts'
import { baseFeesOf, memberOf } from './member.ts'
import { roleOf } from './role-in-bracket.ts'
import { isEntryTicket } from './standing.ts'

const firstRetryMs = 1_000
const longestRetryMs = 30_000
/** How far behind {@link Member.seenAt} may be: a fraction of what any exchange remembers. */
const seenAgainMs = 6 * 3_600_000
/** So many refusals in a row are told to the person. */
const tellAfter = 3

/** What the exchange showed of the orders of one operation. */
export interface Sighting {
  readonly ticket: string
  readonly placed: PlacedOrder
}

/** The first operation was carried out: the entry, or the first exits for coins that are held. Pure. */
export function begun(bracket: Bracket, placed: PlacedOrder, now: number): Bracket {
  // What the application holds all of has no orders.
  if (bracket.tickets.length === 0) return bracket
  return observed(bracket, [{ ticket: bracket.id, placed }], { now, price: null })
}

/** The first operation was refused, or proved never to have been placed. */
export function notBegun(bracket: Bracket): Bracket {
  return bracket.members.length > 0 || bracket.ended !== null ? bracket : { ...bracket, ended: 'not_placed' }
}

/** A command of placing was carried out. */
export function placed(
  bracket: Bracket,
  { command }: Pending,
  clientOrderId: string,
  result: PlacedOrder,
  now: number,
): Bracket {
  if (command.do !== 'place') return bracket
  const { purpose, roles, request } = command
  const ticket: BracketTicket = { clientOrderId, purpose, roles, request }
  const isNew = !bracket.tickets.some((each) => each.clientOrderId === clientOrderId)
  const next: Bracket = {
    ...bracket,
    tickets: isNew ? [...bracket.tickets, ticket] : bracket.tickets,
    pending: null,
    failures: 0,
    retryAt: 0,
    available: null,
    reentering: purpose === 'entry' ? false : bracket.reentering,
  }
  return observed(next, [{ ticket: clientOrderId, placed: result }], { now, price: null })
}

/** A command of cancelling was carried out: the order's last state. Its list ends with it, at once or soon. */
export function cancelled(bracket: Bracket, order: Order): Bracket {
  const members = bracket.members.map((member) =>
    member.orderId === order.id
      ? {
          ...member,
          status: order.status,
          ...fillsOf(member, { filled: order.filled, baseFees: baseFeesOf(order) }),
          waiting: false,
        }
      : member,
  )
  return { ...bracket, members, pending: null, failures: 0, retryAt: 0 }
}

/** Nobody knows what became of a cancellation: the orders are polled. */
export function cancelInDoubt(bracket: Bracket): Bracket {
  return { ...bracket, pending: null }
}

/**
 * The exchange, asked for these orders, does not know them. What it showed a moment ago may only not be shown just now;
 * once that is proof, the order no longer stands: an exit is let go of with an alarm, or carried out by the application
 * when its price is past (then its end is the exchange's doing). Where the exchange may have executed and forgotten it,
 * nothing is done for it any more but the alarm. Pure.
 */
export function absent(
  bracket: Bracket,
  { absent: orderIds, beyond }: { readonly absent: readonly string[]; readonly beyond: readonly string[] },
  { now, price }: Moment,
  { fromMs, untilMs }: ProofWindow,
): Bracket {
  const { symbol } = bracket
  const forgotten = new Set<ExitRole>()
  const alarms: MessageRef[] = []
  const members = bracket.members.map((member): Member => {
    const { orderId, role, missingSince, seenAt, status } = member
    if (!orderIds.includes(orderId) || isFinal(status)) return member
    if (missingSince === null) return { ...member, missingSince: now }
    if (now - missingSince < fromMs) return member
    if (now - seenAt > untilMs || beyond.includes(orderId)) {
      alarms.push(message('bracket.alarm.order_forgotten', { symbol, orderId }))
      if (role === 'entry') return member
      forgotten.add(role)
    } else if (role === 'entry') {
      alarms.push(message('bracket.alarm.order_gone', { symbol, orderId }))
    } else if (price === null && member.cancelAskedAt === null) return member
    return { ...member, status: 'cancelled', waiting: false }
  })
  const dropped = [...droppedRoles(bracket, members, price), ...forgotten]
  if (dropped.length > 0) alarms.push(message('bracket.alarm.exit_gone', { symbol }))
  if (alarms.length === 0 && JSON.stringify(members) === JSON.stringify(bracket.members)) return bracket
  const entryChangedAt = entryChange(bracket.members, members) ? now : bracket.entryChangedAt
  return {
    ...bracket,
    members,
    entryChangedAt,
    wanted: without(bracket.wanted, dropped),
    // What may have been executed unseen goes before what is merely gone.
    alarm: alarms[0] ?? bracket.alarm,
  }
}

/** When a missing order is to be asked for again, epoch ms; null: none is missing. */
export function missingUntil({ members }: Bracket, { fromMs }: ProofWindow): number | null {
  const open = members.filter(({ status, missingSince }) => missingSince !== null && !isFinal(status))
  return open.length === 0 ? null : Math.min(...open.map(({ missingSince }) => (missingSince ?? 0) + fromMs))
}

/** A command of moving an exit was carried out. */
export function amended(bracket: Bracket, previousOrderId: string, order: Order, at: number): Bracket {
  const members = bracket.members.map((member) => {
    if (member.orderId !== previousOrderId) return member
    const now = memberOf(order, member.ticket, member.role, at)
    return { ...now, listId: member.listId, triggerPrice: now.triggerPrice ?? member.triggerPrice }
  })
  return { ...bracket, members, pending: null, failures: 0, retryAt: 0 }
}

export interface Refusal {
  readonly error: ErrorView
  readonly now: number
  readonly market: Market
  /** What is free of the asset that the exit needs, where that was the trouble and could be asked; null otherwise. */
  readonly available: Money | null
}

/**
 * A command was refused. What only has to be tried again later is; an exit that the exchange does not take is kept in
 * the next lesser form, in the end with the application.
 */
export function refused(bracket: Bracket, pending: Pending, refusal: Refusal): Bracket {
  const failures = bracket.failures + 1
  const waitMs = backoffMs(failures, { firstMs: firstRetryMs, longestMs: longestRetryMs })
  const { error, now, available } = refusal
  const next: Bracket = { ...bracket, pending: null, failures, retryAt: now + waitMs, available }
  const { command } = pending
  if (command.do === 'cancel') {
    const members = next.members.map((member) => (isFinal(member.status) ? member : { ...member, cancelAskedAt: null }))
    return { ...next, members }
  }
  if (command.do === 'amend') return failures < tellAfter ? next : alarmed(next, error)
  if (command.purpose === 'exits' && error.class === 'refused' && !isAboutPrice(error))
    return stepDown(next, refusal.market)
  return failures < tellAfter && command.purpose !== 'fire' ? next : alarmed(next, error)
}

function alarmed(bracket: Bracket, error: ErrorView): Bracket {
  const reason = error.exchange?.message ?? error.text.key
  return { ...bracket, alarm: message('bracket.alarm.exits_refused', { symbol: bracket.symbol, reason }) }
}

/** The price has reached the trigger by now: the exit is fired instead, as soon as we see that price too. */
function isAboutPrice({ text }: ErrorView): boolean {
  return text.key === 'order.trigger.must_be_above' || text.key === 'order.trigger.must_be_below'
}

function stepDown(bracket: Bracket, market: Market): Bracket {
  const forms = formsFor(bracket.wanted, market.capabilities)
  const lesser = forms[forms.indexOf(bracket.form) + 1] ?? 'guarded'
  return { ...bracket, form: lesser, retryAt: 0, failures: 0, available: null }
}

/** When something was seen, and what is needed to tell what it means. */
export interface Moment {
  readonly now: number
  /**
   * The last price, which tells an exit that the exchange let go of from one that a person cancelled; null: not known.
   */
  readonly price: Money | null
}

/**
 * The orders of some operations were polled. What is known already and older news change nothing. An exit that ended
 * cancelled without our asking was cancelled by a person (in the panel, over Redis or at the exchange): it is not
 * placed again. The very same object when nothing is new.
 */
export function observed(bracket: Bracket, sightings: readonly Sighting[], { now, price }: Moment): Bracket {
  const sighted = sightings.flatMap(({ ticket, placed: { order, legs } }) => {
    const own = bracket.tickets.find(({ clientOrderId }) => clientOrderId === ticket)
    return [order, ...legs].map((each) => memberOf(each, ticket, roleOf(each, own), now))
  })
  const known = new Map(bracket.members.map((member) => [member.orderId, member]))
  for (const member of sighted) {
    const before = known.get(member.orderId)
    known.set(member.orderId, before === undefined ? member : merged(before, member))
  }
  const members = [...known.values()]
  if (JSON.stringify(members) === JSON.stringify(bracket.members)) return bracket
  const entryChangedAt = entryChange(bracket.members, members) ? now : bracket.entryChangedAt
  const dropped = droppedRoles(bracket, members, price)
  return {
    ...bracket,
    members,
    entryChangedAt,
    wanted: without(bracket.wanted, dropped),
    alarm: dropped.length === 0 ? bracket.alarm : exitLost(bracket, dropped, sightings, members),
  }
}

/**
 * The exchange pushed an order. What it has filled is so at once; what else it says of an order is true of that order
 * alone, and what it means shows when all of them are polled (an exit that is cancelled because the other one executes
 * may be told of first).
 */
export function pushed(bracket: Bracket, order: Order, moment: Moment): Bracket {
  const member = bracket.members.find(({ orderId }) => orderId === order.id)
  if (member === undefined || !order.filled.greaterThan(member.filled)) return bracket
  const status = order.status === 'filled' ? 'filled' : isFinal(member.status) ? member.status : 'partially_filled'
  // What it is in the bracket is known better here than by an order that is told of alone.
  const filled: Order = { ...order, role: member.role, status, waiting: false, fees: null }
  return observed(bracket, [{ ticket: member.ticket, placed: { order: filled, legs: [], notes: [] } }], moment)
}

/** That an exit is gone, and why where the exchange says more than that it was cancelled. */
function exitLost(
  { symbol }: Bracket,
  dropped: readonly ExitRole[],
  sightings: readonly Sighting[],
  members: readonly Member[],
): MessageRef {
  const roles = new Map(members.map(({ orderId, role }) => [orderId, role]))
  const reason = sightings
    .flatMap(({ placed: { order, legs } }) => [order, ...legs])
    .filter(({ id }) => dropped.some((role) => role === roles.get(id)))
    .map(({ endReason }) => endReason)
    .find((each) => each !== null && isOfExchange(each))
  if (reason === undefined || reason === null) return message('bracket.alarm.exit_cancelled', { symbol })
  const said = reason.kind === 'unknown' ? (reason.word ?? '?') : spoken(`order.end.${reason.kind}`)
  return message('bracket.alarm.exit_ended', { symbol, reason: said })
}

/** Late news never undo newer ones: fills do not shrink, and what has ended stays so. */
function merged(before: Member, now: Member): Member {
  // One that counted as ended only because the exchange did not know it may turn up again.
  if (isFinal(before.status) && before.missingSince === null) return { ...before, ...fillsOf(before, now) }
  if (now.filled.lessThan(before.filled) && !isFinal(now.status)) return before
  return {
    ...now,
    ...fillsOf(before, now),
    listId: now.listId ?? before.listId,
    quantity: now.quantity ?? before.quantity,
    triggerPrice: now.triggerPrice ?? before.triggerPrice,
    cancelAskedAt: before.cancelAskedAt,
    // Taken over every few hours only: otherwise each poll would write to the disk.
    seenAt: now.seenAt - before.seenAt < seenAgainMs ? before.seenAt : now.seenAt,
  }
}

type Fills = Pick<Member, 'filled' | 'baseFees'>

/** Fees go with the fills that they were told for: those of fewer fills do not hold for more. */
function fillsOf(before: Fills, now: Fills): Fills {
  if (now.filled.lessThan(before.filled)) return { filled: before.filled, baseFees: before.baseFees }
  if (now.filled.greaterThan(before.filled)) return { filled: now.filled, baseFees: now.baseFees }
  return { filled: now.filled, baseFees: now.baseFees ?? before.baseFees }
}

function entryChange(before: readonly Member[], now: readonly Member[]): boolean {
  return now.some((member) => {
    if (member.role !== 'entry') return false
    const old = before.find(({ orderId }) => orderId === member.orderId)
    const filledBefore = old?.filled ?? null
    if (filledBefore === null ? member.filled.isPositive() : member.filled.greaterThan(filledBefore)) return true
    return isFinal(member.status) && (old === undefined || !isFinal(old.status))
  })
}

/** Exits that were cancelled by somebody else than us, while they still stood for something. */
function droppedRoles(bracket: Bracket, members: readonly Member[], price: Money | null): readonly ExitRole[] {
  const roles = new Set<ExitRole>()
  for (const member of members) {
    const { role, orderId } = member
    if (role === 'entry' || member.status !== 'cancelled' || member.cancelAskedAt !== null) continue
    const before = bracket.members.find((each) => each.orderId === orderId)
    if (before === undefined || isFinal(before.status)) continue
    if (endedWithItsList(member, members) || endedWithItsEntry(member, bracket, members)) continue
    const leg = legOf(bracket.wanted, role)
    // An exchange cancels an exit that it cannot carry out at its trigger: then the application fires it.
    if (leg === null || isReached(role, leg, bracket.exitSide, price)) continue
    for (const each of members)
      if (each.role !== 'entry' && member.listId !== null && each.listId === member.listId) roles.add(each.role)
    roles.add(role)
  }
  return [...roles]
}

/** The other member of its list executes, or waits no longer. */
function endedWithItsList({ listId, orderId }: Member, members: readonly Member[]): boolean {
  if (listId === null) return false
  return members.some(
    (each) =>
      each.listId === listId &&
      each.orderId !== orderId &&
      each.role !== 'entry' &&
      (each.filled.isPositive() ||
        each.status === 'filled' ||
        each.status === 'partially_filled' ||
        each.cancelAskedAt !== null),
  )
}

function endedWithItsEntry({ ticket }: Member, bracket: Bracket, members: readonly Member[]): boolean {
  if (!isEntryTicket(ticket, bracket) || bracket.plan.armedBy !== 'whole_fill') return false
  return members.some(
    (each) => each.role === 'entry' && each.ticket === ticket && isFinal(each.status) && each.status !== 'filled',
  )
}

function without({ takeProfit, stopLoss }: WantedExits, roles: readonly ExitRole[]): WantedExits {
  return {
    takeProfit: roles.includes('take_profit') ? null : takeProfit,
    stopLoss: roles.includes('stop_loss') ? null : stopLoss,
  }
}

/** The fees of an entry's fills became known. */
export function feesTold(bracket: Bracket, orderId: string, baseFees: Money): Bracket {
  const members = bracket.members.map((member) => (member.orderId === orderId ? { ...member, baseFees } : member))
  return { ...bracket, members }
}

/** The entry goes on under another id after it was changed; the request is the changed one. */
export function entryReplaced(
  bracket: Bracket,
  previousOrderId: string,
  order: Order,
  ticket: Pick<BracketTicket, 'clientOrderId' | 'request'>,
  now: number,
): Bracket {
  const isNew = !bracket.tickets.some(({ clientOrderId }) => clientOrderId === ticket.clientOrderId)
  const purpose: Purpose = 'entry'
  const next: Bracket = {
    ...bracket,
    tickets: isNew ? [...bracket.tickets, { ...ticket, purpose, roles: [] }] : bracket.tickets,
    members: bracket.members.map((member) =>
      member.orderId === previousOrderId && order.id !== previousOrderId && !isFinal(member.status)
        ? { ...member, status: 'cancelled', cancelAskedAt: now }
        : member,
    ),
  }
  return observed(next, [{ ticket: ticket.clientOrderId, placed: { order, legs: [], notes: [] } }], {
    now,
    price: null,
  })
}

/** A person moved the exits, or let go of one. The better forms are tried again with the new prices. */
export function moved(bracket: Bracket, wanted: WantedExits, market: Market, beforeFill: boolean): Bracket {
  const form = formsFor(wanted, market.capabilities)[0] ?? 'guarded'
  return {
    ...bracket,
    wanted: { takeProfit: wanted.takeProfit, stopLoss: wanted.stopLoss },
    form,
    firing: null,
    failures: 0,
    retryAt: 0,
    available: null,
    alarm: null,
    reentering: beforeFill && bracket.plan.attached !== null,
  }
}

/** A person has seen what the bracket had to say. */
export function alarmSeen(bracket: Bracket): Bracket {
  return { ...bracket, alarm: null }
}

/** Nothing more is done for it: its exits are cancelled, its coins stay. */
export function released(bracket: Bracket): Bracket {
  return { ...bracket, wanted: { takeProfit: null, stopLoss: null }, firing: null, failures: 0, retryAt: 0 }
}
