import type { Order } from '../../../src-shared/order.ts'
import { orderFrom } from './map-orders.ts'
import type { BinanceSession } from './session.ts'

/** Open orders of one symbol; null: of all of them, in one request. Source: GET /openOrders. */
export async function openOrders(
  { raw, shared, counts }: BinanceSession,
  symbol: string | null,
): Promise<readonly Order[]> {
  const nativeId = symbol === null ? null : await shared.markets.nativeIdOf(symbol)
  const [records, markets] = await Promise.all([raw.openOrders(nativeId), shared.markets.all()])
  counts.saw(records, nativeId)
  return records.map((record) => orderFrom(record, markets, records))
}
