import { GatewayError } from '../../../../src-shared/errors.ts'
import { labelOf } from '../../../../src-shared/exchange-profiles.ts'
import { type Exits, isFinal, type Order, type OrderChange } from '../../../../src-shared/order.ts'
import type { EditedOrder, OrderReference } from '../../core/base-exchange-client.ts'
import { soundsBusy } from '../../http/busy-words.ts'
import type { Permit } from '../../http/permit.ts'
import { carries, type ChangedRequest, changedTerms, editUnsupported } from '../../orders/change.ts'
import { asEntry } from '../../orders/exits.ts'
import { orderAsAsked } from '../../orders/order-as-asked.ts'
import { readUntil } from '../../orders/read-back.ts'
import { bitgetChange } from '../edit.ts'
import type { BitgetMarket } from '../markets.ts'
import { normaliseAt } from '../normalise.ts'
import { checkClientId } from '../own/requests.ts'
import { encodePresets, rememberedOf } from './encode.ts'
import { findLocated, fetchLocated, findAmongUnfilled } from './find.ts'
import { exitsOf } from './map-orders.ts'
import type { ClassicSession } from './session.ts'

const readAttempts = 4

/**
 * Changes an open order. A limit order is cancelled and replaced in one call (POST cancel-replace-order), which wants
 * price and size whatever changes, and the exits again: those left out are dropped, as far as anybody knows. A plan
 * order is changed in place (POST modify-plan-order). A TP/SL order cannot be changed.
 *
 * Refused for post-only orders, since the call has no place for that and their replacement could take, and once an
 * order has begun to fill. The exchange does not check the latter: a fill between our look and the replacement makes
 * the replacement too large by as much.
 */
export async function edit(
  session: ClassicSession,
  reference: OrderReference,
  change: OrderChange,
  clientOrderId: string,
  permit: Permit,
): Promise<EditedOrder> {
  const on = await session.markets.of(reference.symbol)
  const { order, list } = await fetchLocated(session, on.market, reference, { priority: 'order' })
  const wanted = bitgetChange(order, change)
  if (list === 'tpsl') throw editUnsupported(order, 'bitget')
  if (order.filled.isPositive()) throw new GatewayError('refused', 'order.edit.partially_filled')
  if (list === 'plan') {
    if (!order.waiting) throw editUnsupported(order, 'bitget')
    return modifyPlan(session, order, await normalised(session, wanted, on), on, permit)
  }
  if (wanted.kind !== 'limit' || wanted.postOnly) throw editUnsupported(order, 'bitget')
  const { exits, postOnly } = await carriedNow(session, order, on)
  if (postOnly) throw editUnsupported(order, 'bitget')
  const request = await normalised(session, { ...wanted, exits }, on)
  return replace(session, order, request, exits, on, clientOrderId, permit)
}

async function normalised(
  { shared }: ClassicSession,
  wanted: ChangedRequest,
  on: BitgetMarket,
): Promise<ChangedRequest> {
  return (await normaliseAt(shared, wanted, on)) as ChangedRequest
}

/**
 * What only the list of unfilled orders shows of an order: its exits, and whether it may take. @throws GatewayError
 * when that cannot be read: nothing was sent then.
 */
async function carriedNow(
  session: ClassicSession,
  order: Order,
  { market }: BitgetMarket,
): Promise<{ readonly exits: Exits | null; readonly postOnly: boolean }> {
  const sighting = await findAmongUnfilled(session, market, order.id, { priority: 'order' })
  if (sighting === null || sighting.list === 'plan')
    return { exits: session.memory.entry(order.id)?.exits ?? null, postOnly: false }
  return { exits: exitsOf(sighting.row), postOnly: sighting.row.force === 'post_only' }
}

async function replace(
  session: ClassicSession,
  order: Order,
  request: ChangedRequest,
  exits: Exits | null,
  { market }: BitgetMarket,
  clientOrderId: string,
  permit: Permit,
): Promise<EditedOrder> {
  if (request.kind !== 'limit') throw editUnsupported(order, 'bitget')
  checkClientId(clientOrderId)
  const { raw, memory, shared } = session
  const { nativeId: nativeSymbol } = market
  const at = shared.venue.clock.serverNow()
  memory.rememberSending(clientOrderId, at)
  const params = {
    symbol: nativeSymbol,
    orderId: order.id,
    price: request.price.toString(),
    size: request.quantity.toString(),
    newClientOid: clientOrderId,
    ...(exits !== null && encodePresets(exits)),
  }
  const answer = await raw.cancelReplaceOrder(params, permit)
  const { orderId } = answer
  if (answer.success !== 'success' || orderId === '')
    throw await replaceFailure(session, order, answer.msg, market.symbol)
  memory.claim(clientOrderId, orderId, 'normal')
  memory.rememberOrder(orderId, rememberedOf(request))
  if (exits !== null) memory.rememberEntry({ id: orderId, nativeSymbol, side: order.side, exits })
  const read = await readUntil(
    session.shared.venue,
    readAttempts,
    async () =>
      (await findLocated(session, market, { symbol: market.symbol, orderId }, { priority: 'order', attempts: 1 }))
        ?.order ?? null,
    () => true,
  )
  const fresh = read ?? orderAsAsked(request, { id: orderId, clientOrderId, nativeSymbol, at })
  return { order: exits === null ? fresh : asEntry(fresh), previousOrderId: order.id, how: 'replace' }
}

/**
 * What a replacement that failed under a code of success has left behind: the order as it was, or no order at all, as
 * happens when the new one's client id was taken. Only the order itself tells which.
 */
async function replaceFailure(
  session: ClassicSession,
  order: Order,
  reason: string,
  symbol: string,
): Promise<GatewayError> {
  const orderId = order.id
  const { market } = await session.markets.of(symbol)
  const found = await readUntil(
    session.shared.venue,
    2,
    () => findLocated(session, market, { symbol, orderId }, { priority: 'order' }),
    () => true,
  )
  const words = { exchange: 'bitget', httpStatus: 200, code: null, message: reason } as const
  // "Try again" is no verdict: the replacement may be on its way.
  const busy = soundsBusy(reason)
  if (found === null || (busy && !isFinal(found.order.status)))
    return new GatewayError('unknown-outcome', 'order.edit.unknown', { orderId }, { exchange: words })
  if (!isFinal(found.order.status)) {
    const params = { exchange: labelOf('bitget'), orderId, reason }
    return new GatewayError('refused', 'bitget.replace_failed', params, { exchange: words })
  }
  if (busy && found.order.status === 'cancelled') {
    const key = 'order.edit.cancelled_replacement_unknown'
    return new GatewayError('unknown-outcome', key, { orderId }, { exchange: words })
  }
  if (found.order.status === 'cancelled')
    return new GatewayError('refused', 'order.edit.cancelled_not_replaced', { orderId, reason }, { exchange: words })
  const params = { orderId, status: found.order.status }
  return new GatewayError('refused', 'order.edit.not_open', params, { exchange: words, field: 'orderId' })
}

async function modifyPlan(
  session: ClassicSession,
  order: Order,
  request: ChangedRequest,
  { market }: BitgetMarket,
  permit: Permit,
): Promise<EditedOrder> {
  if (!('triggerPrice' in request)) throw editUnsupported(order, 'bitget')
  const params = {
    orderId: order.id,
    triggerPrice: request.triggerPrice.toString(),
    ...('price' in request ? { orderType: 'limit', executePrice: request.price.toString() } : { orderType: 'market' }),
    size: request.quantity.toString(),
  }
  await session.raw.modifyPlanOrder(params, permit)
  session.memory.rememberOrder(order.id, rememberedOf(request))
  const reference = { symbol: market.symbol, orderId: order.id }
  const read = await readUntil(
    session.shared.venue,
    readAttempts,
    async () => (await findLocated(session, market, reference, { priority: 'order' }))?.order ?? null,
    (each) => carries(each, request),
  )
  const accepted = {
    ...order,
    quantity: request.quantity,
    terms: changedTerms(order.terms, request),
  }
  return { order: read ?? accepted, previousOrderId: order.id, how: 'in_place' }
}
