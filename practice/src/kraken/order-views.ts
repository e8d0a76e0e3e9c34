import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import { trailingThreshold } from '../engine/triggers.ts'
import { isOver, isWaiting, type EngineOrder, type Fill, type OrderSpec } from '../engine/types.ts'
import { printed } from '../host/printed.ts'
import { positionIdOf, tradeIdOf, txidOf } from './ids.ts'
import { pairNames } from './names.ts'
import { isGenerated } from './practice-kraken.ts'

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

export function reasonOf(order: Pick<EngineOrder, 'state' | 'expiryReason'>): string | null {
  if (order.state === 'cancelled') return 'User requested'
  if (order.expiryReason === 'insufficient_funds') return 'Insufficient funds'
  if (order.expiryReason === 'no_liquidity') return 'Insufficient liquidity'
  if (order.expiryReason === 'ioc_remainder' || order.expiryReason === 'fok_not_filled') return 'Immediate or cancel'
  return null
}

/** The order as OpenOrders, ClosedOrders and QueryOrders show it. */
export function orderView(engine: PracticeEngine, order: EngineOrder, withTrades = false): Json {
  const market = marketOfOrder(engine, order.symbol)
  const decimals = priceDecimals(market)
  const { labels } = order
  const average = order.filled.isPositive() ? order.quoteFilled.dividedBy(order.filled, decimals) : Money.zero
  return {
    refid: labels.refid === undefined ? null : txidOf(Number(labels.refid)),
    userref: labels.userref ?? null,
    ...(isGenerated(order.clientOrderId) ? {} : { cl_ord_id: order.clientOrderId }),
    status: statusOf(order),
    opentm: seconds(order.createdAt),
    starttm: 0,
    expiretm: labels.expiretm ?? 0,
    ...(isOver(order) && { closetm: seconds(order.endedAt ?? order.updatedAt), reason: reasonOf(order) }),
    descr: describe(order, market),
    vol: printed(order.quantity ?? Money.zero),
    vol_exec: printed(order.filled),
    cost: printed(order.quoteFilled),
    fee: printed(Money.sum(order.fills.map(({ fee }) => fee))),
    price: printed(average, decimals),
    stopprice: printed(isWaiting(order) ? triggerPriceOf(order) : Money.zero, decimals),
    limitprice: printed(order.triggered ? (order.limitPrice ?? Money.zero) : Money.zero, decimals),
    trigger: 'last',
    misc: marksOf(order).join(','),
    oflags: String(labels.oflags ?? 'fciq'),
    ...(withTrades && { trades: order.fills.map(({ tradeId, maker }) => tradeIdOf(tradeId, maker)) }),
  }
}

/** Where a waiting order triggers now; a trailing one moves with the market. */
export function triggerPriceOf({
  trigger,
  side,
  trailingExtreme,
}: Pick<EngineOrder, 'trigger' | 'side' | 'trailingExtreme'>): Money {
  if (trigger === null) return Money.zero
  if (trigger.trailingBips === null || trailingExtreme === null) return trigger.price ?? Money.zero
  return trailingThreshold(side, trailingExtreme, trigger.trailingBips)
}

function marksOf(order: EngineOrder): readonly string[] {
  return [
    ...(order.triggered ? [order.trigger?.kind === 'stop' ? 'stopped' : 'touched'] : []),
    ...(order.amendments.length > 0 ? ['amended'] : []),
    ...(isOver(order) && order.state !== 'filled' && order.filled.isPositive() ? ['partial'] : []),
  ]
}

/** What a request asked for, whether it became an order or not. */
type Terms = Pick<
  OrderSpec,
  'side' | 'quantity' | 'quoteQuantity' | 'limitPrice' | 'trigger' | 'visibleQuantity' | 'labels'
>

/**
 * The terms of an order, as its `descr` tells them: `price` is a limit's or a trigger's, `price2` the limit after a
 * trigger.
 */
function describe(terms: Terms, market: PracticeMarket): Json {
  const decimals = priceDecimals(market)
  const { altname } = pairNames(market)
  const { labels, trigger, limitPrice, side } = terms
  const ordertype = String(labels.ordertype)
  const main = trigger === null ? limitPrice : trigger.price
  const price =
    trigger !== null && trigger.trailingBips !== null
      ? `+${percent(trigger.trailingBips)}%`
      : printed(main ?? Money.zero, decimals)
  const price2 = trigger === null || limitPrice === null ? '0' : printed(limitPrice, decimals)
  const volume = printed(terms.quantity ?? terms.quoteQuantity ?? Money.zero)
  const at = ordertype === 'market' ? 'market' : pricedText(ordertype, price, price2 === '0' ? null : price2)
  return {
    pair: altname,
    type: side,
    ordertype,
    price,
    price2,
    leverage: 'none',
    order: `${side} ${volume} ${altname} @ ${at}`,
    close: closeText(labels, decimals),
  }
}

/** `stop loss 38000.0 -> limit 36000.0` */
function pricedText(ordertype: string, price: string, price2: string | null): string {
  const word = price2 === null ? ordertype : ordertype.replace(/-limit$/, '')
  return `${word.replaceAll('-', ' ')} ${price}${price2 === null ? '' : ` -> limit ${price2}`}`
}

function closeText({ closeType, closePrice, closePrice2 }: Terms['labels'], decimals: number): string {
  if (closeType === undefined) return ''
  // A distance stays as it was asked for: what it comes to is only known at the fill.
  const priceText = (text: string | number | undefined): string => {
    const price = Money.tryParse(String(text))
    return price === null || /^[+-]/.test(String(text)) ? String(text) : printed(price, decimals)
  }
  const limit = closePrice2 === undefined ? null : priceText(closePrice2)
  return `close position @ ${pricedText(String(closeType), priceText(closePrice), limit)}`
}

function percent(bips: number): string {
  return printed(Money.parse(String(bips)).dividedBy(Money.parse('100'), 4), 4)
}

/** What AddOrder answers of the terms. */
export function addedView(terms: Terms, market: PracticeMarket): Json {
  const { order: text, close } = describe(terms, market)
  return close === '' ? { order: text } : { order: text, close }
}

/** A trade as TradesHistory shows it. */
export function tradeView(order: EngineOrder, fill: Fill, market: PracticeMarket): Json {
  return {
    ordertxid: txidOf(order.id),
    postxid: positionIdOf(order.id),
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
