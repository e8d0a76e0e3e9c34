import { LosslessNumber } from 'lossless-json'
import { Money } from '../../../../src-shared/money.ts'
import type { OrderEvent, OrderSnapshot } from '../../engine/feed.ts'
import type { FeeRates } from '../../engine/state.ts'
import { isWaiting, type Fill } from '../../engine/types.ts'
import { orderIdOf, stopIdOf, tradeIdOf } from '../ids.ts'
import { nanoseconds } from '../kucoin-json.ts'
import { clientOidOf } from '../order-views.ts'
import { dashed } from '../practice-kucoin.ts'
import type { AccountTopic } from './topic-names.ts'

type Json = Readonly<Record<string, unknown>>

/** A message of an account's topic. */
export interface AccountMessage {
  readonly topic: AccountTopic
  readonly data: Json
}

/**
 * An order's change as its owner hears of it. A stop order is told as one until it triggers; what it triggers is a new
 * order under another id. Only a `match` says at what price something was traded.
 */
export function orderMessages(event: OrderEvent, now: number, fees: FeeRates): readonly AccountMessage[] {
  const messages = orderChanges(event, now)
  // The older topic says the same, but not that an order has arrived.
  const older = messages
    .filter(({ topic, data }) => topic === '/spotMarket/tradeOrdersV2' && data.type !== 'received')
    .map(({ data }): AccountMessage => ({ topic: '/spotMarket/tradeOrders', data }))
  return [...messages, ...older, ...(event.fill === null ? [] : [tradeFill(event.order, event.fill, fees)])]
}

function orderChanges(event: OrderEvent, now: number): readonly AccountMessage[] {
  const { order, change } = event
  if (order.trigger !== null && (change === 'placed' || order.workingSince === null)) return stopMessages(event, now)
  switch (change) {
    case 'placed':
      return [changed(order, now, 'received', 'new', originOf(order))]
    case 'triggered':
      return [...stopMessages(event, now), changed(order, now, 'received', 'new', originOf(order))]
    case 'rested':
      return [changed(order, now, 'open', 'open', { ...originOf(order), ...amounts(order) })]
    case 'filled': {
      const matched = event.fill === null ? [] : [match(order, event.fill, now)]
      return order.state === 'filled' ? [...matched, changed(order, now, 'filled', 'done', amounts(order))] : matched
    }
    case 'amended':
      return [changed(order, now, 'update', 'open', { ...amounts(order), oldSize: oldSizeOf(order) })]
    case 'ended':
      return [changed(order, now, 'canceled', 'done', amounts(order))]
    case 'activated':
      return []
  }
}

function changed(order: OrderSnapshot, now: number, type: string, status: string, more: Json): AccountMessage {
  const data = {
    clientOid: clientOidOf(order),
    orderId: orderIdOf(order.id),
    orderTime: order.trigger === null ? order.createdAt : (order.workingSince ?? order.createdAt),
    orderType: order.limitPrice === null ? 'market' : 'limit',
    ...(order.limitPrice === null ? {} : { price: order.limitPrice.toString() }),
    side: order.side,
    status,
    symbol: dashed(order.symbol),
    ts: nanoseconds(now),
    type,
    ...more,
  }
  return { topic: '/spotMarket/tradeOrdersV2', data }
}

/** What an order that spends or brings funds was asked for; else its size. */
function originOf(order: OrderSnapshot): Json {
  const { funds } = order.labels
  return funds === undefined ? { originSize: sizeOf(order).toString() } : { originFunds: String(funds) }
}

function oldSizeOf(order: OrderSnapshot): string {
  return (order.amendments.at(-1)?.previousQuantity ?? sizeOf(order)).toString()
}

const sizeOf = (order: OrderSnapshot): Money => order.quantity ?? Money.zero

function amounts(order: OrderSnapshot): Json {
  const left = sizeOf(order).minus(order.filled)
  const over = order.endedAt !== null
  const { funds } = order.labels
  return {
    filledSize: order.filled.toString(),
    ...(funds === undefined
      ? {
          size: sizeOf(order).toString(),
          remainSize: over ? '0' : left.toString(),
          canceledSize: over ? left.toString() : '0',
        }
      : { canceledFunds: over ? Money.parse(String(funds)).minus(order.quoteFilled).toString() : '0' }),
  }
}

function match(order: OrderSnapshot, fill: Fill, now: number): AccountMessage {
  return changed(order, now, 'match', 'match', {
    ...amounts(order),
    remainSize: sizeOf(order).minus(order.filled).toString(),
    canceledSize: '0',
    liquidity: fill.maker ? 'maker' : 'taker',
    feeType: fill.maker ? 'makerFee' : 'takerFee',
    matchPrice: fill.price.toString(),
    matchSize: fill.quantity.toString(),
    tradeId: String(tradeIdOf(fill.tradeId)),
  })
}

/** One execution with its fee, which the topics of orders do not tell; numbers are JSON numbers here. */
function tradeFill(order: OrderSnapshot, fill: Fill, fees: FeeRates): AccountMessage {
  const number = (value: Money): LosslessNumber => new LosslessNumber(value.toString())
  const data = {
    fee: number(fill.fee),
    feeCurrency: fill.feeAsset,
    feeRate: number(fill.maker ? fees.maker : fees.taker),
    orderId: orderIdOf(order.id),
    orderType: order.limitPrice === null ? 'market' : 'limit',
    price: number(fill.price),
    side: fill.side,
    size: number(fill.quantity),
    symbol: dashed(order.symbol),
    time: String(nanoseconds(fill.time)),
    tradeId: String(tradeIdOf(fill.tradeId)),
  }
  return { topic: '/spot/tradeFills', data }
}

/** A trigger that could not be paid for was seen as `open` with an error, not as what it is. */
function stopMessages({ order, change }: OrderEvent, now: number): readonly AccountMessage[] {
  const told = (type: string, more: Json = {}): readonly AccountMessage[] => [
    {
      topic: '/spotMarket/advancedOrders',
      data: {
        createdAt: order.createdAt,
        orderId: stopIdOf(order.id),
        ...(order.limitPrice === null ? {} : { orderPrice: order.limitPrice.toString() }),
        orderType: 'stop',
        side: order.side,
        ...(order.quantity === null ? {} : { size: order.quantity.toString() }),
        stop: order.labels.stop,
        stopPrice: order.trigger?.price?.toString() ?? null,
        symbol: dashed(order.symbol),
        tradeType: 'TRADE',
        ts: nanoseconds(now),
        type,
        ...more,
      },
    },
  ]
  if (change === 'placed') return told('open')
  if (change === 'triggered') return told('triggered', { triggerSuccess: true })
  if (change !== 'ended') return []
  return isWaiting(order) ? told('cancel') : told('open', { triggerSuccess: false, error: 'Balance insufficient!' })
}
