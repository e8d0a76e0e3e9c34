import { toGatewayError } from '../../../src-shared/errors.ts'
import type { Order } from '../../../src-shared/order.ts'
import { urgently } from '../../exchange/urgency.ts'
import type { Clock, Logger } from '../clock.ts'

interface OpenOrders {
  readonly watchEveryMs: number
  fetchOpenOrders(symbol: string | null): Promise<readonly Order[]>
}

interface Options {
  readonly accountId: string
  readonly clients: { clientFor(accountId: string): OpenOrders }
  readonly clock: Clock
  readonly logger: Logger
  /** The open orders of a symbol are not what they were at the last look. */
  readonly changed: (symbol: string) => void
}

const longestPauseMs = 60_000
/** Even when nothing seems to have changed, everything is looked at anew after so many looks: an order may change outside the open ones. */
const thoroughEvery = 10

/** Looks at the open orders of an account, one symbol after the other, as often as the exchange's limits let it all day long. */
export class AccountWatch {
  readonly #options: Options
  readonly #seen = new Map<string, { text: string; looks: number }>()
  #cancelTimer: () => void = () => undefined
  #ticking = false
  #failures = 0
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  add(symbol: string): void {
    if (!this.#seen.has(symbol)) this.#seen.set(symbol, { text: '', looks: 0 })
    if (!this.#ticking) this.#schedule(0)
  }

  remove(symbol: string): void {
    this.#seen.delete(symbol)
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
  }

  #schedule(delayMs: number): void {
    if (this.#closed) return
    this.#ticking = true
    this.#cancelTimer = this.#options.clock.after(delayMs, () => {
      void this.#look()
    })
  }

  async #look(): Promise<void> {
    const [next] = this.#seen
    if (next === undefined || this.#closed) {
      this.#ticking = false
      return
    }
    const [symbol, { text, looks }] = next
    const { accountId, clients, logger } = this.#options
    let everyMs = 2_000
    try {
      const client = clients.clientFor(accountId)
      everyMs = client.watchEveryMs
      const now = digestOf(await urgently(() => client.fetchOpenOrders(symbol)))
      this.#failures = 0
      if (this.#seen.delete(symbol)) this.#seen.set(symbol, { text: now, looks: looks + 1 })
      if (now !== text || looks % thoroughEvery === 0) this.#options.changed(symbol)
    } catch (error) {
      this.#failures += 1
      const known = toGatewayError(error)
      if (known.class === 'bug')
        logger.error({ accountId, symbol, err: error }, 'open orders could not be read')
    }
    this.#schedule(Math.min(longestPauseMs, everyMs * 2 ** Math.min(this.#failures, 6)))
  }
}

/** What of open orders matters to a bracket. */
function digestOf(orders: readonly Order[]): string {
  return orders
    .map(({ id, status, waiting, filled, quantity }) => [id, status, waiting, filled, quantity].join(' '))
    .sort()
    .join('\n')
}
