import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import { isFinal } from '../../../src-shared/order.ts'
import type { BaseExchangeClient } from '../../exchange/core/base-exchange-client.ts'
import { urgent } from '../../exchange/http/urgency.ts'
import type { ProofWindow } from '../../exchange/orders/exchange-memory.ts'
import { isCutSearch } from '../../exchange/orders/search.ts'
import type { Bracket, Member, BracketTicket } from './bracket.ts'
import { absent, feesTold, observed, type Moment, type Sighting } from './events.ts'
import { baseFeesOf } from './member.ts'

/** What a poll brought: to be applied to the bracket as it is by then, for it may have changed meanwhile. */
export interface Poll {
  readonly sightings: readonly Sighting[]
  /** What the fills of entries cost in base units, by order. */
  readonly fees: ReadonlyMap<string, Money>
  /** Orders, open as far as was known, that the exchange does not know. */
  readonly absent: readonly string[]
  /** Those of them that may be older than what can be searched, executed perhaps. */
  readonly beyond: readonly string[]
}

/**
 * Asks the exchange what became of the orders of a bracket that may still change, and what the entry's fills cost.
 * Reads only.
 * @throws GatewayError when the exchange cannot be asked: then nothing new is known.
 */
export async function pollOrders(bracket: Bracket, account: BaseExchangeClient): Promise<Poll> {
  const client = account.as(urgent)
  const open = bracket.tickets.filter((ticket) => mayChange(ticket, bracket))
  const sightings = await fetchKnown(open, bracket, client)
  const seen = new Set(sightings.map(({ ticket }) => ticket))
  for (const ticket of open) {
    if (seen.has(ticket.clientOrderId)) continue
    const placed = await client.findOrder(ticket.request, ticket.clientOrderId)
    if (placed !== null) sightings.push({ ticket: ticket.clientOrderId, placed })
  }
  const { absent, beyond } = await fetchUnseen(open, bracket, sightings, client)
  const fees = await fetchFees(observed(bracket, sightings, { now: 0, price: null }), client)
  return { sightings, fees, absent, beyond }
}

/**
 * Fetches each open order that was not among those shown, by its id: those that are found join the sightings. @returns
 * those that are not.
 */
async function fetchUnseen(
  tickets: readonly BracketTicket[],
  { members, symbol }: Bracket,
  sightings: Sighting[],
  client: BaseExchangeClient,
): Promise<Pick<Poll, 'absent' | 'beyond'>> {
  const polled = new Set(tickets.map(({ clientOrderId }) => clientOrderId))
  const shown = new Set(sightings.flatMap(({ placed: { order, legs } }) => [order.id, ...legs.map(({ id }) => id)]))
  const absent: string[] = []
  const beyond: string[] = []
  for (const { orderId, ticket, status } of members) {
    if (!polled.has(ticket) || shown.has(orderId) || isFinal(status)) continue
    try {
      const order = await client.fetchOrder({ symbol, orderId })
      // An exchange may answer with the order that took this one's place: that says nothing about this one.
      if (order.id === orderId) sightings.push({ ticket, placed: { order, legs: [], notes: [] } })
    } catch (error) {
      if (isCutSearch(error)) beyond.push(orderId)
      else if (!(error instanceof GatewayError) || error.class !== 'not-found') throw error
      absent.push(orderId)
    }
  }
  return { absent, beyond }
}

/**
 * Operations all of whose orders are known are fetched together, where the exchange offers one cheaper call for that.
 */
async function fetchKnown(
  tickets: readonly BracketTicket[],
  bracket: Bracket,
  client: BaseExchangeClient,
): Promise<Sighting[]> {
  const known = tickets.flatMap((ticket) => {
    const members = bracket.members.filter((member) => member.ticket === ticket.clientOrderId)
    return allKnown(ticket, members, bracket) ? [{ ticket, members }] : []
  })
  if (known.length === 0) return []
  const { symbol } = bracket
  const asked = known.flatMap(({ members }) => members.map(({ orderId }) => ({ symbol, id: orderId })))
  const orders = new Map((await client.fetchOrders(asked))?.map((order) => [order.id, order]))
  return known.flatMap(({ ticket, members }) => {
    const found = members.flatMap(({ orderId }) => orders.get(orderId) ?? [])
    const [order, ...legs] = found
    if (order === undefined || found.length < members.length) return []
    return [{ ticket: ticket.clientOrderId, placed: { order, legs, notes: [] } }]
  })
}

/** Whether an operation can bring no further orders about: an entry that takes exits along makes them as it fills. */
function allKnown({ purpose }: BracketTicket, members: readonly Member[], { plan }: Bracket): boolean {
  if (members.length === 0) return false
  if (purpose !== 'entry' || plan.attached === null) return true
  const entries = members.filter(({ role }) => role === 'entry')
  const exits = members.filter(({ role, quantity }) => role !== 'entry' && quantity !== null)
  const bought = Money.sum(entries.map(({ filled }) => filled))
  const covered = Money.sum(exits.map(({ quantity }) => quantity ?? Money.zero))
  return entries.every(({ status }) => isFinal(status) && status !== 'unknown') && covered.atLeast(bought)
}

/** A bracket with what a poll brought. Pure. */
export function applyPoll(
  bracket: Bracket,
  poll: Poll,
  { memory, ...seen }: Moment & { readonly memory: ProofWindow },
): Bracket {
  const { sightings, fees } = poll
  const next = absent(observed(bracket, sightings, seen), poll, seen, memory)
  return [...fees].reduce((each, [orderId, baseFees]) => feesTold(each, orderId, baseFees), next)
}

/** Orders of an operation that are open, or not seen yet; an entry whose exits the exchange has yet to show, too. */
function mayChange({ clientOrderId, purpose }: BracketTicket, { members, plan, wanted, firing }: Bracket): boolean {
  const own = members.filter(({ ticket }) => ticket === clientOrderId)
  if (own.length === 0 || own.some(({ status }) => !isFinal(status) || status === 'unknown')) return true
  if (purpose !== 'entry' || plan.attached === null || firing !== null) return false
  const nobodyWants = wanted.takeProfit === null && wanted.stopLoss === null
  return !nobodyWants && own.every(({ role }) => role === 'entry')
}

async function fetchFees(bracket: Bracket, client: BaseExchangeClient): Promise<ReadonlyMap<string, Money>> {
  const told = new Map<string, Money>()
  if (bracket.exitSide !== 'sell') return told
  const { symbol } = bracket
  for (const { role, baseFees, filled, orderId } of bracket.members) {
    if (role !== 'entry' || baseFees !== null || filled.isZero()) continue
    try {
      const fees = baseFeesOf({ symbol, filled, fees: await client.fetchOrderFees({ symbol, id: orderId }) })
      if (fees !== null) told.set(orderId, fees)
    } catch (error) {
      // Until the exchange tells, an estimate is used.
      if (!(error instanceof GatewayError)) throw error
    }
  }
  return told
}
