/** Trailing distances in basis points; `above` and `below` say on which side of the market the order triggers. */
export interface TrailingLimits {
  readonly minAbove: number
  readonly maxAbove: number
  readonly minBelow: number
  readonly maxBelow: number
}

/** What Binance allows on one symbol beyond what a Market says. */
export interface BinanceRules {
  readonly orderTypes: ReadonlySet<string>
  readonly oco: boolean
  readonly oto: boolean
  readonly opo: boolean
  readonly quoteMarket: boolean
  readonly trailing: TrailingLimits | null
  readonly amend: boolean
  readonly cancelReplace: boolean
  /** Market and percent filters compare with an average over minutes (true) or with the last price. */
  readonly averaged: boolean
  /** MAX_NUM_ORDERS and MAX_NUM_ALGO_ORDERS; null where the symbol has none. */
  readonly maxOpenOrders: number | null
  readonly maxConditionalOrders: number | null
}
