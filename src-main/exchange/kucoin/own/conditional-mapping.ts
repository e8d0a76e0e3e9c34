import type { ExitRole } from '../../../../src-shared/exit-plan.ts'
import { Money } from '../../../../src-shared/money.ts'
import {
  type OcoRequest,
  type Order,
  type OrderStatus,
  type OrderTerms,
  type Side,
} from '../../../../src-shared/order.ts'
import { symbolOf } from '../../core/markets.ts'
import { nonZero } from '../../orders/amounts.ts'
import { makeOrder } from '../../orders/make-order.ts'
import { stopKindOf } from '../encode.ts'
import { endOf } from '../end-reasons.ts'
import { timeInForceOf } from '../map-orders.ts'
import type { KuCoinMarkets } from '../markets.ts'
import type { OcoDetails, OcoLegRecord, StopRecord } from '../schemas.ts'

/**
 * Both spellings of a word occur. A triggered order goes on as another one (see {@link asTriggered}); until that is
 * found: unknown.
 */
const statuses: Readonly<Record<string, OrderStatus>> = {
  NEW: 'open',
  CANCELLED: 'cancelled',
  CANCELED: 'cancelled',
}

/** Whether a record of the stop list says on which side it triggers; legs of an OCO pair say something else. */
export function isSingleStop(record: StopRecord): boolean {
  return record.stop === 'loss' || record.stop === 'entry'
}

/** A stop order in our words. Without `stop` its kind cannot be told, and it counts as a stop-loss. */
export function stopOrderFrom(record: StopRecord, markets: KuCoinMarkets): Order {
  const status = record.status ?? 'NEW'
  const createdAt = record.createdAt ?? record.orderTime ?? 0
  const terms = stopTerms(record)
  const mapped = statuses[status] ?? 'unknown'
  return makeOrder({
    id: record.id,
    clientOrderId: record.clientOid,
    symbol: symbolOf(markets, record.symbol),
    nativeSymbol: record.symbol,
    side: record.side,
    terms,
    status: mapped,
    nativeStatus: status,
    endReason: endOf(mapped, terms),
    waiting: status === 'NEW',
    quantity: nonZero(record.size),
    quoteQuantity: nonZero(record.size) === null ? nonZero(record.funds) : null,
    createdAt,
    raw: record,
  })
}

function stopTerms({ type, side, stop, stopPrice: triggerPrice, price, timeInForce }: StopRecord): OrderTerms {
  const direction = stop === 'entry' || stop === 'loss' ? stop : side === 'sell' ? 'loss' : 'entry'
  const kind = stopKindOf(type, side, direction)
  if (kind === 'stop_loss' || kind === 'take_profit') return { kind, triggerPrice }
  return { kind, triggerPrice, price: price ?? Money.zero, timeInForce: timeInForceOf(timeInForce) }
}

/**
 * A conditional order that triggered: it keeps its id and terms, and what became of it is what became of the order it
 * turned into.
 */
export function asTriggered(order: Order, child: Order): Order {
  const { status, endReason, filled, quoteFilled, averagePrice, fees, updatedAt } = child
  const nativeStatus = `TRIGGERED ${child.nativeStatus}`
  const raw = { ...(typeof order.raw === 'object' && order.raw), becameOrder: child.raw }
  return {
    ...order,
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

/** The pair's legs. The take-profit of a sale lies above its stop-loss, that of a purchase below. */
function legsOf(pair: OcoDetails): { readonly takeProfit: OcoLegRecord; readonly stopLoss: OcoLegRecord } | null {
  const [low, high] = pair.orders.toSorted((a, b) => a.stopPrice.compare(b.stopPrice))
  if (low === undefined || high === undefined) return null
  return low.side === 'sell' ? { takeProfit: high, stopLoss: low } : { takeProfit: low, stopLoss: high }
}

/** Both legs in our words, the take-profit first; they share the pair's client id, having none of their own. */
export function pairOrders(pair: OcoDetails, markets: KuCoinMarkets): readonly Order[] {
  const legs = legsOf(pair)
  if (legs === null) return []
  return [legOrder(legs.takeProfit, 'take_profit', pair, markets), legOrder(legs.stopLoss, 'stop_loss', pair, markets)]
}

function legOrder(leg: OcoLegRecord, role: ExitRole, pair: OcoDetails, markets: KuCoinMarkets): Order {
  const ended = statuses[pair.status] === 'cancelled'
  const status = ended ? 'CANCELLED' : leg.status
  const createdAt = pair.orderTime ?? 0
  const terms = legTerms(role, leg.stopPrice, leg.price)
  const mapped = statuses[status] ?? 'unknown'
  return makeOrder({
    id: leg.id,
    clientOrderId: pair.clientOid,
    listId: pair.orderId,
    role,
    symbol: symbolOf(markets, leg.symbol),
    nativeSymbol: leg.symbol,
    side: leg.side,
    terms,
    status: mapped,
    nativeStatus: status,
    endReason: endOf(mapped, terms),
    waiting: status === 'NEW',
    quantity: leg.size,
    createdAt,
    raw: { ...leg, oco: { orderId: pair.orderId, status: pair.status } },
  })
}

function legTerms(role: ExitRole, triggerPrice: Money, price: Money): OrderTerms {
  const kind = role === 'take_profit' ? 'take_profit_limit' : 'stop_limit'
  return { kind, triggerPrice, price, timeInForce: 'gtc' }
}

/**
 * A pair that KuCoin has acknowledged and not shown yet. Its legs have no ids then, so the pair's own id stands for the
 * take-profit: fetching or cancelling by it works. `now`: epoch ms.
 */
export function acknowledgedPair(
  request: OcoRequest,
  about: {
    readonly id: string
    readonly clientOrderId: string
    readonly nativeSymbol: string
    readonly now: number
  },
): Order {
  const { now, ...ids } = about
  const { symbol, side, quantity, takeProfit } = request
  return makeOrder({
    ...ids,
    listId: ids.id,
    role: 'take_profit',
    symbol,
    side,
    terms: legTerms('take_profit', takeProfit.triggerPrice, takeProfit.limitPrice ?? takeProfit.triggerPrice),
    status: 'open',
    nativeStatus: 'accepted',
    waiting: true,
    quantity,
    createdAt: now,
    raw: { orderId: ids.id },
  })
}

/** What to look for when a conditional order has turned into a plain one. `price` null: at market. */
export interface ChildTraits {
  readonly id: string
  readonly clientOid: string | null
  readonly nativeSymbol: string
  readonly side: Side
  readonly quantity: Money | null
  readonly price: Money | null
  readonly since: number
}

export function childTraits(order: Order): ChildTraits {
  const { id, clientOrderId: clientOid, nativeSymbol, side, quantity, terms, createdAt: since } = order
  return { id, clientOid, nativeSymbol, side, quantity, price: 'price' in terms ? terms.price : null, since }
}
