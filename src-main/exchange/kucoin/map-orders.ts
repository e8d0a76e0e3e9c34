import { averagePrice } from '../../../src-shared/average-price.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Order, OrderFee, OrderStatus, OrderTerms, TimeInForce } from '../../../src-shared/order.ts'
import { symbolOf } from '../core/markets.ts'
import { feesByAsset, nonZero } from '../orders/amounts.ts'
import { makeOrder } from '../orders/make-order.ts'
import { termsOfRequest } from '../orders/order-as-asked.ts'
import type { PlainRequest } from './encode.ts'
import { endOf } from './end-reasons.ts'
import type { KuCoinMarkets } from './markets.ts'
import type { FillRecord, OrderRecord, PlacedRecord } from './schemas.ts'

/** What else is known of an order when its record is read. */
export interface Besides {
  /** All its fills, when they were asked for. */
  readonly fills?: readonly FillRecord[]
  /** What is left of the wish after a partial cancel of ours. */
  readonly reducedTo?: Money | null
}

/** KuCoin's order, from any of the high-frequency engine's queries, in our words. */
export function orderFrom(record: OrderRecord, markets: KuCoinMarkets, besides: Besides = {}): Order {
  const { dealSize: filled, dealFunds: quoteFilled } = record
  const byFunds = isByFunds(record)
  const status = statusOf(record, markets, besides.reducedTo ?? null)
  const terms = termsOf(record)
  return makeOrder({
    id: record.id,
    clientOrderId: record.clientOid,
    symbol: symbolOf(markets, record.symbol),
    nativeSymbol: record.symbol,
    side: record.side,
    terms,
    status,
    nativeStatus: nativeStatusOf(record),
    endReason: endOf(status, terms, record.cancelReason),
    quantity: byFunds ? null : quantityOf(record, besides.reducedTo ?? null),
    quoteQuantity: byFunds ? record.funds : null,
    filled,
    quoteFilled,
    fees: completeFees(besides.fills ?? [], filled) ?? feesOf(record),
    createdAt: record.createdAt,
    updatedAt: record.lastUpdatedAt ?? record.createdAt,
    raw: record,
  })
}

/**
 * An order that KuCoin calls finished and unfilled without anybody having cancelled it: it has been seen to say so for
 * a moment while a fill is booked. Market orders never end that way with cause, so theirs is doubtful even with a
 * cancel.
 */
export function isDoubtful(record: OrderRecord): boolean {
  return !record.active && record.dealSize.isZero() && (!record.cancelExist || record.type === 'market')
}

/** Source: docs/exchanges/kucoin.md §6.4. `remainFunds` says nothing: a limit buy filled below its price keeps some. */
function statusOf(record: OrderRecord, markets: KuCoinMarkets, reducedTo: Money | null): OrderStatus {
  const { active, cancelExist, dealSize } = record
  const begun = dealSize.isPositive()
  if (active) return begun ? 'partially_filled' : 'open'
  if (!cancelExist) return begun ? 'filled' : 'unknown'
  if (!begun) return 'cancelled'
  if (reducedTo?.atMost(dealSize) === true) return 'filled'
  return isByFunds(record) && leavesDust(record, markets) ? 'filled' : 'cancelled'
}

/**
 * A market order for so many quote units cannot spend the last of them, and KuCoin cancels that remainder: the order
 * has filled when what is left buys no further step at its price, or is less than a thousandth.
 */
function leavesDust(record: OrderRecord, markets: KuCoinMarkets): boolean {
  const funds = record.funds ?? Money.zero
  const left = record.cancelledFunds ?? funds.minus(record.dealFunds ?? Money.zero)
  if (left.times(Money.parse('1000')).atMost(funds)) return true
  const market = markets.byNativeId.get(record.symbol)?.market
  if (market === undefined) return false
  const step = market.lotStep.times(averagePrice(record.dealFunds, record.dealSize) ?? Money.zero)
  return left.lessThan(Money.max(market.tickSize, market.quoteStep, step))
}

function nativeStatusOf({ active, cancelExist, inOrderBook }: OrderRecord): string {
  if (active) return inOrderBook === false ? 'accepted' : 'open'
  return cancelExist ? 'cancelled' : 'done'
}

function isByFunds({ type, size, funds }: OrderRecord): boolean {
  return type === 'market' && nonZero(size) === null && nonZero(funds) !== null
}

function quantityOf({ size, active, cancelledSize }: OrderRecord, reducedTo: Money | null): Money | null {
  if (reducedTo !== null) return reducedTo
  return nonZero(active && size !== null && cancelledSize !== null ? size.minus(cancelledSize) : size)
}

function termsOf({ type, price, timeInForce, postOnly }: OrderRecord): OrderTerms {
  if (type === 'market') return { kind: 'market' }
  return { kind: 'limit', price: price ?? Money.zero, timeInForce: timeInForceOf(timeInForce), postOnly }
}

/** GTT, which we do not place, is nearest to GTC. */
export function timeInForceOf(text: string | null): TimeInForce {
  return text === 'IOC' ? 'ioc' : text === 'FOK' ? 'fok' : 'gtc'
}

function feesOf({ fee, feeCurrency, dealSize }: OrderRecord): readonly OrderFee[] | null {
  if (dealSize.isZero()) return []
  return fee === null || feeCurrency === null ? null : [{ asset: feeCurrency, amount: fee }]
}

/** Fees of fills, added up by asset; null while they do not account for all that was filled. */
function completeFees(fills: readonly FillRecord[], filled: Money): readonly OrderFee[] | null {
  if (fills.length === 0 || !Money.sum(fills.map(({ size }) => size)).equals(filled)) return null
  return feesByAsset(fills.map(({ fee: amount, feeCurrency: asset }) => ({ asset, amount })))
}

/**
 * An order of which only the acknowledgement is known, built from that and the request. `now`: epoch ms, where KuCoin
 * told no time.
 */
export function acknowledgedOrder(
  request: PlainRequest,
  clientOrderId: string,
  nativeSymbol: string,
  told: { readonly record: PlacedRecord; readonly fills: readonly FillRecord[]; readonly now: number },
): Order {
  const { record, fills, now } = told
  const filled = record.dealSize ?? Money.zero
  const fees = completeFees(fills, filled)
  const quoteFilled = fees === null ? null : Money.sum(fills.map(({ funds }) => funds))
  const sized = request.kind === 'limit' ? request.quantity : request.amount.value
  const byFunds = request.kind === 'market' && request.amount.unit === 'quote'
  const createdAt = record.orderTime ?? now
  const status = acknowledgedStatus(record, filled, byFunds)
  const terms = termsOfRequest(request)
  return makeOrder({
    id: record.orderId,
    clientOrderId,
    symbol: request.symbol,
    nativeSymbol,
    side: request.side,
    terms,
    status,
    nativeStatus: record.status ?? 'accepted',
    endReason: endOf(status, terms),
    quantity: byFunds ? null : sized,
    quoteQuantity: byFunds ? sized : null,
    filled,
    quoteFilled: filled.isZero() ? Money.zero : quoteFilled,
    fees,
    createdAt,
    raw: record,
  })
}

function acknowledgedStatus(record: PlacedRecord, filled: Money, byFunds: boolean): OrderStatus {
  const begun = filled.isPositive()
  if (record.status !== 'done') return begun ? 'partially_filled' : 'open'
  if (begun && byFunds) return 'filled'
  if (record.canceledSize?.isPositive() === true) return 'cancelled'
  return begun ? 'filled' : 'unknown'
}
