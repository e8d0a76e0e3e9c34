import { backoffMs } from '../../../src-shared/backoff.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import type { Candle, ChartStep, LiveCandle } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Clock } from '../../infra/clock.ts'
import type { ExchangeLogger } from '../core/venue.ts'
import type { FeedListener } from './feed.ts'
import { Timers } from './timers.ts'

export interface ChartOptions {
  /** The candle that is being made, as the exchange pushes it. */
  readonly live: (listener: FeedListener<LiveCandle>) => () => void
  /** So many of the newest candles by REST, the last one unfinished, without those of times in which nothing traded. */
  readonly history: (limit: number) => Promise<readonly Candle[]>
  readonly periodMs: number
  /** How many candles are kept. */
  readonly limit: number
  readonly clock: Clock
  readonly logger: ExchangeLogger
}

const asking = { firstMs: 1_000, longestMs: 30_000 }
/** A candle that has ended is looked at once more after this time where nobody said that it was told whole. */
const lookBackMs = 2_000
const lookBack = 3

/**
 * Candles with their history and their live end, each period once and none missing: what is pushed is listened to
 * first, then the history is asked for, and the two are joined by opening time; each time the stream comes back all of
 * it is asked for anew. Exchanges leave out periods without trades: those are told as flat candles of no volume at the
 * price before. On which day weeks begin is taken from the candles themselves.
 */
export class Chart {
  readonly #options: ChartOptions
  readonly #listener: FeedListener<readonly ChartStep[]>
  readonly #timers: Timers
  readonly #stop: () => void
  /** Without gaps, the oldest first; null: the history is not here. */
  #candles: LiveCandle[] | null = null
  /** Pushed while the history was asked for. */
  #pushed: LiveCandle[] = []
  /** Grows whenever what is asked for would not be the present any more. */
  #generation = 0
  #closed = false

  /** Listens at once. */
  constructor(options: ChartOptions, listener: FeedListener<readonly ChartStep[]>) {
    this.#options = options
    this.#listener = listener
    this.#timers = new Timers(options.clock)
    this.#stop = options.live({ state: (state) => this.#become(state), value: (candle) => this.#take(candle) })
  }

  close(): void {
    this.#closed = true
    this.#generation += 1
    this.#timers.close()
    this.#stop()
  }

  #become(state: FeedState): void {
    this.#generation += 1
    this.#timers.close()
    this.#candles = null
    if (state.kind === 'live') void this.#ask(this.#generation, 1)
    else this.#pushed = []
    // It is live once it has the history, too.
    this.#listener.state(state.kind === 'live' ? { kind: 'waiting' } : state)
  }

  async #ask(generation: number, attempt: number): Promise<void> {
    const { history, limit, logger } = this.#options
    try {
      const told = await history(limit)
      if (generation === this.#generation) this.#begin(told)
    } catch (error) {
      if (generation !== this.#generation) return
      logger.warn({ err: error }, 'the history of a chart could not be asked for')
      this.#timers.only('ask', backoffMs(attempt, asking), () => void this.#ask(generation, attempt + 1))
    }
  }

  #begin(told: readonly Candle[]): void {
    const pushed = this.#pushed
    this.#pushed = []
    this.#candles = []
    const steps = [...told.map((candle) => ({ ...candle, closed: null })), ...pushed]
    for (const candle of steps.toSorted((a, b) => a.time - b.time)) this.#merge(this.#candles, candle)
    this.#listener.state({ kind: 'live' })
    this.#listener.value([{ kind: 'whole', candles: [...this.#candles] }])
  }

  #take(candle: LiveCandle): void {
    if (this.#closed) return
    if (this.#candles === null) {
      this.#pushed.push(candle)
      return
    }
    const newest = this.#candles.at(-1)
    const changed = this.#merge(this.#candles, candle)
    if (changed.length > 0) this.#listener.value(changed.map((each) => ({ kind: 'candle', candle: each })))
    if (newest !== undefined && candle.time > newest.time && newest.closed !== true) this.#lookBack(this.#generation)
  }

  /** What traded last in a candle may have been told in no message of its own. */
  #lookBack(generation: number): void {
    this.#timers.only('look back', lookBackMs, () => {
      void this.#options.history(lookBack).then(
        (told) => {
          if (generation !== this.#generation || this.#candles === null) return
          const candles = this.#candles
          const known = candles.at(-1)?.time ?? Infinity
          const changed = told
            .filter(({ time }) => time <= known)
            .flatMap((each) => this.#merge(candles, { ...each, closed: each.time < known ? true : null }))
          if (changed.length > 0) this.#listener.value(changed.map((candle) => ({ kind: 'candle', candle })))
        },
        (error: unknown) => this.#options.logger.warn({ err: error }, 'a candle that ended could not be looked at'),
      )
    })
  }

  /** Takes a candle in. @returns the candles that are new or other than they were, the oldest first */
  #merge(candles: LiveCandle[], candle: LiveCandle): readonly LiveCandle[] {
    const { periodMs, limit } = this.#options
    const last = candles.at(-1)
    const at = candles.findLastIndex(({ time }) => time <= candle.time)
    const known = candles[at]
    if (known?.time === candle.time) {
      // What is traded in a candle only grows: of two words of it the one with less is the older.
      if (candle.volume.lessThan(known.volume)) return []
      const next = { ...candle, closed: known.closed === true ? true : candle.closed }
      if (isSame(known, next)) return []
      candles[at] = next
      return [next]
    }
    // Older than all that is shown.
    if (last !== undefined && candle.time < last.time) return []
    const ended = last === undefined || last.closed === true ? [] : [{ ...last, closed: true }]
    candles.splice(candles.length - ended.length, ended.length, ...ended)
    const fresh = [...(last === undefined ? [] : flatBetween(last, candle, periodMs, limit)), candle]
    candles.push(...fresh)
    candles.splice(0, Math.max(0, candles.length - limit))
    return [...ended, ...fresh]
  }
}

/** The periods between two candles, in which nothing was traded. */
function flatBetween(before: Candle, after: Candle, periodMs: number, limit: number): readonly LiveCandle[] {
  const missing = (after.time - before.time) / periodMs - 1
  // Not of this exchange's periods: nothing can be said of what lies between.
  if (!Number.isInteger(missing)) return []
  const { close } = before
  const first = Math.max(0, missing - limit)
  return Array.from({ length: missing - first }, (_, index) => ({
    time: before.time + (first + index + 1) * periodMs,
    open: close,
    high: close,
    low: close,
    close,
    volume: Money.zero,
    closed: true,
  }))
}

function isSame(a: LiveCandle, b: LiveCandle): boolean {
  return (
    a.closed === b.closed &&
    (['open', 'high', 'low', 'close', 'volume'] as const).every((each) => a[each].equals(b[each]))
  )
}
