import { Money } from '../../../src-shared/money.ts'
import { isOver, isWaiting, type EngineOrder, type Fill } from '../engine/types.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { printed } from '../host/printed.ts'
import { tradeIdOf, txidOf } from './ids.ts'
import { pairNames } from './names.ts'
import { isGenerated } from './venue.ts'

type Json = Record<string, unknown>

/** Epoch ms as Kraken writes times: seconds with a fraction. */
export const seconds = (ms: number): number => ms / 1_000

export function priceDecimals(market: PracticeMarket): number {
  return market.price.step.decimals()
}

export function marketOfOrder(engine: PracticeEngine, symbol: string): PracticeMarket {
  const market = engine.markets().find((each) => each.symbol === symbol)
  if (market === undefined) throw new Error(`no market ${symbol}`)
  return market
}

/** Kraken's status words: an order whose time ran out is `expired`, every other early end `canceled`. */
function statusOf(order: EngineOrder): string {
  if (!isOver(order)) return 'open'
  if (order.state === 'filled') return 'closed'
  return order.state === 'expired' && order.expiryReason === 'ended_by_exchange' ? 'expired' : 'canceled'
}

function reasonOf(order: EngineOrder): string | null {
  if (order.state === 'cancelled') return 'User requested'
  if (order.expiryReason === 'insufficient_funds') return 'Insufficient funds'
  if (order.expiryReason === 'no_liquidity') return 'Insufficient liquidity'
  if (order.expiryReason === 'ioc_remainder' || order.expiryReason === 'fok_not_filled')
    return 'Immediate or cancel'
  return null
}

/** The order as OpenOrders, ClosedOrders and QueryOrders show it. */
export function orderView(engine: PracticeEngine, order: EngineOrder, withTrades = false): Json {
  const market = marketOfOrder(engine, order.symbol)
  const decimals = priceDecimals(market)
  const { labels } = order
  const average = order.filled.isPositive() ? order.quoteFilled.dividedBy(order.filled, decimals) : Money.zero
  const over = isOver(order)
  return {
    refid: labels.refid === undefined ? null : txidOf(Number(labels.refid)),
    userref: labels.userref ?? null,
    ...(isGenerated(order.clientOrderId) ? {} : { cl_ord_id: order.clientOrderId }),
    status: statusOf(order),
    opentm: seconds(order.createdAt),
    starttm: 0,
    expiretm: labels.expiretm ?? 0,
    ...(over && { closetm: seconds(order.endedAt ?? order.updatedAt), reason: reasonOf(order) }),
    descr: describe(order, market),
    vol: printed(order.quantity ?? Money.zero),
    vol_exec: printed(order.filled),
    cost: printed(order.quoteFilled),
    fee: printed(Money.sum(order.fills.map(({ fee }) => fee))),
    price: printed(average, decimals),
    stopprice: isWaiting(order)
      ? printed(order.trigger?.price ?? Money.zero, decimals)
      : printed(Money.zero, decimals),
    limitprice: printed(Money.zero, decimals),
    trigger: 'last',
    misc: order.triggered ? (order.trigger?.kind === 'stop' ? 'stopped' : 'touched') : '',
    oflags: String(labels.oflags ?? 'fciq'),
    ...(withTrades && { trades: order.fills.map((fill) => tradeIdOf(fill.tradeId, order.id)) }),
  }
}

/** The terms of an order, as its `descr` tells them: `price` is a limit's or a trigger's, `price2` the limit after a trigger. */
function describe(order: EngineOrder, market: PracticeMarket): Json {
  const decimals = priceDecimals(market)
  const { altname } = pairNames(market)
  const { labels, trigger } = order
  const ordertype = String(labels.ordertype)
  const main = trigger === null ? order.limitPrice : trigger.price
  const price =
    trigger !== null && trigger.trailingBips !== null
      ? `+${percent(trigger.trailingBips)}%`
      : printed(main ?? Money.zero, decimals)
  const price2 = trigger === null ? '0' : printed(order.limitPrice ?? Money.zero, decimals)
  const volume = printed(order.quantity ?? Money.zero)
  const close = labels.closeType === undefined ? '' : `close position @ ${closeText(labels)}`
  return {
    pair: altname,
    type: order.side,
    ordertype,
    price,
    price2,
    leverage: 'none',
    order: `${order.side} ${volume} ${altname} @ ${ordertype}${ordertype === 'market' ? '' : ` ${price}`}`,
    close,
  }
}

function closeText(labels: EngineOrder['labels']): string {
  const limit = labels.closePrice2 === undefined ? '' : ` -> limit ${labels.closePrice2}`
  return `${String(labels.closeType).replace(/-limit$/, '')} ${String(labels.closePrice)}${limit}`
}

function percent(bips: number): string {
  return printed(Money.parse(String(bips)).dividedBy(Money.parse('100'), 4), 4)
}

/** What AddOrder answers of the terms. */
export function addedView(order: EngineOrder, market: PracticeMarket): Json {
  const { order: text, close } = describe(order, market)
  return close === '' ? { order: text } : { order: text, close }
}

/** A trade as TradesHistory shows it. */
export function tradeView(order: EngineOrder, fill: Fill, market: PracticeMarket): Json {
  return {
    ordertxid: txidOf(order.id),
    postxid: 'TKH2SE-M7IF5-CFI7LT',
    pair: pairNames(market).id,
    time: seconds(fill.time),
    type: fill.side,
    ordertype: order.labels.ordertype,
    price: printed(fill.price, priceDecimals(market)),
    cost: printed(fill.quoteQuantity),
    fee: printed(fill.fee),
    vol: printed(fill.quantity),
    margin: printed(Money.zero),
    leverage: '0',
    misc: '',
    trade_id: fill.tradeId,
    maker: fill.maker,
  }
}
