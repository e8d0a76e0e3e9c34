import { GatewayError } from '../../../src-shared/errors.ts'
import type { Ticker } from '../../../src-shared/market.ts'
import type { FeedListener } from '../../exchange/streams/feed.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Live } from './live.ts'

/** An exchange's tickers as they are pushed; null: it pushes none. @throws GatewayError for an unusable account */
export type TickersOf = (
  accountId: string,
) => { ticker(symbol: string, listener: FeedListener<Ticker>): () => void } | null

interface Options {
  readonly tickers: TickersOf
  readonly clock: Clock
}

/** A symbol that nobody has asked about for so long is let go. */
const idleMs = 2 * 60_000
/** Symbols of one account at most; whoever asks about more is answered by the exchange. */
const mostSymbols = 100

interface Followed {
  ticker: Ticker | null
  heardAt: number
  stop: () => void
  cancelTimer: () => void
}

/** Tickers that somebody asks about again and again, kept from what exchanges push. */
export class LiveTickers {
  readonly #options: Options
  readonly #followed = new Map<string, Map<string, Followed>>()
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Somebody asks, and will again: it is followed from now on. null: it is not known, ask the exchange. */
  of(accountId: string, symbol: string): Live<Ticker> | null {
    if (this.#closed) return null
    const account = this.#followed.get(accountId) ?? new Map<string, Followed>()
    this.#followed.set(accountId, account)
    const followed = account.get(symbol) ?? this.#begin(accountId, symbol, account)
    if (followed === null) return null
    followed.cancelTimer()
    followed.cancelTimer = this.#options.clock.after(idleMs, () => this.#end(account, symbol))
    const { ticker, heardAt } = followed
    return ticker === null ? null : { value: ticker, ageMs: Math.max(0, this.#options.clock.now() - heardAt) }
  }

  close(): void {
    this.#closed = true
    for (const account of this.#followed.values()) for (const symbol of [...account.keys()]) this.#end(account, symbol)
  }

  #begin(accountId: string, symbol: string, account: Map<string, Followed>): Followed | null {
    const streams = account.size < mostSymbols ? this.#streams(accountId) : null
    if (streams === null) return null
    const followed: Followed = { ticker: null, heardAt: 0, stop: () => undefined, cancelTimer: () => undefined }
    account.set(symbol, followed)
    followed.stop = streams.ticker(symbol, {
      value: (ticker) => {
        followed.ticker = ticker
        followed.heardAt = this.#options.clock.now()
      },
      state: ({ kind }) => {
        if (kind !== 'live') followed.ticker = null
      },
    })
    return followed
  }

  #streams(accountId: string): ReturnType<TickersOf> {
    try {
      return this.#options.tickers(accountId)
    } catch (error) {
      // Who asks the exchange is told why.
      if (error instanceof GatewayError) return null
      throw error
    }
  }

  #end(account: Map<string, Followed>, symbol: string): void {
    const followed = account.get(symbol)
    account.delete(symbol)
    followed?.cancelTimer()
    followed?.stop()
  }
}
