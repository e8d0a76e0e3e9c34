import { GatewayError } from '../../src-shared/errors.ts'
import type { FeedState } from '../../src-shared/feed-state.ts'
import type { Order } from '../../src-shared/order.ts'
import { patient, type Urgency } from '../exchange/http/urgency.ts'
import type { AccountNews } from '../exchange/streams/account-news.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import type { AccountNewsSource } from './brackets/account-watch.ts'

interface OpenOrder {
  readonly orderId: string
  /** BASE/QUOTE. */
  readonly symbol: string
}

/** What it asks the exchange. */
interface OrderReader {
  as(urgency: Urgency): OrderReader
  fetchOpenOrders(symbol: null): Promise<readonly Order[]>
  fetchOrder(reference: OpenOrder): Promise<Order>
}

export interface AccountFollowerOptions {
  readonly accountId: string
  readonly news: AccountNewsSource
  /** @throws GatewayError when the account is not usable */
  readonly client: () => OrderReader
  /** Orders of ours that nobody has seen end, the newest first. */
  readonly open: () => readonly OpenOrder[]
  readonly clock: Clock
  readonly logger: Logger
  readonly pushed: (news: AccountNews) => void
  /** Orders that the exchange showed when it was asked. */
  readonly asked: (orders: readonly Order[]) => void
}

/** Others who were told the same ask at once, and what they learn serves here, too. */
const afterOthersMs = 1_000
/** So many are asked for one by one, the newest first; of older ones it shows when somebody looks at the history. */
const mostAsked = 20
/** So often at most all is asked for that may have changed unseen. */
const askEveryMs = 10_000

/**
 * Has everything told that an exchange pushes of an account, for as long as it is not closed. What became of our orders
 * while nothing was pushed is asked for each time the stream becomes live, patiently, and so is what the exchange only
 * says to have changed.
 */
export class AccountFollower {
  readonly #options: AccountFollowerOptions
  readonly #stop: () => void
  #cancelTimer: (() => void) | null = null
  #isAsking = false
  #isDue = false
  #askedAt = -Infinity
  #closed = false

  constructor(options: AccountFollowerOptions) {
    this.#options = options
    this.#stop = options.news.watchAccount(options.accountId, {
      value: (news) => this.#take(news),
      state: (state) => this.#become(state),
    })
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer?.()
    this.#stop()
  }

  #become({ kind }: FeedState): void {
    if (kind === 'live') this.#askSoon()
  }

  #take(news: AccountNews): void {
    if (news.kind === 'order-touched') this.#askSoon()
    else this.#options.pushed(news)
  }

  #askSoon(): void {
    this.#isDue = true
    if (this.#closed || this.#isAsking || this.#cancelTimer !== null) return
    const { clock } = this.#options
    const wait = Math.max(afterOthersMs, this.#askedAt + askEveryMs - clock.now())
    this.#cancelTimer = clock.after(wait, () => {
      this.#cancelTimer = null
      this.#isAsking = true
      void this.#ask().finally(() => {
        this.#isAsking = false
        if (this.#isDue) this.#askSoon()
      })
    })
  }

  async #ask(): Promise<void> {
    const { accountId, asked, open, clock, logger } = this.#options
    this.#isDue = false
    this.#askedAt = clock.now()
    try {
      if (open().length === 0) return
      const client = this.#options.client().as(patient)
      const listed = await client.fetchOpenOrders(null)
      asked(listed)
      const ids = new Set(listed.map(({ id }) => id))
      // Those that were seen to end meanwhile are not among them any more.
      const gone = open().filter(({ orderId }) => !ids.has(orderId))
      for (const reference of gone.slice(0, mostAsked)) {
        if (this.#closed) return
        const order = await fetched(client, reference)
        if (order !== null) asked([order])
      }
    } catch (error) {
      logger.warn({ accountId, err: error }, 'what became of orders could not be asked for')
    }
  }
}

/** null: the exchange does not know it, any more or yet. */
async function fetched(client: OrderReader, reference: OpenOrder): Promise<Order | null> {
  try {
    return await client.fetchOrder(reference)
  } catch (error) {
    if (error instanceof GatewayError && error.class === 'not-found') return null
    throw error
  }
}
