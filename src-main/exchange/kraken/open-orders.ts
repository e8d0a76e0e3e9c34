import type { Order } from '../../../src-shared/order.ts'
import { type KrakenSession, readOrder } from './session.ts'

/** Open orders of every kind; null: of every symbol. Source: OpenOrders, which always lists all of them. */
export async function openOrders(session: KrakenSession, symbol: string | null): Promise<readonly Order[]> {
  const { raw, shared } = session
  if (symbol !== null) await shared.markets.of(symbol)
  const [records, markets] = await Promise.all([raw.openOrders({}), shared.markets.all()])
  const orders = Object.entries(records).map(([id, record]) => readOrder(session, markets, id, record))
  return symbol === null ? orders : orders.filter((order) => order.symbol === symbol)
}
