import { backoffMs } from '../../../src-shared/backoff.ts'
import { isFinal, type Order } from '../../../src-shared/order.ts'
import type { Bracket } from './bracket.ts'

const again = { firstMs: 500, longestMs: 8_000 }
const mostTimes = 6

interface News {
  readonly order: Order
  times: number
}

/**
 * What an exchange pushed and does not tell yet when it is asked: the answer may come from a part of it that is a moment
 * behind, and no second push tells of it.
 */
export class Announced {
  readonly #news = new Map<string, News>()

  note(order: Order): void {
    this.#news.set(order.id, { order, times: 0 })
  }

  /** After a poll: when to ask again, epoch ms; null: what the bracket knows is what was pushed. */
  askAgainAt({ members }: Bracket, now: number): number | null {
    let pause: number | null = null
    for (const [orderId, news] of this.#news) {
      const member = members.find((each) => each.orderId === orderId)
      const { order } = news
      const isKnown =
        member !== undefined &&
        member.filled.atLeast(order.filled) &&
        (isFinal(member.status) || (!isFinal(order.status) && (!member.waiting || order.waiting)))
      news.times += 1
      if (isKnown || news.times > mostTimes) this.#news.delete(orderId)
      else pause = Math.min(pause ?? Infinity, backoffMs(news.times, again))
    }
    return pause === null ? null : now + pause
  }
}
