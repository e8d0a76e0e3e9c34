import { GatewayError } from '../../../src-shared/errors.ts'
import type { Order } from '../../../src-shared/order.ts'
import type { OrderReference } from '../core/base-exchange-client.ts'
import type { KrakenVenue } from './venue.ts'
import type { OrderAges } from './limits.ts'
import { orderFrom } from './map-orders.ts'
import type { KrakenMarkets } from './markets.ts'
import type { KrakenRawClient } from './raw-client.ts'
import type { OrderRecord } from './schemas.ts'

/** The client, the markets and the memory that one operation works with. */
export interface KrakenSession {
  readonly raw: KrakenRawClient
  readonly shared: KrakenVenue
  readonly ages: OrderAges
}

/** The id of the pair that an order was placed on; the symbol itself where Kraken no longer lists it, for its orders may outlive it. */
export async function pairOf(shared: KrakenVenue, symbol: string): Promise<string> {
  return (await shared.markets.all()).bySymbol.get(symbol)?.market.nativeId ?? symbol
}

/** An order in our words; its age is remembered, since what cancelling it costs depends on that. */
export function readOrder(
  { shared, ages }: KrakenSession,
  markets: KrakenMarkets,
  id: string,
  record: OrderRecord,
): Order {
  ages.note(id, record.opentm)
  return orderFrom(id, record, { markets, ids: shared.ids })
}

/** "No such order" in the caller's own terms; every other error as it is. */
export function aboutOrder(error: unknown, reference: OrderReference): unknown {
  if (!(error instanceof GatewayError) || error.class !== 'not-found') return error
  return notFound(reference, error)
}

export function notFound(reference: OrderReference, cause?: GatewayError): GatewayError {
  const orderId = 'orderId' in reference ? reference.orderId : reference.clientOrderId
  const details = { field: 'orderId', ...(cause?.exchange && { exchange: cause.exchange }) }
  return new GatewayError('not-found', 'order.not_found', { orderId, symbol: reference.symbol }, details)
}
