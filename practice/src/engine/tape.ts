import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import type { PublicTrade } from './types.ts'

/** What was traded within a stretch of time. */
export interface Bar {
  readonly open: Money
  readonly high: Money
  readonly low: Money
  readonly close: Money
  readonly volume: Money
  readonly quoteVolume: Money
  readonly trades: number
  readonly takerBuyVolume: Money
  readonly takerBuyQuoteVolume: Money
}

export const minute = 60_000
const tradesKept = 20_000
const minutesKept = 30 * 24 * 60

/**
 * Every trade of one market since the exchange opened: the last ones whole, all of them (30 days) as one-minute bars.
 */
export class Tape {
  readonly openedAt: number
  readonly openingPrice: Money
  readonly #trades: PublicTrade[] = []
  /** Openings of the one-minute bars, ascending, and the bars themselves. */
  readonly #starts: number[] = []
  readonly #bars: Bar[] = []
  #nextId: number

  constructor(openedAt: number, openingPrice: Money, firstId: number) {
    this.openedAt = openedAt
    this.openingPrice = openingPrice
    this.#nextId = firstId
  }

  /** The last traded price; the opening price before the first trade. */
  get last(): Money {
    return this.#trades.at(-1)?.price ?? this.openingPrice
  }

  get lastTrade(): PublicTrade | null {
    return this.#trades.at(-1) ?? null
  }

  get lastId(): number {
    return this.#nextId - 1
  }

  record(trade: Omit<PublicTrade, 'id'>): PublicTrade {
    const recorded = { ...trade, id: this.#nextId++ }
    this.#trades.push(recorded)
    if (this.#trades.length > tradesKept * 2) this.#trades.splice(0, tradesKept)
    this.#addToMinute(recorded)
    return recorded
  }

  /** The latest trades, oldest first. */
  recent(limit: number): readonly PublicTrade[] {
    return this.#trades.slice(-limit)
  }

  /** Trades at or after `from` and before `to`, as far as they are kept. */
  tradesBetween(from: number, to: number): readonly PublicTrade[] {
    return this.#trades.filter((trade) => trade.time >= from && trade.time < to)
  }

  /** One-minute bars that begin at or after `from` and before `to`, oldest first. */
  minutesBetween(from: number, to: number): readonly Bar[] {
    return this.#bars.slice(this.#firstFrom(from), this.#firstFrom(to))
  }

  /** The price when the minute before `time` closed: what a stretch without trades shows. */
  priceBefore(time: number): Money {
    return this.#bars[this.#firstFrom(time - minute + 1) - 1]?.close ?? this.openingPrice
  }

  #addToMinute(trade: PublicTrade): void {
    // A clock that was set back adds to the latest bar.
    const start = Math.max(Math.floor(trade.time / minute) * minute, this.#starts.at(-1) ?? 0)
    const bar = barOf([trade], trade.price)
    const latest = this.#bars.at(-1)
    if (latest !== undefined && this.#starts.at(-1) === start) {
      this.#bars[this.#bars.length - 1] = joinBars(latest, bar)
      return
    }
    this.#starts.push(start)
    this.#bars.push(bar)
    if (this.#starts.length <= minutesKept * 2) return
    this.#starts.splice(0, minutesKept)
    this.#bars.splice(0, minutesKept)
  }

  /** Index of the first bar that opens at or after `time`. */
  #firstFrom(time: number): number {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) < time) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** One bar of trades; flat at `idlePrice` when there are none. */
export function barOf(trades: readonly PublicTrade[], idlePrice: Money): Bar {
  const prices = trades.map((trade) => trade.price)
  const buys = trades.filter((trade) => trade.takerSide === sideOfBuyers)
  return {
    open: prices[0] ?? idlePrice,
    high: Money.max(prices[0] ?? idlePrice, ...prices),
    low: Money.min(prices[0] ?? idlePrice, ...prices),
    close: prices.at(-1) ?? idlePrice,
    volume: Money.sum(trades.map((trade) => trade.quantity)),
    quoteVolume: Money.sum(trades.map((trade) => trade.quoteQuantity)),
    trades: trades.length,
    takerBuyVolume: Money.sum(buys.map((trade) => trade.quantity)),
    takerBuyQuoteVolume: Money.sum(buys.map((trade) => trade.quoteQuantity)),
  }
}

const sideOfBuyers: Side = 'buy'

/** The bar of both stretches, `earlier` first. */
export function joinBars(earlier: Bar, later: Bar): Bar {
  return {
    open: earlier.open,
    high: Money.max(earlier.high, later.high),
    low: Money.min(earlier.low, later.low),
    close: later.close,
    volume: earlier.volume.plus(later.volume),
    quoteVolume: earlier.quoteVolume.plus(later.quoteVolume),
    trades: earlier.trades + later.trades,
    takerBuyVolume: earlier.takerBuyVolume.plus(later.takerBuyVolume),
    takerBuyQuoteVolume: earlier.takerBuyQuoteVolume.plus(later.takerBuyQuoteVolume),
  }
}
