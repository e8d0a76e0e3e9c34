import type { Order } from '../../../src-shared/order.ts'
import { type Urgency, usual } from '../http/urgency.ts'
import { OrderAges } from './limits.ts'
import { orderFrom } from './map-orders.ts'
import type { KrakenMarkets } from './markets.ts'
import { KrakenRawClient } from './raw-client.ts'
import type { OrderRecord } from './schemas.ts'
import { KrakenRest, type Signatory } from './transport.ts'
import type { KrakenVenue } from './venue.ts'

/** The client, the markets and the memory that one operation works with. */
export interface KrakenSession {
  readonly raw: KrakenRawClient
  readonly shared: KrakenVenue
  readonly ages: OrderAges
  readonly urgency: Urgency
}

/** A session of one account. */
export function openSession(shared: KrakenVenue, signatory: Signatory): KrakenSession {
  const raw = new KrakenRawClient(new KrakenRest(shared, signatory))
  return { raw, shared, ages: new OrderAges(), urgency: usual }
}

/**
 * The id of the pair that an order was placed on; the symbol itself where Kraken no longer lists it, for its orders may
 * outlive it.
 */
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
