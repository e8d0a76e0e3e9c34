import type { ExitRole } from '../../../../src-shared/exit-plan.ts'
import type { Balance } from '../../../../src-shared/market.ts'
import { Money } from '../../../../src-shared/money.ts'
import type { ExitLeg, Exits, Order, OrderTerms, Side } from '../../../../src-shared/order.ts'
import { symbolOf } from '../../core/markets.ts'
import { averageOf, positive } from '../../orders/amounts.ts'
import { makeOrder } from '../../orders/make-order.ts'
import { endOf } from '../end-reasons.ts'
import type { BitgetMarkets } from '../markets.ts'
import { feesOfText } from '../own/fees.ts'
import type { OrderMemory } from '../own/order-memory.ts'
import { isAtMarket } from '../own/order-types.ts'
import { isWaitingWord, statusOf } from '../own/statuses.ts'
import type { AssetRecord, OrderRow, PlanRow } from './schemas.ts'

/**
 * An order as one of Bitget's lists showed it. `unfilled`: among the unfilled orders, where prices go by other names.
 */
export type Sighting =
  | { readonly list: 'normal' | 'tpsl'; readonly unfilled: boolean; readonly row: OrderRow }
  | { readonly list: 'plan'; readonly row: PlanRow }

/** What a row alone does not tell. */
export interface MappingContext {
  readonly markets: BitgetMarkets
  readonly memory: Pick<OrderMemory, 'order' | 'entry' | 'link' | 'claimantOf'>
  /** The last price by Bitget's symbol, where it was asked. */
  readonly lastOf: (nativeId: string) => Money | null
}

/** Bitget's order in our words. Pure. */
export function orderFrom(sighting: Sighting, context: MappingContext): Order {
  return sighting.list === 'plan' ? planFrom(sighting.row, context) : rowFrom(sighting, context)
}

function rowFrom({ list, unfilled, row }: Exclude<Sighting, { list: 'plan' }>, context: MappingContext): Order {
  const { markets, memory } = context
  const conditional = list === 'tpsl' || row.tpslType === 'tpsl'
  const market = markets.byNativeId.get(row.symbol)?.market
  const status = statusOf(row.status)
  const filled = row.baseVolume ?? Money.zero
  const quoteFilled = row.quoteVolume ?? averageTimes(filled, unfilled ? row.basePrice : row.priceAvg)
  const inQuote = row.orderType === 'market' && row.side === 'buy'
  const received = row.side === 'buy' ? market?.base : market?.quote
  const link = memory.link(row.orderId)
  const isEntry = !conditional && (exitsOf(row) !== null || memory.entry(row.orderId) !== null)
  const terms = conditional ? conditionalTerms(row, priceOf(row, unfilled), context) : plainTerms(row, unfilled, memory)
  const { status: nativeStatus, cancelReason } = row
  return makeOrder({
    id: row.orderId,
    clientOrderId: row.clientOid === '' ? memory.claimantOf(row.orderId) : row.clientOid,
    listId: link?.entryId ?? (isEntry ? row.orderId : null),
    role: link?.role ?? (isEntry ? 'entry' : 'single'),
    symbol: symbolOf(markets, row.symbol),
    nativeSymbol: row.symbol,
    side: row.side,
    terms,
    status,
    nativeStatus,
    endReason: endOf({ status, terms, nativeStatus, cancelReason, knowsForce: knowsForce(row, memory) }),
    waiting: conditional && status === 'open',
    quantity: inQuote ? null : row.size,
    quoteQuantity: inQuote ? row.size : null,
    filled,
    quoteFilled,
    averagePrice: averageOf(unfilled ? row.basePrice : row.priceAvg, filled, quoteFilled),
    fees: feesOfText(row.feeDetail, received ?? ''),
    createdAt: row.cTime,
    updatedAt: row.uTime ?? row.cTime,
    raw: row,
  })
}

function priceOf(row: OrderRow, unfilled: boolean): Money {
  return (unfilled ? row.priceAvg : row.price) ?? Money.zero
}

function averageTimes(filled: Money, average: Money | null): Money | null {
  return filled.isZero() ? Money.zero : (average?.times(filled) ?? null)
}

function plainTerms(row: OrderRow, unfilled: boolean, memory: MappingContext['memory']): OrderTerms {
  const price = priceOf(row, unfilled)
  if (isAtMarket(row.orderType, price)) return { kind: 'market' }
  return { kind: 'limit', price, ...forceOf(row, memory) }
}

/** Only some lists tell the force; for the others there is what we placed ourselves. */
function forceOf(
  { orderId, force }: Pick<OrderRow, 'orderId' | 'force'>,
  memory: MappingContext['memory'],
): Pick<Extract<OrderTerms, { kind: 'limit' }>, 'timeInForce' | 'postOnly'> {
  switch (force) {
    case 'post_only':
      return { timeInForce: 'gtc', postOnly: true }
    case 'gtc':
    case 'ioc':
    case 'fok':
      return { timeInForce: force, postOnly: false }
    default: {
      const known = memory.order(orderId)
      return { timeInForce: known?.timeInForce ?? 'gtc', postOnly: known?.postOnly ?? false }
    }
  }
}

function knowsForce(
  { orderId, force }: Pick<OrderRow, 'orderId' | 'force'>,
  memory: MappingContext['memory'],
): boolean {
  return force !== '' || memory.order(orderId) !== null
}

function conditionalTerms(
  row: Pick<OrderRow, 'orderId' | 'symbol' | 'side' | 'orderType' | 'force'> & {
    readonly triggerPrice: Money | null
  },
  price: Money,
  context: MappingContext,
): OrderTerms {
  const triggerPrice = row.triggerPrice ?? Money.zero
  const role = roleOfTrigger(row, triggerPrice, context)
  if (isAtMarket(row.orderType, price)) return { kind: role, triggerPrice }
  const { timeInForce } = forceOf(row, context.memory)
  return {
    kind: role === 'stop_loss' ? 'stop_limit' : 'take_profit_limit',
    triggerPrice,
    price,
    timeInForce,
  }
}

/**
 * Whether a trigger takes profit or stops a loss. Bitget infers it from the price at the moment of placing and does not
 * say it: so by what we placed or linked ourselves, else by where the trigger lies from the last price, else it counts
 * as the stop that it may be.
 */
function roleOfTrigger(
  { orderId, symbol, side }: { readonly orderId: string; readonly symbol: string; readonly side: Side },
  triggerPrice: Money,
  { memory, lastOf }: MappingContext,
): ExitRole {
  const known = memory.link(orderId)?.role ?? memory.order(orderId)?.role ?? null
  if (known !== null) return known
  const last = lastOf(symbol)
  if (last === null) return 'stop_loss'
  return triggerPrice.greaterThan(last) === (side === 'sell') ? 'take_profit' : 'stop_loss'
}

/**
 * A plan order by itself. `executed` says that it has placed an order, not what became of that: `unknown` until the
 * order is read.
 */
function planFrom(row: PlanRow, context: MappingContext): Order {
  const inQuote = row.planType === 'total'
  const inBase = row.planType === 'amount' || row.planType === ''
  const terms = conditionalTerms(row, row.executePrice ?? Money.zero, context)
  const status = statusOf(row.status)
  const { status: nativeStatus } = row
  return makeOrder({
    id: row.orderId,
    clientOrderId: row.clientOid === '' ? null : row.clientOid,
    symbol: symbolOf(context.markets, row.symbol),
    nativeSymbol: row.symbol,
    side: row.side,
    terms,
    status,
    nativeStatus,
    endReason: endOf({ status, terms, nativeStatus, cancelReason: '', knowsForce: true }),
    waiting: isWaitingWord(row.status),
    quantity: inBase ? row.size : null,
    quoteQuantity: inQuote ? row.size : null,
    createdAt: row.cTime,
    updatedAt: row.uTime ?? row.cTime,
    raw: row,
  })
}

/** A plan order that was triggered, with what became of the order that it placed. It keeps its own id and terms. */
export function executedPlan(plan: Order, child: Order): Order {
  const { status, nativeStatus, endReason, filled, quoteFilled, averagePrice, fees } = child
  const updatedAt = Math.max(plan.updatedAt, child.updatedAt)
  const raw = { plan: plan.raw, order: child.raw }
  return {
    ...plan,
    status,
    nativeStatus,
    endReason,
    waiting: false,
    filled,
    quoteFilled,
    averagePrice,
    fees,
    updatedAt,
    raw,
  }
}

/** The exits that an unfilled entry shows; null: none, or a list that does not show them. */
export function exitsOf(
  row: Pick<
    OrderRow,
    'presetTakeProfitPrice' | 'executeTakeProfitPrice' | 'presetStopLossPrice' | 'executeStopLossPrice'
  >,
): Exits | null {
  const takeProfit = legOf(row.presetTakeProfitPrice, row.executeTakeProfitPrice)
  const stopLoss = legOf(row.presetStopLossPrice, row.executeStopLossPrice)
  if (takeProfit !== null) return { takeProfit, stopLoss }
  return stopLoss === null ? null : { takeProfit, stopLoss }
}

function legOf(trigger: Money | null, limit: Money | null): ExitLeg | null {
  const triggerPrice = positive(trigger)
  return triggerPrice && { triggerPrice, limitPrice: positive(limit) }
}

export function balanceFrom({ coin, available, frozen, locked }: AssetRecord): Balance {
  const held = (frozen ?? Money.zero).plus(locked ?? Money.zero)
  return { asset: coin, available, held, total: available.plus(held), elsewhere: [] }
}
