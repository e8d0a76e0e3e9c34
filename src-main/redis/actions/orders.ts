import { GatewayError } from '../../../src-shared/errors.ts'
import { isFinal, type Order } from '../../../src-shared/order.ts'
import { withFees } from '../../exchange/orders/with-fees.ts'
import type { Told } from '../../trading/live/live.ts'
import { type Action, type ActionContext, asked, done, optionalSymbolOf } from './action.ts'
import { oldestFirst, scan } from './closed-scan.ts'
import { findOrder } from './find-order.ts'
import { exitSourcesOf } from './order-presets.ts'
import { isConditional, type OrderShape, orderShapes } from './order-shape.ts'
import type { Params } from './params.ts'

const defaultLimit = 100
const maxLimit = 1_000

/** Orders as an answer has them. */
export async function ordersAnswer(context: ActionContext, orders: readonly Order[]): Promise<readonly OrderShape[]> {
  const { client, services, account, language } = context
  const told = services.desk.withEndings?.(account.id, orders) ?? orders
  return orderShapes(await withFees(client, told), exitSourcesOf(context), language)
}

/**
 * Open orders, conditional ones and exits that the application holds included, newest first
 * (docs/wire-contract.md §4.10).
 */
export const fetchOpenOrders: Action = {
  needs: 'read',
  run: async (context) => {
    const { params } = context
    const limit = params.count('limit', defaultLimit, maxLimit)
    const isWanted = orderFilter(params)
    const symbol = await optionalSymbolOf(context)
    const told = await openOrders(context, symbol)
    const newestFirst = told.value.toSorted((a, b) => b.createdAt - a.createdAt)
    const wanted = new Set(
      after(newestFirst, params)
        .filter(isWanted)
        .map(({ id }) => id),
    )
    // Shaped before they are picked out: an entry's exits may be other orders of the list.
    const shapes = await ordersAnswer(context, newestFirst)
    const page = shapes.filter(({ id }) => wanted.has(id)).slice(0, limit)
    return done(page, told.ageMs)
  },
}

/** How often a list is asked for while exits go from the application to the exchange, or come back. */
const mostAsked = 3

/** At the exchange and in the application: an exit that changes hands meanwhile would be in neither list. */
async function openOrders(context: ActionContext, symbol: string | null): Promise<Told<readonly Order[]>> {
  const { desk, live } = context.services
  const { id } = context.account
  const ask = (): Promise<readonly Order[]> => desk.openOrders(id, symbol)
  const held = (listed?: readonly Order[]): readonly Order[] => desk.brackets?.heldHere(id, symbol, listed) ?? []
  const heldIds = (): string =>
    held()
      .map((order) => order.id)
      .join()
  for (let times = 1; ; times += 1) {
    const before = heldIds()
    const told = await (live?.openOrders(id, symbol, ask) ?? asked(ask))
    if (before === heldIds() || times === mostAsked) return { ...told, value: [...told.value, ...held(told.value)] }
  }
}

/**
 * Filled, cancelled, rejected and expired orders, newest first; one time bound alone counts too. Without any bound it
 * is a {@link scan}, oldest first.
 */
export const fetchClosedOrders: Action = {
  needs: 'read',
  run: async (context) => {
    const { params } = context
    const limit = params.count('limit', defaultLimit, maxLimit)
    const isWanted = orderFilter(params)
    if (isScan(params)) return done(await ordersAnswer(context, await scanned(context, limit, isWanted)))
    const orders = (await closedOrders(context, limit)).filter(isWanted).slice(0, limit)
    return done(await ordersAnswer(context, orders))
  },
}

const bounds = ['start_time', 'end_time', 'since', 'id_less_than', 'order_id'] as const
const isScan = (params: Params): boolean => !bounds.some((name) => params.has(name))

async function scanned(
  context: ActionContext,
  limit: number,
  isWanted: (order: Order) => boolean,
): Promise<readonly Order[]> {
  const { params, services, account } = context
  const symbol = await optionalSymbolOf(context)
  const closed = (most: number): Promise<readonly Order[]> =>
    services.desk.closedOrders(account.id, { symbol, since: null, until: null, limit: most })
  const held = { any: false }
  const fetch = async (most: number): Promise<readonly Order[]> => {
    const orders = await closed(most)
    const shown = orders.filter((order) => services.trades?.isHeldBack(account.id, order) !== true)
    held.any = shown.length < orders.length
    return shown
  }
  // With a filter the caller does not see everything, so this must not count as a scan: a later one would leave out
  // what was not told.
  if (symbol !== null || params.has('tpsl_type'))
    return oldestFirst((await fetch(params.has('tpsl_type') ? maxLimit : limit)).filter(isWanted).slice(0, limit))
  return scan(services, account.id, { limit, most: maxLimit, now: Date.now(), fetch, isWhole: () => !held.any })
}

async function closedOrders(context: ActionContext, limit: number): Promise<readonly Order[]> {
  const { params, services, account } = context
  const orderId = params.text('order_id')
  if (orderId !== null) return finished(context, orderId)
  const filtered = params.has('id_less_than') || params.has('tpsl_type')
  const orders = await services.desk.closedOrders(account.id, {
    symbol: await optionalSymbolOf(context),
    since: params.time('start_time') ?? params.time('since'),
    until: params.time('end_time'),
    limit: filtered ? maxLimit : limit,
  })
  return after(orders, params)
}

/** One order by its id, if it is finished. */
async function finished(context: ActionContext, orderId: string): Promise<readonly Order[]> {
  try {
    const order = await findOrder(context, { orderId })
    return isFinal(order.status) ? [order] : []
  } catch (error) {
    if (error instanceof GatewayError && error.class === 'not-found') return []
    throw error
  }
}

/**
 * What comes after an order in a list (paging by `id_less_than`). An order that is not in the list counts where ids are
 * numbers.
 */
function after(orders: readonly Order[], params: Params): readonly Order[] {
  const id = params.text('id_less_than')
  if (id === null) return orders
  const index = orders.findIndex((order) => order.id === id)
  return index === -1 ? orders.filter((order) => isBelow(order.id, id)) : orders.slice(index + 1)
}

function isBelow(id: string, bound: string): boolean {
  const digits = /^\d+$/
  return digits.test(id) && digits.test(bound) && BigInt(id) < BigInt(bound)
}

/** The filters that the exchange is not asked for: one id, and conditional orders or the others. */
function orderFilter(params: Params): (order: Order) => boolean {
  const id = params.text('order_id')
  const kind = params.word('tpsl_type', ['normal', 'tpsl'])
  return (order) =>
    (id === null || order.id === id) && (kind === null || isConditional(order.terms) === (kind === 'tpsl'))
}
