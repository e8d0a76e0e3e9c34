import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import type { PracticeMarket } from './market-rules.ts'
import { scale } from './past.ts'
import { seededRandom } from './random.ts'
import type { MarketState } from './state.ts'

const levelsPerSide = 40
/** Mean distance between two levels, as a share of the price. */
const gapShare = 0.00012

interface Rung {
  readonly gapShare: number
  readonly valueShare: number
}

/** Shapes of the two sides of a market's book: the same for the same seed. */
export type Ladder = Readonly<Record<Side, readonly Rung[]>>

export function ladderOf(market: PracticeMarket, seed: string): Ladder {
  const random = seededRandom(`${seed}|${market.symbol}|ladder`)
  const rungs = (): Rung[] =>
    Array.from({ length: levelsPerSide }, () => ({
      gapShare: gapShare * (0.4 + 1.2 * random()),
      valueShare: 0.3 + 1.4 * random(),
    }))
  return { buy: rungs(), sell: rungs() }
}

/** Takes the market maker's orders out of the book. */
export function withdrawQuotes(market: MarketState): void {
  for (const quote of market.quotes) market.book.remove(quote)
  market.quotes.clear()
}

/**
 * Renews the market maker's orders around the fair price, one step apart from it, never crossing an account's order.
 * Nothing is quoted unless the market trades.
 */
export function quote(market: MarketState, ladder: Ladder): void {
  withdrawQuotes(market)
  market.quotesStale = false
  if (market.status !== 'trading') return
  for (const side of ['buy', 'sell'] as const) quoteSide(market, side, ladder[side])
}

function quoteSide(market: MarketState, side: Side, rungs: readonly Rung[]): void {
  const { price: prices, quantity: quantities, levelValue } = market.market
  const wall = market.book.bestOfAccounts(side === 'buy' ? 'sell' : 'buy')
  let distance = prices.step
  for (const rung of rungs) {
    const price = side === 'buy' ? market.fair.minus(distance) : market.fair.plus(distance)
    const gap = Money.max(prices.step, scale(market.fair, rung.gapShare).floorToStep(prices.step))
    distance = distance.plus(gap)
    if (price.lessThan(prices.min) || price.greaterThan(prices.max) || !price.isPositive()) return
    if (wall !== null && (side === 'buy' ? price.atLeast(wall) : price.atMost(wall))) continue
    const lots = scale(levelValue, rung.valueShare).dividedBy(price, 12).floorToStep(quantities.step)
    const entry = { order: null, side, price, remaining: Money.max(lots, quantities.min, quantities.step) }
    market.book.add(entry)
    market.quotes.add(entry)
  }
}

/**
 * Where the fair price goes after others have traded: to the last price when a whole side of the quotes was taken, and
 * to the best account's order that has pushed beyond it. Otherwise it stays and the quotes come back.
 */
export function fairAfterTrades(market: MarketState): Money {
  const quotes = [...market.quotes]
  const bothSides = quotes.some((each) => each.side === 'buy') && quotes.some((each) => each.side === 'sell')
  const fair = bothSides ? market.fair : market.tape.last
  const ask = market.book.bestOfAccounts('sell')
  const bid = market.book.bestOfAccounts('buy')
  const below = ask === null ? fair : Money.min(fair, ask)
  return bid === null ? below : Money.max(below, bid)
}
