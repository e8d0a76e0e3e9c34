import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Candle, Market } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import { type ConversionStep, conversionSteps, rateAlong } from '../../../src-shared/portfolio/conversion.ts'
import type { Clock } from '../../infra/clock.ts'

/** What is asked of an exchange for prices of past days. */
export interface CandleClient {
  getMarkets(): Promise<ReadonlyMap<string, Market>>
  fetchCandles(symbol: string, timeframe: Timeframe, limit: number): Promise<readonly Candle[]>
}

export type RateAt = (asset: string, time: number) => Money | null

type Closes = ReadonlyMap<number, Money>

const dayMs = 86_400_000
/** As many as every exchange gives at once, or all that it has. */
const mostDays = 1_000
/** The last candle is unfinished: today's price is of this age at most. */
const freshMs = 15 * 60_000

/**
 * What assets were worth in a currency, by the close of the UTC day at the account's own exchange. Days before its
 * candles begin are not known.
 */
export class DayRates {
  readonly #clock: Pick<Clock, 'now'>
  /** By account and symbol. */
  readonly #known = new Map<string, { readonly at: number; readonly closes: Promise<Closes> }>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** @throws what the client throws */
  async of(accountId: string, client: CandleClient, assets: Iterable<string>, currency: string): Promise<RateAt> {
    const markets = await client.getMarkets()
    const ways = new Map<string, readonly ConversionStep[]>()
    const closes = new Map<string, Closes>()
    for (const asset of new Set(assets)) {
      const steps = conversionSteps((symbol) => markets.has(symbol), asset, currency)
      if (steps === null) continue
      ways.set(asset, steps)
      for (const { symbol } of steps) closes.set(symbol, await this.#closesOf(accountId, client, symbol))
    }
    return (asset, time) => {
      const steps = ways.get(asset)
      const day = Math.floor(time / dayMs)
      return steps === undefined ? null : rateAlong(steps, (symbol) => closes.get(symbol)?.get(day) ?? null)
    }
  }

  #closesOf(accountId: string, client: CandleClient, symbol: string): Promise<Closes> {
    const key = `${accountId} ${symbol}`
    const known = this.#known.get(key)
    if (known !== undefined && Math.abs(this.#clock.now() - known.at) < freshMs) return known.closes
    const closes = client.fetchCandles(symbol, '1d', mostDays).then(closesByDay)
    this.#known.set(key, { at: this.#clock.now(), closes })
    closes.catch(() => this.#known.delete(key))
    return closes
  }
}

function closesByDay(candles: readonly Candle[]): Closes {
  return new Map(candles.map(({ time, close }) => [Math.floor(time / dayMs), close]))
}
