import type { z } from 'zod'
import { endMessage } from '../../../src-shared/end-reason.ts'
import type { Language } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { amountOf, averageOf, costOf, feeOf, limitPriceOf, triggerPriceOf } from '../../../src-shared/order-figures.ts'
import { isFinal, type Order, type OrderKind, type OrderTerms } from '../../../src-shared/order.ts'
import { errorText } from '../error-text.ts'
import { lasting } from '../json.ts'
import type { orderSchema, orderTypes } from '../schema/order.ts'
import type { AnswerData } from '../schema/wire.ts'
import { type ExitSources, type Presets, presetsOf } from './order-presets.ts'

type WireType = (typeof orderTypes)[number]
export type OrderShape = AnswerData<z.infer<typeof orderSchema>>

const wireTypes: Record<Exclude<OrderKind, 'oco'>, WireType> = {
  market: 'market',
  limit: 'limit',
  stop_loss: 'stop_loss',
  take_profit: 'take_profit',
  stop_limit: 'stop_limit',
  take_profit_limit: 'tp_limit',
  trailing_stop: 'trailing_stop',
}

/** An order's type as Django knows it. */
export function wireType(terms: OrderTerms): WireType {
  return wireTypes[terms.kind]
}

/** Whether an order waits for a price before it trades. */
export function isConditional(terms: OrderTerms): boolean {
  return terms.kind !== 'market' && terms.kind !== 'limit'
}

/** What is left in base units. */
export function remainingOf(order: Order): Money {
  return Money.max(Money.zero, amountOf(order).minus(order.filled))
}

function feeDetailOf(order: Order): Readonly<Record<string, Money>> {
  const detail: Record<string, Money> = {}
  for (const { asset, amount } of order.fees ?? []) detail[asset] = (detail[asset] ?? Money.zero).plus(amount)
  return detail
}

/**
 * Epoch ms as ISO 8601 UTC: the form in which Terminal 7 neither drops a fill nor dates it wrongly
 * (docs/wire-contract.md §4.10).
 */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}

/** Orders of one answer as Django reads them: the members of a list tell of each other. */
export function orderShapes(orders: readonly Order[], sources: ExitSources, language: Language): readonly OrderShape[] {
  return orders.map((order) => keptShape(order, presetsOf(order, orders, sources), language))
}

interface Kept {
  readonly presets: Presets
  readonly language: Language
  readonly shape: OrderShape
}

/** Of orders as they were told last: while nothing happens to one, every list has the very same order. */
const kept = new WeakMap<Order, Kept>()

function keptShape(order: Order, presets: Presets, language: Language): OrderShape {
  const known = kept.get(order)
  if (known?.language === language && isSame(known.presets, presets)) return known.shape
  const shape = lasting(orderShape(order, presets, language))
  kept.set(order, { presets, language, shape })
  return shape
}

function isSame(before: Presets, now: Presets): boolean {
  return Money.same(before.takeProfit, now.takeProfit) && Money.same(before.stopLoss, now.stopLoss)
}

/**
 * An order as Django reads it: one shape for open and closed orders of every exchange (docs/wire-contract.md §4.10).
 * `feeDetail` and `tpslType` are left out on purpose, `priceAvg` is there once something was executed.
 */
export function orderShape(order: Order, { takeProfit, stopLoss }: Presets, language: Language): OrderShape {
  const average = averageOf(order)
  const cost = costOf(order)
  const conditional = isConditional(order.terms)
  const limit = order.terms.kind === 'limit' ? order.terms : null
  const updatedAt = isoTime(order.updatedAt)
  const isCombo = takeProfit !== null && stopLoss !== null && !isFinal(order.status)
  return {
    id: order.id,
    order_id: order.id,
    client_order_id: order.clientOrderId,
    symbol: order.symbol,
    native_symbol: order.nativeSymbol,
    side: order.side,
    type: isCombo ? 'sl_tp_combo' : wireType(order.terms),
    amount: amountOf(order),
    filled: order.filled,
    remaining: remainingOf(order),
    price: limitPriceOf(order.terms),
    average,
    price_avg: average,
    ...(average === null ? {} : { priceAvg: average }),
    cost,
    base_volume: order.filled,
    quote_volume: cost,
    quoteVolume: cost,
    status: order.status,
    native_status: order.nativeStatus,
    ...endOf(order, language),
    trigger_price: triggerPriceOf(order.terms),
    preset_take_profit_price: takeProfit,
    preset_stop_loss_price: stopLoss,
    tpsl_type: conditional ? 'tpsl' : 'normal',
    is_tpsl_order: conditional,
    created_at: isoTime(order.createdAt),
    updated_at: updatedAt,
    updated: updatedAt,
    timestamp: order.createdAt,
    updated_ms: order.updatedAt,
    fee: feeOf(order),
    fee_detail: feeDetailOf(order),
    cancel_reason: order.endReason?.word?.slice(0, 50) ?? null,
    // Nobody told us, so nothing is made up.
    order_source: null,
    enter_point_source: null,
    force: 'timeInForce' in order.terms ? order.terms.timeInForce : null,
    post_only: limit?.postOnly ?? false,
    list_id: order.listId,
    role: order.role,
    waiting: order.waiting,
    info: rawObject(order.raw),
  }
}

/** Why an order ended, for a program and for a person. */
export function endOf(
  { endReason }: Pick<Order, 'endReason'>,
  language: Language,
): Pick<OrderShape, 'end_reason' | 'end_reason_text'> {
  if (endReason === null) return { end_reason: null, end_reason_text: null }
  return { end_reason: endReason.kind, end_reason_text: errorText(endMessage(endReason), language) }
}

/** The exchange's own object; an empty one where there is none. */
export function rawObject(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? { ...raw } : {}
}
