import { averagePrice } from '../../src-shared/average-price.ts'
import type { NewTrade } from '../../src-shared/django-trade.ts'
import { endMessage } from '../../src-shared/end-reason.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import { averageOf, costOf, feeOf, limitPriceOf } from '../../src-shared/order-figures.ts'
import { isFinal, type Order, type OrderRequest } from '../../src-shared/order.ts'

/** Columns that are written once. Source: docs/wire-contract.md §8.3. */
export const firstColumns = [
  'user_id',
  'broker_id',
  'trade_type',
  'source',
  'ordre_existant',
  'symbol',
  'side',
  'order_type',
  'total_value',
  'stop_loss_price',
  'take_profit_price',
  'trigger_price',
  'pnl_calculation_method',
  'created_at',
] as const

/** Columns that follow the order. */
export const followingColumns = [
  'status',
  'exchange_order_id',
  'exchange_client_order_id',
  'exchange_order_status',
  'quantity',
  'price',
  'filled_quantity',
  'filled_price',
  'fees',
  'error_message',
  'executed_at',
] as const

/** Values as PostgreSQL reads them: numbers as exact decimal text, times as ISO 8601 UTC. */
export type FirstValues = Readonly<Record<(typeof firstColumns)[number], string | null>>
export type FollowingValues = Readonly<Record<(typeof followingColumns)[number], string | null>>

/** Words of the old gateway's; `completed` is Terminal 7's, and `cancelled` one of Django's own. */
type TradeStatus = 'pending' | 'executed' | 'cancelled' | 'error'

/** What had been executed of an order before another one took its place. */
export interface ExecutedBefore {
  readonly filled: Money
  /** Quote units. */
  readonly cost: Money
  /** Quote units. */
  readonly fees: Money
}

export const nothingBefore: ExecutedBefore = { filled: Money.zero, cost: Money.zero, fees: Money.zero }

const mostCharacters = {
  trade_type: 20,
  source: 20,
  symbol: 20,
  order_type: 15,
  ordre_existant: 100,
} as const

/** numeric(20, 8): twelve digits before the point. */
const tooLarge = Money.parse('1000000000000')
const decimals = 8

/**
 * What the row of an order says once and for all. @throws GatewayError `refused` `database.trade_…` for what its columns
 * do not hold
 */
export function firstValues(trade: NewTrade, createdAt: number): FirstValues {
  const { request } = trade
  const texts = {
    trade_type: trade.tradeType,
    source: trade.source,
    symbol: request.symbol,
    order_type: trade.orderType,
    ordre_existant: trade.existingOrder,
  }
  for (const [column, text] of Object.entries(texts) as readonly [keyof typeof texts, string | null][]) {
    const most = mostCharacters[column]
    if (text !== null && text.length > most)
      throw new GatewayError('refused', 'database.trade_text_too_long', { field: column, most: String(most) })
  }
  const { stopLoss, takeProfit, trigger } = triggersOf(request)
  return {
    ...texts,
    user_id: String(trade.userId),
    broker_id: String(trade.brokerId),
    side: request.side,
    total_value: asked('total_value', trade.totalValue ?? worthOf(request)),
    stop_loss_price: stopLoss && asked('stop_loss_price', stopLoss),
    take_profit_price: takeProfit && asked('take_profit_price', takeProfit),
    trigger_price: trigger && asked('trigger_price', trigger),
    pnl_calculation_method: 'none',
    created_at: new Date(createdAt).toISOString(),
  }
}

/** The same of an order that named no price, once something of it is executed. */
export function withWorth(first: FirstValues, { cost }: { readonly cost: Money }): FirstValues {
  return first.total_value === '0' ? { ...first, total_value: shown(cost) ?? '0' } : first
}

/** The row of an order of which nothing is known yet. @throws as {@link firstValues} */
export function pendingValues({ clientOrderId, request, quantity }: NewTrade): FollowingValues {
  const size = quantity ?? sizeOf(request)
  return {
    status: 'pending' satisfies TradeStatus,
    exchange_order_id: null,
    exchange_client_order_id: clientOrderId,
    exchange_order_status: null,
    quantity: asked('quantity', size),
    price: 'price' in request ? asked('price', request.price) : null,
    filled_quantity: null,
    filled_price: null,
    fees: null,
    error_message: null,
    executed_at: null,
  }
}

/** The row of an order that was not placed, or of which nobody knows whether it was (`pending`). */
export function troubledValues(values: FollowingValues, status: 'error' | 'pending', why: string): FollowingValues {
  return { ...values, status, error_message: why }
}

/** The row of an order as its exchange shows it. `say`: a sentence in the language of Django's pages. */
export function valuesAfter(
  values: FollowingValues,
  order: Order,
  before: ExecutedBefore,
  say: (text: MessageRef) => string,
): FollowingValues {
  const { filled, average, fees } = executed(order, before)
  const quantity =
    order.quantity === null ? (isFinal(order.status) ? filled : null) : before.filled.plus(order.quantity)
  const status = statusOf(order)
  const hasPrice = average !== null
  return {
    ...values,
    status,
    exchange_order_id: order.id,
    // Terminal 7 reckons with the price of every row that says `filled`.
    exchange_order_status: order.status === 'filled' && !hasPrice ? null : order.status,
    quantity: shown(quantity) ?? values.quantity,
    price: shown(limitPriceOf(order.terms) ?? average) ?? values.price,
    filled_quantity: shown(filled),
    filled_price: shown(average),
    fees: filled.isPositive() ? (shown(fees) ?? values.fees) : null,
    error_message: order.endReason === null || status === 'executed' ? null : say(endMessage(order.endReason)),
    executed_at: filled.isPositive() ? new Date(order.updatedAt).toISOString() : null,
  }
}

/** What was executed of an order, with what had been before. */
export function executed(
  order: Order,
  before: ExecutedBefore,
): {
  readonly filled: Money
  readonly cost: Money
  readonly average: Money | null
  /** null: the exchange does not tell them with the order. */
  readonly fees: Money | null
} {
  const filled = before.filled.plus(order.filled)
  const cost = before.cost.plus(costOf(order))
  const fees = order.fees === null ? null : before.fees.plus(feeOf(order).cost)
  const average = before.filled.isZero() ? averageOf(order) : averagePrice(cost, filled)
  return { filled, cost, average, fees }
}

/** Whether nothing more is to be learnt about an order: it is over, and what it cost is known. */
export function isWholeStory(order: Order): boolean {
  return isFinal(order.status) && (order.filled.isZero() || (averageOf(order) !== null && order.fees !== null))
}

function statusOf({ status }: Order): TradeStatus {
  switch (status) {
    case 'filled':
      return 'executed'
    case 'cancelled':
    case 'expired':
      return 'cancelled'
    case 'rejected':
      return 'error'
    case 'open':
    case 'partially_filled':
    case 'unknown':
      return 'pending'
  }
}

function triggersOf(request: OrderRequest): {
  readonly stopLoss: Money | null
  readonly takeProfit: Money | null
  readonly trigger: Money | null
} {
  switch (request.kind) {
    case 'market':
    case 'limit': {
      const { exits } = request
      const stopLoss = exits?.stopLoss?.triggerPrice ?? null
      return { stopLoss, takeProfit: exits?.takeProfit?.triggerPrice ?? null, trigger: null }
    }
    case 'oco':
      return { stopLoss: request.stopLoss.triggerPrice, takeProfit: request.takeProfit.triggerPrice, trigger: null }
    case 'stop_loss':
      return { stopLoss: request.triggerPrice, takeProfit: null, trigger: null }
    case 'take_profit':
    case 'take_profit_limit':
      return { stopLoss: null, takeProfit: request.triggerPrice, trigger: null }
    case 'stop_limit':
      return { stopLoss: null, takeProfit: null, trigger: request.triggerPrice }
    case 'trailing_stop':
      return { stopLoss: null, takeProfit: null, trigger: request.activationPrice }
  }
}

/** Base units; none of a purchase by value, until it is filled. */
function sizeOf(request: OrderRequest): Money {
  if (request.kind !== 'market') return request.quantity
  return request.amount.unit === 'base' ? request.amount.value : Money.zero
}

/** Quote units, at the price that the order itself names; none where it names none. */
function worthOf(request: OrderRequest): Money {
  if (request.kind === 'market') return request.amount.unit === 'quote' ? request.amount.value : Money.zero
  const { stopLoss, takeProfit, trigger } = triggersOf(request)
  const price = 'price' in request ? request.price : (trigger ?? stopLoss ?? takeProfit)
  return price === null ? Money.zero : price.times(request.quantity)
}

/** @throws GatewayError `refused` for a number that its column does not hold */
function asked(field: string, value: Money): string {
  const text = shown(value)
  if (text === null) throw new GatewayError('refused', 'database.trade_number_too_large', { field })
  return text
}

/** As a column holds it, which rounds to eight decimals; null: none, or too large for it. */
function shown(value: Money | null): string | null {
  if (value === null || value.abs().atLeast(tooLarge)) return null
  return value.decimals() > decimals ? nearest(value).toString() : value.toString()
}

const step = Money.parse('0.00000001')
const half = Money.parse('0.000000005')

function nearest(value: Money): Money {
  return value.plus(half).floorToStep(step)
}
