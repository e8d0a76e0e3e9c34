import { Money } from '../../../src-shared/money.ts'
import { isOver, type EngineOrder, type Fill } from '../engine/types.ts'
import { orderIdOf, sideNumber, tradeIdOf, tradeNumberOf, txidOf } from './ids.ts'
import { badArguments } from './kraken-error.ts'
import { ledgerEntries } from './ledgers.ts'
import { noSuchId } from './named-orders.ts'
import { assetNames } from './names.ts'
import { marketOfOrder, orderView, tradeView } from './order-views.ts'
import { orderByTxid, type PrivateCall } from './practice-kraken.ts'

const page = 50

/**
 * Where a listing begins or ends: at a time (epoch ms), or at one of the things listed, by the number that orders them.
 */
type Bound = { readonly at: number } | { readonly number: number } | null

const thousand = Money.parse('1000')

function boundOf(call: PrivateCall, name: 'start' | 'end', numberOf: (text: string) => number | null): Bound {
  const text = call.parameters.text(name)
  if (text === null) return null
  const number = numberOf(text)
  if (number !== null) return { number }
  if (!/^\d{1,12}(\.\d{1,9})?$/.test(text)) throw badArguments(name)
  return { at: Number(Money.parse(text).times(thousand).toString()) }
}

/** Whether something lies after `start` and not after `end`. */
function boundsOf(
  call: PrivateCall,
  numberOf: (text: string) => number | null,
): (times: readonly number[], number: number) => boolean {
  const [start, end] = [boundOf(call, 'start', numberOf), boundOf(call, 'end', numberOf)]
  const after = (bound: Bound, time: number, number: number): boolean =>
    bound !== null && ('at' in bound ? time > bound.at : number > bound.number)
  return (times, number) =>
    times.some((time) => (start === null || after(start, time, number)) && !after(end, time, number))
}

function offsetOf({ parameters }: PrivateCall): number {
  const offset = parameters.integer('ofs') ?? 0
  if (offset < 0) throw badArguments('ofs')
  return offset
}

/** The account's orders that the request's `userref` or `cl_ord_id` leaves. */
function askedOrders({ exchange, accountId, parameters }: PrivateCall): readonly EngineOrder[] {
  const userref = parameters.integer('userref')
  const clientId = parameters.text('cl_ord_id')
  return exchange.engine
    .account(accountId)
    .orders.filter(
      (order) =>
        (userref === null || order.labels.userref === userref) &&
        (clientId === null || order.clientOrderId === clientId),
    )
}

export function openOrders(call: PrivateCall): unknown {
  const open = askedOrders(call).filter((order) => !isOver(order))
  return { open: viewed(call, open.toReversed()) }
}

/** Newest end first. `start` itself is left out, `end` is not; an order's id stands for its place among all orders. */
export function closedOrders(call: PrivateCall): unknown {
  const by = call.parameters.oneOf('closetime', ['open', 'close', 'both']) ?? 'both'
  const within = boundsOf(call, orderIdOf)
  const offset = offsetOf(call)
  const closed = askedOrders(call)
    .filter((order) => isOver(order) && within(timesOf(order, by), order.id))
    .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0) || b.id - a.id)
  return {
    closed: viewed(call, closed.slice(offset, offset + page)),
    ...(call.parameters.flag('without_count') ? {} : { count: closed.length }),
  }
}

function timesOf({ createdAt, endedAt }: EngineOrder, by: 'open' | 'close' | 'both'): readonly number[] {
  return [...(by === 'close' ? [] : [createdAt]), ...(by === 'open' ? [] : [endedAt ?? createdAt])]
}

export function queryOrders(call: PrivateCall): unknown {
  const txids = call.parameters.commaList('txid') ?? []
  if (txids.length === 0 || txids.length > 50) throw badArguments('txid')
  const userref = call.parameters.integer('userref')
  const found = txids.map((txid) => {
    const order = orderByTxid(call, txid)
    if (order === null) throw noSuchId()
    return order
  })
  return viewed(
    call,
    found.filter(({ labels }) => userref === null || labels.userref === userref),
  )
}

function viewed(call: PrivateCall, orders: readonly EngineOrder[]): Record<string, unknown> {
  const withTrades = call.parameters.flag('trades')
  return Object.fromEntries(
    orders.map((order) => [txidOf(order.id), orderView(call.exchange.engine, order, withTrades)]),
  )
}

/** Newest first, bounds as for ClosedOrders with ids of trades. */
export function tradesHistory(call: PrivateCall): unknown {
  const within = boundsOf(call, tradeNumberOf)
  const offset = offsetOf(call)
  const fills = call.exchange.engine
    .account(call.accountId)
    .fills.filter(({ time, tradeId, maker }) => within([time], sideNumber(tradeId, maker)))
    .toReversed()
  return {
    trades: Object.fromEntries(fills.slice(offset, offset + page).map((fill) => [idOf(fill), viewOf(call, fill)])),
    count: fills.length,
  }
}

/** Up to 20 trades by id; those that are not the account's are left out. */
export function queryTrades(call: PrivateCall): unknown {
  const asked = call.parameters.commaList('txid') ?? []
  if (asked.length === 0 || asked.length > 20) throw badArguments('txid')
  const all = new Map(call.exchange.engine.account(call.accountId).fills.map((fill) => [idOf(fill), fill] as const))
  return Object.fromEntries(
    asked.flatMap((id) => {
      const fill = all.get(id)
      return fill === undefined ? [] : [[id, viewOf(call, fill)] as const]
    }),
  )
}

const idOf = ({ tradeId, maker }: Fill): string => tradeIdOf(tradeId, maker)

function viewOf({ exchange }: PrivateCall, fill: Fill): unknown {
  const order = exchange.engine.order(fill.orderId)
  if (order === null) throw new Error(`no order ${fill.orderId}`)
  return tradeView(order, fill, marketOfOrder(exchange.engine, fill.symbol))
}

/** Newest first, bounds as times. There are entries of trades only: what control sets is booked nowhere. */
export function ledgers(call: PrivateCall): unknown {
  const { parameters, exchange, accountId } = call
  const type = parameters.text('type') ?? 'all'
  const assets = parameters.commaList('asset')
  const within = boundsOf(call, () => null)
  const offset = offsetOf(call)
  const { fills } = exchange.engine.account(accountId)
  const entries = ledgerEntries(exchange.engine, accountId, fills).filter(
    ({ asset, at, number }) =>
      (type === 'all' || type === 'trade') &&
      (assets === null || assets.includes('all') || isNamed(asset, assets)) &&
      within([at], number),
  )
  return {
    ledger: Object.fromEntries(entries.slice(offset, offset + page).map(({ id, view }) => [id, view])),
    ...(parameters.flag('without_count') ? {} : { count: entries.length }),
  }
}

function isNamed(asset: string, names: readonly string[]): boolean {
  const { id, altname, modern } = assetNames(asset)
  return [id, altname, modern].some((name) => names.includes(name))
}
