import { message, type MessageRef } from '../../../../src-shared/messages/index.ts'
import {
  isFinal,
  type Exits,
  type Order,
  type OrderRequest,
  type PlacedOrder,
} from '../../../../src-shared/order.ts'
import { orderAsAsked } from '../../order-as-asked.ts'
import { limitEntry } from '../market-entry.ts'
import type { BitgetMarket } from '../markets.ts'
import { readUntil } from '../read-until.ts'
import {
  asEntry,
  checkClientId,
  entryNotes,
  exitsOfRequest,
  showsExits,
  type SingleRequest,
  singleRequest,
  wantedRoles,
} from '../requests.ts'
import { encodeOrder } from './encoding.ts'
import { exitsOfEntry } from './exits.ts'
import { ordersFrom } from './finding.ts'
import { exitsOf } from './mapping.ts'
import type { OrderRow } from './schemas.ts'
import { marketOf, type UnifiedSession } from './session.ts'

const readAttempts = 4

/**
 * Sends one order, once. Bitget acknowledges with ids only, so the order is read back; whatever fails after the acknowledgement hides nothing.
 * Nobody is known to have seen exits honoured on spot here: an order that does not show them afterwards is told to be unprotected.
 * Source: POST /api/v3/trade/place-order.
 */
export async function place(
  session: UnifiedSession,
  request: OrderRequest,
  clientOrderId: string,
): Promise<PlacedOrder> {
  checkClientId(clientOrderId)
  const { raw, shared, memory } = session
  const on = await marketOf(session, request.symbol)
  const { nativeId: nativeSymbol } = on.market
  const asked = singleRequest(request)
  const sent = asked.kind === 'market' && asked.exits !== null ? await limitEntry(shared, asked, on) : asked
  const params = encodeOrder(sent, nativeSymbol, clientOrderId)
  await shared.venue.clock.ensure()
  const at = shared.venue.clock.serverNow()
  memory.rememberSending(clientOrderId, at)
  const { orderId } = await raw.placeOrder(params)
  const accepted = orderAsAsked(sent, { id: orderId, clientOrderId, nativeSymbol, at })
  const notes = entryNotes(asked, sent)
  try {
    memory.claim(clientOrderId, orderId, 'normal')
    const placed = await told(session, on, sent, accepted)
    return { ...placed, notes: [...notes, ...placed.notes] }
  } catch (error) {
    shared.venue.logger.warn({ orderId, error }, 'an order that was acknowledged could not be read back')
    return exitsOfRequest(sent) === null
      ? { order: accepted, legs: [], notes }
      : {
          order: asEntry(accepted),
          legs: [],
          notes: [...notes, warning('bitget.note.exits_unread', accepted)],
        }
  }
}

/** The acknowledged order as the exchange shows it, with its exits. */
async function told(
  session: UnifiedSession,
  on: BitgetMarket,
  sent: SingleRequest,
  accepted: Order,
): Promise<PlacedOrder> {
  const { id, nativeSymbol, side } = accepted
  const exits = exitsOfRequest(sent)
  if (exits !== null) session.memory.rememberEntry({ id, nativeSymbol, side, exits })
  const row = await readBack(session, sent, id)
  const [read] = row === null ? [] : await ordersFrom(session, [row])
  const order = read ?? accepted
  if (exits === null) return { order, legs: [], notes: [] }
  const { legs, warnings } = await lookAfterExits(session, on, order, row, exits)
  return { order: asEntry(order), legs, notes: warnings }
}

/** Orders that end at once are waited for, so that what they brought is told; others are read once they are there. null: not readable. */
function readBack(
  { raw, shared }: UnifiedSession,
  sent: SingleRequest,
  orderId: string,
): Promise<OrderRow | null> {
  const endsAtOnce = sent.kind === 'market' || (sent.kind === 'limit' && sent.timeInForce !== 'gtc')
  return readUntil(
    shared.venue,
    readAttempts,
    () => raw.orderInfo({ orderId }, { priority: 'order', attempts: 1 }),
    ({ orderStatus }) => !endsAtOnce || isEnd(orderStatus),
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
  if (row === null) return { legs: [], warnings: [warning('bitget.note.exits_unread', entry)] }
  if (isFinal(entry.status) && !entry.filled.isPositive()) return { legs: [], warnings: [] }
  const missing = showsExits(exits, exitsOf(row)) ? [] : [warning('bitget.note.exits_missing', entry)]
  if (!entry.filled.isPositive()) return { legs: [], warnings: missing }
  const wanted = wantedRoles(exits).length
  const legs = await readUntil(
    session.shared.venue,
    readAttempts,
    () => exitsOfEntry(session, market, entry, exits),
    (found) => found.length === wanted,
  )
  if (legs?.length === wanted) return { legs, warnings: [] }
  const warnings =
    missing.length > 0 || entry.status !== 'filled' ? missing : [warning('bitget.note.exits_not_seen', entry)]
  return { legs: legs ?? [], warnings }
}

function warning(key: MessageRef['key'], { id: orderId }: Pick<Order, 'id'>): MessageRef {
  return message(key, { exchange: 'Bitget', orderId })
}
