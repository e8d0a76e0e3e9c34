import { Money } from '../../../../src-shared/money.ts'
import type { BalancesEvent, OrderEvent, OrderSnapshot } from '../../engine/feed.ts'
import type { Fill } from '../../engine/types.ts'
import { classicAsset } from '../account-endpoints.ts'
import { orderIdOf, planIdOf, tradeIdOf } from '../ids.ts'
import {
  averageOf,
  clientOidOf,
  flat,
  fillView,
  plain,
  planStatusOf,
  priceOf,
  sizeOf,
  statusOf,
} from '../order-views.ts'
import { changeOf } from './order-changes.ts'

type Json = Readonly<Record<string, unknown>>

/** What an account of v2 hears: on which channel, about which symbol, what. */
export interface AccountPush {
  readonly channel: string
  /** Empty: about none. */
  readonly symbol: string
  readonly data: Json
}

/** An order's change on `orders`, `orders-algo` and `fill`. */
export function classicOrderPushes(event: OrderEvent, exitsOnOrders: boolean): readonly AccountPush[] {
  const { order, fill } = event
  const symbol = flat(order.symbol)
  const change = changeOf(event)
  const waits = exitsOnOrders && order.labels.family === 'tpsl' ? 'orders' : 'orders-algo'
  return [
    ...(change.asWaiting
      ? [{ channel: waits, symbol, data: waits === 'orders' ? orderData(order, null) : planData(order) }]
      : []),
    ...(change.asOrder ? [{ channel: 'orders', symbol, data: orderData(order, fill) }] : []),
    ...(fill === null ? [] : [{ channel: 'fill', symbol, data: fillData(order, fill) }]),
  ]
}

/** Only what has changed, absolute. */
export function classicAccountPush({ changes }: BalancesEvent, now: number): readonly AccountPush[] {
  return changes.map(({ asset, ...balance }) => ({
    channel: 'account',
    symbol: '',
    data: classicAsset(asset, balance, now),
  }))
}

/** Fees are negative here when paid, and each push with a fill tells of that fill beside the whole. */
function orderData(order: OrderSnapshot, fill: Fill | null): Json {
  const { force } = order.labels
  const [first] = order.fills
  const size = sizeOf(order)
  const fees = Money.sum(order.fills.map(({ fee }) => fee)).negated()
  return {
    instId: flat(order.symbol),
    orderId: orderIdOf(order.id),
    clientOid: clientOidOf(order),
    ...(order.limitPrice === null ? {} : { price: plain(priceOf(order)) }),
    size: plain(size),
    newSize: plain(size),
    notional: plain(order.quoteQuantity ?? size.times(order.limitPrice ?? order.fundingPrice)),
    orderType: order.limitPrice === null ? 'market' : 'limit',
    force: String(force ?? 'gtc'),
    side: order.side,
    ...(fill === null
      ? {}
      : {
          fillPrice: plain(fill.price),
          tradeId: tradeIdOf(fill.tradeId, order.id),
          baseVolume: plain(fill.quantity),
          fillTime: String(fill.time),
          fillFee: plain(fill.fee.negated()),
          fillFeeCoin: fill.feeAsset,
          tradeScope: fill.maker ? 'M' : 'T',
        }),
    accBaseVolume: plain(order.filled),
    priceAvg: plain(averageOf(order)),
    status: statusOf(order),
    enterPointSource: 'API',
    feeDetail: first === undefined ? [] : [{ feeCoin: first.feeAsset, fee: plain(fees) }],
    stpMode: 'none',
    cTime: String(order.createdAt),
    uTime: String(order.updatedAt),
  }
}

/** The fee is positive here, unlike on `orders`. */
function fillData(order: OrderSnapshot, fill: Fill): Json {
  const { userId: _, feeDetail: __, ...view } = fillView(order, fill)
  const feeDetail = [{ feeCoin: fill.feeAsset, deduction: 'no', totalDeductionFee: '0', totalFee: plain(fill.fee) }]
  return { ...view, feeDetail }
}

/** `price` is what triggers, `executePrice` the limit of what is placed then. */
function planData(order: OrderSnapshot): Json {
  const { labels } = order
  const isPlan = labels.family === 'plan'
  return {
    instId: flat(order.symbol),
    orderId: isPlan ? planIdOf(order.id) : orderIdOf(order.id),
    clientOid: order.clientOrderId.startsWith('none-') ? '' : order.clientOrderId,
    triggerPrice: plain(order.trigger?.price),
    triggerType: String(labels.triggerType ?? 'fill_price'),
    planType: String(labels.planType ?? 'amount'),
    price: plain(order.trigger?.price),
    size: plain(sizeOf(order)),
    actualSize: plain(order.filled),
    orderType: order.limitPrice === null ? 'market' : 'limit',
    side: order.side,
    status: planStatusOf(order),
    executePrice: order.limitPrice === null ? '' : plain(order.limitPrice),
    enterPointSource: 'API',
    cTime: String(order.createdAt),
    uTime: String(order.updatedAt),
  }
}
