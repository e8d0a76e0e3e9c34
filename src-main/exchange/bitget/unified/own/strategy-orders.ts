import { averagePrice } from '../../../../../src-shared/average-price.ts'
import { GatewayError } from '../../../../../src-shared/errors.ts'
import type { ExitRole } from '../../../../../src-shared/exit-plan.ts'
import { Money } from '../../../../../src-shared/money.ts'
import { type ExitLeg, isFinal, opposite, type Order, type OrderTerms } from '../../../../../src-shared/order.ts'
import { symbolOf } from '../../../core/markets.ts'
import { positive } from '../../../orders/amounts.ts'
import { legOrder } from '../../../orders/exits.ts'
import { makeOrder } from '../../../orders/make-order.ts'
import { endOf } from '../../end-reasons.ts'
import type { BitgetMarkets } from '../../markets.ts'
import { feesOfList } from '../../own/fees.ts'
import type { OrderMemory } from '../../own/order-memory.ts'
import { isWaitingWord, statusOf } from '../../own/statuses.ts'
import { exitsOf } from '../map-orders.ts'
import { carriedSchema, type FillRow, type StrategyRow } from '../schemas.ts'
import type { UnifiedSession } from '../session.ts'

/**
 * One strategy order may hold both exits: each is told as an order of its own, under the strategy order's id and its
 * role.
 */
const suffixes: Readonly<Record<ExitRole, string>> = { take_profit: ':tp', stop_loss: ':sl' }

/** The strategy order's own id. */
export function strategyId(orderId: string): string {
  return orderId.replace(/:(?:tp|sl)$/, '')
}

/** The ids of the orders that a strategy order stands for. */
export function strategyIds(row: unknown): readonly string[] {
  const { orderId, ...carried } = carriedSchema.parse(row)
  const { takeProfit, stopLoss } = exitsOf(carried) ?? { takeProfit: null, stopLoss: null }
  return takeProfit !== null && stopLoss !== null ? legOrder.map((role) => orderId + suffixes[role]) : [orderId]
}

export interface StrategyContext {
  /** Which list showed it, for rows that do not say how they stand: what is among the finished ones no longer waits. */
  readonly among: 'unfilled' | 'finished'
  readonly markets: BitgetMarkets
  readonly memory: Pick<OrderMemory, 'entry' | 'link'>
}

/** Whether an order was triggered: then it has placed an order, which tells its fate. */
function isTriggered({ nativeStatus }: Order): boolean {
  return nativeStatus === 'success'
}

/** Whether fills may tell what became of an order: it was triggered, or it ended in a way that nobody says. */
export function mayHaveFilled(order: Order): boolean {
  return isTriggered(order) || (order.nativeStatus === '' && order.status === 'unknown')
}

/**
 * A strategy order as the orders that it stands for. What was triggered (`success`) has placed an order, of which it
 * does not tell the fate: `unknown` here, see {@link withOutcome}. Pure.
 */
export function strategyOrders(row: StrategyRow, context: StrategyContext): readonly Order[] {
  const exits = exitsOf(row)
  if (exits === null) return [strategyOrder(row, 'stop_loss', triggerOf(row), row.orderId, context)]
  const both = exits.takeProfit !== null && exits.stopLoss !== null
  return legOrder.flatMap((role) => {
    const leg = role === 'take_profit' ? exits.takeProfit : exits.stopLoss
    if (leg === null) return []
    const id = both ? row.orderId + suffixes[role] : row.orderId
    return [strategyOrder(row, role, leg, id, context)]
  })
}

function triggerOf(row: StrategyRow): ExitLeg {
  const limit = row.triggerOrderType === 'limit' ? row.triggerOrderPrice : null
  return { triggerPrice: row.triggerPrice ?? Money.zero, limitPrice: limit }
}

function strategyOrder(
  row: StrategyRow,
  role: ExitRole,
  { triggerPrice, limitPrice }: ExitLeg,
  id: string,
  { among, markets, memory }: StrategyContext,
): Order {
  const told = row.status === '' && among === 'unfilled' ? 'live' : row.status
  const status = statusOf(told)
  const link = memory.link(row.orderId)
  const entry = link === null ? null : memory.entry(link.entryId)
  const terms: OrderTerms =
    limitPrice === null
      ? { kind: role, triggerPrice }
      : {
          kind: role === 'stop_loss' ? 'stop_limit' : 'take_profit_limit',
          triggerPrice,
          price: limitPrice,
          timeInForce: 'gtc',
        }
  const shown = among === 'finished' && status === 'open' ? 'unknown' : status
  return makeOrder({
    id,
    clientOrderId: row.clientOid === '' ? null : row.clientOid,
    listId: link?.entryId ?? (id === row.orderId ? null : row.orderId),
    role: link !== null || exitsOf(row) !== null ? role : 'single',
    symbol: symbolOf(markets, row.symbol),
    nativeSymbol: row.symbol,
    side: row.side ?? (entry === null ? 'sell' : opposite(entry.side)),
    terms,
    status: shown,
    nativeStatus: row.status,
    endReason: endOf({ status: shown, terms, nativeStatus: row.status, cancelReason: '', knowsForce: true }),
    waiting: among === 'unfilled' && isWaitingWord(told),
    quantity: positive(row.qty),
    createdAt: row.createdTime ?? 0,
    updatedAt: row.updatedTime ?? row.createdTime ?? 0,
    raw: row,
  })
}

/**
 * What was triggered, with what became of it: of finished orders the one on the same side and symbol that came closest
 * after the trigger. Of two exits in one strategy order the one whose trigger is nearer to the fill went off, and the
 * other ended. Pure.
 */
export function withOutcome(orders: readonly Order[], candidates: readonly Order[]): readonly Order[] {
  return orders.map((order) => {
    if (!isTriggered(order)) return order
    const [child] = candidates
      .filter((each) => each.side === order.side && each.nativeSymbol === order.nativeSymbol)
      .filter((each) => each.createdAt >= order.createdAt && isFinal(each.status) && each.filled.isPositive())
      .toSorted((a, b) => Math.abs(a.createdAt - order.updatedAt) - Math.abs(b.createdAt - order.updatedAt))
    if (child === undefined) return order
    const rival = orders.find(({ id }) => id !== order.id && strategyId(id) === strategyId(order.id))
    if (rival !== undefined && gap(rival, child).lessThan(gap(order, child)))
      return {
        ...order,
        status: 'cancelled',
        endReason: { kind: 'other_exit', word: null },
        updatedAt: child.updatedAt,
      }
    const { status, endReason, filled, quoteFilled, averagePrice, fees, updatedAt } = child
    const raw = { ...(typeof order.raw === 'object' && order.raw), becameOrder: child.raw }
    return { ...order, status, endReason, filled, quoteFilled, averagePrice, fees, updatedAt, raw }
  })
}

/** What was triggered, filled under the strategy order's own id: its fills tell what it brought. Pure. */
export function withFills(order: Order, fills: readonly FillRow[]): Order {
  const [last] = fills.map(({ createdTime }) => createdTime).toSorted((a, b) => b - a)
  if (last === undefined) return order
  const filled = Money.sum(fills.map(({ execQty }) => execQty))
  const quoteFilled = Money.sum(fills.map(({ execValue }) => execValue))
  const whole = order.quantity === null || filled.atLeast(order.quantity)
  return {
    ...order,
    status: whole ? 'filled' : 'partially_filled',
    filled,
    quoteFilled,
    averagePrice: averagePrice(quoteFilled, filled),
    fees: feesOfList(fills.flatMap(({ feeDetail }) => feeDetail)),
    updatedAt: last,
  }
}

function gap({ terms }: Order, { averagePrice }: Order): Money {
  const trigger = 'triggerPrice' in terms ? terms.triggerPrice : Money.zero
  return trigger.minus(averagePrice ?? Money.zero).abs()
}

/**
 * Strategy orders where Bitget has them for spot at all: an answer that it has none of the kind, or cannot say, counts
 * as none.
 */
export async function readStrategies<T>(
  { shared }: UnifiedSession,
  read: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof GatewayError) || error.class === 'auth') throw error
    shared.venue.logger.debug({ reason: error.message }, 'strategy orders could not be read')
    return []
  }
}
