import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import { message } from '../../../src-shared/messages/index.ts'
import type { OcoRequest, Order, OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import type { Permit } from '../http/permit.ts'
import { orderAsAsked } from '../orders/order-as-asked.ts'
import { acknowledged } from '../orders/read-back.ts'
import { encodeOco, encodeOrder, encodeStop, type PlainRequest, type StopRequest } from './encode.ts'
import { acknowledgedOrder, isDoubtful, orderFrom } from './map-orders.ts'
import type { KuCoinMarkets } from './markets.ts'
import { acknowledgedPair, pairOrders, stopOrderFrom } from './own/conditional-mapping.ts'
import type { FillRecord, OrderRecord, PlacedRecord } from './schemas.ts'
import type { KuCoinSession } from './session.ts'

/** The reads after an acknowledgement: the order stands, so they are few and may fail. */
const afterwards = { priority: 'order', attempts: 2 } as const
/** Between two looks at an order whose queries lag behind its acknowledgement. */
const lagMs = 200
/** A network answers in less; a pause this long settles what KuCoin books late. */
const looks = 3

/** Sends one request, once. Source: POST /hf/orders/sync, POST /stop-order, POST /v3/oco/order. */
export async function place(
  session: KuCoinSession,
  request: OrderRequest,
  clientOrderId: string,
  permit: Permit,
): Promise<PlacedOrder> {
  const nativeId = await session.shared.markets.nativeIdOf(request.symbol)
  // Whatever may fail is done before sending: once KuCoin has acknowledged, no error of ours may hide it.
  const markets = await session.shared.markets.all()
  const on = { nativeId, markets, clientOrderId, permit }
  switch (request.kind) {
    case 'market':
    case 'limit':
      return placePlain(session, request, on)
    case 'oco':
      return placePair(session, request, on)
    case 'trailing_stop': {
      const params = { symbol: request.symbol, exchange: labelOf('kucoin'), kind: request.kind }
      throw new GatewayError('refused', 'order.kind.unsupported', params, { field: 'kind' })
    }
    case 'stop_loss':
    case 'take_profit':
    case 'stop_limit':
    case 'take_profit_limit':
      return placeStop(session, request, on)
  }
}

interface On {
  readonly nativeId: string
  readonly markets: KuCoinMarkets
  readonly clientOrderId: string
  readonly permit: Permit
}

async function placePlain(session: KuCoinSession, request: PlainRequest, on: On): Promise<PlacedOrder> {
  const record = await session.raw.placeOrder(encodeOrder(request, on.nativeId, on.clientOrderId), on.permit)
  return acknowledged(on.clientOrderId, async () => {
    const hasMore = record.status !== 'open' || record.dealSize?.isPositive() === true
    const order = hasMore ? await executedOrder(session, request, record, on) : null
    return { order: order ?? fromAnswer(session, request, record, [], on), legs: [], notes: [] }
  })
}

function fromAnswer(
  { shared }: KuCoinSession,
  request: PlainRequest,
  record: PlacedRecord,
  fills: readonly FillRecord[],
  { clientOrderId, nativeId }: On,
): Order {
  const now = shared.venue.clock.serverNow()
  return acknowledgedOrder(request, clientOrderId, nativeId, { record, fills, now })
}

/**
 * An order that has begun to fill, or ended, with value and fees, which the acknowledgement leaves out: 4 units for
 * both questions.
 */
async function executedOrder(
  session: KuCoinSession,
  request: PlainRequest,
  told: PlacedRecord,
  on: On,
): Promise<Order> {
  const { raw, shared } = session
  const hasFills = told.dealSize?.isPositive() !== false
  let fills: readonly FillRecord[] = []
  for (let look = 1; look <= looks; look += 1) {
    const [record, found] = await Promise.all([
      raw.order(on.nativeId, told.orderId, afterwards).catch(() => null),
      hasFills ? raw.fills(on.nativeId, told.orderId, afterwards).catch(() => []) : [],
    ])
    fills = found
    const isLast = look === looks
    if (record !== null && agrees(record, told) && (isLast || !isDoubtful(record)))
      return orderFrom(record, on.markets, { fills })
    if (!isLast) await shared.venue.pause(lagMs)
  }
  return fromAnswer(session, request, told, fills, on)
}

/** Whether a query has caught up with what the acknowledgement said before. */
function agrees(record: OrderRecord, { dealSize, status }: PlacedRecord): boolean {
  if (dealSize !== null && record.dealSize.lessThan(dealSize)) return false
  return status !== 'done' || !record.active
}

async function placeStop(session: KuCoinSession, request: StopRequest, on: On): Promise<PlacedOrder> {
  const { conditional, memory, shared } = session
  const { nativeId: nativeSymbol, clientOrderId } = on
  const id = await conditional.placeStop(encodeStop(request, nativeSymbol, clientOrderId), on.permit)
  return acknowledged(clientOrderId, async () => {
    const record = await conditional.stop(id, afterwards).catch(() => null)
    const now = shared.venue.clock.serverNow()
    const order =
      record === null
        ? orderAsAsked(request, { id, clientOrderId, nativeSymbol, at: now })
        : stopOrderFrom({ ...record, clientOid: record.clientOid ?? clientOrderId }, on.markets)
    memory.rememberStop(order)
    return { order, legs: [], notes: [message('exchange.kucoin.note.nothing_frozen')] }
  })
}

async function placePair(session: KuCoinSession, request: OcoRequest, on: On): Promise<PlacedOrder> {
  const { conditional, memory, shared } = session
  const { nativeId: nativeSymbol, clientOrderId } = on
  const id = await conditional.placeOco(encodeOco(request, nativeSymbol, clientOrderId), on.permit)
  return acknowledged(clientOrderId, async () => {
    const notes = [message('exchange.kucoin.note.pair_not_frozen')]
    const pair = await conditional.oco(id, afterwards).catch(() => null)
    if (pair !== null) memory.rememberPair(pair)
    const [takeProfit, ...rest] = pair === null ? [] : pairOrders(pair, on.markets)
    if (takeProfit !== undefined) return { order: takeProfit, legs: rest, notes }
    const now = shared.venue.clock.serverNow()
    const order = acknowledgedPair(request, { id, clientOrderId, nativeSymbol, now })
    return { order, legs: [], notes }
  })
}

/** Source: POST /hf/orders/test. @throws GatewayError `refused` for kinds that KuCoin has no dry run for. */
export async function dryRun(session: KuCoinSession, request: OrderRequest, clientOrderId: string): Promise<void> {
  const nativeId = await session.shared.markets.nativeIdOf(request.symbol)
  if (request.kind !== 'market' && request.kind !== 'limit')
    throw new GatewayError('refused', 'exchange.kucoin.no_dry_run', { kind: request.kind }, { field: 'kind' })
  await session.raw.testOrder(encodeOrder(request, nativeId, clientOrderId))
}
