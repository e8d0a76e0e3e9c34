import { Money } from '../../../src-shared/money.ts'
import type { FeeRates } from '../engine/state.ts'
import { isOver, type EngineOrder, type Fill } from '../engine/types.ts'
import { counterOrderIdOf, fillIdOf, orderIdOf, tradeIdOf } from './ids.ts'
import { dashed, givenId } from './practice-kucoin.ts'

type Json = Record<string, unknown>

export const plain = (value: Money | null | undefined): string => (value ?? Money.zero).toString()

/** The client id as its owner gave it; legs of a pair have the pair's. */
export const clientOidOf = (order: Pick<EngineOrder, 'labels' | 'clientOrderId'>): string =>
  givenId(String(order.labels.clientOid ?? order.clientOrderId))

const quoteOf = (order: EngineOrder): string => order.symbol.slice(order.symbol.indexOf('/') + 1)

/** What an order does that has nothing to do with what it has come to. */
export function commonView(order: EngineOrder): Json {
  const { labels } = order
  return {
    symbol: dashed(order.symbol),
    type: order.limitPrice === null ? 'market' : 'limit',
    side: order.side,
    clientOid: clientOidOf(order),
    stp: labels.stp ?? null,
    timeInForce: String(labels.timeInForce ?? 'GTC'),
    postOnly: order.postOnly,
    hidden: labels.hidden === 'true',
    iceberg: order.visibleQuantity !== null,
    channel: 'API',
    remark: labels.remark ?? null,
    tags: labels.tags ?? null,
    tradeType: 'TRADE',
    feeCurrency: quoteOf(order),
  }
}

interface Amounts {
  readonly size: Money
  readonly funds: Money
  readonly remainSize: Money
  readonly remainFunds: Money
  readonly cancelledSize: Money
  readonly cancelledFunds: Money
}

/** What of an order has executed, is left and was cancelled; a partial cancel leaves its size as it was. */
function amountsOf(order: EngineOrder): Amounts {
  const none = Money.zero
  const asked = order.labels.funds
  if (asked !== undefined) {
    // Steps of size cannot spend the last of the funds: that dust is cancelled.
    const funds = Money.parse(String(asked))
    const left = funds.minus(order.quoteFilled)
    const nothing = { size: none, remainSize: none, remainFunds: none, cancelledSize: none }
    return { ...nothing, funds, cancelledFunds: isOver(order) ? left : none }
  }
  const quantity = order.quantity ?? none
  const size = order.amendments[0]?.previousQuantity ?? quantity
  const remainSize = isOver(order) ? none : quantity.minus(order.filled)
  const funds = size.times(order.limitPrice ?? none)
  const reserved = order.side === 'buy' && order.limitPrice !== null
  return {
    size,
    funds,
    remainSize,
    // What a limit buy saved by a better price stays here even when it has filled.
    remainFunds: reserved ? funds.minus(order.quoteFilled) : none,
    cancelledSize: size.minus(order.filled).minus(remainSize),
    cancelledFunds: none,
  }
}

/** An order in the book or out of it, as the HF endpoints show it. There is no average price. */
export function orderView(order: EngineOrder): Json {
  const amounts = amountsOf(order)
  const over = isOver(order)
  const { cancelledSize, cancelledFunds } = amounts
  return {
    id: orderIdOf(order.id),
    opType: 'DEAL',
    ...commonView(order),
    price: plain(order.limitPrice),
    size: plain(amounts.size),
    funds: plain(amounts.funds),
    dealSize: plain(order.filled),
    dealFunds: plain(order.quoteFilled),
    remainSize: plain(amounts.remainSize),
    remainFunds: plain(amounts.remainFunds),
    cancelledSize: plain(cancelledSize),
    cancelledFunds: plain(cancelledFunds),
    fee: plain(Money.sum(order.fills.map(({ fee }) => fee))),
    visibleSize: plain(order.visibleQuantity),
    cancelAfter: order.labels.cancelAfter ?? 0,
    cancelExist: cancelledSize.isPositive() || cancelledFunds.isPositive(),
    inOrderBook: !over && order.workingSince !== null && order.limitPrice !== null,
    active: !over,
    tax: '0',
    // A stop's order comes into being when it triggers.
    createdAt: order.trigger === null ? order.createdAt : (order.workingSince ?? order.updatedAt),
    lastUpdatedAt: order.updatedAt,
  }
}

/** What the sync variants add to an id. */
export function syncView(order: EngineOrder): Json {
  const { size, remainSize, cancelledSize } = amountsOf(order)
  return {
    originSize: plain(size),
    dealSize: plain(order.filled),
    remainSize: plain(remainSize),
    canceledSize: plain(cancelledSize),
    status: isOver(order) ? 'done' : 'open',
  }
}

export function fillView(order: EngineOrder, fill: Fill, fees: FeeRates): Json {
  return {
    id: fillIdOf(fill),
    orderId: orderIdOf(order.id),
    counterOrderId: counterOrderIdOf(fill.tradeId),
    tradeId: tradeIdOf(fill.tradeId),
    symbol: dashed(order.symbol),
    side: fill.side,
    liquidity: fill.maker ? 'maker' : 'taker',
    type: order.limitPrice === null ? 'market' : 'limit',
    forceTaker: false,
    price: plain(fill.price),
    size: plain(fill.quantity),
    funds: plain(fill.quoteQuantity),
    fee: plain(fill.fee),
    feeRate: plain(fill.maker ? fees.maker : fees.taker),
    feeCurrency: fill.feeAsset,
    stop: '',
    tradeType: 'TRADE',
    taxRate: '0',
    tax: '0',
    createdAt: fill.time,
  }
}
