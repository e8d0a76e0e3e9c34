import type { Market } from '../../../../../src-shared/market.ts'
import { type Exits, isFinal, type Order } from '../../../../../src-shared/order.ts'
import { legOrder } from '../../../orders/exits.ts'
import { Search, tellCut } from '../../../orders/search.ts'
import type { OrderMemory } from '../../own/order-memory.ts'
import { exitsOf, orderFrom } from '../map-orders.ts'
import type { StrategyRow } from '../schemas.ts'
import type { UnifiedSession } from '../session.ts'
import { finishedOrders, finishedStrategies } from './past.ts'
import { mayHaveFilled, readStrategies, strategyId, strategyOrders, withFills, withOutcome } from './strategy-orders.ts'

const clockSlackMs = 2_000
/** 1000 rows of each list. */
const maxPages = 10

/**
 * An entry's exits as they are now, take-profit first, as far as they can be seen: once the entry has filled they
 * should be strategy orders, by their triggers and times. Empty while the entry has not filled, and where Bitget has no
 * strategy orders for spot.
 */
export async function exitsOfEntry(
  session: UnifiedSession,
  { nativeId: symbol }: Market,
  entry: Order,
  exits: Exits,
): Promise<readonly Order[]> {
  if (!entry.filled.isPositive()) return []
  const { raw, memory, shared } = session
  const since = entry.createdAt - clockSlackMs
  const markets = await shared.markets.unified.all()
  const search = new Search(shared.venue)
  const [open, finished] = await Promise.all([
    readStrategies(session, () => raw.unfilledStrategyOrders()),
    readStrategies(session, () => finishedStrategies(session, { since, maxPages, whenCut: search.cut })),
  ])
  const waiting = new Set(open.map(({ orderId }) => orderId))
  const rows = matchStrategies(entry, exits, [...open, ...finished], memory)
  // Exits that may lie beyond what was read are not missing.
  if (rows.length === 0) search.nothing()
  for (const { orderId, takeProfit } of rows)
    memory.rememberLink(orderId, {
      entryId: entry.id,
      role: takeProfit === null ? 'stop_loss' : 'take_profit',
    })
  const legs = rows.flatMap((row) => {
    const among = waiting.has(row.orderId) ? 'unfilled' : 'finished'
    return strategyOrders(row, { among, markets, memory })
  })
  const told = await outcomes(session, symbol, since, legs)
  return legOrder.flatMap((role) => {
    const ofRole = told.filter((leg) => leg.role === role)
    return ofRole.find(({ status }) => !isFinal(status)) ?? ofRole[0] ?? []
  })
}

/** What became of the exits that were triggered: by the orders that they placed, or by fills under their own ids. */
async function outcomes(
  session: UnifiedSession,
  symbol: string,
  since: number,
  legs: readonly Order[],
): Promise<readonly Order[]> {
  if (!legs.some(mayHaveFilled)) return legs
  const { raw, memory, shared } = session
  const markets = await shared.markets.unified.all()
  const whenCut = (): void => tellCut(shared.venue, maxPages)
  const finished = await finishedOrders(session, { symbol, since, maxPages, whenCut })
  const children = finished.map((row) => orderFrom(row, { markets, memory }))
  return Promise.all(
    withOutcome(legs, children).map(async (leg) =>
      mayHaveFilled(leg) && leg.status === 'unknown'
        ? withFills(leg, await readStrategies(session, () => raw.fills(strategyId(leg.id))))
        : leg,
    ),
  )
}

/**
 * Which strategy orders are an entry's exits: those linked before, else those not older than the entry whose triggers
 * are the entry's, that are nobody else's. Pure.
 */
function matchStrategies(
  entry: Pick<Order, 'id' | 'nativeSymbol' | 'side' | 'createdAt'>,
  exits: Exits,
  rows: readonly StrategyRow[],
  memory: Pick<OrderMemory, 'link'>,
): readonly StrategyRow[] {
  const unique = [...new Map(rows.toReversed().map((row) => [row.orderId, row])).values()]
  const linked = unique.filter(({ orderId }) => memory.link(orderId)?.entryId === entry.id)
  if (linked.length > 0) return linked
  return unique.filter((row) => {
    if (row.symbol !== entry.nativeSymbol || row.side === entry.side || memory.link(row.orderId) !== null) return false
    if (typeof row.createdTime === 'number' && row.createdTime < entry.createdAt - clockSlackMs) return false
    const carried = exitsOf(row)
    if (carried === null) return isTrigger(row, exits)
    return (
      carried.takeProfit?.triggerPrice.equals(exits.takeProfit?.triggerPrice ?? carried.takeProfit.triggerPrice) !==
        false &&
      carried.stopLoss?.triggerPrice.equals(exits.stopLoss?.triggerPrice ?? carried.stopLoss.triggerPrice) !== false
    )
  })
}

function isTrigger({ triggerPrice }: StrategyRow, { takeProfit, stopLoss }: Exits): boolean {
  return [takeProfit, stopLoss].some((leg) => leg !== null && triggerPrice?.equals(leg.triggerPrice) === true)
}
