import { backoffMs } from '../../../src-shared/backoff.ts'
import { toGatewayError } from '../../../src-shared/errors.ts'
import type { Order } from '../../../src-shared/order.ts'
import { type Urgency, urgent } from '../../exchange/http/urgency.ts'
import type { AccountNews } from '../../exchange/streams/account-news.ts'
import type { FeedListener } from '../../exchange/streams/feed.ts'
import type { Clock, Logger } from '../../infra/clock.ts'

interface OpenOrders {
  readonly watchEveryMs: number
  as(urgency: Urgency): OpenOrders
  fetchOpenOrders(symbol: string | null): Promise<readonly Order[]>
}

interface Options {
  readonly accountId: string
  readonly clients: { clientFor(accountId: string): OpenOrders }
  readonly clock: Clock
  readonly logger: Logger
  /** What happens in the account; missing: nobody tells, only polls do. */
  readonly news?: AccountNewsSource
  /** Told at every poll: all the open orders of a symbol. */
  readonly seen: (symbol: string, orders: readonly Order[]) => void
  /** Told of each order that is pushed. */
  readonly pushed: (order: Order) => void
  /** Something happened to an order; null: to some order, on some symbol. */
  readonly touched: (orderId: string | null, symbol: string | null) => void
  /** Orders may have changed in any way: what was pushed is not complete. */
  readonly missed: () => void
}

/** The live streams. */
export interface AccountNewsSource {
  /** @returns how to stop */
  watchAccount(accountId: string, listener: FeedListener<AccountNews>): () => void
}

const longestPauseMs = 60_000
/** After the last news for so long it is looked at as often as where nothing is pushed. */
const settledMs = 30_000
const usualPollMs = 2_000
/** What is pushed is looked over once in a while: each symbol so often, and one so seldom where there are many. */
const lookOver = { everySymbolMs: 60_000, shortestMs: 15_000 }

/**
 * Follows the orders of an account on the symbols that matter: by what its exchange pushes, and by polling its open
 * orders, one symbol after the other; while everything is pushed once in a while, else as often as the exchange's
 * limits let it all day long.
 */
export class AccountWatch {
  readonly #options: Options
  /** In the order of their turns, the next one first. */
  readonly #symbols = new Set<string>()
  #cancelTimer: () => void = () => undefined
  #ticking = false
  #stopNews: (() => void) | null = null
  /** Everything that happens is pushed. */
  #isLive = false
  #movedAt = -Infinity
  #failures = 0
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  add(symbol: string): void {
    this.#symbols.add(symbol)
    this.#moved()
    if (!this.#ticking) this.#schedule(0)
    if (this.#stopNews === null) this.#listen()
  }

  remove(symbol: string): void {
    this.#symbols.delete(symbol)
    if (this.#symbols.size === 0) this.#stopListening()
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
    this.#stopListening()
  }

  #listen(): void {
    const { accountId, news, pushed, touched } = this.#options
    if (news === undefined || this.#closed) return
    this.#stopNews = news.watchAccount(accountId, {
      value: (told) => {
        this.#moved()
        if (told.kind === 'order') pushed(told.order)
        else if (told.kind === 'order-touched') touched(told.orderId, told.symbol)
      },
      state: ({ kind }) => {
        const wasLive = this.#isLive
        this.#isLive = kind === 'live'
        if (this.#isLive === wasLive) return
        // From here on nothing is missed; what was before has to be asked for. Or nothing is told any more.
        this.#options.missed()
        if (this.#ticking) this.#schedule(0)
      },
    })
  }

  #stopListening(): void {
    this.#stopNews?.()
    this.#stopNews = null
    this.#isLive = false
  }

  #schedule(delayMs: number): void {
    if (this.#closed) return
    this.#ticking = true
    this.#cancelTimer()
    this.#cancelTimer = this.#options.clock.after(delayMs, () => {
      void this.#poll()
    })
  }

  /** Something has happened a moment ago: it is looked at as often as where nothing is pushed, until it has settled. */
  get #isStill(): boolean {
    return this.#isLive && this.#options.clock.now() - this.#movedAt > settledMs
  }

  #moved(): void {
    const wasStill = this.#isStill
    this.#movedAt = this.#options.clock.now()
    if (wasStill && this.#ticking) this.#schedule(usualPollMs)
  }

  #lookOverMs(): number {
    return Math.max(lookOver.shortestMs, lookOver.everySymbolMs / this.#symbols.size)
  }

  async #poll(): Promise<void> {
    const [symbol] = this.#symbols
    if (symbol === undefined || this.#closed) {
      this.#ticking = false
      return
    }
    const { accountId, clients, logger } = this.#options
    let everyMs = usualPollMs
    try {
      const client = clients.clientFor(accountId)
      everyMs = this.#isStill ? this.#lookOverMs() : client.watchEveryMs
      const orders = await client.as(urgent).fetchOpenOrders(symbol)
      this.#failures = 0
      if (this.#symbols.delete(symbol)) {
        this.#symbols.add(symbol)
        this.#options.seen(symbol, orders)
      }
    } catch (error) {
      this.#failures += 1
      const known = toGatewayError(error)
      if (known.class === 'bug') logger.error({ accountId, symbol, err: error }, 'open orders could not be read')
    }
    this.#schedule(backoffMs(this.#failures + 1, { firstMs: everyMs, longestMs: longestPauseMs }))
  }
}
