import { Money } from '../../../src-shared/money.ts'
import type { Order, OrderFee, OrderRole, OrderStatus, OrderTerms, TimeInForce } from '../../../src-shared/order.ts'
import { averageOf } from '../orders/amounts.ts'
import { makeOrder } from '../orders/make-order.ts'
import { endOf } from './end-reasons.ts'
import type { KrakenMarket, KrakenMarkets } from './markets.ts'
import type { KrakenClientIds } from './own/client-ids.ts'
import type { OrderRecord } from './schemas.ts'

/** What Kraken's own names stand for. */
export interface Dictionary {
  readonly markets: KrakenMarkets
  readonly ids: Pick<KrakenClientIds, 'clientOrderIdOf'>
}

/** Kraken's order, from any list, in our words. */
export function orderFrom(id: string, record: OrderRecord, { markets, ids }: Dictionary): Order {
  const on = markets.byName.get(record.descr.pair)
  const executed = executedOf(record)
  const status = statusOf(record, executed.filled)
  const terms = termsOf(record)
  return makeOrder({
    id,
    clientOrderId: ids.clientOrderIdOf(record),
    listId: listOf(id, record),
    role: roleOf(record),
    symbol: on?.market.symbol ?? record.descr.pair,
    nativeSymbol: on?.market.nativeId ?? record.descr.pair,
    side: record.descr.type,
    terms,
    status,
    nativeStatus: record.status,
    endReason: endOf(record, status, terms),
    waiting: isWaiting(record),
    ...sizeOf(record, executed),
    ...executed,
    fees: feesOf(record, executed.filled, on),
    createdAt: record.opentm,
    updatedAt: record.closetm ?? record.opentm,
    raw: record,
  })
}

const statuses: Readonly<Record<string, OrderStatus>> = {
  pending: 'open',
  open: 'open',
  closed: 'filled',
  canceled: 'cancelled',
  expired: 'expired',
}

/** Kraken tells a partial fill by its volume alone. */
function statusOf(record: OrderRecord, filled: Money): OrderStatus {
  const status = statuses[record.status] ?? 'unknown'
  return status === 'open' && filled.isPositive() ? 'partially_filled' : status
}

const isConditional = (type: string): boolean => /^(stop-loss|take-profit|trailing-stop)/.test(type)

/** `stopped` and `touched` say that the trigger was reached. */
function isWaiting({ status, descr, misc }: OrderRecord): boolean {
  if (status !== 'open' && status !== 'pending') return false
  const marks = misc.split(',')
  return isConditional(descr.ordertype) && !marks.includes('stopped') && !marks.includes('touched')
}

function flagsOf({ oflags }: OrderRecord): ReadonlySet<string> {
  return new Set(oflags.split(','))
}

type Executed = Pick<Order, 'filled' | 'quoteFilled' | 'averagePrice'>

/**
 * What was executed, in base and in quote. Of an order sized in quote (`viqc`) Kraken's older documents say that its
 * volumes are in quote too, and newer ones do not: the two are told apart by the price.
 */
function executedOf(record: OrderRecord): Executed {
  const { vol_exec, cost, price } = record
  if (!vol_exec.isPositive()) return { filled: Money.zero, quoteFilled: Money.zero, averagePrice: null }
  const inQuote = isViqc(record) && price.isPositive() && nearer(cost, vol_exec, vol_exec.times(price))
  if (inQuote) return { filled: vol_exec.dividedBy(price, 10), quoteFilled: vol_exec, averagePrice: price }
  return { filled: vol_exec, quoteFilled: cost, averagePrice: averageOf(price, vol_exec, cost) }
}

/** What was asked for, in the unit that it is told in; in quote for an order sized so that shows no fill to tell by. */
function sizeOf(record: OrderRecord, { filled, quoteFilled }: Executed): Pick<Order, 'quantity' | 'quoteQuantity'> {
  const { vol } = record
  const inQuote = isViqc(record) && (filled.isZero() || nearer(vol, quoteFilled ?? Money.zero, filled))
  return inQuote ? { quantity: null, quoteQuantity: vol } : { quantity: vol, quoteQuantity: null }
}

function isViqc(record: OrderRecord): boolean {
  return flagsOf(record).has('viqc')
}

/** Whether a value is nearer to the first of two than to the second. */
function nearer(value: Money, first: Money, second: Money): boolean {
  return value.minus(first).abs().lessThan(value.minus(second).abs())
}

/** Kraken tells fees in quote, whatever they were taken in. */
function feesOf(record: OrderRecord, filled: Money, on: KrakenMarket | undefined): readonly OrderFee[] | null {
  if (!filled.isPositive()) return []
  return on === undefined ? null : [{ asset: on.market.quote, amount: record.fee }]
}

/** An entry with a conditional close begins a list; what fills of it call for names it as its parent. */
function listOf(id: string, record: OrderRecord): string | null {
  const parent = record.refid ?? ''
  if (parent !== '') return parent
  return isEntry(record) ? id : null
}

function isEntry({ descr }: OrderRecord): boolean {
  return (descr.close ?? '') !== ''
}

function roleOf(record: OrderRecord): OrderRole {
  if ((record.refid ?? '') === '') return isEntry(record) ? 'entry' : 'single'
  const { ordertype } = record.descr
  return ordertype.startsWith('stop-loss') || ordertype.startsWith('trailing-stop') ? 'stop_loss' : 'take_profit'
}

/** `descr.price` is the trigger of a conditional order, whose limit is `descr.price2`. */
function termsOf(record: OrderRecord): OrderTerms {
  const { ordertype, price: first, price2: second } = record.descr
  const price = priceOf(first)
  const timeInForce = timeInForceOf(record)
  switch (ordertype) {
    case 'market':
    case 'settle-position':
      return { kind: 'market' }
    case 'stop-loss':
      return { kind: 'stop_loss', triggerPrice: price }
    case 'take-profit':
      return { kind: 'take_profit', triggerPrice: price }
    case 'stop-loss-limit':
      return { kind: 'stop_limit', triggerPrice: price, price: priceOf(second), timeInForce }
    case 'take-profit-limit':
      return { kind: 'take_profit_limit', triggerPrice: price, price: priceOf(second), timeInForce }
    case 'trailing-stop':
    case 'trailing-stop-limit':
      return { kind: 'trailing_stop', trailingBips: trailingBips(record), activationPrice: null, price: null }
    default:
      return { kind: 'limit', price, timeInForce, postOnly: flagsOf(record).has('post') }
  }
}

/** Prices that are relative (`+5`, `-2%`) have no place in our terms: they count as none. */
function priceOf(text: string): Money {
  return /^[+\-#]|%$/.test(text) ? Money.zero : (Money.tryParse(text) ?? Money.zero)
}

/** Kraken's lists do not promise a time in force; GTC where it is not told. */
function timeInForceOf(record: OrderRecord): TimeInForce {
  const told = (record.timeinforce ?? record.time_in_force ?? '').toLowerCase()
  return told === 'ioc' || told === 'fok' ? told : 'gtc'
}

/**
 * A distance in per cent (`+5.0000%`), or one in quote units as a part of the price that the trigger follows. Whole
 * basis points.
 */
function trailingBips({ descr, stopprice }: OrderRecord): number {
  const [, digits, percent] = /^[+-]?([\d.]+)(%?)$/.exec(descr.price) ?? []
  const distance = Money.tryParse(digits ?? '')
  if (distance === null) return 0
  if (percent === '%') return wholeNumber(distance.times(Money.parse('100')))
  const trigger = stopprice ?? Money.zero
  const followed = descr.type === 'sell' ? trigger.plus(distance) : trigger.minus(distance)
  return followed.isPositive() ? wholeNumber(distance.times(Money.parse('10000')).dividedBy(followed)) : 0
}

function wholeNumber(value: Money): number {
  return Number(value.truncated(0).toString())
}
