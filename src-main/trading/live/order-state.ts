import { isFinal, type Order } from '../../../src-shared/order.ts'
import { RecentMap } from '../../infra/recent-map.ts'

/** Orders that ended are remembered so that late news of them, which may be any, do not bring them back. */
const mostEnded = 2_000

interface Known {
  readonly order: Order
  /** Which list it was last in, or which news told of it: later ones have greater numbers. */
  readonly seen: number
}

/**
 * The open orders of an account, from lists of them and from news of single orders, whatever order those come in: what is
 * filled only grows, what has ended stays so, and of two words of the same order the later one counts, by the
 * exchange's own time.
 */
export class OrderState {
  readonly #open = new Map<string, Known>()
  readonly #ended = new RecentMap<true>(mostEnded)
  #count = 0

  /** @param symbol BASE/QUOTE; null: of all */
  list(symbol: string | null): readonly Order[] {
    const orders = [...this.#open.values()].map(({ order }) => order)
    return symbol === null ? orders : orders.filter((order) => order.symbol === symbol)
  }

  get size(): number {
    return this.#open.size
  }

  /** An order as the exchange says it is. */
  take(order: Order): void {
    this.#count += 1
    if (isFinal(order.status) && order.status !== 'unknown') {
      this.#close(order.id)
      return
    }
    if (this.#ended.has(order.id)) return
    const known = this.#open.get(order.id)
    if (known === undefined || isNewer(order, known.order)) this.#open.set(order.id, { order, seen: this.#count })
    else this.#open.set(order.id, { order: known.order, seen: this.#count })
  }

  /** An order is over, whatever else is told of it. */
  end(id: string): void {
    this.#count += 1
    this.#close(id)
  }

  /** To be called before a list is asked for. @returns what {@link takeList} needs to know of that moment */
  mark(): number {
    return this.#count
  }

  /**
   * All open orders, as the exchange listed them after that moment. What has been told of since may have begun, or ended,
   * after the list was made. @returns those that were open and are not in the list: the exchange knows what became of
   * them
   */
  takeList(orders: readonly Order[], mark: number): readonly Order[] {
    const listed = new Set(orders.map(({ id }) => id))
    const gone = [...this.#open.values()].filter(({ order, seen }) => !listed.has(order.id) && seen <= mark)
    for (const { order } of gone) this.#open.delete(order.id)
    for (const order of orders) this.take(order)
    return gone.map(({ order }) => order)
  }

  /** BASE/QUOTE; null: no such order is open. */
  symbolOf(orderId: string): string | null {
    return this.#open.get(orderId)?.order.symbol ?? null
  }

  #close(id: string): void {
    this.#open.delete(id)
    this.#ended.set(id, true)
  }

  clear(): void {
    this.#open.clear()
  }
}

function isNewer(order: Order, known: Order): boolean {
  if (order.filled.lessThan(known.filled)) return false
  return order.filled.greaterThan(known.filled) || order.updatedAt >= known.updatedAt
}
