import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import { message, type MessageRef } from '../../../src-shared/messages/index.ts'
import type { Order, PlacedOrder } from '../../../src-shared/order.ts'
import type { OrderReference } from '../core/base-exchange-client.ts'
import type { Params } from '../http/query.ts'
import { legIds } from '../orders/leg-ids.ts'
import { nullWhenNotFound } from '../orders/references.ts'
import { orderFrom } from './map-orders.ts'
import type { BinanceMarkets } from './markets.ts'
import type { OrderRecord } from './schemas.ts'
import type { BinanceSession } from './session.ts'

/** What names an order in Binance's parameters. */
export function orderParams(reference: OrderReference, nativeId: string): Params {
  return 'orderId' in reference
    ? { symbol: nativeId, orderId: reference.orderId }
    : { symbol: nativeId, origClientOrderId: reference.clientOrderId }
}

/**
 * Members matched by their ids, never by their place in the answer; a note for each exit that the exchange refused when
 * its turn came.
 */
export function assemble(
  records: readonly OrderRecord[],
  clientOrderId: string,
  markets: BinanceMarkets,
): PlacedOrder | null {
  const ids = legIds(clientOrderId)
  const byId = (id: string): Order | null => {
    const record = records.find((each) => each.clientOrderId === id)
    return record === undefined ? null : orderFrom(record, markets, records)
  }
  const members = [ids.order, ids.takeProfit, ids.stopLoss].map(byId).filter((order) => order !== null)
  const [order, ...legs] = members
  return order === undefined ? null : { order, legs, notes: legs.flatMap(refusedExit) }
}

/** Such an exit leaves the position without it, and nothing else tells. */
function refusedExit({ id, status }: Order): readonly MessageRef[] {
  return status === 'rejected'
    ? [message('order.note.exit_refused', { exchange: labelOf('binance'), orderId: id })]
    : []
}

/**
 * What the exchange has under a request's ids: each order by its own id, and when none is there the list by its id.
 * null: nothing. Source: GET /order by origClientOrderId (memory, then database), GET /orderList.
 */
export async function find(
  session: BinanceSession,
  about: { readonly symbol: string },
  clientOrderId: string,
  isList = true,
): Promise<PlacedOrder | null> {
  const ids = legIds(clientOrderId)
  const markets = await session.shared.markets.all()
  const asked = isList ? [ids.order, ids.takeProfit, ids.stopLoss] : [ids.order]
  const found = await Promise.all(
    asked.map((id) => fetchOrNull(session, { symbol: about.symbol, origClientOrderId: id })),
  )
  const records = found.filter((record) => record !== null)
  if (records.length > 0 || !isList) return assemble(records, clientOrderId, markets)
  const list = await session.raw.queryOrderList(ids.list).catch(nullWhenNotFound)
  if (list === null) return null
  const members = await Promise.all(
    list.orders.map(({ orderId }) => fetchOrNull(session, { symbol: list.symbol, orderId })),
  )
  return assemble(
    members.filter((record) => record !== null),
    clientOrderId,
    markets,
  )
}

async function fetchOrNull(
  { raw }: BinanceSession,
  params: Readonly<Record<string, string>>,
): Promise<OrderRecord | null> {
  return raw.queryOrder(params, 'order').catch(nullWhenNotFound)
}
