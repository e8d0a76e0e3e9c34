import { backoffMs } from '../../../src-shared/backoff.ts'
import type { Ticker } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import { type Urgency, urgent } from '../../exchange/http/urgency.ts'
import type { Clock, Logger } from '../../infra/clock.ts'

/** A last price as an account's exchange told it. `at`: epoch ms of this machine; the price is no older. */
export interface SeenPrice {
  readonly price: Money
  readonly at: number
}

/** Where last prices come from. */
export interface PriceSource {
  /** Tells each price of a symbol (BASE/QUOTE) from now on, equal ones too. @returns how to stop. */
  watch(accountId: string, symbol: string, onPrice: (seen: SeenPrice) => void): () => void
  close(): void
}

interface TickerReader {
  readonly priceEveryMs: number
  as(urgency: Urgency): TickerReader
  fetchTicker(symbol: string): Promise<Ticker>
  fetchTickers(symbols: readonly string[] | null): Promise<ReadonlyMap<string, Ticker>>
}

interface Options {
  readonly clients: { clientFor(accountId: string): TickerReader }
  readonly clock: Clock
  readonly logger: Logger
}

interface Watched {
  /** Listeners by symbol. */
  readonly symbols: Map<string, Set<(seen: SeenPrice) => void>>
  cancelTimer: () => void
  failures: number
}

const longestPauseMs = 30_000

/**
 * Last prices by asking for tickers: one question for all of an account's symbols, seldomer while the exchange does not
 * answer.
 */
export class TickerPrices implements PriceSource {
  readonly #options: Options
  readonly #accounts = new Map<string, Watched>()
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  watch(accountId: string, symbol: string, onPrice: (seen: SeenPrice) => void): () => void {
    if (this.#closed) return () => undefined
    const watched = this.#accounts.get(accountId) ?? this.#begin(accountId)
    const listeners = watched.symbols.get(symbol) ?? new Set()
    watched.symbols.set(symbol, listeners.add(onPrice))
    return () => this.#stop(accountId, symbol, onPrice)
  }

  close(): void {
    this.#closed = true
    for (const { cancelTimer } of this.#accounts.values()) cancelTimer()
    this.#accounts.clear()
  }

  #begin(accountId: string): Watched {
    const watched: Watched = { symbols: new Map(), cancelTimer: () => undefined, failures: 0 }
    this.#accounts.set(accountId, watched)
    this.#schedule(accountId, watched, 0)
    return watched
  }

  #stop(accountId: string, symbol: string, onPrice: (seen: SeenPrice) => void): void {
    const watched = this.#accounts.get(accountId)
    const listeners = watched?.symbols.get(symbol)
    listeners?.delete(onPrice)
    if (watched === undefined || listeners === undefined || listeners.size > 0) return
    watched.symbols.delete(symbol)
    if (watched.symbols.size > 0) return
    watched.cancelTimer()
    this.#accounts.delete(accountId)
  }

  #schedule(accountId: string, watched: Watched, delayMs: number): void {
    if (this.#closed || this.#accounts.get(accountId) !== watched) return
    watched.cancelTimer = this.#options.clock.after(delayMs, () => {
      void this.#ask(accountId, watched)
    })
  }

  async #ask(accountId: string, watched: Watched): Promise<void> {
    const symbols = [...watched.symbols.keys()]
    let everyMs = longestPauseMs
    const at = this.#options.clock.now()
    try {
      const client = this.#options.clients.clientFor(accountId).as(urgent)
      everyMs = client.priceEveryMs
      const [only] = symbols
      const tickers =
        symbols.length === 1 && only !== undefined
          ? new Map([[only, await client.fetchTicker(only)]])
          : await client.fetchTickers(symbols)
      watched.failures = 0
      for (const [symbol, { last }] of tickers)
        if (last !== null) for (const listener of watched.symbols.get(symbol) ?? []) listener({ price: last, at })
    } catch (error) {
      watched.failures += 1
      this.#options.logger.warn({ accountId, symbols, err: error }, 'prices could not be asked for')
    }
    const pause = backoffMs(watched.failures + 1, { firstMs: everyMs, longestMs: longestPauseMs })
    this.#schedule(accountId, watched, pause)
  }
}
