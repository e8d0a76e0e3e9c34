import { GatewayError } from '../../../src-shared/errors.ts'
import type { Money } from '../../../src-shared/money.ts'
import { isFinal } from '../../../src-shared/order.ts'
import type { BaseExchangeClient } from '../../exchange/base-exchange-client.ts'
import type { Bracket, Ticket } from './bracket.ts'
import { feesTold, looked, type Sighting } from './events.ts'
import { baseFeesOf } from './member.ts'

/**
 * Asks the exchange what became of the orders of a bracket that may still change, and what the entry's fills cost. Reads only.
 * @throws GatewayError when the exchange cannot be asked: then nothing new is known.
 */
export async function lookAt(
  bracket: Bracket,
  client: BaseExchangeClient,
  now: number,
  price: Money | null,
): Promise<Bracket> {
  const sightings: Sighting[] = []
  for (const ticket of bracket.tickets) {
    if (!mayChange(ticket, bracket)) continue
    const placed = await client.findOrder(ticket.request, ticket.clientOrderId)
    if (placed !== null) sightings.push({ ticket: ticket.clientOrderId, placed })
  }
  return withFees(looked(bracket, sightings, { now, price }), client)
}

/** Orders of an operation that are open, or not seen yet; an entry whose exits the exchange has yet to show, too. */
function mayChange({ clientOrderId, purpose }: Ticket, { members, plan, wanted, firing }: Bracket): boolean {
  const own = members.filter(({ ticket }) => ticket === clientOrderId)
  if (own.length === 0 || own.some(({ status }) => !isFinal(status) || status === 'unknown')) return true
  if (purpose !== 'entry' || plan.attached === null || firing !== null) return false
  const nobodyWants = wanted.takeProfit === null && wanted.stopLoss === null
  return !nobodyWants && own.every(({ role }) => role === 'entry')
}

async function withFees(bracket: Bracket, client: BaseExchangeClient): Promise<Bracket> {
  if (bracket.exitSide !== 'sell') return bracket
  let next = bracket
  for (const member of bracket.members) {
    if (member.role !== 'entry' || member.baseFees !== null || member.filled.isZero()) continue
    const { symbol } = bracket
    try {
      const fees = await client.fetchOrderFees({ symbol, id: member.orderId })
      const told = baseFeesOf({ symbol, filled: member.filled, fees })
      if (told !== null) next = feesTold(next, member.orderId, told)
    } catch (error) {
      // An estimate does until the exchange tells.
      if (!(error instanceof GatewayError)) throw error
    }
  }
  return next
}
