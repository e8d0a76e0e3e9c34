/** Trailing distances in basis points; `above` and `below` say on which side of the market the order triggers. */
interface TrailingLimits {
  readonly minAbove: number
  readonly maxAbove: number
  readonly minBelow: number
  readonly maxBelow: number
}

/**
 * How many of an account's orders may stand open on one symbol: MAX_NUM_ORDERS, _ALGO_ORDERS, _ICEBERG_ORDERS,
 * _ORDER_LISTS; null: no limit.
 */
export interface CountLimits {
  readonly orders: number | null
  readonly conditional: number | null
  readonly icebergs: number | null
  readonly lists: number | null
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
  readonly counts: CountLimits
}
