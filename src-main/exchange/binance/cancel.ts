import { GatewayError } from '../../../src-shared/errors.ts'
import { isFinal, type Order } from '../../../src-shared/order.ts'
import type { OrderReference } from '../core/base-exchange-client.ts'
import { isRefusal, namedBy, notFound, nullWhenNotFound, unconfirmedCancel } from '../orders/references.ts'
import { orderParams } from './find.ts'
import { orderFrom } from './map-orders.ts'
import type { BinanceMarkets } from './markets.ts'
import type { OrderRecord } from './schemas.ts'
import type { BinanceSession } from './session.ts'

/**
 * Source: DELETE /order, which takes the order's whole list along. "Unknown order", any other refusal and an unclear
 * end are settled by asking for the order: if it is finished, that state is the answer.
 */
export async function cancel({ raw, shared }: BinanceSession, reference: OrderReference): Promise<Order> {
  const nativeId = await shared.markets.nativeIdOf(reference.symbol)
  const markets = await shared.markets.all()
  const params = orderParams(reference, nativeId)
  try {
    const records = await raw.cancelOrder(params)
    const record = records.find((each) => isMeant(each, reference))
    return orderFrom(record ?? (await raw.queryOrder(params, 'cancel')), markets, records)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    if (error.class !== 'not-found' && error.class !== 'unknown-outcome' && !isRefusal(error)) throw error
    return settle(error, reference, markets, () => raw.queryOrder(params, 'cancel'))
  }
}

/**
 * What a cancel that did not succeed has left, by the order itself. @throws GatewayError the cancel's own error where
 * that does not tell.
 */
async function settle(
  error: GatewayError,
  reference: OrderReference,
  markets: BinanceMarkets,
  read: () => Promise<OrderRecord>,
): Promise<Order> {
  const saysUnknown = error.class === 'not-found'
  let record: OrderRecord | null
  try {
    record = await read().catch(nullWhenNotFound)
  } catch (failure) {
    if (!(failure instanceof GatewayError) || failure.class === 'bug') throw failure
    throw saysUnknown ? unconfirmedCancel(namedBy(reference)) : error
  }
  if (record === null) throw saysUnknown ? notFound(reference, error) : error
  const order = orderFrom(record, markets)
  if (isFinal(order.status)) return order
  throw saysUnknown ? unconfirmedCancel(namedBy(reference)) : error
}

function isMeant(record: OrderRecord, reference: OrderReference): boolean {
  if ('orderId' in reference) return record.orderId === reference.orderId
  return (record.origClientOrderId ?? record.clientOrderId) === reference.clientOrderId
}
