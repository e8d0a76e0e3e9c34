import type { Side } from '../../../src-shared/order.ts'
import { RecentMap } from '../../infra/recent-map.ts'

/** Where an order trades, in the exchange's own words. */
interface Place {
  readonly nativeId: string
  readonly side: Side
}

/** Conditional orders whose own end waits for that of the order which they have turned into. */
const mostTriggered = 100

/**
 * Conditional orders that have triggered, at exchanges where they go on under another id that nobody tells: whatever
 * happens to an order of the same market and side happens to them, as far as anybody can say.
 */
export class TriggeredOrders {
  readonly #orders = new RecentMap<Place>(mostTriggered)

  triggered(orderId: string, place: Place): void {
    this.#orders.set(orderId, place)
  }

  /** The ids that something at this place may have happened to. `ends`: an order there is over. */
  at({ nativeId, side }: Place, ends: boolean): readonly string[] {
    const found = [...this.#orders].flatMap(([orderId, place]) =>
      place.nativeId === nativeId && place.side === side ? [orderId] : [],
    )
    if (ends) for (const orderId of found) this.#orders.delete(orderId)
    return found
  }
}
