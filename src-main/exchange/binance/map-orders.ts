import { averagePrice } from '../../../src-shared/average-price.ts'
import type { Balance, Candle, OrderBook, Ticker } from '../../../src-shared/market.ts'
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
import { roleFromLegId } from '../orders/leg-ids.ts'
import { endOf } from './end-reasons.ts'
import type { BinanceMarkets } from './markets.ts'
import type { CommissionRecord, OrderRecord, TickerRecord } from './schemas.ts'

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

/** BASE/QUOTE of Binance's symbol; the symbol itself where it is no longer listed. */
export function symbolOf(nativeId: string, markets: BinanceMarkets): string {
  return markets.byNativeId.get(nativeId)?.market.symbol ?? nativeId
}

/** Binance's order, from any endpoint, in our words. `siblings`: the other orders of the same answer, which tell roles apart. */
export function orderFrom(
  record: OrderRecord,
  markets: BinanceMarkets,
  siblings: readonly OrderRecord[] = [],
): Order {
  const { filled, quoteFilled, averagePrice } = executedOf(record)
  // In a cancel's answer `clientOrderId` is the cancel's own id, and ours is the "original" one.
  const clientOrderId = record.origClientOrderId ?? record.clientOrderId
  const isCancel = record.origClientOrderId !== undefined
  const placedAt = isCancel ? positive(record.workingTime) : null
  const status = statusOf(record)
  const terms = termsOf(record)
  const createdAt = record.time ?? placedAt ?? record.transactTime ?? 0
  return {
    id: record.orderId,
    clientOrderId: clientOrderId === '' ? null : clientOrderId,
    listId: record.orderListId === '-1' ? null : record.orderListId,
    role: roleOf(record, clientOrderId, siblings),
    symbol: symbolOf(record.symbol, markets),
    nativeSymbol: record.symbol,
    side: record.side === 'BUY' ? 'buy' : 'sell',
    terms,
    status,
    nativeStatus: record.status,
    endReason: endOf(record, status, terms),
    waiting: isWaiting(record),
    quantity: nonZero(record.origQty?.minus(preventedOf(record))),
    quoteQuantity: nonZero(record.origQuoteOrderQty),
    filled,
    quoteFilled,
    averagePrice,
    fees: record.fills === undefined ? null : feesOf(record.fills),
    createdAt,
    updatedAt: record.updateTime ?? record.transactTime ?? createdAt,
    raw: record,
  }
}

/** EXPIRED because the exchange refused the leg when its turn came means: there is no such order, whatever was promised. */
export function statusOf(record: OrderRecord): OrderStatus {
  if (record.status === 'EXPIRED' && record.expiryReason === 'REJECTED') return 'rejected'
  return statuses.get(record.status) ?? 'unknown'
}

/**
 * What of an order's original quantity self-trade prevention has taken off, while the rest of it goes on. An order that prevention has ended by
 * another mode keeps what it was asked for.
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

function executedOf(record: OrderRecord): Pick<Order, 'filled' | 'quoteFilled' | 'averagePrice'> {
  const filled = record.executedQty
  const told = record.cummulativeQuoteQty
  // Below zero: Binance no longer knows it for this old order.
  const quoteFilled = told === undefined || told.isNegative() ? null : told
  return { filled, quoteFilled, averagePrice: averagePrice(quoteFilled, filled) }
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
export function feesOf(
  fills: readonly { commission: Money; commissionAsset: string }[],
): readonly OrderFee[] {
  const byAsset = new Map<string, Money>()
  for (const { commission, commissionAsset } of fills) {
    byAsset.set(commissionAsset, (byAsset.get(commissionAsset) ?? Money.zero).plus(commission))
  }
  return [...byAsset].map(([asset, amount]) => ({ asset, amount }))
}

export function balanceFrom(record: { asset: string; free: Money; locked: Money }): Balance {
  const { asset, free, locked } = record
  return { asset, available: free, held: locked, total: free.plus(locked), elsewhere: [] }
}

/** Prices of zero mean "there is none". */
export function tickerFrom(record: TickerRecord, symbol: string): Ticker {
  const last = nonZero(record.lastPrice)
  return {
    symbol,
    last,
    bid: nonZero(record.bidPrice),
    ask: nonZero(record.askPrice),
    high: nonZero(record.highPrice),
    low: nonZero(record.lowPrice),
    volume: record.volume,
    quoteVolume: record.quoteVolume,
    changePercent: last === null ? null : record.priceChangePercent,
    time: record.closeTime,
  }
}

export function candleFrom(
  record: readonly [number, Money, Money, Money, Money, Money, ...unknown[]],
): Candle {
  const [time, open, high, low, close, volume] = record
  return { time, open, high, low, close, volume }
}

type Level = readonly [Money, Money, ...unknown[]]
export function orderBookFrom(
  record: { readonly bids: readonly Level[]; readonly asks: readonly Level[] },
  symbol: string,
): OrderBook {
  const levels = (side: readonly Level[]): OrderBook['bids'] =>
    side.map(([price, quantity]) => ({ price, quantity }))
  return { symbol, bids: levels(record.bids), asks: levels(record.asks) }
}

/** Standard, special and tax rates added up, with the dearer of buying and selling. The BNB discount is left out: it may not apply. */
export function feesFrom(record: CommissionRecord): { readonly maker: Money; readonly taker: Money } {
  const parts = [record.standardCommission, record.specialCommission, record.taxCommission].filter(
    (part) => part !== undefined,
  )
  const bySide = Money.max(
    Money.sum(parts.map((part) => part.buyer ?? Money.zero)),
    Money.sum(parts.map((part) => part.seller ?? Money.zero)),
  )
  return {
    maker: Money.sum(parts.map((part) => part.maker)).plus(bySide),
    taker: Money.sum(parts.map((part) => part.taker)).plus(bySide),
  }
}

function nonZero(value: Money | undefined): Money | null {
  return value === undefined || value.isZero() ? null : value
}

function positive(value: number | undefined): number | null {
  return value === undefined || value <= 0 ? null : value
}
