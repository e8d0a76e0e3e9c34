import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import { message, type MessageRef } from '../../../src-shared/messages/index.ts'
import type { Money } from '../../../src-shared/money.ts'
import {
  type Exits,
  type LimitOrderRequest,
  type MarketOrderRequest,
  opposite,
  type Order,
  type OrderRequest,
  type PlacedOrder,
} from '../../../src-shared/order.ts'
import type { Permit } from '../http/permit.ts'
import { attachedExits } from '../orders/exits.ts'
import { limitEntryAt } from '../orders/market-entry.ts'
import type { SingleRequest } from '../orders/order-as-asked.ts'
import { acknowledged } from '../orders/read-back.ts'
import { encodeEntryWithExits, encodeOco, encodeOrder, type EntryWithExits, restsFromTheStart } from './encode.ts'
import { assemble, find } from './find.ts'
import { orderFrom } from './map-orders.ts'
import type { BinanceMarket, BinanceMarkets } from './markets.ts'
import { lastPrice } from './normalise.ts'
import type { OrderListRecord, OrderRecord } from './schemas.ts'
import type { BinanceSession } from './session.ts'

/** Sends one order or one list, once. Source: POST /order, POST /orderList/{oco,oto,otoco,opo,opoco}. */
export async function place(
  session: BinanceSession,
  request: OrderRequest,
  clientOrderId: string,
  permit: Permit,
): Promise<PlacedOrder> {
  const on = await session.shared.markets.of(request.symbol)
  // Whatever may fail is done before sending: once the exchange has acknowledged, no error of ours may hide it.
  const markets = await session.shared.markets.all()
  const { nativeId } = on.market
  if (request.kind === 'oco') {
    const list = await session.raw.newOrderList('oco', encodeOco(request, nativeId, clientOrderId), permit)
    return acknowledged(clientOrderId, () => placedList(session, list, clientOrderId, [], markets))
  }
  const exits = attachedExits(request)
  if (exits === null) {
    const last = await referenceForTrailing(session, request, on)
    const record = await session.raw.newOrder(encodeOrder(request, nativeId, clientOrderId, last), permit)
    return acknowledged(clientOrderId, () => ({ order: orderFrom(record, markets), legs: [], notes: [] }))
  }
  const entry = await entryWithExits(session, request as EntryRequest, exits, on)
  const { endpoint, params } = encodeEntryWithExits(entry, nativeId, clientOrderId, on.rules)
  const list = await session.raw.newOrderList(endpoint, params, permit)
  const notes = notesFor(request as EntryRequest, entry, endpoint)
  return acknowledged(clientOrderId, () => placedList(session, list, clientOrderId, notes, markets))
}

type EntryRequest = MarketOrderRequest | LimitOrderRequest

/** Source: POST /order/test. Lists have no dry run of their own: each of their orders is tried by itself. */
export async function dryRun(session: BinanceSession, request: OrderRequest, clientOrderId: string): Promise<void> {
  const on = await session.shared.markets.of(request.symbol)
  for (const single of await dryRunOrders(session, request, on)) {
    const last = await referenceForTrailing(session, single, on)
    await session.raw.testOrder(encodeOrder(single, on.market.nativeId, clientOrderId, last))
  }
}

async function dryRunOrders(
  session: BinanceSession,
  request: OrderRequest,
  on: BinanceMarket,
): Promise<readonly SingleRequest[]> {
  if (request.kind === 'oco') {
    return exitOrders(request, request.takeProfit, request.stopLoss)
  }
  const exits = attachedExits(request)
  if (exits === null) return [request]
  const entry = await entryWithExits(session, request as EntryRequest, exits, on)
  const { symbol, side } = request
  const { quantity, price, timeInForce, postOnly } = entry
  const first: LimitOrderRequest = {
    kind: 'limit',
    symbol,
    side,
    quantity,
    price,
    timeInForce,
    postOnly,
    exits: null,
  }
  const exitSide = { symbol, side: opposite(side), quantity }
  return [first, ...exitOrders(exitSide, exits.takeProfit, exits.stopLoss)]
}

function exitOrders(
  { symbol, side, quantity }: { readonly symbol: string; readonly side: Order['side']; readonly quantity: Money },
  takeProfit: Exits['takeProfit'],
  stopLoss: Exits['stopLoss'],
): readonly SingleRequest[] {
  const common = { symbol, side, quantity }
  const orders: SingleRequest[] = []
  for (const [leg, atMarket, atLimit] of [
    [takeProfit, 'take_profit', 'take_profit_limit'],
    [stopLoss, 'stop_loss', 'stop_limit'],
  ] as const) {
    if (leg === null) continue
    const { triggerPrice, limitPrice } = leg
    if (limitPrice === null) orders.push({ kind: atMarket, ...common, triggerPrice })
    else if (restsFromTheStart(atMarket, leg)) orders.push(postOnlyAt(limitPrice, common))
    else orders.push({ kind: atLimit, ...common, triggerPrice, price: limitPrice, timeInForce: 'gtc' })
  }
  return orders
}

function postOnlyAt(price: Money, common: Pick<LimitOrderRequest, 'symbol' | 'side' | 'quantity'>): LimitOrderRequest {
  return { kind: 'limit', ...common, price, timeInForce: 'gtc', postOnly: true, exits: null }
}

function referenceForTrailing(
  { shared }: BinanceSession,
  request: OrderRequest,
  on: BinanceMarket,
): Promise<Money | null> {
  const matters = request.kind === 'trailing_stop' && request.activationPrice !== null
  return matters ? lastPrice(shared, on) : Promise.resolve(null)
}

/**
 * The limit entry that goes into the list. Binance attaches exits to limit orders only: see {@link limitEntryAt} for
 * what becomes of a market entry. @throws GatewayError `refused` when the book is empty or the result breaks a filter.
 */
async function entryWithExits(
  { raw }: BinanceSession,
  request: EntryRequest,
  exits: Exits,
  { market }: BinanceMarket,
): Promise<EntryWithExits> {
  const { side } = request
  const { takeProfit, stopLoss } = exits
  if (request.kind === 'limit') {
    const { quantity, price, timeInForce, postOnly } = request
    return { side, quantity, price, timeInForce, postOnly, takeProfit, stopLoss }
  }
  const { bidPrice, askPrice } = await raw.bookTicker(market.nativeId)
  const best = side === 'buy' ? askPrice : bidPrice
  if (best.isZero()) throw new GatewayError('refused', 'order.book.empty', { symbol: market.symbol })
  const reach = { highest: market.price.max, lowest: market.price.min }
  const { quantity, price, timeInForce, postOnly } = limitEntryAt(best, request, market, reach)
  return { side, quantity, price, timeInForce, postOnly, takeProfit, stopLoss }
}

function notesFor(request: EntryRequest, entry: EntryWithExits, endpoint: string): readonly MessageRef[] {
  const notes: MessageRef[] = []
  if (request.kind === 'market') {
    notes.push(
      message('order.note.market_entry_as_limit', {
        price: entry.price.toString(),
        exchange: labelOf('binance'),
      }),
    )
  } else if (entry.timeInForce === 'gtc') {
    notes.push(message('order.note.exits_after_full_fill'))
  }
  const grossOfFees = entry.side === 'buy' && (endpoint === 'oto' || endpoint === 'otoco')
  if (grossOfFees) notes.push(message('order.note.exits_gross_of_fees', { exchange: labelOf('binance') }))
  return notes
}

/**
 * A list's answer as the entry (or the take-profit of a lone pair) and its other members. When the entry filled at once
 * the answer still shows the exits as pending, so they are read again; if that fails, the answer stands.
 */
async function placedList(
  session: BinanceSession,
  list: OrderListRecord,
  clientOrderId: string,
  notes: readonly MessageRef[],
  markets: BinanceMarkets,
): Promise<PlacedOrder> {
  const reports = list.orderReports ?? []
  if (reports.length === 0) {
    const found = await find(session, { symbol: list.symbol }, clientOrderId)
    if (found !== null) return { ...found, notes: [...found.notes, ...notes] }
  }
  const entry = reports.find((record) => record.clientOrderId === clientOrderId)
  const filled = entry?.status === 'FILLED'
  const current = filled ? await Promise.all(reports.map((each) => reread(session, each))) : reports
  const placed = assemble(current, clientOrderId, markets)
  if (placed === null) throw new Error('the list’s answer holds none of its orders')
  return { ...placed, notes: [...placed.notes, ...notes] }
}

async function reread({ raw }: BinanceSession, record: OrderRecord): Promise<OrderRecord> {
  if (record.status === 'FILLED') return record
  const { symbol, orderId } = record
  return raw.queryOrder({ symbol, orderId }, 'order', 1).catch(() => record)
}
