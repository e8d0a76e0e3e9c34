import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../../src-main/infra/clock.ts'
import { OrderAsker } from '../../../src-main/trading/live/order-asker.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Order } from '../../../src-shared/order.ts'
import { FakeClock } from '../../support/fake-clock.ts'

function stage(fates: readonly ('found' | 'not-found' | 'down' | 'bug')[] = []) {
  const clock = new FakeClock()
  const asked: string[] = []
  const found: string[] = []
  const over = new Set<string>()
  const left = [...fates]
  const client = {
    as: () => client,
    fetchOrder: ({ orderId }: { orderId: string }): Promise<Order> => {
      asked.push(orderId)
      const fate = left.shift() ?? 'found'
      if (fate === 'bug') return Promise.reject(new TypeError('ours'))
      if (fate === 'not-found') return Promise.reject(new GatewayError('not-found', 'order.not_found', {}))
      if (fate === 'down') return Promise.reject(new GatewayError('retryable', 'exchange.unreachable', {}))
      return Promise.resolve({ id: orderId } as Order)
    },
  }
  const asker = new OrderAsker({
    clientFor: () => client,
    isOver: (_accountId, orderId) => over.has(orderId),
    found: (accountId, { id }) => void found.push(`${accountId} ${id}`),
    clock,
    logger: silentLogger,
  })
  const ask = (orderId: string): void => asker.ask('acc-1', { symbol: 'BTC/USDT', orderId })
  return { clock, asked, found, over, asker, ask }
}

describe('orders that something happened to', () => {
  test('are asked about once, however often an exchange says so in a moment', async () => {
    const { clock, asked, found, ask } = stage()
    for (let times = 0; times < 5; times += 1) {
      ask('a')
      await clock.advance(40)
    }
    await clock.advance(2_000)
    expect([asked, found]).toEqual([['a'], ['acc-1 a']])
    ask('a')
    await clock.advance(2_000)
    expect(asked).toEqual(['a', 'a'])
  })

  test('are asked about one after the other, no faster than orders can bear', async () => {
    const { clock, asked, ask } = stage()
    for (const id of ['a', 'b', 'c', 'd']) ask(id)
    await clock.advance(300)
    expect(asked).toEqual(['a'])
    await clock.advance(500)
    expect(asked).toEqual(['a', 'b', 'c'])
    await clock.advance(500)
    expect(asked).toEqual(['a', 'b', 'c', 'd'])
    expect(clock.waiting).toBe(0)
  })

  test('are not asked about once they are known to be over', async () => {
    const { clock, asked, over, ask } = stage()
    ask('a')
    ask('b')
    over.add('a')
    await clock.advance(2_000)
    expect(asked).toEqual(['b'])
  })

  test.each([
    ['not-found', 4],
    ['down', 4],
    ['bug', 1],
  ] as const)('of which nothing is told (%s) are asked about %i times', async (fate, times) => {
    const { clock, asked, found, ask } = stage([fate, fate, fate, fate, fate])
    ask('a')
    await clock.advance(300_000)
    expect([asked.length, found]).toEqual([times, []])
  })

  test('which are shown a moment later are found', async () => {
    const { clock, found, ask } = stage(['not-found', 'down'])
    ask('a')
    await clock.advance(10_000)
    expect(found).toEqual(['acc-1 a'])
  })

  test('are let go of when it closes', async () => {
    const { clock, asked, asker, ask } = stage()
    ask('a')
    asker.close()
    ask('b')
    await clock.advance(10_000)
    expect([asked, clock.waiting]).toEqual([[], 0])
  })
})
