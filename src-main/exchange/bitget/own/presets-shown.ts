import { z } from 'zod'
import { Money } from '../../../../src-shared/money.ts'
import type { Exits } from '../../../../src-shared/order.ts'
import { exitsOf as classicExits } from '../classic/map-orders.ts'
import { exitsOf as unifiedExits } from '../unified/map-orders.ts'

const price = z.custom<Money | null>((value) => value === null || value instanceof Money)

/** What of an entry's row is about its exits, by the names of either kind of account. */
const classicRow = z.object({
  presetTakeProfitPrice: price,
  executeTakeProfitPrice: price,
  presetStopLossPrice: price,
  executeStopLossPrice: price,
})
const unifiedRow = z.object({
  takeProfit: price,
  stopLoss: price,
  tpOrderType: z.string(),
  slOrderType: z.string(),
  tpLimitPrice: price,
  slLimitPrice: price,
})

/** The exits that an entry's row shows, whichever kind of account it is of; null: none, or a row that does not tell. */
export function presetsShown(raw: unknown): Exits | null {
  const classic = classicRow.safeParse(raw)
  if (classic.success) return classicExits(classic.data)
  const unified = unifiedRow.safeParse(raw)
  return unified.success ? unifiedExits(unified.data) : null
}
