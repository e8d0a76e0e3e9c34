import type { OrderReference } from '../../../../src-main/exchange/core/base-exchange-client.ts'
import { type Listing, type MarketTable, symbolOf } from '../../../../src-main/exchange/core/markets.ts'
import { type Operations, sharedMarkets } from '../../../../src-main/exchange/core/native-client.ts'
import { holds, readRows } from '../../../../src-main/exchange/core/readable-rows.ts'
import { silentLogger } from '../../../../src-main/exchange/core/venue.ts'
import type { Params } from '../../../../src-main/exchange/http/query.ts'
import type { SignedAs } from '../../../../src-main/exchange/http/rest-caller.ts'
import type { Urgency } from '../../../../src-main/exchange/http/urgency.ts'
import { editUnsupported } from '../../../../src-main/exchange/orders/change.ts'
import { cancelledOnRequest } from '../../../../src-main/exchange/orders/end-reason.ts'
import { remembers } from '../../../../src-main/exchange/orders/exchange-memory.ts'
import { newestFinished } from '../../../../src-main/exchange/orders/history-bounds.ts'
import { makeOrder } from '../../../../src-main/exchange/orders/make-order.ts'
import { byLast, normaliseAsking } from '../../../../src-main/exchange/orders/normalise-asking.ts'
import { normaliseRequest } from '../../../../src-main/exchange/orders/normalise.ts'
import { acknowledged } from '../../../../src-main/exchange/orders/read-back.ts'
import { aboutOrder, namedBy, notFound } from '../../../../src-main/exchange/orders/references.ts'
import { GatewayError } from '../../../../src-shared/errors.ts'
import { isFinal, type Order, type OrderStatus } from '../../../../src-shared/order.ts'
import { meaningOf } from './errors.ts'
import { name } from './name.ts'
import { type OrderRecord, orderSchema, ordersSchema } from './schemas.ts'
import { endpoints, type ToyVenue } from './venue.ts'

const states: Readonly<Record<string, OrderStatus>> = { open: 'open', done: 'filled', gone: 'cancelled' }

/** The mapper: the toy's order in our words. */
function orderFrom(record: OrderRecord, markets: MarketTable<Listing>): Order {
  const status = states[record.state] ?? 'unknown'
  return makeOrder({
    id: record.id,
    clientOrderId: record.client,
    symbol: symbolOf(markets, record.pair),
    nativeSymbol: record.pair,
    side: record.side,
    terms: { kind: 'limit', price: record.price, timeInForce: 'gtc', postOnly: false },
    status,
    nativeStatus: record.state,
    endReason: status === 'cancelled' ? cancelledOnRequest : null,
    quantity: record.size,
    filled: record.done,
    quoteFilled: record.done.times(record.price),
    createdAt: record.at,
    raw: record,
  })
}

const untold = (): Promise<never> => Promise.reject(new GatewayError('refused', 'error.internal'))

/** What the toy's operations work with. */
interface ToySession {
  readonly shared: ToyVenue
  readonly signedAs: SignedAs
  readonly urgency: Urgency
}

async function ordersOf({ shared, ...asked }: ToySession, params: Params): Promise<readonly Order[]> {
  const markets = await shared.markets.all()
  const rows = await shared.call(endpoints.orders, params, ordersSchema, asked)
  const sought = params.client ?? params.id
  const reading = { venue: { logger: silentLogger, exchange: name }, path: endpoints.orders.path }
  const read = readRows(rows, sought === undefined ? reading : { ...reading, mustRead: holds(sought) })
  return read.map((record) => orderFrom(record, markets))
}

async function fetchOrder(session: ToySession, reference: OrderReference): Promise<Order> {
  const found = (await ordersOf(session, named(reference)))[0]
  if (found === undefined) throw notFound(reference)
  return found
}

export const operations: Operations<ToySession> = {
  exchange: name,
  memory: remembers({ fromMs: 1_000, untilMs: 60_000 }),
  as: (session, urgency) => ({ ...session, urgency }),
  ...sharedMarkets,
  meaningOf,
  tells: () => null,

  async normalise({ shared }, request) {
    const on = { ...(await shared.markets.of(request.symbol)), exchange: name, averaged: false }
    return normaliseAsking(
      (references) => normaliseRequest(request, on, references),
      () => Promise.resolve(byLast(null)),
    )
  },

  async placeOrder({ shared, signedAs }, request, clientOrderId, permit) {
    if (request.kind !== 'limit') return untold()
    const pair = await shared.markets.nativeIdOf(request.symbol)
    const markets = await shared.markets.all()
    const { side, price, quantity } = request
    const params = { pair, side, price: price.toString(), size: quantity.toString(), client: clientOrderId }
    const record = await shared.call(endpoints.place, params, orderSchema, { signedAs, permit })
    return acknowledged(clientOrderId, () => ({ order: orderFrom(record, markets), legs: [], notes: [] }))
  },

  async findOrder(session, { symbol }, clientOrderId) {
    const pair = await session.shared.markets.nativeIdOf(symbol)
    const [order] = await ordersOf(session, { client: clientOrderId, pair })
    return order === undefined ? null : { order, legs: [], notes: [] }
  },

  fetchOrder,

  async cancelOrder({ shared, signedAs }, reference) {
    const markets = await shared.markets.all()
    try {
      const record = await shared.call(endpoints.cancel, named(reference), orderSchema, { signedAs })
      return orderFrom(record, markets)
    } catch (error) {
      throw aboutOrder(error, reference)
    }
  },

  async fetchOpenOrders(session, symbol) {
    const orders = await ordersOf(session, {})
    return orders.filter((order) => !isFinal(order.status) && (symbol ?? order.symbol) === order.symbol)
  },

  fetchClosedOrders: async (session, { limit }) => newestFinished(await ordersOf(session, {}), limit),

  async editOrder(session, reference) {
    throw editUnsupported(await fetchOrder(session, reference), name)
  },

  // Not walked through here.
  fetchFills: untold,
  getBalance: untold,
  fetchTicker: untold,
  fetchTickers: untold,
  fetchCandles: untold,
  fetchOrderBook: untold,
  testOrder: untold,
  checkCredentials: untold,
  fetchFees: untold,
}

function named(reference: OrderReference): Params {
  return 'orderId' in reference ? { id: reference.orderId } : { client: namedBy(reference) }
}
