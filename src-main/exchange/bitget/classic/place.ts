import { GatewayError } from '../../../../src-shared/errors.ts'
import type { MessageRef } from '../../../../src-shared/messages/index.ts'
import { type Exits, isFinal, type Order, type OrderRequest, type PlacedOrder } from '../../../../src-shared/order.ts'
import type { Permit } from '../../http/permit.ts'
import { asEntry, attachedExits, endsAtOnce, legsOf } from '../../orders/exits.ts'
import { readUntil } from '../../orders/read-back.ts'
import { nullOnError } from '../../orders/references.ts'
import type { BitgetMarket } from '../markets.ts'
import { feesOfFills } from '../own/fees.ts'
import { showsExits, type SingleRequest } from '../own/requests.ts'
import { readAttempts, sendOnce, warningOf } from '../place.ts'
import { encodeOrder, rememberedOf } from './encode.ts'
import { findLocated, findAmongUnfilled } from './find.ts'
import { exitsOf } from './map-orders.ts'
import { exitsOfEntry } from './own/exits.ts'
import { orderOf } from './own/reading.ts'
import type { ClassicSession } from './session.ts'

/** Sends one order, once. Source: POST place-order, POST place-plan-order. */
export async function place(
  session: ClassicSession,
  request: OrderRequest,
  clientOrderId: string,
  permit: Permit,
): Promise<PlacedOrder> {
  const { raw, memory } = session
  const on = await session.markets.of(request.symbol)
  return sendOnce(session, on, request, clientOrderId, {
    async send(sent) {
      const { list, params } = encodeOrder(sent, on.market.nativeId, clientOrderId)
      if (list === 'plan') memory.rememberPlanSymbol(on.market.nativeId)
      const { orderId } = await (list === 'plan' ? raw.placePlanOrder(params, permit) : raw.placeOrder(params, permit))
      return { orderId, list }
    },
    async read(sent, accepted) {
      memory.rememberOrder(accepted.id, rememberedOf(sent))
      const order = (await readBack(session, on, sent, accepted.id)) ?? accepted
      const exits = attachedExits(sent)
      if (exits === null) return { order, legs: [], notes: [] }
      const looked = await lookAfterExits(session, on, order, exits)
      return { order: asEntry(looked.order), legs: looked.legs, notes: looked.warnings }
    },
  })
}

/**
 * Orders that end at once are waited for, so that what they brought is told; others are read once they are there. null:
 * not readable.
 */
async function readBack(
  session: ClassicSession,
  { market }: BitgetMarket,
  sent: SingleRequest,
  orderId: string,
): Promise<Order | null> {
  const reference = { symbol: market.symbol, orderId }
  const order = await readUntil(
    session.shared.venue,
    readAttempts,
    async () => (await findLocated(session, market, reference, { priority: 'order', attempts: 1 }))?.order ?? null,
    ({ status }) => !endsAtOnce(sent) || isFinal(status),
  )
  return order && withFees(session, order)
}

/** Fees of an order that filled but whose row does not tell them, from its fills. */
async function withFees({ raw }: ClassicSession, order: Order): Promise<Order> {
  if (order.fees !== null || !order.filled.isPositive()) return order
  try {
    const fills = await raw.fills({ symbol: order.nativeSymbol, orderId: order.id })
    return fills.length === 0 ? order : { ...order, fees: feesOfFills(fills.map(({ feeDetail }) => feeDetail)) }
  } catch (error) {
    if (error instanceof GatewayError) return order
    throw error
  }
}

interface LookedAfter {
  readonly order: Order
  readonly legs: readonly Order[]
  readonly warnings: readonly MessageRef[]
}

/**
 * An entry that has filled should have its exits among the TP/SL orders, and one that waits should carry them. What
 * cannot be seen is said: a position that is thought protected and is not would be worse than none.
 */
async function lookAfterExits(
  session: ClassicSession,
  on: BitgetMarket,
  order: Order,
  exits: Exits,
): Promise<LookedAfter> {
  if (order.filled.isPositive()) return lookAfterArmed(session, on, order, exits)
  if (isFinal(order.status)) return { order, legs: [], warnings: [] }
  const sighting = await findAmongUnfilled(session, on.market, order.id, { priority: 'order' }).catch(nullOnError)
  if (sighting !== null && sighting.list !== 'plan') {
    // Reading it remembers what it carries.
    const shown = await orderOf(session, sighting)
    const carries = showsExits(exits, exitsOf(sighting.row))
    return {
      order: shown,
      legs: [],
      warnings: carries ? [] : [warningOf('bitget.note.exits_missing', order)],
    }
  }
  const again = await findLocated(session, on.market, { symbol: order.symbol, orderId: order.id }).catch(nullOnError)
  if (again?.order.filled.isPositive() === true) return lookAfterArmed(session, on, again.order, exits)
  return { order: again?.order ?? order, legs: [], warnings: [warningOf('bitget.note.exits_unread', order)] }
}

async function lookAfterArmed(
  session: ClassicSession,
  { market }: BitgetMarket,
  order: Order,
  exits: Exits,
): Promise<LookedAfter> {
  const wanted = legsOf(exits).length
  const legs = await readUntil(
    session.shared.venue,
    readAttempts,
    () => exitsOfEntry(session, market, order, exits),
    (found) => found.length === wanted,
  )
  const complete = legs?.length === wanted || order.status !== 'filled'
  return {
    order,
    legs: legs ?? [],
    warnings: complete ? [] : [warningOf('bitget.note.exits_not_seen', order)],
  }
}
