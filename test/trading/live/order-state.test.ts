import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OrderState } from '../../../src-main/trading/live/order-state.ts'
import type { Order, OrderStatus } from '../../../src-shared/order.ts'
import { sampleOrder } from '../../support/sample-order.ts'
import { money } from '../fake-client.ts'

const order = (id: string, status: OrderStatus, filled = '0', updatedAt = 1): Order =>
  sampleOrder({ id, status, filled: money(filled), updatedAt })
const told = (state: OrderState, symbol: string | null = null): readonly string[] =>
  state.list(symbol).map(({ id, status, filled }) => `${id} ${status} ${filled.toString()}`)

describe('the open orders of an account', () => {
  it('follow what is told of each', () => {
    const state = new OrderState()
    state.take(order('a', 'open'))
    state.take(order('a', 'partially_filled', '3', 2))
    state.take(order('b', 'open', '0', 3))
    expect(told(state)).toEqual(['a partially_filled 3', 'b open 0'])
    state.take(order('a', 'cancelled', '3', 4))
    expect(told(state)).toEqual(['b open 0'])
    expect(told(state, 'ETH/USDT')).toEqual([])
  })

  it('are without one that is over, whatever comes of it later', () => {
    const state = new OrderState()
    state.take(order('a', 'open'))
    const mark = state.mark()
    state.end('a')
    state.take(order('a', 'open', '0', 9))
    state.takeList([order('a', 'open')], mark)
    expect(told(state)).toEqual([])
  })

  it('do not come back with late news of what has ended, also from a list', () => {
    const state = new OrderState()
    state.take(order('a', 'filled', '10', 2))
    state.take(order('a', 'open', '0', 1))
    state.takeList([order('a', 'partially_filled', '5', 1)], state.mark())
    expect(told(state)).toEqual([])
  })

  it('of two words of one order keep the later, by fills, then by the exchange’s time', () => {
    const state = new OrderState()
    state.take(order('a', 'partially_filled', '5', 3))
    state.take(order('a', 'open', '0', 9))
    expect(told(state)).toEqual(['a partially_filled 5'])
    state.take(order('a', 'partially_filled', '6', 1))
    expect(told(state)).toEqual(['a partially_filled 6'])
  })

  it('are those of a list, but for what has been told since it was asked for', () => {
    const state = new OrderState()
    state.take(order('gone', 'open'))
    const mark = state.mark()
    state.take(order('new', 'open'))
    state.take(order('ended', 'cancelled'))
    state.takeList([order('listed', 'open'), order('ended', 'open')], mark)
    expect(told(state)).toEqual(['new open 0', 'listed open 0'])
    state.takeList([order('listed', 'open')], state.mark())
    expect(told(state)).toEqual(['listed open 0'])
  })

  it('end the same whatever order news and lists come in, once the last list is there', () => {
    const story = [
      order('a', 'open', '0', 1),
      order('a', 'partially_filled', '4', 2),
      order('b', 'open', '0', 3),
      order('a', 'filled', '10', 4),
      order('c', 'open', '0', 5),
      order('b', 'partially_filled', '2', 6),
      order('c', 'cancelled', '0', 7),
    ]
    const last = [order('b', 'partially_filled', '2', 6)]
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...story, ...story], { minLength: 0, maxLength: 14 }),
        fc.nat({ max: 14 }),
        (news, at) => {
          const state = new OrderState()
          for (const each of news.slice(0, at)) state.take(each)
          const mark = state.mark()
          state.takeList(last, mark)
          // What is told after the list was told before it at the exchange: of what is in it, nothing newer.
          const later = news
            .slice(at)
            .filter(({ id, status }) => id !== 'b' && status !== 'open' && status !== 'partially_filled')
          for (const each of later) state.take(each)
          expect(told(state)).toEqual(['b partially_filled 2'])
        },
      ),
    )
  })
})
