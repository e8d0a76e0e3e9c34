import { Money } from '../../../../src-shared/money.ts'
import type { ExitLeg, Exits } from '../../../../src-shared/order.ts'

const closeText = /^close position @ (stop loss|take profit) ([\d.]+)(?: -> limit ([\d.]+))?$/

/**
 * The conditional close that an order's `descr.close` tells in words
 * (`close position @ stop loss 36000.0 -> limit 35900.0`); null: none, or one in other words, such as a price relative
 * to another.
 */
export function closeOf(text: string): Exits | null {
  const [, kind, trigger, limit] = closeText.exec(text.trim()) ?? []
  const triggerPrice = Money.tryParse(trigger ?? '')
  if (triggerPrice === null) return null
  const leg: ExitLeg = { triggerPrice, limitPrice: Money.tryParse(limit ?? '') }
  return kind === 'take profit' ? { takeProfit: leg, stopLoss: null } : { takeProfit: null, stopLoss: leg }
}
