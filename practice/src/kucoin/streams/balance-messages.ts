import type { BalancesEvent } from '../../engine/feed.ts'
import { orderIdOf, tradeIdOf } from '../ids.ts'
import { dashed } from '../practice-kucoin.ts'
import type { AccountMessage } from './order-messages.ts'

/** One message for each asset of the trade wallet that has changed. */
export function balanceMessages(
  { cause, changes }: BalancesEvent,
  now: number,
  newId: () => string,
): readonly AccountMessage[] {
  return changes.map((change) => {
    const id = newId()
    return {
      topic: '/account/balance',
      data: {
        accountId: `trade-${change.asset}`,
        available: change.free.toString(),
        availableChange: change.freeChange.toString(),
        currency: change.asset,
        hold: change.locked.toString(),
        holdChange: change.lockedChange.toString(),
        relationContext: contextOf(cause),
        relationEvent: eventOf(cause),
        relationEventId: id,
        time: String(now),
        total: change.free.plus(change.locked).toString(),
      },
    }
  })
}

function contextOf(cause: BalancesEvent['cause']): Readonly<Record<string, unknown>> {
  if (typeof cause !== 'object') return {}
  const { order, fill } = cause
  const trade = fill === null ? {} : { tradeId: String(tradeIdOf(fill.tradeId)) }
  return { symbol: dashed(order.symbol), orderId: orderIdOf(order.id), ...trade }
}

function eventOf(cause: BalancesEvent['cause']): string {
  if (typeof cause !== 'object') return 'trade.transfer'
  return cause.fill === null ? 'trade.hold' : 'trade.setted'
}
