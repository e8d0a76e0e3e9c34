import { GatewayError } from '../../../src-shared/errors.ts'
import type { Money } from '../../../src-shared/money.ts'
import { isFinal } from '../../../src-shared/order.ts'
import type { BaseExchangeClient } from '../../exchange/base-exchange-client.ts'
import type { Bracket, Ticket } from './bracket.ts'
import { feesTold, looked, type Seen, type Sighting } from './events.ts'
import { baseFeesOf } from './member.ts'

/** What a look brought: to be taken over by the bracket as it is by then, for it may have changed meanwhile. */
export interface Look {
  readonly sightings: readonly Sighting[]
  /** What the fills of entries cost in base units, by order. */
  readonly fees: ReadonlyMap<string, Money>
}

/**
 * Asks the exchange what became of the orders of a bracket that may still change, and what the entry's fills cost. Reads only.
 * @throws GatewayError when the exchange cannot be asked: then nothing new is known.
 */
export async function lookAt(bracket: Bracket, client: BaseExchangeClient): Promise<Look> {
  const sightings: Sighting[] = []
  for (const ticket of bracket.tickets) {
    if (!mayChange(ticket, bracket)) continue
    const placed = await client.findOrder(ticket.request, ticket.clientOrderId)
    if (placed !== null) sightings.push({ ticket: ticket.clientOrderId, placed })
  }
  return { sightings, fees: await feesOf(looked(bracket, sightings, { now: 0, price: null }), client) }
}

/** A bracket with what a look brought. Pure. */
export function takeOver(bracket: Bracket, { sightings, fees }: Look, seen: Seen): Bracket {
  const next = looked(bracket, sightings, seen)
  return [...fees].reduce((each, [orderId, baseFees]) => feesTold(each, orderId, baseFees), next)
}

/** Orders of an operation that are open, or not seen yet; an entry whose exits the exchange has yet to show, too. */
function mayChange({ clientOrderId, purpose }: Ticket, { members, plan, wanted, firing }: Bracket): boolean {
  const own = members.filter(({ ticket }) => ticket === clientOrderId)
  if (own.length === 0 || own.some(({ status }) => !isFinal(status) || status === 'unknown')) return true
  if (purpose !== 'entry' || plan.attached === null || firing !== null) return false
  const nobodyWants = wanted.takeProfit === null && wanted.stopLoss === null
  return !nobodyWants && own.every(({ role }) => role === 'entry')
}

async function feesOf(bracket: Bracket, client: BaseExchangeClient): Promise<ReadonlyMap<string, Money>> {
  const told = new Map<string, Money>()
  if (bracket.exitSide !== 'sell') return told
  const { symbol } = bracket
  for (const { role, baseFees, filled, orderId } of bracket.members) {
    if (role !== 'entry' || baseFees !== null || filled.isZero()) continue
    try {
      const fees = baseFeesOf({ symbol, filled, fees: await client.fetchOrderFees({ symbol, id: orderId }) })
      if (fees !== null) told.set(orderId, fees)
    } catch (error) {
      // An estimate does until the exchange tells.
      if (!(error instanceof GatewayError)) throw error
    }
  }
  return told
}
