import { isFinal, type Order } from '../../../src-shared/order.ts'
import { orderFrom } from './map-orders.ts'
import { pairOrders, stopOrderFrom } from './own/conditional-mapping.ts'
import type { OrderRecord } from './schemas.ts'
import type { KuCoinSession } from './session.ts'

/**
 * Everything that is open: plain orders (asked symbol by symbol, for KuCoin has no list of all), stop orders that wait,
 * and both legs of pairs. `nativeId` null: on every symbol. Legs that the list of stop orders repeats are told once, as
 * legs.
 */
export async function openOrders(session: KuCoinSession, nativeId: string | null): Promise<readonly Order[]> {
  const { conditional, memory, shared } = session
  const [plain, stops, pairs, markets] = await Promise.all([
    activeOrders(session, nativeId),
    conditional.stops(nativeId),
    conditional.openOcos(nativeId),
    shared.markets.all(),
  ])
  for (const pair of pairs) memory.rememberPair(pair)
  const legs = pairs.flatMap((pair) => pairOrders(pair, markets)).filter(mayWait)
  const legIds = new Set(pairs.flatMap(({ orders }) => orders.map(({ id }) => id)))
  const waiting = stops
    .filter(({ id }) => !legIds.has(id))
    .map((record) => stopOrderFrom(record, markets))
    .filter(mayWait)
  for (const order of waiting) memory.rememberStop(order)
  const orders = plain
    .filter(({ active }) => active)
    .map((record) => orderFrom(record, markets, { reducedTo: memory.reducedTo(record.id) }))
  return [...orders, ...waiting, ...legs]
}

/**
 * What triggered goes on as another order, which is listed as such. A word that we do not know is shown as that:
 * unknown.
 */
function mayWait({ status, nativeStatus }: Order): boolean {
  return !isFinal(status) && nativeStatus !== 'TRIGGERED' && nativeStatus !== 'DONE'
}

async function activeOrders({ raw }: KuCoinSession, nativeId: string | null): Promise<readonly OrderRecord[]> {
  const symbols = nativeId === null ? await raw.activeSymbols() : [nativeId]
  return (await Promise.all(symbols.map((symbol) => raw.activeOrders(symbol)))).flat()
}
