import { silentLogger } from '../../../src-main/infra/clock.ts'
import type { OrderStep, OrderStepped, TradeEvent } from '../../../src-main/trading/events/trade-event.ts'
import { Newsroom, type NewsroomOptions } from '../../../src-main/trading/news/newsroom.ts'
import type { Language } from '../../../src-shared/messages/index.ts'
import { newsText } from '../../../src-shared/news-text.ts'
import type { Order } from '../../../src-shared/order.ts'
import { toWire } from '../../../src-shared/wire.ts'
import type { FakeClock } from '../../support/fake-clock.ts'

export interface NewsStage {
  readonly room: Newsroom
  /** What is told so far, in words. */
  readonly said: (language?: Language) => readonly string[]
}

const steps: Partial<Record<Order['status'], OrderStep>> = {
  open: 'placed',
  partially_filled: 'partly-filled',
  filled: 'filled',
}

/** That an order of no bracket came to where it is. */
export function stepTo(order: Order): TradeEvent & OrderStepped {
  const { id, status, role, filled, updatedAt } = order
  const step = steps[status] ?? 'ended'
  const about = { accountId: 'acc-1', at: updatedAt, learned: 'pushed', name: `${id} ${step}` } as const
  return { ...about, type: 'order', step, order, filledNow: filled, role, bracketId: null }
}

/** @param origin what the exchange's clock calls zero */
export function newsStage(clock: FakeClock, origin = 0, change: Partial<NewsroomOptions> = {}): NewsStage {
  const room = new Newsroom({
    accounts: { get: (id) => (id === 'acc-1' ? { name: 'Binance main', exchange: 'binance' } : null) },
    priceDecimals: () => Promise.resolve(2),
    isOurs: () => true,
    isUnderWay: () => false,
    isInDoubt: () => true,
    leftOf: () => null,
    clock: { now: () => clock.now() - origin, after: (ms, call) => clock.after(ms, call) },
    logger: silentLogger,
    changed: () => undefined,
    ...change,
  })
  return {
    room,
    said: (language = 'en') =>
      room.page(null).news.map((news) => {
        const { title, body } = newsText(toWire(news), language)
        return `${news.kind} | ${title} | ${body}`
      }),
  }
}
