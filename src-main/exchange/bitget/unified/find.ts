import type { Market } from '../../../../src-shared/market.ts'
import type { Order, OrderRequest, PlacedOrder } from '../../../../src-shared/order.ts'
import type { OrderReference } from '../../core/base-exchange-client.ts'
import { holds } from '../../core/readable-rows.ts'
import { asEntry, attachedExits } from '../../orders/exits.ts'
import { isNotFound, notFound, nullWhenNotFound } from '../../orders/references.ts'
import { Search } from '../../orders/search.ts'
import { isJudgement } from '../errors.ts'
import type { OrderList } from '../own/order-memory.ts'
import { isPlain } from '../signing.ts'
import type { CallOptions } from '../transport.ts'
import { exitsOf, orderFrom } from './map-orders.ts'
import { exitsOfEntry } from './own/exits.ts'
import { allPages } from './own/paging.ts'
import { finishedOrders, finishedStrategies } from './own/past.ts'
import { strategyId, strategyOrders } from './own/strategy-orders.ts'
import type { OrderRow, StrategyRow } from './schemas.ts'
import type { UnifiedSession } from './session.ts'

/** An order and the list that it lives in. */
export interface Located {
  readonly list: Extract<OrderList, 'normal' | 'strategy'>
  readonly order: Order
}

/** Pages of a symbol's finished orders that are looked through for a client id. */
const maxHistoryPages = 10
const clockSlackMs = 10_000

/** Rows as orders; what they carry of exits is remembered, since the exits themselves do not say whose they are. */
export async function ordersFrom(session: UnifiedSession, rows: readonly OrderRow[]): Promise<readonly Order[]> {
  const { shared, memory } = session
  const markets = await shared.markets.unified.all()
  return rows.map((row) => {
    const exits = exitsOf(row)
    const { orderId: id, symbol: nativeSymbol, side } = row
    if (exits !== null) memory.rememberEntry({ id, nativeSymbol, side, exits })
    const order = orderFrom(row, { markets, memory })
    if (order.status === 'unknown') shared.venue.logger.warn({ status: row.orderStatus }, 'unknown order status')
    return order
  })
}

/** The order meant; null when neither the orders nor the strategy orders hold it. */
export async function findLocated(
  session: UnifiedSession,
  market: Market,
  reference: OrderReference,
  options: CallOptions = {},
): Promise<Located | null> {
  const { raw } = session
  if ('clientOrderId' in reference) return findByClientId(session, market, reference.clientOrderId, options)
  const { orderId } = reference
  if (!isPlain(orderId)) return null
  if (session.memory.order(orderId)?.list !== 'strategy') {
    const row = await raw.orderInfo({ orderId: strategyId(orderId) }, options).catch(nullWhenNotFound)
    if (row?.orderId === orderId && row.symbol === market.nativeId) return asNormal(session, row)
  }
  const order = await strategyOrderOf(session, market, orderId)
  return order === null ? null : { list: 'strategy', order }
}

async function asNormal(session: UnifiedSession, row: OrderRow): Promise<Located | null> {
  const [order] = await ordersFrom(session, [row])
  return order === undefined ? null : { list: 'normal', order }
}

/** @throws GatewayError `not-found` */
export async function fetchLocated(
  session: UnifiedSession,
  market: Market,
  reference: OrderReference,
  options: CallOptions = {},
): Promise<Located> {
  const found = await findLocated(session, market, reference, options)
  if (found !== null) return found
  throw notFound(reference)
}

/** By order-info, then among the symbol's open and finished orders, in case that forgets client ids as v2's does. */
async function findByClientId(
  session: UnifiedSession,
  market: Market,
  clientOid: string,
  options: CallOptions,
): Promise<Located | null> {
  if (!isPlain(clientOid)) return null
  const { raw, memory } = session
  const { nativeId: symbol } = market
  const is = (row: OrderRow): boolean => row.clientOid === clientOid && row.symbol === symbol
  const row = await raw.orderInfo({ clientOid }, options).catch(nullWhenNotFound)
  if (row !== null && is(row)) return asNormal(session, row)
  const exactly = { mustRead: holds(clientOid) }
  const search = new Search(session.shared.venue)
  const whenCut = search.cut
  const open = await allPages((cursor) => raw.unfilledOrders({ symbol, cursor }, exactly), maxHistoryPages, whenCut)
  const current = open.find(is)
  if (current !== undefined) return asNormal(session, current)
  const sentAt = memory.sentAt(clientOid)
  const finished = await finishedOrders(session, {
    symbol,
    since: sentAt === null ? null : sentAt - clockSlackMs,
    maxPages: maxHistoryPages,
    whenCut,
    enough: (rows) => rows.some(is),
    options: exactly,
  })
  const ended = finished.find(is)
  return ended === undefined ? search.nothing() : asNormal(session, ended)
}

/**
 * One strategy order, or one leg of it, as far as Bitget has such for spot. @throws GatewayError when a list of them
 * cannot be read, or the order's own row: then nobody knows whether it is there.
 */
async function strategyOrderOf(session: UnifiedSession, { nativeId }: Market, orderId: string): Promise<Order | null> {
  const { raw, memory, shared } = session
  const markets = await shared.markets.unified.all()
  const own = strategyId(orderId)
  const options = { mustRead: holds(own) }
  const among = (rows: readonly StrategyRow[], list: 'unfilled' | 'finished'): Order | undefined =>
    rows
      .filter((row) => row.orderId === own && row.symbol === nativeId)
      .flatMap((row) => strategyOrders(row, { among: list, markets, memory }))
      .find(({ id }) => id === orderId)
  const open = await raw.unfilledStrategyOrders(options).catch(noneWhenRefused)
  const waiting = among(open, 'unfilled')
  if (waiting !== undefined) return waiting
  const search = new Search(shared.venue)
  const ended = await finishedStrategies(session, {
    since: null,
    maxPages: maxHistoryPages,
    whenCut: search.cut,
    enough: (rows) => rows.some((row) => row.orderId === own),
    options,
  }).catch(noneWhenRefused)
  return among(ended, 'finished') ?? search.nothing()
}

/** A refusal says that Bitget has no strategy orders for spot. */
function noneWhenRefused(error: unknown): readonly never[] {
  if (isJudgement(error) || isNotFound(error)) return []
  throw error
}

/** What came of a request, with its exits where they can be seen; null: nothing that Bitget shows. */
export async function findPlaced(
  session: UnifiedSession,
  request: OrderRequest,
  clientOrderId: string,
): Promise<PlacedOrder | null> {
  const { market } = await session.markets.of(request.symbol)
  const known = session.memory.orderIdOf(clientOrderId)
  const { symbol } = request
  const reference = known === null ? { symbol, clientOrderId } : { symbol, orderId: known }
  const found = await findLocated(session, market, reference, { priority: 'order' })
  if (found === null) return null
  const { order } = found
  session.memory.claim(clientOrderId, order.id, found.list)
  const exits = attachedExits(request)
  if (exits === null) return { order, legs: [], notes: [] }
  if (session.memory.entry(order.id) === null) {
    const { id, nativeSymbol, side } = order
    session.memory.rememberEntry({ id, nativeSymbol, side, exits })
  }
  return { order: asEntry(order), legs: await exitsOfEntry(session, market, order, exits), notes: [] }
}
