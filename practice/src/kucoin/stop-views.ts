import { Money } from '../../../src-shared/money.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import type { AccountState } from '../engine/state.ts'
import { isOver, isWaiting, type EngineOrder, type OrderList } from '../engine/types.ts'
import { printed } from '../host/printed.ts'
import { ocoIdOf, stopIdOf } from './ids.ts'
import { nanoseconds } from './kucoin-json.ts'
import { commonView, plain } from './order-views.ts'
import { dashed, givenId } from './practice-kucoin.ts'

type Json = Record<string, unknown>

/** Twenty places, as KuCoin keeps its stop orders. */
const padded = (value: Money | null): string | null => (value === null ? null : printed(value, 20))
const paddedLabel = (text: string | number | undefined): string | null =>
  text === undefined ? null : padded(Money.parse(String(text)))

/** A stop order, or a leg of an OCO pair, while it waits and (by its id) once it has triggered. */
export function stopView(order: EngineOrder, { uid, fees }: AccountState): Json {
  const { labels } = order
  return {
    id: stopIdOf(order.id),
    ...commonView(order),
    userId: String(uid),
    status: isWaiting(order) ? 'NEW' : 'TRIGGERED',
    price: padded(order.limitPrice),
    size: paddedLabel(labels.size),
    funds: paddedLabel(labels.funds),
    cancelAfter: labels.cancelAfter ?? -1,
    visibleSize: padded(order.visibleQuantity),
    relatedNo: null,
    // In nanoseconds, unlike createdAt.
    orderTime: nanoseconds(order.createdAt),
    domainId: 'kucoin',
    tradeSource: 'USER',
    takerFeeRate: padded(fees.taker),
    makerFeeRate: padded(fees.maker),
    createdAt: order.createdAt,
    stop: labels.stop,
    stopTriggerTime: order.triggered ? (order.workingSince ?? order.updatedAt) : null,
    stopPrice: padded(order.trigger?.price ?? null),
    limitPrice: labels.stop === 'oco' ? padded(order.limitPrice) : null,
    pop: null,
    activateCondition: null,
  }
}

/**
 * The state of an OCO pair: it triggers with one of its legs, and is done when what that brought has ended with
 * executions. A pair that ended without any is cancelled, also when its leg did trigger and found no balance.
 */
function statusOf(legs: readonly EngineOrder[]): string {
  if (legs.every(isOver)) return legs.some((leg) => leg.filled.isPositive()) ? 'DONE' : 'CANCELLED'
  return legs.some((leg) => leg.triggered) ? 'TRIGGERED' : 'NEW'
}

function legStatusOf(leg: EngineOrder): string {
  if (isOver(leg) && leg.filled.isZero()) return 'CANCELLED'
  return leg.triggered ? 'TRIGGERED' : 'NEW'
}

export function ocoView(engine: PracticeEngine, list: OrderList): Json {
  return {
    orderId: ocoIdOf(list.id),
    symbol: dashed(list.symbol),
    clientOid: givenId(list.clientListId),
    orderTime: list.createdAt,
    status: statusOf(engine.ordersOf(list)),
  }
}

/** As {@link ocoView}, with the legs; the limit leg's stop price is its price. */
export function ocoDetailsView(engine: PracticeEngine, list: OrderList): Json {
  return {
    ...ocoView(engine, list),
    orders: engine.ordersOf(list).map((leg) => ({
      id: stopIdOf(leg.id),
      symbol: dashed(leg.symbol),
      side: leg.side,
      price: plain(leg.limitPrice),
      stopPrice: plain(leg.trigger?.price),
      size: plain(leg.quantity),
      status: legStatusOf(leg),
    })),
  }
}
