import { describe, expect, it } from 'vitest'
import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import { LivePrices } from '../../../src-main/trading/brackets/live-prices.ts'
import type { PriceSource, SeenPrice } from '../../../src-main/trading/brackets/price-source.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import type { PublicTrade } from '../../../src-shared/market.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { money } from '../fake-client.ts'

interface Stage {
  readonly clock: FakeClock
  readonly prices: LivePrices
  /** What the watcher was told. */
  readonly told: string[]
  readonly stop: () => void
  /** How many are asked for a price. */
  readonly asking: () => number
  /** A question begun so long ago is answered. */
  readonly answer: (price: string, agoMs?: number) => void
  readonly become: (state: FeedState) => void
  readonly trade: (...prices: string[]) => void
  readonly watched: () => boolean
}

const live = { kind: 'live' } as const
const stale = { kind: 'stale', why: 'reset' } as const

function stage(pushes = true): Stage {
  const clock = new FakeClock()
  const asked = new Set<(seen: SeenPrice) => void>()
  const source: PriceSource = {
    watch: (_account, _symbol, onPrice) => {
      // Each watch is its own, even of one function.
      const each = (seen: SeenPrice): void => onPrice(seen)
      asked.add(each)
      return () => asked.delete(each)
    },
    close: () => asked.clear(),
  }
  let listener: FeedListener<readonly PublicTrade[]> | null = null
  const trades = {
    trades: (_symbol: string, each: FeedListener<readonly PublicTrade[]>) => {
      listener = each
      each.state({ kind: 'waiting' })
      return () => {
        listener = null
      }
    },
  }
  const prices = new LivePrices({ trades: () => (pushes ? trades : null), asked: source, clock })
  const told: string[] = []
  const stop = prices.watch(
    'acc-1',
    'BTC/USDT',
    ({ price, at }) => void told.push(`${price.toString()} ${clock.now() - at}`),
  )
  return {
    clock,
    prices,
    told,
    stop,
    asking: () => asked.size,
    answer: (price, agoMs = 0) => {
      for (const each of [...asked]) each({ price: money(price), at: clock.now() - agoMs })
    },
    become: (state) => listener?.state(state),
    trade: (...all) => {
      const each = { symbol: 'BTC/USDT', quantity: money('1'), takerSide: 'buy', time: 1 } as const
      listener?.value(all.map((price, index) => ({ ...each, id: String(index), price: money(price) })))
    },
    watched: () => listener !== null,
  }
}

describe('prices from trades', () => {
  it('are asked for where an exchange pushes none', () => {
    const { told, answer, asking, stop } = stage(false)
    answer('100', 20)
    expect(told).toEqual(['100 20'])
    stop()
    expect(asking()).toBe(0)
  })

  it('are asked for until trades are pushed, then told one by one', () => {
    const { told, answer, become, trade, asking } = stage()
    answer('100')
    become(live)
    expect(asking()).toBe(1)
    trade('101', '102', '99')
    expect(asking()).toBe(0)
    expect(told).toEqual(['100 0', '101 0', '102 0', '99 0'])
  })

  it('begin with an answer to a question that was asked once trades were pushed, not before', async () => {
    const { clock, told, answer, become, asking } = stage()
    await clock.advance(1_000)
    become(live)
    await clock.advance(50)
    answer('100', 60)
    expect(told).toEqual([])
    expect(asking()).toBe(1)
    answer('101', 40)
    expect(told).toEqual(['101 0'])
    expect(asking()).toBe(0)
  })

  it('are told again while nobody trades: a still market has a price', async () => {
    const { clock, told, become, trade } = stage()
    become(live)
    trade('100')
    await clock.advance(20_000)
    expect(told).toEqual(['100 0', '100 0', '100 0'])
  })

  it('are asked for again as soon as trades are not pushed any more', async () => {
    const { clock, told, answer, become, trade, asking } = stage()
    become(live)
    trade('100')
    become(stale)
    expect(asking()).toBe(1)
    await clock.advance(30_000)
    expect(told).toEqual(['100 0'])
    answer('90', 10)
    expect(told).toEqual(['100 0', '90 10'])
    become(live)
    trade('91')
    expect(told.at(-1)).toBe('91 0')
    expect(asking()).toBe(0)
  })

  it('leave nothing behind', async () => {
    const { clock, become, trade, stop, asking, watched } = stage()
    become(live)
    trade('100')
    stop()
    expect(watched()).toBe(false)
    expect(asking()).toBe(0)
    await clock.advance(0)
    expect(clock.waiting).toBe(0)
  })

  it('end with their source', async () => {
    const { clock, prices, become, trade, asking, watched } = stage()
    become(live)
    trade('100')
    prices.close()
    expect(watched()).toBe(false)
    expect(asking()).toBe(0)
    await clock.advance(0)
    expect(clock.waiting).toBe(0)
  })
})
