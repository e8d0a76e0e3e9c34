import { toGatewayError } from '../../../src-shared/errors.ts'
import type { Order } from '../../../src-shared/order.ts'
import { patient, type Urgency } from '../../exchange/http/urgency.ts'
import type { Clock, Logger } from '../../infra/clock.ts'

interface Asked {
  as(urgency: Urgency): Asked
  fetchOrder(reference: KnownOrder): Promise<Order>
}

interface Options {
  readonly clientFor: (accountId: string) => Asked
  /** Whether it is known that an order is over. */
  readonly isOver: (accountId: string, orderId: string) => boolean
  readonly found: (accountId: string, order: Order) => void
  readonly clock: Clock
  readonly logger: Logger
}

/** An exchange tells of one step of an order several times, and shows it a moment after it has told of it. */
const settleMs = 300
/** How often one account is asked about at most: orders need its limits. */
const paceMs = 250
const pausesMs = [1_000, 5_000, 30_000] as const

/** An order as its exchange knows it. */
export interface KnownOrder {
  readonly symbol: string
  readonly orderId: string
}

interface Waiting extends KnownOrder {
  readonly failures: number
}

/**
 * Asks what became of orders of which an exchange only says that something did, or which are no longer among the open
 * ones: one after the other, behind everything for which somebody waits.
 */
export class OrderAsker {
  readonly #options: Options
  /** By account, then by order, in the order of their turns. */
  readonly #waiting = new Map<string, Map<string, Waiting>>()
  /** Orders that wait for their turn, or for the moment from which on they do. */
  readonly #meant = new Set<string>()
  readonly #asking = new Set<string>()
  readonly #timers = new Set<() => void>()
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Something happened to an order. */
  ask(accountId: string, reference: KnownOrder): void {
    this.#askIn(settleMs, accountId, { ...reference, failures: 0 })
  }

  close(): void {
    this.#closed = true
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
  }

  #askIn(ms: number, accountId: string, waiting: Waiting): void {
    const key = keyOf(accountId, waiting)
    if (this.#meant.has(key)) return
    this.#meant.add(key)
    const account = this.#waiting.get(accountId) ?? new Map<string, Waiting>()
    this.#waiting.set(accountId, account)
    this.#after(ms, () => {
      account.set(waiting.orderId, waiting)
      void this.#goOn(accountId, account)
    })
  }

  async #goOn(accountId: string, account: Map<string, Waiting>): Promise<void> {
    if (this.#asking.has(accountId)) return
    const [next] = account.values()
    if (next === undefined || this.#closed) return
    this.#asking.add(accountId)
    account.delete(next.orderId)
    this.#meant.delete(keyOf(accountId, next))
    const isAsked = !this.#options.isOver(accountId, next.orderId)
    if (isAsked) await this.#askOne(accountId, next)
    this.#after(isAsked ? paceMs : 0, () => {
      this.#asking.delete(accountId)
      void this.#goOn(accountId, account)
    })
  }

  async #askOne(accountId: string, { failures, ...reference }: Waiting): Promise<void> {
    const { clientFor, found, logger } = this.#options
    try {
      const order = await clientFor(accountId).as(patient).fetchOrder(reference)
      if (!this.#closed) found(accountId, order)
    } catch (error) {
      const known = toGatewayError(error)
      const pause = pausesMs[failures]
      if (pause !== undefined && known.class !== 'bug')
        this.#askIn(pause, accountId, { ...reference, failures: failures + 1 })
      else logger.warn({ accountId, order: reference.orderId, err: error }, 'what became of an order is not told')
    }
  }

  #after(ms: number, call: () => void): void {
    if (this.#closed) return
    const cancel = this.#options.clock.after(ms, () => {
      this.#timers.delete(cancel)
      call()
    })
    this.#timers.add(cancel)
  }
}

const keyOf = (accountId: string, { orderId }: KnownOrder): string => `${accountId} ${orderId}`
