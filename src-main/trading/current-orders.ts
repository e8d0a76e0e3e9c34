import type { EndReason } from '../../src-shared/end-reason.ts'
import type { LifecycleState } from '../../src-shared/journal.ts'
import {
  isFinal,
  type Order,
  type OrderStatus,
  type PlacedOrder,
  withoutContradiction,
} from '../../src-shared/order.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { Clock } from '../infra/clock.ts'
import { parseHeldExitId } from './brackets/held-exit.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Operation } from './operation.ts'

/** Where the present state of an operation's orders can be learnt. */
export interface OrderSources {
  /** @throws GatewayError where there is none (any more). */
  readonly client: () => BaseExchangeClient
  /** What the journal saw last of an order; null: it is not one of ours. */
  readonly lifecycleOf: (orderId: string) => Lifecycle | null
  /** Why an order of ours ended, as far as the journal knows. */
  readonly endOf: (orderId: string) => EndReason | null
  /** The exits that the application holds at this moment. */
  readonly heldHere: () => readonly Order[]
  readonly clock: Clock
  /** How long the exchange is waited for. */
  readonly patienceMs: number
}

/**
 * The orders of an accepted operation as they stand now: as the exchange shows them, and where it cannot be asked, as
 * the journal last saw them. Never throws: that the order was placed is the answer, whether or not anybody can be asked
 * about it now.
 */
export async function currentOrders(
  operation: Operation,
  placed: PlacedOrder,
  sources: OrderSources,
): Promise<PlacedOrder> {
  const { notes } = placed
  const all = [placed.order, ...placed.legs]
  if (all.every(({ status }) => isFinal(status))) return placed
  const shown = await inTime(sources, fetchFromExchange(operation, placed, sources.client))
  const now = (order: Order): Order => shown?.get(order.id) ?? fromJournal(order, sources)
  const known = new Set(all.map(({ id }) => id))
  const later = [...(shown?.values() ?? [])].filter(({ id }) => !known.has(id))
  return { order: now(placed.order), legs: [...placed.legs.map(now), ...later], notes }
}

/** By order id; null: the exchange did not tell. */
async function fetchFromExchange(
  operation: Operation,
  { order }: PlacedOrder,
  clientOf: OrderSources['client'],
): Promise<ReadonlyMap<string, Order> | null> {
  if (parseHeldExitId(order.id) !== null) return null
  try {
    const client = clientOf()
    const { sentRequest = null, clientOrderId = null } = operation.operation === 'place' ? operation : {}
    if (sentRequest === null || clientOrderId === null)
      return byId([await client.fetchOrder({ symbol: order.symbol, orderId: order.id })])
    const found = await client.findOrder(sentRequest, clientOrderId)
    return found && byId([found.order, ...found.legs])
  } catch {
    return null
  }
}

/** What comes in time, else null. */
function inTime<T>({ clock, patienceMs }: OrderSources, asked: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(patienceMs, () => resolve(null))
    asked.finally(cancel).then(resolve, reject)
  })
}

const byId = (orders: readonly Order[]): ReadonlyMap<string, Order> => new Map(orders.map((order) => [order.id, order]))

function fromJournal(order: Order, { lifecycleOf, endOf, heldHere }: OrderSources): Order {
  if (parseHeldExitId(order.id) !== null)
    return heldHere().find(({ id }) => id === order.id) ?? { ...order, status: 'unknown', waiting: false }
  const seen = lifecycleOf(order.id)
  if (seen === null) return order
  const status = statusOf(seen.state)
  if (status === null) return order
  return withoutContradiction({
    ...order,
    status,
    endReason: endOf(order.id),
    filled: seen.filled,
    quantity: seen.quantity,
  })
}

function statusOf(state: LifecycleState): OrderStatus | null {
  switch (state) {
    case 'accepted':
      return 'open'
    case 'partially_filled':
    case 'filled':
    case 'cancelled':
    case 'rejected':
    case 'expired':
      return state
    case 'intent':
    case 'sent':
    case 'unknown':
    case 'needs_attention':
      return null
  }
}
