import { GatewayError } from '../../../../../src-shared/errors.ts'
import type { Money } from '../../../../../src-shared/money.ts'
import type { Order } from '../../../../../src-shared/order.ts'
import { allTickers, tickerOf } from '../../market-data.ts'
import { exitsOf, orderFrom, type Sighting } from '../map-orders.ts'
import type { ClassicSession } from '../session.ts'

/**
 * Sightings as orders, and what they tell for later remembered: in which list each lives, which exits an entry carries,
 * and, while a conditional order still waits, which side of the market its trigger is on.
 */
export async function ordersFrom(session: ClassicSession, sightings: readonly Sighting[]): Promise<readonly Order[]> {
  const { shared, memory } = session
  const markets = await shared.markets.classic.all()
  for (const sighting of sightings) rememberExits(session, sighting)
  const lasts = await lastPrices(session, sightings)
  const context = { markets, memory, lastOf: (nativeId: string) => lasts.get(nativeId) ?? null }
  return sightings.map((sighting) => {
    const order = orderFrom(sighting, context)
    rememberOrder(session, sighting, order)
    if (order.status === 'unknown' && order.nativeStatus !== 'executed')
      shared.venue.logger.warn({ status: order.nativeStatus, list: sighting.list }, 'unknown order status')
    return order
  })
}

export async function orderOf(session: ClassicSession, sighting: Sighting): Promise<Order> {
  const [order] = await ordersFrom(session, [sighting])
  if (order === undefined) throw new GatewayError('bug', 'error.internal')
  return order
}

function rememberExits({ memory }: ClassicSession, sighting: Sighting): void {
  if (sighting.list !== 'normal') return
  const { orderId: id, symbol: nativeSymbol, side } = sighting.row
  const exits = exitsOf(sighting.row)
  if (exits !== null) memory.rememberEntry({ id, nativeSymbol, side, exits })
}

function rememberOrder({ memory }: ClassicSession, { list, row }: Sighting, order: Order): void {
  if (list === 'plan') memory.rememberPlanSymbol(row.symbol)
  if (memory.order(order.id) !== null || !order.waiting) return
  const role = order.terms.kind.startsWith('take_profit') ? 'take_profit' : 'stop_loss'
  const timeInForce = 'timeInForce' in order.terms ? order.terms.timeInForce : 'gtc'
  memory.rememberOrder(order.id, { list, role, timeInForce, postOnly: false })
}

/**
 * The last prices of the symbols whose conditional orders we know nothing about. Without them those orders are told
 * less exactly.
 */
async function lastPrices(
  { shared, memory, urgency }: ClassicSession,
  sightings: readonly Sighting[],
): Promise<ReadonlyMap<string, Money | null>> {
  const strangers = sightings.filter(
    ({ list, row }) =>
      (list !== 'normal' || row.tpslType === 'tpsl') &&
      memory.link(row.orderId) === null &&
      memory.order(row.orderId) === null,
  )
  const [first, ...others] = new Set(strangers.map(({ row }) => row.symbol))
  if (first === undefined) return new Map()
  try {
    if (others.length === 0) return new Map([[first, (await tickerOf(shared, first, urgency))?.lastPr ?? null]])
    const tickers = await allTickers(shared, urgency)
    return new Map([first, ...others].map((symbol) => [symbol, tickers.get(symbol)?.lastPr ?? null]))
  } catch (error) {
    if (error instanceof GatewayError) return new Map()
    throw error
  }
}
