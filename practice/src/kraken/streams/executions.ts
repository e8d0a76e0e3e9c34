import { Money } from '../../../../src-shared/money.ts'
import type { OrderEvent, OrderSnapshot } from '../../engine/feed.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import { isOver, isWaiting, type Fill } from '../../engine/types.ts'
import { tradeIdOf, txidOf } from '../ids.ts'
import { marketOfOrder, priceDecimals, reasonOf, triggerPriceOf } from '../order-views.ts'
import { isGenerated } from '../practice-kraken.ts'
import { number, timestamp } from './wire.ts'

type Json = Readonly<Record<string, unknown>>

/** What a subscription to `executions` wants to hear. */
export interface ExecutionOptions {
  /** Every change; else only how an order begins and ends. */
  readonly orderStatus: boolean
}

/**
 * An order's change as `executions` tells it, in one or two reports. Only the first report of an order has its terms,
 * the others what is new. A `trade` that fills the order may still call it partly filled; the `filled` after it does
 * not.
 */
export function executionReports(
  engine: PracticeEngine,
  event: OrderEvent,
  options: ExecutionOptions,
): readonly Json[] {
  const { order, fill } = event
  const report = (type: string, status: string, more: Json = {}): Json => ({
    ...names(order),
    exec_type: type,
    order_status: status,
    timestamp: timestamp(order.updatedAt),
    ...more,
  })
  switch (event.change) {
    case 'placed':
      if (!options.orderStatus) return [report('new', 'new', terms(order))]
      return [report('pending_new', 'pending_new', terms(order)), report('new', 'new')]
    case 'activated':
    case 'rested':
      return []
    case 'triggered':
      return options.orderStatus ? [report('status', 'new', triggers(order))] : []
    case 'amended': {
      const changed = { ...amounts(engine, order), order_qty: number(order.quantity ?? Money.zero), ...prices(order) }
      return options.orderStatus ? [report('amended', liveStatus(order), { ...changed, reason: 'User requested' })] : []
    }
    case 'filled':
      return [
        ...(options.orderStatus && fill !== null ? [tradeReport(order, fill)] : []),
        ...(order.state === 'filled' ? [report('filled', 'filled', amounts(engine, order))] : []),
      ]
    case 'ended': {
      const word = order.expiryReason === 'ended_by_exchange' ? 'expired' : 'canceled'
      const reason = reasonOf(order)
      return [
        report(word, word, {
          ...amounts(engine, order),
          ...(reason === null ? {} : { cancel_reason: reason, reason }),
        }),
      ]
    }
  }
}

/** An open order as the snapshot has it. */
export function openReport(engine: PracticeEngine, order: OrderSnapshot): Json {
  return {
    ...names(order),
    exec_type: 'new',
    order_status: liveStatus(order),
    timestamp: timestamp(order.updatedAt),
    ...terms(order),
    ...amounts(engine, order),
  }
}

/** One execution. */
export function tradeReport(order: OrderSnapshot, fill: Fill): Json {
  const [, quote = ''] = fill.symbol.split('/')
  return {
    ...names(order),
    exec_id: tradeIdOf(fill.tradeId, fill.maker),
    exec_type: 'trade',
    trade_id: fill.tradeId,
    symbol: fill.symbol,
    side: fill.side,
    last_qty: number(fill.quantity),
    last_price: number(fill.price),
    liquidity_ind: fill.maker ? 'm' : 't',
    cost: number(fill.quoteQuantity),
    order_status: order.state === 'filled' && !fill.maker ? 'filled' : 'partially_filled',
    order_type: order.labels.ordertype,
    timestamp: timestamp(fill.time),
    fees: [{ asset: quote, qty: number(fill.fee) }],
  }
}

function names(order: OrderSnapshot): Json {
  return {
    order_id: txidOf(order.id),
    order_userref: order.labels.userref ?? 0,
    ...(isGenerated(order.clientOrderId) ? {} : { cl_ord_id: order.clientOrderId }),
  }
}

function liveStatus(order: OrderSnapshot): string {
  return order.state === 'partially_filled' ? 'partially_filled' : isOver(order) ? 'filled' : 'new'
}

function terms(order: OrderSnapshot): Json {
  const { refid, expiretm } = order.labels
  return {
    symbol: order.symbol,
    side: order.side,
    order_type: order.labels.ordertype,
    order_qty: number(order.quantity ?? Money.zero),
    time_in_force: expiretm === undefined || expiretm === 0 ? order.timeInForce.toUpperCase() : 'GTD',
    ...prices(order),
    ...(order.postOnly ? { post_only: true } : {}),
    ...(order.visibleQuantity === null ? {} : { display_qty: number(order.visibleQuantity) }),
    fee_ccy_pref: 'fciq',
    ...(refid === undefined ? {} : { ord_ref_id: txidOf(Number(refid)) }),
    ...contingent(order),
  }
}

/** The orders that each fill is to place. */
function contingent({ labels }: OrderSnapshot): Json {
  const { closeType, closePrice, closePrice2 } = labels
  if (closeType === undefined) return {}
  const [trigger, limit] = closeType === 'limit' ? [undefined, closePrice] : [closePrice, closePrice2]
  return { contingent: { order_type: closeType, ...template('trigger', trigger), ...template('limit', limit) } }
}

/** A price, or a distance with its sign, of what does not exist yet. */
function template(name: string, price: string | number | undefined): Json {
  if (price === undefined) return {}
  const text = String(price)
  const type = text.endsWith('%') ? 'pct' : /^[+\-#]/.test(text) ? 'quote' : 'static'
  return {
    [`${name}_price`]: number(Money.parse(text.replace(/[^\d.]/g, ''))),
    [`${name}_price_type`]: type,
  }
}

function prices(order: OrderSnapshot): Json {
  return {
    ...(order.limitPrice === null ? {} : { limit_price_type: 'static', limit_price: number(order.limitPrice) }),
    ...triggers(order),
  }
}

function triggers(order: OrderSnapshot): Json {
  const { trigger } = order
  if (trigger === null) return {}
  const bips = trigger.trailingBips
  const price =
    bips === null ? (trigger.price ?? Money.zero) : Money.parse(String(bips)).dividedBy(Money.parse('100'), 4)
  return {
    triggers: {
      reference: 'last',
      price: number(price),
      price_type: bips === null ? 'static' : 'pct',
      actual_price: number(triggerPriceOf(order)),
      status: isWaiting(order) ? 'untriggered' : 'triggered',
      timestamp: timestamp(order.updatedAt),
    },
  }
}

function amounts(engine: PracticeEngine, order: OrderSnapshot): Json {
  const decimals = priceDecimals(marketOfOrder(engine, order.symbol))
  const average = order.filled.isPositive() ? order.quoteFilled.dividedBy(order.filled, decimals) : Money.zero
  return { cum_qty: number(order.filled), cum_cost: number(order.quoteFilled), avg_price: number(average) }
}
