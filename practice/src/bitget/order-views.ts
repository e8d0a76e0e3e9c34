import { Money } from '../../../src-shared/money.ts'
import type { OrderSnapshot } from '../engine/feed.ts'
import { isOver, type Fill } from '../engine/types.ts'
import { printed } from '../host/printed.ts'
import { orderIdOf, planIdOf, tradeIdOf } from './ids.ts'
import { familyOf } from './practice-bitget.ts'

type Json = Record<string, unknown>
export const plain = (value: Money | null | undefined): string => (value ?? Money.zero).toString()
/** History writes numbers with many zeros. */
const long = (value: Money | null | undefined): string => printed(value ?? Money.zero, 16)

export const flat = (symbol: string): string => symbol.replace('/', '')

/** TP/SL orders have no client id; a triggered plan's order carries the plan's id. */
export function clientOidOf(order: OrderSnapshot): string {
  if (order.labels.family === 'plan' && order.triggered) return planIdOf(order.id)
  return order.clientOrderId.startsWith('none-') ? '' : order.clientOrderId
}

export function statusOf(order: OrderSnapshot): string {
  if (order.state === 'filled') return 'filled'
  if (isOver(order)) {
    // A market order in quote units leaves dust and counts as filled.
    return order.quoteQuantity !== null && order.filled.isPositive() ? 'filled' : 'cancelled'
  }
  return order.filled.isPositive() ? 'partially_filled' : 'live'
}

export const sizeOf = (order: OrderSnapshot): Money => order.quoteQuantity ?? order.quantity ?? Money.zero
export const averageOf = (order: OrderSnapshot): Money =>
  order.filled.isPositive() ? order.quoteFilled.dividedBy(order.filled, 10) : Money.zero
export const priceOf = (order: OrderSnapshot): Money =>
  order.labels.price === undefined ? (order.limitPrice ?? Money.zero) : Money.parse(String(order.labels.price))

/** v2 fees are a JSON text, negative when paid. */
function feeText(order: OrderSnapshot): string {
  const [first] = order.fills
  if (first === undefined) return ''
  const paid = Money.sum(order.fills.map(({ fee }) => fee)).negated()
  const number = (value: Money): number => Number(value.toString())
  return JSON.stringify({
    newFees: { c: 0, d: 0, deduction: false, r: number(paid), t: number(paid), totalDeductionFee: 0 },
    [first.feeAsset]: {
      deduction: false,
      feeCoinCode: first.feeAsset,
      totalDeductionFee: 0,
      totalFee: number(paid),
    },
  })
}

function common(order: OrderSnapshot): Json {
  return {
    userId: '8672173294',
    symbol: flat(order.symbol),
    orderId: orderIdOf(order.id),
    clientOid: clientOidOf(order),
    orderType: order.limitPrice === null ? 'market' : 'limit',
    side: order.side,
    status: statusOf(order),
    enterPointSource: 'API',
    orderSource: order.limitPrice === null ? 'market' : 'normal',
    tpslType: familyOf(order) === 'tpsl' ? 'tpsl' : 'normal',
    triggerPrice: order.labels.family === 'tpsl' ? plain(order.trigger?.price) : null,
    cTime: String(order.createdAt),
    uTime: String(order.updatedAt),
  }
}

/** orderInfo and history-orders: `price` is the order's, `priceAvg` the average; no presets. */
export function infoView(order: OrderSnapshot): Json {
  return {
    ...common(order),
    price: long(priceOf(order)),
    size: long(sizeOf(order)),
    priceAvg: long(averageOf(order)),
    baseVolume: long(order.filled),
    quoteVolume: long(order.quoteFilled),
    baseCoin: order.symbol.split('/')[0],
    quoteCoin: order.symbol.split('/')[1],
    feeDetail: feeText(order),
    cancelReason: cancelReasonOf(order),
  }
}

/** Bitget calls every end but that by self-trade prevention a normal one, remainders that may not rest included. */
function cancelReasonOf(order: OrderSnapshot): string {
  if (order.state === 'expired_in_match') return 'stp_cancel'
  return statusOf(order) === 'cancelled' ? 'normal_cancel' : ''
}

/**
 * unfilled-orders: here `priceAvg` is the order's price and `basePrice` the average; presets are shown; the symbol is
 * in lower case.
 */
export function unfilledView(order: OrderSnapshot): Json {
  const { takeProfit, takeProfitLimit, stopLoss, stopLossLimit, force } = order.labels
  return {
    ...common(order),
    symbol: flat(order.symbol).toLowerCase(),
    priceAvg: plain(priceOf(order)),
    basePrice: plain(averageOf(order)),
    size: plain(sizeOf(order)),
    force: String(force ?? 'gtc'),
    baseVolume: plain(order.filled),
    quoteVolume: plain(order.quoteFilled),
    presetTakeProfitPrice: takeProfit ?? '',
    executeTakeProfitPrice: takeProfitLimit ?? '',
    presetStopLossPrice: stopLoss ?? '',
    executeStopLossPrice: stopLossLimit ?? '',
  }
}

/** fills: `feeDetail` is an object here. */
export function fillView(order: OrderSnapshot, fill: Fill): Json {
  return {
    userId: '8672173294',
    symbol: flat(fill.symbol),
    orderId: orderIdOf(order.id),
    tradeId: tradeIdOf(fill.tradeId, order.id),
    orderType: order.limitPrice === null ? 'market' : 'limit',
    side: fill.side,
    priceAvg: plain(fill.price),
    size: plain(fill.quantity),
    amount: plain(fill.quoteQuantity),
    feeDetail: {
      deduction: 'no',
      feeCoin: fill.feeAsset,
      totalDeductionFee: '',
      totalFee: plain(fill.fee.negated()),
    },
    tradeScope: fill.maker ? 'maker' : 'taker',
    cTime: String(fill.time),
    uTime: String(fill.time),
  }
}

export function planStatusOf(order: OrderSnapshot): string {
  if (order.expiryReason === 'insufficient_funds' || order.expiryReason === 'rejected') return 'fail_execute'
  if (order.triggered) return 'executed'
  return isOver(order) ? 'cancelled' : 'live'
}

export function planView(order: OrderSnapshot): Json {
  const { labels } = order
  return {
    orderId: planIdOf(order.id),
    clientOid: order.clientOrderId.startsWith('none-') ? '' : order.clientOrderId,
    symbol: flat(order.symbol),
    size: plain(sizeOf(order)),
    executePrice: order.limitPrice === null ? '' : plain(order.limitPrice),
    triggerPrice: plain(order.trigger?.price),
    status: planStatusOf(order),
    orderType: order.limitPrice === null ? 'market' : 'limit',
    side: order.side,
    planType: String(labels.planType ?? 'amount'),
    triggerType: String(labels.triggerType ?? 'fill_price'),
    enterPointSource: 'API',
    cTime: String(order.createdAt),
    uTime: String(order.updatedAt),
  }
}

/** An order of the unified account. Fees are positive here; a market buy has no quantity but an amount. */
export function unifiedView(order: OrderSnapshot): Json {
  const { takeProfit, takeProfitLimit, stopLoss, stopLossLimit, force } = order.labels
  const [first] = order.fills
  const status = statusOf(order)
  return {
    orderId: orderIdOf(order.id),
    clientOid: clientOidOf(order),
    category: 'SPOT',
    symbol: flat(order.symbol),
    orderType: order.limitPrice === null ? 'market' : 'limit',
    side: order.side,
    price: order.limitPrice === null ? '' : plain(priceOf(order)),
    qty: order.quoteQuantity === null ? plain(order.quantity) : '0',
    amount: order.quoteQuantity === null ? '0' : plain(order.quoteQuantity),
    cumExecQty: plain(order.filled),
    cumExecValue: plain(order.quoteFilled),
    avgPrice: plain(averageOf(order)),
    timeInForce: String(force ?? 'gtc'),
    orderStatus: status,
    reduceOnly: 'no',
    takeProfit: takeProfit ?? '',
    stopLoss: stopLoss ?? '',
    tpOrderType: takeProfit === undefined ? '' : takeProfitLimit === undefined ? 'market' : 'limit',
    slOrderType: stopLoss === undefined ? '' : stopLossLimit === undefined ? 'market' : 'limit',
    tpLimitPrice: takeProfitLimit ?? '',
    slLimitPrice: stopLossLimit ?? '',
    feeDetail:
      first === undefined
        ? []
        : [{ feeCoin: first.feeAsset, fee: plain(Money.sum(order.fills.map(({ fee }) => fee))) }],
    cancelReason: cancelReasonOf(order),
    createdTime: String(order.createdAt),
    updatedTime: String(order.updatedAt),
  }
}

/** A TP/SL or trigger order of the unified account while and after it waited. */
export function strategyView(order: OrderSnapshot): Json {
  const exit = order.trigger
  const profit = exit?.kind === 'take_profit'
  const failed = order.expiryReason === 'insufficient_funds' || order.expiryReason === 'rejected'
  const limit = order.limitPrice === null ? '' : plain(order.limitPrice)
  const side = (mine: boolean): Json => ({
    trigger: mine ? plain(exit?.price) : '',
    type: mine ? (limit === '' ? 'market' : 'limit') : '',
    limit: mine ? limit : '',
  })
  const [takeProfit, stopLoss] = [side(profit), side(!profit)]
  return {
    orderId: orderIdOf(order.id),
    clientOid: clientOidOf(order),
    category: 'SPOT',
    symbol: flat(order.symbol),
    type: 'tpsl',
    side: order.side,
    qty: plain(order.quantity),
    takeProfit: takeProfit.trigger,
    stopLoss: stopLoss.trigger,
    tpOrderType: takeProfit.type,
    slOrderType: stopLoss.type,
    tpLimitPrice: takeProfit.limit,
    slLimitPrice: stopLoss.limit,
    status: failed ? 'failed' : order.triggered ? 'success' : isOver(order) ? 'cancelled' : 'pending',
    createdTime: String(order.createdAt),
    updatedTime: String(order.updatedAt),
  }
}

export function unifiedFillView(order: OrderSnapshot, fill: Fill): Json {
  return {
    execId: tradeIdOf(fill.tradeId, order.id),
    orderId: orderIdOf(order.id),
    clientOid: clientOidOf(order),
    category: 'SPOT',
    symbol: flat(fill.symbol),
    side: fill.side,
    execPrice: plain(fill.price),
    execQty: plain(fill.quantity),
    execValue: plain(fill.quoteQuantity),
    tradeScope: fill.maker ? 'maker' : 'taker',
    feeDetail: [{ feeCoin: fill.feeAsset, fee: plain(fill.fee) }],
    createdTime: String(fill.time),
  }
}
