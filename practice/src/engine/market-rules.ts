import type { Money } from '../../../src-shared/money.ts'

/** `halted` and `break` differ only in what an exchange calls them: nothing is placed, nothing is cancelled. */
export type PracticeMarketStatus = 'trading' | 'cancel_only' | 'halted' | 'break'

export interface MarketFeatures {
  readonly plainTriggers: boolean
  readonly limitTriggers: boolean
  readonly trailing: boolean
  readonly quoteMarketOrders: boolean
  readonly iceberg: boolean
  readonly either: boolean
  readonly then: boolean
  readonly entryPays: boolean
  readonly amend: boolean
  readonly cancelReplace: boolean
}

/** Inclusive; steps are never zero except `market.step`, where zero constrains nothing. */
export interface StepRange {
  readonly min: Money
  readonly max: Money
  readonly step: Money
}

/** A market of the practice exchanges, in no exchange's words. `symbol` is BASE/QUOTE. */
export interface PracticeMarket {
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly status: PracticeMarketStatus
  readonly features: MarketFeatures
  readonly price: StepRange
  readonly quantity: StepRange
  readonly marketQuantity: StepRange
  readonly minNotional: Money
  readonly maxNotional: Money
  readonly notionalAppliesToMarket: { readonly min: boolean; readonly max: boolean }
  /** Multipliers of the last price that bound a limit price. */
  readonly priceBand: { readonly buy: PriceBandSide; readonly sell: PriceBandSide }
  readonly trailingBips: { readonly min: number; readonly max: number }
  readonly maxIcebergParts: number
  readonly maxOpenOrders: number
  readonly maxOpenTriggers: number
  readonly maxOpenLists: number
  readonly maxAmendments: number
  /** Largest position in base units (free, locked and open buys); null: no limit. */
  readonly maxPosition: Money | null
  /** Where the practice exchange opens. */
  readonly startPrice: Money
  /** Quote value that the market maker shows at each price level, roughly. */
  readonly levelValue: Money
}

interface PriceBandSide {
  readonly down: Money
  readonly up: Money
}

/** Digits to which quote values and fees are cut. */
export const valueDecimals = 8

/** Price × quantity in quote units, cut to {@link valueDecimals}. */
export function quoteValue(price: Money, quantity: Money): Money {
  return price.times(quantity).truncated(valueDecimals)
}
