import { randomUUID } from 'node:crypto'
import { GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import { isFinal, type Order, type Origin } from '../../src-shared/order.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { RunOrder } from './run-store.ts'
import type { VerifyingDesk } from './verification-parts.ts'

export interface CleaningParts {
  readonly accountId: string
  readonly client: BaseExchangeClient
  readonly desk: VerifyingDesk
  readonly origin: (requestId: string) => Origin
  readonly pause: (ms: number) => Promise<void>
}

export interface Cleaned {
  /** Nothing of it stands any more, and the exchange shows so. */
  readonly gone: boolean
  /**
   * What the exchange calls the order and its legs; where it is not gone, only what still stands, as far as that is
   * known.
   */
  readonly orderIds: readonly string[]
  /** How many cancellations it took, of all orders together. */
  readonly cancelled: number
}

const looks = 5
const betweenLooksMs = 600

/**
 * Ends orders of a run, whatever is known of them: looks for them under our ids and the exchange's, cancels what
 * stands, and looks again. Touches nothing that the run did not place. `doubtful`: they may be from a process that
 * ended before it had an answer, so that their ids are sought. Never throws: what could not be shown is not gone.
 * @returns one for each order.
 */
export async function cleanUp(
  parts: CleaningParts,
  orders: readonly RunOrder[],
  { doubtful }: { readonly doubtful: boolean },
): Promise<readonly Cleaned[]> {
  const bySymbol = Map.groupBy(orders, ({ symbol }) => symbol)
  const cleaned = new Map<RunOrder, Cleaned>()
  for (const [symbol, some] of bySymbol) {
    const sought = new Map<RunOrder, Sought>()
    for (const order of some) {
      const isKnown = !doubtful && order.orderIds.length > 0
      sought.set(order, isKnown ? { orderIds: order.orderIds, isSettled: true } : await seek(parts, order))
    }
    for (const order of some) release(parts, order)
    const { standing, cancelled } = await endAll(parts, symbol, sought)
    for (const [order, { orderIds, isSettled }] of sought) {
      const own = standing?.filter(
        ({ id, clientOrderId }) => clientOrderId?.startsWith(order.clientOrderId) === true || orderIds.includes(id),
      )
      const gone = own?.length === 0 && isSettled
      if (gone) release(parts, order)
      cleaned.set(order, {
        gone,
        orderIds: gone ? orderIds : (own?.map(({ id }) => id) ?? orderIds),
        cancelled,
      })
    }
  }
  return orders.map((order) => cleaned.get(order) ?? { gone: false, orderIds: order.orderIds, cancelled: 0 })
}

/**
 * Exits of a run protect nothing: nobody is to be told that they are gone. An entry that stands keeps its own until it
 * has been cancelled.
 */
function release({ accountId, desk, origin }: CleaningParts, { clientOrderId }: RunOrder): void {
  try {
    desk.brackets.release(accountId, clientOrderId, origin(`verify-release-${randomUUID()}`))
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
  }
}

interface Sought {
  readonly orderIds: readonly string[]
  /** false: nobody knows yet what became of it. */
  readonly isSettled: boolean
}

/** Cancels and looks, a few times. `standing`: what the last look showed; null: the exchange did not say. */
async function endAll(
  parts: CleaningParts,
  symbol: string,
  sought: ReadonlyMap<RunOrder, Sought>,
): Promise<{ readonly standing: readonly Order[] | null; readonly cancelled: number }> {
  const ids = new Set([...sought.values()].flatMap(({ orderIds }) => orderIds))
  const names = [...sought.keys()].map(({ clientOrderId }) => clientOrderId)
  let standing: readonly Order[] | null = null
  let cancelled = 0
  for (let look = 0; look < looks; look += 1) {
    if (look > 0) await parts.pause(betweenLooksMs)
    standing = await standingOf(parts.client, symbol, names, ids)
    if (standing === null) continue
    if (standing.length === 0) break
    for (const { id } of standing) ids.add(id)
    if (await cancel(parts, standing)) cancelled += 1
  }
  return { standing, cancelled }
}

/** Every id under which it may stand; not settled: nobody knows yet what became of it. */
async function seek({ accountId, client, desk }: CleaningParts, order: RunOrder): Promise<Sought> {
  const ids = new Set(order.orderIds)
  const { clientOrderId, symbol } = order
  let isSettled = true
  try {
    if (order.operation === 'place') {
      const outcome = await desk.outcomeOf(accountId, order.origin)
      if (outcome?.outcome === 'unknown') isSettled = false
      if (outcome?.outcome === 'accepted')
        for (const { id } of [outcome.placed.order, ...outcome.placed.legs]) ids.add(id)
      const found = await client.findOrder(order.request, clientOrderId)
      if (found !== null) for (const { id } of [found.order, ...found.legs]) ids.add(id)
    } else {
      // An edit that was cut off is settled by the desk; what took the old order's place has this id.
      if (desk.openWork(accountId).orders > 0) isSettled = false
      ids.add((await client.fetchOrder({ symbol, clientOrderId })).id)
    }
  } catch (error) {
    if (toGatewayError(error).class !== 'not-found') isSettled = false
  }
  return { orderIds: [...ids], isSettled }
}

/**
 * What of it is open, by the exchange's list and, for what the list may leave out, one by one; null: the exchange did
 * not say.
 */
async function standingOf(
  client: BaseExchangeClient,
  symbol: string,
  names: readonly string[],
  ids: ReadonlySet<string>,
): Promise<readonly Order[] | null> {
  try {
    const open = await client.fetchOpenOrders(symbol)
    const listed = open.filter((order) => ids.has(order.id) || names.some((name) => isNamed(order, name)))
    if (listed.length > 0) return listed
    const alone: Order[] = []
    for (const orderId of ids) {
      const order = await openOrNull(client, { symbol, orderId })
      if (order !== null) alone.push(order)
    }
    return alone
  } catch {
    return null
  }
}

/** The order itself, or a leg, whose id begins with the order's. */
function isNamed(order: Order, clientOrderId: string): boolean {
  return order.clientOrderId?.startsWith(clientOrderId) === true
}

async function openOrNull(
  client: BaseExchangeClient,
  reference: { readonly symbol: string; readonly orderId: string },
): Promise<Order | null> {
  try {
    const order = await client.fetchOrder(reference)
    return isFinal(order.status) ? null : order
  } catch (error) {
    if (toGatewayError(error).class === 'not-found') return null
    throw error
  }
}

/** Cancels the first that can be: it takes its list along. @returns whether something was cancelled. */
async function cancel({ accountId, desk, origin }: CleaningParts, standing: readonly Order[]): Promise<boolean> {
  for (const { id: orderId, symbol } of standing) {
    try {
      await desk.cancel({ accountId, orderId, symbol }, origin(`verify-cancel-${randomUUID()}`))
      return true
    } catch {
      // The next look tells whether it stands all the same.
    }
  }
  return false
}
