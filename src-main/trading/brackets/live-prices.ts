import { GatewayError } from '../../../src-shared/errors.ts'
import type { PublicTrade } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { FeedListener } from '../../exchange/streams/feed.ts'
import type { Clock } from '../../infra/clock.ts'
import type { PriceSource, SeenPrice } from './price-source.ts'

/** An exchange's trades as they happen; null: it pushes none. @throws GatewayError when the account is not usable */
type TradesOf = (
  accountId: string,
) => { trades(symbol: string, listener: FeedListener<readonly PublicTrade[]>): () => void } | null

interface Options {
  readonly trades: TradesOf
  /** Asks where nothing is pushed, and for the price from which what is pushed goes on. */
  readonly asked: PriceSource
  readonly clock: Clock
}

/** A price that is still the last one is told anew so often: whoever watches takes an old one for none. */
const againMs = 10_000

/**
 * Last prices from an exchange's trades, each told as it comes. As long as they are not pushed (the connection is down,
 * the exchange has no such stream) the exchange is asked instead.
 */
export class LivePrices implements PriceSource {
  readonly #options: Options
  readonly #watches = new Set<Watch>()

  constructor(options: Options) {
    this.#options = options
  }

  watch(accountId: string, symbol: string, onPrice: (seen: SeenPrice) => void): () => void {
    const watch = new Watch(this.#options, accountId, symbol, onPrice)
    this.#watches.add(watch)
    watch.start()
    return () => {
      watch.stop()
      this.#watches.delete(watch)
    }
  }

  close(): void {
    for (const watch of this.#watches) watch.stop()
    this.#watches.clear()
    this.#options.asked.close()
  }
}

class Watch {
  readonly #options: Options
  readonly #accountId: string
  readonly #symbol: string
  readonly #onPrice: (seen: SeenPrice) => void
  #stopTrades: () => void = () => undefined
  #stopAsking: (() => void) | null = null
  #cancelTimer: () => void = () => undefined
  /** Since when trades are pushed, epoch ms; null: they are not. */
  #liveSince: number | null = null
  /** The last price while they are; null: not known yet. */
  #last: Money | null = null
  #stopped = false

  constructor(options: Options, accountId: string, symbol: string, onPrice: (seen: SeenPrice) => void) {
    this.#options = options
    this.#accountId = accountId
    this.#symbol = symbol
    this.#onPrice = onPrice
  }

  start(): void {
    this.#ask()
    const streams = this.#streams()
    if (streams === null || this.#stopped) return
    this.#stopTrades = streams.trades(this.#symbol, {
      value: (trades) => {
        for (const { price } of trades) this.#know(price)
      },
      state: ({ kind }) => this.#become(kind === 'live'),
    })
  }

  #streams(): ReturnType<TradesOf> {
    try {
      return this.#options.trades(this.#accountId)
    } catch (error) {
      // Who asks is told why.
      if (error instanceof GatewayError) return null
      throw error
    }
  }

  stop(): void {
    this.#stopped = true
    this.#stopTrades()
    this.#stopAsking?.()
    this.#cancelTimer()
  }

  #become(isLive: boolean): void {
    if (isLive === (this.#liveSince !== null)) return
    this.#liveSince = isLive ? this.#options.clock.now() : null
    this.#last = null
    this.#cancelTimer()
    if (this.#stopAsking === null && !this.#stopped) this.#ask()
  }

  #ask(): void {
    this.#stopAsking = this.#options.asked.watch(this.#accountId, this.#symbol, (seen) => {
      if (this.#liveSince === null) this.#onPrice(seen)
      // An older one may have been overtaken by trades that nobody pushed to us.
      else if (seen.at >= this.#liveSince) this.#know(seen.price)
    })
  }

  #know(price: Money): void {
    if (this.#liveSince === null || this.#stopped) return
    this.#stopAsking?.()
    this.#stopAsking = null
    this.#last = price
    this.#tell()
  }

  #tell(): void {
    if (this.#last === null || this.#stopped) return
    this.#cancelTimer()
    this.#cancelTimer = this.#options.clock.after(againMs, () => this.#tell())
    this.#onPrice({ price: this.#last, at: this.#options.clock.now() })
  }
}
