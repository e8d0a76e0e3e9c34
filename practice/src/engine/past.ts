import { Money } from '../../../src-shared/money.ts'
import { quoteValue, type PracticeMarket } from './market-rules.ts'
import { randomAt, seededRandom } from './random.ts'
import type { Bar } from './tape.ts'

const hour = 3_600_000
const million = 1_000_000
const smallestRatio = 50_000

/** Waves of which an invented past is made: period in hours, amplitude as a share of the price. */
const waves: readonly (readonly [hours: number, amplitude: number])[] = [
  [0.05, 0.0003],
  [0.21, 0.0006],
  [0.9, 0.0012],
  [5.3, 0.004],
  [23, 0.009],
  [161, 0.03],
  [1400, 0.08],
  [9100, 0.15],
]

/**
 * The invented past of a market, before the practice exchange opened: the same for the same seed, and ending at the
 * opening price. Only shares of the price are JavaScript numbers; prices are not.
 */
export class Past {
  readonly #market: PracticeMarket
  readonly #key: string
  readonly #phases: readonly number[]
  readonly #swingAtOpening: number

  constructor(market: PracticeMarket, openedAt: number, seed: string) {
    this.#market = market
    this.#key = `${seed}|${market.symbol}`
    this.#phases = waves.map((_, index) => randomAt(`${this.#key}|${index}`) * 2 * Math.PI)
    this.#swingAtOpening = this.#swing(openedAt)
  }

  priceAt(time: number): Money {
    return this.#scaled(this.#shareAt(time))
  }

  /** The bar of a stretch that lies before the opening; `from` < `to`. */
  bar(from: number, to: number): Bar {
    const points = 8
    const shares = Array.from({ length: points + 1 }, (_, index) =>
      this.#shareAt(from + ((to - from) * index) / points),
    )
    const random = seededRandom(`${this.#key}|${from}|${to}`)
    const open = this.priceAt(from)
    const close = this.priceAt(to)
    const high = this.#scaled(Math.max(...shares) * (1 + random() * 0.0003))
    const low = this.#scaled(Math.min(...shares) * (1 - random() * 0.0003))
    const volume = this.#volume(from, to, open)
    const takerBuyVolume = scale(volume, 0.35 + random() * 0.3).floorToStep(this.#market.quantity.step)
    return {
      open,
      high: Money.max(high, open, close),
      low: Money.min(low, open, close),
      close,
      volume,
      quoteVolume: quoteValue(open, volume),
      trades: Math.max(1, Math.round(((to - from) / 60_000) * (40 + random() * 80))),
      takerBuyVolume,
      takerBuyQuoteVolume: quoteValue(open, takerBuyVolume),
    }
  }

  #volume(from: number, to: number, price: Money): Money {
    const busy = 0.5 + randomAt(`${this.#key}|${Math.floor(from / hour)}|busy`)
    const value = scale(this.#market.levelValue, ((to - from) / 60_000) * busy)
    return value.dividedBy(price, 8).floorToStep(this.#market.quantity.step)
  }

  #swing(time: number): number {
    const hours = time / hour
    return waves.reduce(
      (sum, [period, amplitude], index) =>
        sum + amplitude * Math.sin((2 * Math.PI * hours) / period + (this.#phases[index] ?? 0)),
      0,
    )
  }

  #shareAt(time: number): number {
    return 1 + this.#swing(time) - this.#swingAtOpening
  }

  #scaled(share: number): Money {
    const { step, min } = this.#market.price
    return Money.max(scale(this.#market.startPrice, share).floorToStep(step), min, step)
  }
}

/** A value times a share; the share is made an exact number of millionths first. */
export function scale(value: Money, share: number): Money {
  const millionths = Math.max(share > 0 ? 1 : smallestRatio, Math.round(share * million))
  return value.times(Money.parse(String(millionths))).dividedBy(Money.parse(String(million)), 18)
}
