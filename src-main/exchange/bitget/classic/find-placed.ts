import type { Market } from '../../../../src-shared/market.ts'
import type { OrderRequest, PlacedOrder } from '../../../../src-shared/order.ts'
import { everyRow } from '../../core/readable-rows.ts'
import { asEntry, attachedExits } from '../../orders/exits.ts'
import { Search } from '../../orders/search.ts'
import type { OrderMemory } from '../own/order-memory.ts'
import { listOf } from './encode.ts'
import { finishedOrders, type Located, located, findLocated } from './find.ts'
import type { Sighting } from './map-orders.ts'
import { unfilled } from './open-orders.ts'
import { exitsOfEntry } from './own/exits.ts'
import type { ClassicSession } from './session.ts'

/** How far before our sending Bitget may date an order: its clock and our idea of it differ that much. */
const clockSlackMs = 2_000
/** A TP/SL order whose sending nobody remembers (we were restarted) is looked for among those finished since then. */
const lookBackMs = 24 * 3_600_000

/** What came of a request, with its exits where they have come into being; null: nothing that Bitget shows. */
export async function findPlaced(
  session: ClassicSession,
  request: OrderRequest,
  clientOrderId: string,
): Promise<PlacedOrder | null> {
  const { market } = await session.markets.of(request.symbol)
  const found =
    listOf(request) === 'tpsl'
      ? await findTpsl(session, market, request, clientOrderId)
      : await findLocated(session, market, { symbol: request.symbol, clientOrderId }, { priority: 'order' })
  if (found === null) return null
  const { order } = found
  session.memory.claim(clientOrderId, order.id, found.list)
  const exits = attachedExits(request)
  if (exits === null) return { order, legs: [], notes: [] }
  const { memory } = session
  if (memory.entry(order.id) === null)
    memory.rememberEntry({ id: order.id, nativeSymbol: order.nativeSymbol, side: order.side, exits })
  const legs = await exitsOfEntry(session, market, order, exits)
  return { order: asEntry(order), legs, notes: [] }
}

/**
 * A TP/SL order takes no client id. It is known by the id that acknowledged it; without that, by being exactly what was
 * asked for, placed since it was sent, and no other request's. When nobody remembers the sending, an open twin of
 * whatever age counts: it guards the same coins at the same price, so that taking it for ours does less harm than
 * placing another one.
 */
async function findTpsl(
  session: ClassicSession,
  market: Market,
  request: OrderRequest,
  clientOrderId: string,
): Promise<Located | null> {
  const { memory, shared } = session
  const orderId = memory.orderIdOf(clientOrderId)
  if (orderId !== null) return findLocated(session, market, { symbol: request.symbol, orderId }, { priority: 'order' })
  const sentAt = memory.sentAt(clientOrderId)
  // No id tells it: of rows that cannot be read any might be it.
  const exactly = { mustRead: everyRow }
  const search = new Search(shared.venue)
  const whenCut = search.cut
  const open = await unfilled(session, 'tpsl', market.nativeId, whenCut, exactly)
  const among = matchTpsl(open, request, sentAt, memory)
  if (among !== null) return located(session, among)
  const since = sentAt === null ? shared.venue.clock.serverNow() - lookBackMs : sentAt - clockSlackMs
  const span = { since, until: null, enough: () => false, whenCut }
  const finished = await finishedOrders(session, 'tpsl', market.nativeId, span, exactly)
  const ended = matchTpsl(finished, request, sentAt ?? since, memory)
  return ended === null ? search.nothing() : located(session, ended)
}

/** The sighting that is exactly the request. @param sentAt by Bitget's time, epoch ms; null: not known. Pure. */
function matchTpsl(
  sightings: readonly Sighting[],
  request: OrderRequest,
  sentAt: number | null,
  memory: Pick<OrderMemory, 'link' | 'claimantOf'>,
): Sighting | null {
  const matches = sightings.filter(
    (sighting) =>
      isRequested(sighting, request) &&
      (sentAt === null || sighting.row.cTime >= sentAt - clockSlackMs) &&
      memory.link(sighting.row.orderId) === null &&
      memory.claimantOf(sighting.row.orderId) === null,
  )
  // Sent once: the first one after the sending. Without that moment the newest.
  const sorted = matches.toSorted((a, b) => a.row.cTime - b.row.cTime)
  return (sentAt === null ? sorted.at(-1) : sorted[0]) ?? null
}

function isRequested(sighting: Sighting, request: OrderRequest): boolean {
  if (!('triggerPrice' in request) || sighting.list === 'plan') return false
  const { row, unfilled: isUnfilled } = sighting
  const price = isUnfilled ? row.priceAvg : row.price
  return (
    row.side === request.side &&
    row.size.equals(request.quantity) &&
    row.triggerPrice?.equals(request.triggerPrice) === true &&
    row.orderType === ('price' in request ? 'limit' : 'market') &&
    (!('price' in request) || price?.equals(request.price) === true)
  )
}
