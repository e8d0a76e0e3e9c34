import type { Order, OrderFee } from '../../../src-shared/order.ts'
import { isFinal } from '../../../src-shared/order.ts'
import type { BaseExchangeClient } from '../core/base-exchange-client.ts'

const mostAsked = 50
const atOnce = 4
const kept = 5_000

/** Fees of finished orders, which do not change any more, by order id. */
const known = new WeakMap<BaseExchangeClient, Map<string, readonly OrderFee[]>>()

/**
 * Orders with the fees of their fills, where the exchange's lists leave them out (Binance) and it can be asked: the
 * first fifty that nobody asked for yet, each once. What is not told stays as it is.
 */
export async function withFees(client: BaseExchangeClient, orders: readonly Order[]): Promise<readonly Order[]> {
  const fees = known.get(client) ?? new Map<string, readonly OrderFee[]>()
  known.set(client, fees)
  const unknown = orders.filter((order) => lacksFees(order) && !fees.has(order.id)).slice(0, mostAsked)
  const queue = [...unknown]
  const ask = async (): Promise<void> => {
    for (let order = queue.shift(); order; order = queue.shift()) {
      // An exchange that does not answer now is asked again with the next list.
      const told = await client.fetchOrderFees(order).catch(() => null)
      if (told === null) queue.length = 0
      else remember(fees, order.id, told)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, ask))
  return orders.map((order) => (lacksFees(order) ? { ...order, fees: fees.get(order.id) ?? order.fees } : order))
}

function lacksFees(order: Order): boolean {
  return order.fees === null && order.filled.isPositive() && isFinal(order.status)
}

function remember(fees: Map<string, readonly OrderFee[]>, orderId: string, told: readonly OrderFee[]): void {
  fees.set(orderId, told)
  const [oldest] = fees.keys()
  if (fees.size > kept && oldest !== undefined) fees.delete(oldest)
}
