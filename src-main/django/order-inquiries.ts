import { isFinal, type Order } from '../../src-shared/order.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import type { TradeRecord } from './trade-record.ts'
import { isWholeStory } from './trade-row.ts'

export interface InquiriesOptions {
  /** An order as its exchange shows it now, its fees too where they can be had. @throws GatewayError */
  readonly orderNow: (accountId: string, order: { readonly id: string; readonly symbol: string }) => Promise<Order>
  /** What is known of an order by the id that we gave it; null: nobody wants to know more. */
  readonly record: (clientOrderId: string) => TradeRecord | null
  readonly told: (record: TradeRecord, order: Order) => void
  readonly gaveUp: (record: TradeRecord) => void
  readonly clock: Clock
  readonly logger: Logger
}

const againMs = 60_000
const mostAsked = 10

/** Asks exchanges about orders of which they have not told all: now or in a minute, and ten times at most. */
export class OrderInquiries {
  readonly #options: InquiriesOptions
  /** By client order id, how often it was asked. */
  readonly #asked = new Map<string, number>()
  #cancelTimer: () => void = () => undefined
  #closed = false

  constructor(options: InquiriesOptions) {
    this.#options = options
  }

  ask(clientOrderId: string): void {
    if (this.#asked.has(clientOrderId)) return
    this.#asked.set(clientOrderId, 0)
    void this.#ask(clientOrderId)
  }

  askLater(clientOrderId: string): void {
    this.#asked.set(clientOrderId, this.#asked.get(clientOrderId) ?? 0)
    this.#cancelTimer()
    if (this.#closed) return
    this.#cancelTimer = this.#options.clock.after(againMs, () => {
      for (const each of [...this.#asked.keys()]) void this.#ask(each)
    })
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
  }

  async #ask(clientOrderId: string): Promise<void> {
    const { orderNow, record, told, gaveUp, logger } = this.#options
    const before = record(clientOrderId)
    const reference = before?.order ?? null
    if (before === null || reference === null || before.isEnded || this.#closed) {
      this.#asked.delete(clientOrderId)
      return
    }
    try {
      const order = await orderNow(before.accountId, reference)
      const now = record(clientOrderId)
      if (now !== null) told(now, order)
      if (!isFinal(order.status) || isWholeStory(order)) {
        this.#asked.delete(clientOrderId)
        return
      }
    } catch (error) {
      logger.warn(
        { order: clientOrderId, err: error },
        'an exchange was asked in vain about an order in Django’s table',
      )
    }
    const times = (this.#asked.get(clientOrderId) ?? 0) + 1
    this.#asked.set(clientOrderId, times)
    if (times < mostAsked) {
      this.askLater(clientOrderId)
      return
    }
    this.#asked.delete(clientOrderId)
    const left = record(clientOrderId)
    if (left !== null) gaveUp(left)
  }
}
