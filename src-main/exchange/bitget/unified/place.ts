import type { MessageRef } from '../../../../src-shared/messages/index.ts'
import { isFinal, type Exits, type Order, type OrderRequest, type PlacedOrder } from '../../../../src-shared/order.ts'
import type { Permit } from '../../http/permit.ts'
import { asEntry, attachedExits, endsAtOnce, legsOf } from '../../orders/exits.ts'
import { readUntil } from '../../orders/read-back.ts'
import type { BitgetMarket } from '../markets.ts'
import { showsExits, type SingleRequest } from '../own/requests.ts'
import { readAttempts, sendOnce, warningOf } from '../place.ts'
import { encodeOrder } from './encode.ts'
import { ordersFrom } from './find.ts'
import { exitsOf } from './map-orders.ts'
import { exitsOfEntry } from './own/exits.ts'
import type { OrderRow } from './schemas.ts'
import type { UnifiedSession } from './session.ts'

/**
 * Sends one order, once. Nobody is known to have seen exits honoured on spot here: an order that does not show them
 * afterwards is told to be unprotected. Source: POST /api/v3/trade/place-order.
 */
export async function place(
  session: UnifiedSession,
  request: OrderRequest,
  clientOrderId: string,
  permit: Permit,
): Promise<PlacedOrder> {
  const on = await session.markets.of(request.symbol)
  return sendOnce(session, on, request, clientOrderId, {
    async send(sent) {
      const params = encodeOrder(sent, on.market.nativeId, clientOrderId)
      const { orderId } = await session.raw.placeOrder(params, permit)
      return { orderId, list: 'normal' }
    },
    async read(sent, accepted) {
      const row = await readBack(session, sent, accepted.id)
      const [shown] = row === null ? [] : await ordersFrom(session, [row])
      const order = shown ?? accepted
      const exits = attachedExits(sent)
      if (exits === null) return { order, legs: [], notes: [] }
      const { legs, warnings } = await lookAfterExits(session, on, order, row, exits)
      return { order: asEntry(order), legs, notes: warnings }
    },
  })
}

/**
 * Orders that end at once are waited for, so that what they brought is told; others are read once they are there. null:
 * not readable.
 */
function readBack({ raw, shared }: UnifiedSession, sent: SingleRequest, orderId: string): Promise<OrderRow | null> {
  return readUntil(
    shared.venue,
    readAttempts,
    () => raw.orderInfo({ orderId }, { priority: 'order', attempts: 1 }),
    ({ orderStatus }) => !endsAtOnce(sent) || isEnd(orderStatus),
  )
}

function isEnd(word: string): boolean {
  return word === 'filled' || word === 'cancelled' || word === 'canceled'
}

interface LookedAfter {
  readonly legs: readonly Order[]
  readonly warnings: readonly MessageRef[]
}

async function lookAfterExits(
  session: UnifiedSession,
  { market }: BitgetMarket,
  entry: Order,
  row: OrderRow | null,
  exits: Exits,
): Promise<LookedAfter> {
  if (row === null) return { legs: [], warnings: [warningOf('bitget.note.exits_unread', entry)] }
  if (isFinal(entry.status) && !entry.filled.isPositive()) return { legs: [], warnings: [] }
  const missing = showsExits(exits, exitsOf(row)) ? [] : [warningOf('bitget.note.exits_missing', entry)]
  if (!entry.filled.isPositive()) return { legs: [], warnings: missing }
  const wanted = legsOf(exits).length
  const legs = await readUntil(
    session.shared.venue,
    readAttempts,
    () => exitsOfEntry(session, market, entry, exits),
    (found) => found.length === wanted,
  )
  if (legs?.length === wanted) return { legs, warnings: [] }
  const warnings =
    missing.length > 0 || entry.status !== 'filled' ? missing : [warningOf('bitget.note.exits_not_seen', entry)]
  return { legs: legs ?? [], warnings }
}
