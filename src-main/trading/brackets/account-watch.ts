import { backoffMs } from '../../../src-shared/backoff.ts'
import { toGatewayError } from '../../../src-shared/errors.ts'
import type { Order } from '../../../src-shared/order.ts'
import { type Urgency, urgent } from '../../exchange/http/urgency.ts'
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
  /** Told at every poll: all the open orders of a symbol. */
  readonly seen: (symbol: string, orders: readonly Order[]) => void
}

const longestPauseMs = 60_000

/**
 * Polls the open orders of an account, one symbol after the other, as often as the exchange's limits let it all day
 * long.
 */
export class AccountWatch {
  readonly #options: Options
  /** In the order of their turns, the next one first. */
  readonly #symbols = new Set<string>()
  #cancelTimer: () => void = () => undefined
  #ticking = false
  #failures = 0
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  add(symbol: string): void {
    this.#symbols.add(symbol)
    if (!this.#ticking) this.#schedule(0)
  }

  remove(symbol: string): void {
    this.#symbols.delete(symbol)
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
  }

  #schedule(delayMs: number): void {
    if (this.#closed) return
    this.#ticking = true
    this.#cancelTimer = this.#options.clock.after(delayMs, () => {
      void this.#poll()
    })
  }

  async #poll(): Promise<void> {
    const [symbol] = this.#symbols
    if (symbol === undefined || this.#closed) {
      this.#ticking = false
      return
    }
    const { accountId, clients, logger } = this.#options
    let everyMs = 2_000
    try {
      const client = clients.clientFor(accountId)
      everyMs = client.watchEveryMs
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
