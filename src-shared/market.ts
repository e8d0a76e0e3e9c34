import type { Capabilities } from './capabilities.ts'
import type { Money } from './money.ts'
import type { Side } from './order.ts'

/** Inclusive bounds; null is no bound. */
export interface Bounds {
  readonly min: Money | null
  readonly max: Money | null
}

/** `cancel_only`: open orders may be cancelled, none placed. */
export type MarketStatus = 'trading' | 'cancel_only' | 'halted'

/** How far from the reference price an order may be, as multipliers of that price, by side. */
export interface PriceBand {
  readonly buy: { readonly down: Money; readonly up: Money }
  readonly sell: { readonly down: Money; readonly up: Money }
}

/**
 * A spot pair with every step and limit that applies to an order. A step of zero constrains nothing.
 * `symbol` is BASE/QUOTE, `nativeId` the exchange's own id. Quantities are base units unless the name says quote.
 */
export interface Market {
  readonly symbol: string
  readonly nativeId: string
  readonly base: string
  readonly quote: string
  readonly status: MarketStatus
  readonly tickSize: Money
  readonly price: Bounds
  readonly lotStep: Money
  readonly quantity: Bounds
  /** Holds for market orders in addition to lotStep and quantity. */
  readonly marketLotStep: Money
  readonly marketQuantity: Bounds
  /** Price × quantity in quote units. */
  readonly notional: Bounds
  /** Whether the notional bounds hold for market orders too. */
  readonly notionalAppliesToMarket: { readonly min: boolean; readonly max: boolean }
  /** Smallest step of a quote amount (market buy for 60 USDT). */
  readonly quoteStep: Money
  readonly priceBand: PriceBand | null
  /** Fractions: 0.001 is 0.1 %. null: not known without the account. */
  readonly fees: { readonly maker: Money; readonly taker: Money } | null
  readonly capabilities: Capabilities
}

/**
 * Best prices and the last 24 hours; `last`, `bid`, `ask` are null when the book is empty. Times: epoch ms of the
 * exchange.
 */
export interface Ticker {
  readonly symbol: string
  readonly last: Money | null
  readonly bid: Money | null
  readonly ask: Money | null
  readonly high: Money | null
  readonly low: Money | null
  /** Base units. */
  readonly volume: Money
  readonly quoteVolume: Money
  /** Per cent: 1.694 is +1.694 %. */
  readonly changePercent: Money | null
  readonly time: number
}

export interface Candle {
  /** Opening time, epoch ms. */
  readonly time: number
  readonly open: Money
  readonly high: Money
  readonly low: Money
  readonly close: Money
  /** Base units. */
  readonly volume: Money
}

export interface PriceLevel {
  readonly price: Money
  readonly quantity: Money
}

/** The best of each side of a book; null: the side is empty. `time`: epoch ms of the exchange, null: not told. */
export interface BestPrices {
  readonly symbol: string
  readonly bid: PriceLevel | null
  readonly ask: PriceLevel | null
  readonly time: number | null
}

/** What two strangers traded. `id`: the exchange's, unique on its market; `time`: epoch ms of the exchange. */
export interface PublicTrade {
  readonly symbol: string
  readonly id: string
  readonly price: Money
  /** Base units. */
  readonly quantity: Money
  /** Who crossed the spread. */
  readonly takerSide: Side
  readonly time: number
}

/** A candle as a stream tells it. `closed`: nothing more is added to it; null: the exchange does not say. */
export interface LiveCandle extends Candle {
  readonly closed: boolean | null
}

/**
 * What a chart is told: all its candles, the oldest first and without gaps, or one that is new or has changed. Periods
 * in which nothing traded are flat candles of no volume.
 */
export type ChartStep =
  | { readonly kind: 'whole'; readonly candles: readonly LiveCandle[] }
  | { readonly kind: 'candle'; readonly candle: LiveCandle }

/** Best price first on both sides. */
export interface OrderBook {
  readonly symbol: string
  readonly bids: readonly PriceLevel[]
  readonly asks: readonly PriceLevel[]
}

/** One asset of an account: total = available + held by orders. */
export interface Balance {
  readonly asset: string
  readonly available: Money
  readonly held: Money
  readonly total: Money
  /** Units of the same asset that orders cannot use until they are moved; not part of `total`. */
  readonly elsewhere: readonly WalletAmount[]
}

/** What lies in another wallet of the same account, by the exchange's own word for that wallet (`main`, `staked`). */
export interface WalletAmount {
  readonly wallet: string
  readonly amount: Money
}
