import type { DecimalText } from './money.ts'

/**
 * From where on the window has a person say yes to an order once more; null: never. They are the person's own, unlike
 * an account's limits, which refuse.
 */
export interface WarningLimits {
  /** Per cent that a price may go through the market, which an order then takes whole. */
  readonly throughPercent: DecimalText | null
  /** Per cent that a price that waits (a limit, a trigger, an exit) may be away from where the order starts. */
  readonly awayPercent: DecimalText | null
  /** How many times the usual quantity of the symbol. */
  readonly timesUsual: DecimalText | null
}

export const usualWarningLimits: WarningLimits = {
  throughPercent: '2',
  awayPercent: '50',
  timesUsual: '10',
}
