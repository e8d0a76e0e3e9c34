import { GatewayError } from '../../../src-shared/errors.ts'
import { isFinal, type Order } from '../../../src-shared/order.ts'
import type { OrderReference } from '../base-exchange-client.ts'
import { notFound, nullWhenNotFound, orderParams } from './finding.ts'
import { orderFrom } from './mapping.ts'
import type { OrderRecord } from './schemas.ts'
import { type BinanceSession, marketOf } from './session.ts'

/**
 * Source: DELETE /order, which takes the order's whole list along. "Unknown order" and an unclear end are settled by asking for the
 * order: if it is finished, that state is the answer.
 */
export async function cancel({ raw, shared }: BinanceSession, reference: OrderReference): Promise<Order> {
  const { nativeId } = (await marketOf(shared, reference.symbol)).market
  const markets = await shared.markets()
  const params = orderParams(reference, nativeId)
  try {
    const records = await raw.cancelOrder(params)
    const record = records.find((each) => isMeant(each, reference))
    return orderFrom(record ?? (await raw.queryOrder(params, 'cancel')), markets, records)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    if (error.class !== 'not-found' && error.class !== 'unknown-outcome') throw error
    const record = await raw.queryOrder(params, 'cancel').catch(nullUnlessCertain)
    if (record === null) throw error.class === 'not-found' ? notFound(error, reference) : error
    const order = orderFrom(record, markets)
    if (isFinal(order.status)) return order
    throw error
  }
}

function isMeant(record: OrderRecord, reference: OrderReference): boolean {
  if ('orderId' in reference) return record.orderId === reference.orderId
  return (record.origClientOrderId ?? record.clientOrderId) === reference.clientOrderId
}

/** After a cancel with an unclear end: no order, or no answer either, leaves the end unclear. */
function nullUnlessCertain(error: unknown): null {
  if (error instanceof GatewayError && error.class !== 'bug') return null
  return nullWhenNotFound(error)
}
