import { Money } from '../../../src-shared/money.ts'
import { isOver, type EngineOrder, type Fill, type OrderList } from '../engine/types.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import { printed } from '../host/printed.ts'
import { ocoIdOf, orderIdOf, stopIdOf, tradeIdOf } from './ids.ts'
import { isStop } from './venue.ts'

type Json = Record<string, unknown>
const plain = (value: Money | null | undefined): string => (value ?? Money.zero).toString()
const padded = (value: Money | null): string | null => (value === null ? null : printed(value, 20))

export const clientOidOf = (order: EngineOrder): string =>
  order.clientOrderId.startsWith('none-') ? '' : String(order.labels.clientOid ?? order.clientOrderId)
/** A time in nanoseconds: a number beyond what JavaScript holds exactly, written out by {@link json}. */
export const nanoseconds = (ms: number): string => `ns:${ms}000001`

/** JSON with its nanoseconds as bare numbers. */
export const json = (value: unknown): string => JSON.stringify(value).replace(/"ns:(\d+)"/g, '$1')

const dashed = (symbol: string): string => symbol.replace('/', '-')
const feeOf = (order: EngineOrder): Money => Money.sum(order.fills.map(({ fee }) => fee))

/** An order in the book or out of it, as the HF endpoints show it. */
export function orderView(order: EngineOrder): Json {
  const { labels } = order
  const over = isOver(order)
  const asked = labels.funds === undefined ? (order.quantity ?? Money.zero) : Money.zero
  const funds = Money.parse(String(labels.funds ?? '0'))
  const spent = order.quoteFilled
  const sizedInFunds = labels.funds !== undefined
  const remaining = sizedInFunds ? Money.zero : asked.minus(order.filled)
  const value = sizedInFunds ? funds : asked.times(order.limitPrice ?? Money.zero)
  const cancelled = over && order.state !== 'filled'
  const dust = over && sizedInFunds && spent.lessThan(funds)
  return {
    id: orderIdOf(order.id),
    clientOid: clientOidOf(order),
    symbol: dashed(order.symbol),
    opType: 'DEAL',
    type: order.limitPrice === null ? 'market' : 'limit',
    side: order.side,
    price: plain(order.limitPrice),
    size: plain(asked),
    funds: plain(sizedInFunds ? funds : value),
    dealSize: plain(order.filled),
    dealFunds: plain(spent),
    remainSize: plain(over ? Money.zero : remaining),
    // What a limit buy saved by a better price stays here even when it has filled.
    remainFunds: plain(order.side === 'buy' && order.limitPrice !== null ? value.minus(spent) : Money.zero),
    cancelledSize: plain(cancelled ? remaining : Money.zero),
    cancelledFunds: plain(cancelled || dust ? (sizedInFunds ? funds.minus(spent) : Money.zero) : Money.zero),
    fee: plain(feeOf(order)),
    feeCurrency: order.symbol.split('/')[1],
    stp: labels.stp ?? null,
    timeInForce: String(labels.timeInForce ?? 'GTC'),
    postOnly: order.postOnly,
    hidden: false,
    iceberg: order.visibleQuantity !== null,
    visibleSize: plain(order.visibleQuantity),
    cancelAfter: labels.cancelAfter ?? 0,
    channel: 'API',
    remark: labels.remark ?? null,
    tags: labels.tags ?? null,
    cancelExist: cancelled || dust,
    tradeType: 'TRADE',
    inOrderBook: !over && order.workingSince !== null && order.limitPrice !== null,
    active: !over,
    tax: '0',
    createdAt: order.createdAt,
    lastUpdatedAt: order.updatedAt,
  }
}

/** What the sync variants add to an id. */
export function syncView(order: EngineOrder): Json {
  const { id: orderId, size, dealSize, remainSize, cancelledSize } = orderView(order)
  return {
    orderId,
    originSize: size,
    dealSize,
    remainSize,
    canceledSize: cancelledSize,
    status: isOver(order) ? 'done' : 'open',
  }
}

export function fillView(order: EngineOrder, fill: Fill): Json {
  return {
    id: String(tradeIdOf(fill.tradeId * 2 + (order.id % 2))),
    orderId: orderIdOf(order.id),
    counterOrderId: orderIdOf(fill.tradeId),
    tradeId: String(tradeIdOf(fill.tradeId)),
    symbol: dashed(order.symbol),
    side: fill.side,
    liquidity: fill.maker ? 'maker' : 'taker',
    type: order.limitPrice === null ? 'market' : 'limit',
    forceTaker: false,
    price: plain(fill.price),
    size: plain(fill.quantity),
    funds: plain(fill.quoteQuantity),
    fee: plain(fill.fee),
    feeRate: '0.001',
    feeCurrency: fill.feeAsset,
    stop: '',
    tradeType: 'TRADE',
    taxRate: '0',
    tax: '0',
    createdAt: fill.time,
  }
}

/** A stop order, or a leg of an OCO pair, while it waits and (by its id) once it has triggered. */
export function stopView(order: EngineOrder, userId: string): Json {
  const { labels } = order
  return {
    id: stopIdOf(order.id),
    symbol: dashed(order.symbol),
    userId,
    status: isStop(order) ? 'NEW' : 'TRIGGERED',
    type: order.limitPrice === null ? 'market' : 'limit',
    side: order.side,
    price: padded(order.limitPrice),
    size: labels.size === undefined ? null : padded(Money.parse(String(labels.size))),
    funds: labels.funds === undefined ? null : padded(Money.parse(String(labels.funds))),
    stp: labels.stp ?? null,
    timeInForce: String(labels.timeInForce ?? 'GTC'),
    cancelAfter: -1,
    postOnly: order.postOnly,
    hidden: false,
    iceberg: false,
    visibleSize: null,
    channel: 'API',
    clientOid: clientOidOf(order),
    remark: labels.remark ?? null,
    tags: null,
    relatedNo: null,
    // In nanoseconds, unlike createdAt.
    orderTime: nanoseconds(order.createdAt),
    domainId: 'kucoin',
    tradeSource: 'USER',
    tradeType: 'TRADE',
    feeCurrency: order.symbol.split('/')[1],
    takerFeeRate: padded(Money.parse('0.001')),
    makerFeeRate: padded(Money.parse('0.001')),
    createdAt: order.createdAt,
    stop: labels.stop,
    stopTriggerTime: order.triggered ? order.workingSince : null,
    stopPrice: padded(order.trigger?.price ?? order.limitPrice),
    limitPrice: labels.stop === 'oco' ? padded(order.limitPrice) : null,
    pop: null,
    activateCondition: null,
  }
}

/** The state of an OCO pair: it triggers with one of its legs, is done when that has ended, cancelled when neither came to anything. */
function ocoStatus(legs: readonly EngineOrder[]): string {
  if (legs.some((leg) => leg.filled.isPositive() && isOver(leg))) return 'DONE'
  if (legs.some((leg) => leg.filled.isPositive() || leg.triggered)) return 'TRIGGERED'
  return legs.every(isOver) ? 'CANCELLED' : 'NEW'
}

export function ocoView(engine: PracticeEngine, list: OrderList, details: boolean): Json {
  const legs = engine.ordersOf(list)
  const summary = {
    orderId: ocoIdOf(list.id),
    symbol: dashed(list.symbol),
    clientOid: list.clientListId.startsWith('none-') ? '' : list.clientListId,
    orderTime: list.createdAt,
    status: ocoStatus(legs),
  }
  if (!details) return summary
  return {
    ...summary,
    orders: legs.map((leg) => ({
      id: stopIdOf(leg.id),
      symbol: dashed(leg.symbol),
      side: leg.side,
      price: plain(leg.limitPrice),
      stopPrice: plain(leg.trigger?.price ?? leg.limitPrice),
      size: plain(leg.quantity),
      status: isOver(leg)
        ? leg.filled.isPositive()
          ? 'TRIGGERED'
          : 'CANCELLED'
        : leg.filled.isPositive() || leg.triggered
          ? 'TRIGGERED'
          : 'NEW',
    })),
  }
}
