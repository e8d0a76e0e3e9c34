import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import type { EngineOrder, Trigger, TriggerKind } from './types.ts'

const wholeInBips = 10_000

/** Where the trigger price lies: stop-buy and take-profit-sell wait for a rise, the others for a fall. */
export function triggersAbove(side: Side, kind: TriggerKind): boolean {
  return (side === 'buy') === (kind === 'stop')
}

/** Whether the last price already satisfies the trigger price of an order (trailing aside). */
export function priceReached(side: Side, trigger: Trigger, last: Money): boolean {
  if (trigger.price === null) return true
  return triggersAbove(side, trigger.kind) ? last.atLeast(trigger.price) : last.atMost(trigger.price)
}

/**
 * Whether the order would trigger before it could wait. A trailing one never does: its price only says from where it
 * follows.
 */
export function firesAtOnce(side: Side, trigger: Trigger, last: Money): boolean {
  return trigger.trailingBips === null && priceReached(side, trigger, last)
}

/** The last price at which a trailing order that follows from `extreme` triggers (exact, not on a step). */
export function trailingThreshold(side: Side, extreme: Money, bips: number): Money {
  const share = side === 'sell' ? wholeInBips - bips : wholeInBips + bips
  return extreme.times(Money.parse(String(share))).dividedBy(Money.parse(String(wholeInBips)), 40)
}

export interface TriggerStep {
  readonly fires: boolean
  /** The best price followed so far; null: not following (yet, or at all). */
  readonly extreme: Money | null
}

/**
 * What one traded price does to a waiting order. A plain trigger fires at its price. A trailing one starts to follow at
 * its price (or at once), keeps the best price seen (highest for a sell, lowest for a buy) and fires at the distance
 * from it.
 */
export function stepTrigger(side: Side, trigger: Trigger, extreme: Money | null, last: Money): TriggerStep {
  if (trigger.trailingBips === null) return { fires: priceReached(side, trigger, last), extreme: null }
  if (extreme === null) {
    return priceReached(side, trigger, last) ? { fires: false, extreme: last } : { fires: false, extreme: null }
  }
  const best = side === 'sell' ? Money.max(extreme, last) : Money.min(extreme, last)
  const threshold = trailingThreshold(side, best, trigger.trailingBips)
  const fires = side === 'sell' ? last.atMost(threshold) : last.atLeast(threshold)
  return { fires, extreme: best }
}

/** The price at which something happens to a waiting order on the way up or down, or null. */
export function nextTriggerPrice(order: EngineOrder, direction: 'up' | 'down'): Money | null {
  const { trigger } = order
  if (trigger === null) return null
  const rising = direction === 'up'
  if (trigger.trailingBips === null || order.trailingExtreme === null) {
    return triggersAbove(order.side, trigger.kind) === rising ? trigger.price : null
  }
  return (order.side === 'buy') === rising
    ? trailingThreshold(order.side, order.trailingExtreme, trigger.trailingBips)
    : null
}
