import { GatewayError } from '../../../../src-shared/errors.ts'
import type { Market } from '../../../../src-shared/market.ts'
import {
  isFinal,
  type Order,
  type OrderRequest,
  type OrderStatus,
  type PlacedOrder,
} from '../../../../src-shared/order.ts'
import {
  BaseExchangeClient,
  type HistoryQuery,
  type OrderReference,
} from '../../../../src-main/exchange/core/base-exchange-client.ts'
import { type Listing, type MarketTable, symbolOf } from '../../../../src-main/exchange/core/markets.ts'
import { holds, readRows } from '../../../../src-main/exchange/core/readable-rows.ts'
import { silentLogger } from '../../../../src-main/exchange/core/venue.ts'
import { heedingRules } from '../../../../src-main/exchange/core/writing.ts'
import type { Permit } from '../../../../src-main/exchange/http/permit.ts'
import type { Params } from '../../../../src-main/exchange/http/query.ts'
import type { SignedAs } from '../../../../src-main/exchange/http/rest-caller.ts'
import { type Urgency, usual } from '../../../../src-main/exchange/http/urgency.ts'
import { editUnsupported } from '../../../../src-main/exchange/orders/change.ts'
import { cancelledOnRequest } from '../../../../src-main/exchange/orders/end-reason.ts'
import { remembers } from '../../../../src-main/exchange/orders/exchange-memory.ts'
import { newestFinished } from '../../../../src-main/exchange/orders/history-bounds.ts'
import { makeOrder } from '../../../../src-main/exchange/orders/make-order.ts'
import { normaliseRequest } from '../../../../src-main/exchange/orders/normalise.ts'
import { byLast, normaliseAsking } from '../../../../src-main/exchange/orders/normalise-asking.ts'
import { pricesOf } from '../../../../src-main/exchange/orders/price-field.ts'
import { acknowledged } from '../../../../src-main/exchange/orders/read-back.ts'
import { aboutOrder, namedBy, notFound } from '../../../../src-main/exchange/orders/references.ts'
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

export class ToyClient extends BaseExchangeClient {
  override readonly exchange = name
  override readonly memory = remembers({ fromMs: 1_000, untilMs: 60_000 })
  readonly #venue: ToyVenue
  readonly #signedAs: SignedAs
  readonly #urgency: Urgency

  constructor(venue: ToyVenue, signedAs: SignedAs, urgency = usual) {
    super()
    this.#venue = venue
    this.#signedAs = signedAs
    this.#urgency = urgency
  }

  override as(urgency: Urgency): ToyClient {
    return new ToyClient(this.#venue, this.#signedAs, urgency)
  }

  protected override async loadMarkets(options: {
    readonly refresh?: boolean
  }): Promise<ReadonlyMap<string, Market>> {
    return (await this.#venue.markets.all(options)).markets
  }

  override async normalise(request: OrderRequest): Promise<OrderRequest> {
    const on = { ...(await this.#venue.markets.of(request.symbol)), exchange: name, averaged: false }
    return normaliseAsking(
      (references) => normaliseRequest(request, on, references),
      () => Promise.resolve(byLast(null)),
    )
  }

  override async placeOrder(
    request: OrderRequest,
    clientOrderId: string,
    permit: Permit,
  ): Promise<PlacedOrder> {
    if (request.kind !== 'limit') return untold()
    const pair = await this.#venue.markets.nativeIdOf(request.symbol)
    const markets = await this.#venue.markets.all()
    const { side, price, quantity } = request
    const params = { pair, side, price: price.toString(), size: quantity.toString(), client: clientOrderId }
    const place = () =>
      this.#venue.call(endpoints.place, params, orderSchema, { signedAs: this.#signedAs, permit })
    const record = await heedingRules(place, {
      symbol: request.symbol,
      prices: pricesOf(request),
      markets: () => this.getMarkets(),
      forgetMarkets: () => this.#venue.markets.forget(),
      meaningOf,
      tells: () => null,
    })
    return acknowledged(clientOrderId, () => ({ order: orderFrom(record, markets), legs: [], notes: [] }))
  }

  override async findOrder({ symbol }: OrderRequest, clientOrderId: string): Promise<PlacedOrder | null> {
    const [order] = await this.#orders({
      client: clientOrderId,
      pair: await this.#venue.markets.nativeIdOf(symbol),
    })
    return order === undefined ? null : { order, legs: [], notes: [] }
  }

  override async fetchOrder(reference: OrderReference): Promise<Order> {
    const found = (await this.#orders(named(reference)))[0]
    if (found === undefined) throw notFound(reference)
    return found
  }

  override async cancelOrder(reference: OrderReference): Promise<Order> {
    const markets = await this.#venue.markets.all()
    try {
      const params = named(reference)
      return orderFrom(
        await this.#venue.call(endpoints.cancel, params, orderSchema, { signedAs: this.#signedAs }),
        markets,
      )
    } catch (error) {
      throw aboutOrder(error, reference)
    }
  }

  override async fetchOpenOrders(symbol: string | null): Promise<readonly Order[]> {
    const orders = await this.#orders({})
    return orders.filter((order) => !isFinal(order.status) && (symbol ?? order.symbol) === order.symbol)
  }

  override async fetchClosedOrders({ limit }: HistoryQuery): Promise<readonly Order[]> {
    return newestFinished(await this.#orders({}), limit)
  }

  async #orders(params: Params): Promise<readonly Order[]> {
    const markets = await this.#venue.markets.all()
    const rows = await this.#venue.call(endpoints.orders, params, ordersSchema, {
      signedAs: this.#signedAs,
      urgency: this.#urgency,
    })
    const sought = params.client ?? params.id
    const reading = { venue: { logger: silentLogger, exchange: name }, path: endpoints.orders.path }
    const read = readRows(rows, sought === undefined ? reading : { ...reading, mustRead: holds(sought) })
    return read.map((record) => orderFrom(record, markets))
  }

  override editOrder = (reference: OrderReference): Promise<never> =>
    this.fetchOrder(reference).then((order) => Promise.reject(editUnsupported(order, name)))

  // Not walked through here.
  override getBalance = untold
  override fetchTicker = untold
  override fetchTickers = untold
  override fetchCandles = untold
  override fetchOrderBook = untold
  override testOrder = untold
  override checkCredentials = untold
  override fetchFees = untold
}

function named(reference: OrderReference): Params {
  return 'orderId' in reference ? { id: reference.orderId } : { client: namedBy(reference) }
}
