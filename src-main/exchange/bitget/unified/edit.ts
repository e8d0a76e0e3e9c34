import { GatewayError } from '../../../../src-shared/errors.ts'
import type { Market } from '../../../../src-shared/market.ts'
import type { Order, OrderChange } from '../../../../src-shared/order.ts'
import type { EditedOrder, OrderReference } from '../../core/base-exchange-client.ts'
import type { Permit } from '../../http/permit.ts'
import { carries, type ChangedRequest, changedTerms, editUnsupported } from '../../orders/change.ts'
import { readUntil } from '../../orders/read-back.ts'
import { bitgetChange } from '../edit.ts'
import { normaliseAt } from '../normalise.ts'
import { findLocated, fetchLocated } from './find.ts'
import type { UnifiedSession } from './session.ts'

const readAttempts = 4

/**
 * Changes an open limit order in place; it keeps its id, its terms and the exits that it carries. Source: POST
 * /api/v3/trade/modify-order. The new quantity counts what has filled already, so that it may go down to that and not
 * below.
 */
export async function edit(
  session: UnifiedSession,
  reference: OrderReference,
  change: OrderChange,
  permit: Permit,
): Promise<EditedOrder> {
  const on = await session.markets.of(reference.symbol)
  const { order, list } = await fetchLocated(session, on.market, reference, { priority: 'order' })
  const wanted = bitgetChange(order, change)
  if (list === 'strategy' || wanted.kind !== 'limit') throw editUnsupported(order, 'bitget')
  const exits = session.memory.entry(order.id)?.exits ?? null
  const request = await normaliseAt(session.shared, { ...wanted, exits }, on)
  if (request.kind !== 'limit') throw editUnsupported(order, 'bitget')
  if (request.quantity.lessThan(order.filled)) throw belowFilled(request, order, on.market)
  const qty = request.quantity.toString()
  const params = { orderId: order.id, qty, price: request.price.toString() }
  await session.raw.modifyOrder(params, permit)
  const named = { symbol: reference.symbol, orderId: order.id }
  const read = await readUntil(
    session.shared.venue,
    readAttempts,
    async () => (await findLocated(session, on.market, named, { priority: 'order' }))?.order ?? null,
    (each) => carries(each, request),
  )
  const terms = changedTerms(order.terms, request)
  return {
    order: read ?? { ...order, quantity: request.quantity, terms },
    previousOrderId: order.id,
    how: 'in_place',
  }
}

function belowFilled(
  { quantity }: Pick<ChangedRequest, 'quantity'>,
  { filled }: Order,
  { base: asset, symbol }: Market,
): GatewayError {
  const params = { field: 'quantity', value: quantity.toString(), minimum: filled.toString(), asset, symbol }
  return new GatewayError('refused', 'order.quantity.below_minimum', params, { field: 'quantity' })
}
