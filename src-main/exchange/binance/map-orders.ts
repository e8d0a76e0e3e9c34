import { Money } from '../../../src-shared/money.ts'
import {
  isFinal,
  type Order,
  type OrderFee,
  type OrderRole,
  type OrderStatus,
  type OrderTerms,
  type TimeInForce,
} from '../../../src-shared/order.ts'
import { symbolOf } from '../core/markets.ts'
import { feesByAsset, nonZero } from '../orders/amounts.ts'
import { roleFromLegId } from '../orders/leg-ids.ts'
import { makeOrder } from '../orders/make-order.ts'
import { endOf } from './end-reasons.ts'
import type { BinanceMarkets } from './markets.ts'
import type { OrderRecord } from './schemas.ts'

const statuses: ReadonlyMap<string, OrderStatus> = new Map([
  ['NEW', 'open'],
  ['PENDING_NEW', 'open'],
  ['PENDING_CANCEL', 'open'],
  ['PARTIALLY_FILLED', 'partially_filled'],
  ['FILLED', 'filled'],
  ['CANCELED', 'cancelled'],
  ['REJECTED', 'rejected'],
  ['EXPIRED', 'expired'],
  ['EXPIRED_IN_MATCH', 'expired'],
])

const plainTypes = new Set(['MARKET', 'LIMIT', 'LIMIT_MAKER'])
const conditionalTypes = new Set(['STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'])

export function isConditionalType(type: string): boolean {
  return conditionalTypes.has(type)
}

/** Whether we know all there is to an order of this type: another one may have parts that a new order would lack. */
export function isKnownType(type: string): boolean {
  return plainTypes.has(type) || conditionalTypes.has(type)
}

/**
 * Binance's order, from any endpoint, in our words. `siblings`: the other orders of the same answer, which tell roles
 * apart.
 */
export function orderFrom(record: OrderRecord, markets: BinanceMarkets, siblings: readonly OrderRecord[] = []): Order {
  // In a cancel's answer `clientOrderId` is the cancel's own id, and ours is the "original" one.
  const clientOrderId = record.origClientOrderId ?? record.clientOrderId
  const isCancel = record.origClientOrderId !== undefined
  const placedAt = isCancel ? positive(record.workingTime) : null
  const status = statusOf(record)
  const terms = termsOf(record)
  const createdAt = record.time ?? placedAt ?? record.transactTime ?? 0
  const told = record.cummulativeQuoteQty
  return makeOrder({
    id: record.orderId,
    clientOrderId: clientOrderId === '' ? null : clientOrderId,
    listId: record.orderListId === '-1' ? null : record.orderListId,
    role: roleOf(record, clientOrderId, siblings),
    symbol: symbolOf(markets, record.symbol),
    nativeSymbol: record.symbol,
    side: record.side === 'BUY' ? 'buy' : 'sell',
    terms,
    status,
    nativeStatus: record.status,
    endReason: endOf(record, status, terms),
    waiting: isWaiting(record),
    quantity: nonZero(record.origQty?.minus(preventedOf(record))),
    quoteQuantity: nonZero(record.origQuoteOrderQty),
    filled: record.executedQty,
    // Below zero: Binance no longer knows it for this old order.
    quoteFilled: told === undefined || told.isNegative() ? null : told,
    fees: record.fills === undefined ? null : feesOf(record.fills),
    createdAt,
    updatedAt: record.updateTime ?? record.transactTime ?? createdAt,
    raw: record,
  })
}

/**
 * EXPIRED because the exchange refused the leg when its turn came means: there is no such order, whatever was promised.
 */
export function statusOf(record: OrderRecord): OrderStatus {
  if (record.status === 'EXPIRED' && record.expiryReason === 'REJECTED') return 'rejected'
  return statuses.get(record.status) ?? 'unknown'
}

/**
 * What of an order's original quantity self-trade prevention has taken off, while the rest of it goes on. An order that
 * prevention has ended by another mode keeps what it was asked for.
 */
export function preventedOf(record: OrderRecord): Money {
  const goesOn = record.selfTradePreventionMode === 'DECREMENT' || !isFinal(statusOf(record))
  return (goesOn ? record.preventedQuantity : undefined) ?? Money.zero
}

function isWaiting(record: OrderRecord): boolean {
  if (record.status === 'PENDING_NEW') return true
  if (record.status !== 'NEW' || !conditionalTypes.has(record.type)) return false
  return record.isWorking !== true && positive(record.workingTime) === null
}

function termsOf(record: OrderRecord): OrderTerms {
  const price = record.price ?? Money.zero
  const triggerPrice = record.stopPrice ?? Money.zero
  const timeInForce = timeInForceOf(record.timeInForce)
  if (conditionalTypes.has(record.type) && (record.trailingDelta ?? 0) > 0) {
    return {
      kind: 'trailing_stop',
      trailingBips: record.trailingDelta ?? 0,
      activationPrice: nonZero(triggerPrice),
      price: record.type.endsWith('_LIMIT') ? nonZero(price) : null,
    }
  }
  switch (record.type) {
    case 'MARKET':
      return { kind: 'market' }
    case 'STOP_LOSS':
      return { kind: 'stop_loss', triggerPrice }
    case 'TAKE_PROFIT':
      return { kind: 'take_profit', triggerPrice }
    case 'STOP_LOSS_LIMIT':
      return { kind: 'stop_limit', triggerPrice, price, timeInForce }
    case 'TAKE_PROFIT_LIMIT':
      return { kind: 'take_profit_limit', triggerPrice, price, timeInForce }
    case 'LIMIT_MAKER':
      return { kind: 'limit', price, timeInForce: 'gtc', postOnly: true }
    case 'LIMIT':
      return { kind: 'limit', price, timeInForce, postOnly: false }
    default:
      // A type of the future: an order with a price is bound by it.
      return price.isZero() ? { kind: 'market' } : { kind: 'limit', price, timeInForce, postOnly: false }
  }
}

function timeInForceOf(text: string | undefined): TimeInForce {
  return text === 'IOC' ? 'ioc' : text === 'FOK' ? 'fok' : 'gtc'
}

function roleOf(record: OrderRecord, clientOrderId: string, siblings: readonly OrderRecord[]): OrderRole {
  if (record.orderListId === '-1') return 'single'
  const ours = roleFromLegId(clientOrderId)
  if (ours !== null) return ours
  if (record.type.startsWith('STOP_LOSS')) return 'stop_loss'
  if (record.type.startsWith('TAKE_PROFIT')) return 'take_profit'
  if (record.type !== 'LIMIT_MAKER') return 'entry'
  if (record.status === 'PENDING_NEW') return 'take_profit'
  const hasExitOnOtherSide = siblings.some(
    (each) => each.orderListId === record.orderListId && each.side !== record.side,
  )
  return hasExitOnOtherSide ? 'entry' : 'take_profit'
}

/** Commissions of the fills, added up by asset. */
export function feesOf(fills: readonly { commission: Money; commissionAsset: string }[]): readonly OrderFee[] {
  return feesByAsset(fills.map(({ commission: amount, commissionAsset: asset }) => ({ asset, amount })))
}

function positive(value: number | undefined): number | null {
  return value === undefined || value <= 0 ? null : value
}
