import { describe, expect, it } from 'vitest'
import type { BookView } from '../../src-main/exchange/streams/book-view.ts'
import type { FeedListener } from '../../src-main/exchange/streams/feed.ts'
import type { PublicStreams } from '../../src-main/exchange/streams/public-streams.ts'
import { Watchers } from '../../src-main/panel/watchers.ts'
import { watchOn } from '../../src-main/panel/watching.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'
import { FakePanel } from '../browser/fake-panel.ts'
import { FakeClock } from '../support/fake-clock.ts'

interface Stage {
  readonly clock: FakeClock
  readonly services: Parameters<typeof watchOn>[0]
  /** What is watched at the streams, and the listener to it. */
  readonly begun: Map<string, FeedListener<never>>
}

/** Streams that note what is watched of them. */
function stage(): Stage {
  const clock = new FakeClock()
  const begun = new Map<string, FeedListener<never>>()
  const begin =
    (kind: string) =>
    (...asked: unknown[]): (() => void) => {
      const listener = asked.pop() as FeedListener<never>
      const name = [kind, ...asked].join(' ')
      begun.set(name, listener)
      listener.state({ kind: 'waiting' })
      return () => begun.delete(name)
    }
  const streams = Object.fromEntries(
    ['ticker', 'bbo', 'trades', 'candles', 'book'].map((kind) => [kind, begin(kind)]),
  ) as unknown as PublicStreams
  const market = (accountId: string): PublicStreams | null => {
    if (accountId === 'none') throw new GatewayError('not-found', 'account.unknown')
    return accountId === 'silent' ? null : streams
  }
  const others = { history: () => Promise.resolve([]), logger: { debug: () => undefined, warn: () => undefined } }
  return { clock, services: { market, ...others, connections: { watch: begin('connections') }, clock }, begun }
}

const ofBtc = { accountId: 'a', symbol: 'BTC/USDT' }

describe('a watch', () => {
  it('tells what the stream tells, as wire data', async () => {
    const { clock, services, begun } = stage()
    const told: unknown[] = []
    const stop = watchOn(services, 'market.ticker', ofBtc, (each) => told.push(each))
    await clock.advance(0)
    const listener = begun.get('ticker BTC/USDT') as FeedListener<unknown> | undefined
    listener?.state({ kind: 'live' })
    listener?.value({ symbol: 'BTC/USDT', last: Money.parse('0.10') })
    await clock.advance(50)
    expect(told).toEqual([
      { kind: 'state', state: { kind: 'waiting' } },
      { kind: 'state', state: { kind: 'live' } },
      { kind: 'value', value: { symbol: 'BTC/USDT', last: '0.1' } },
    ])
    stop()
    expect(begun.size).toBe(0)
    expect(clock.waiting).toBe(0)
  })

  it.each([
    ['market.bbo', ofBtc, 'bbo BTC/USDT'],
    ['market.trades', ofBtc, 'trades BTC/USDT'],
    ['market.candles', { ...ofBtc, timeframe: '5m' as const }, 'candles BTC/USDT 5m'],
    ['market.book', { ...ofBtc, depth: 20 }, 'book BTC/USDT'],
  ] as const)('%s begins its stream', (name, input, stream) => {
    const { services, begun } = stage()
    watchOn(services, name, input as never, () => undefined)()
    watchOn(services, name, input as never, () => undefined)
    expect([...begun.keys()]).toEqual([stream])
  })

  it('of a book tells as many levels as were asked for, and nothing of one that is not live', async () => {
    const { clock, services, begun } = stage()
    const told: unknown[] = []
    watchOn(services, 'market.book', { ...ofBtc, depth: 20 }, (each) => told.push(each))
    const listener = begun.get('book BTC/USDT') as FeedListener<BookView> | undefined
    await clock.advance(50)
    listener?.value({ orderBook: () => null, best: () => null, gaps: 0 })
    await clock.advance(50)
    const levels = (depth: number) => ({ symbol: `${depth}`, bids: [], asks: [] })
    listener?.value({ orderBook: levels, best: () => null, gaps: 0 })
    await clock.advance(50)
    expect(told.slice(1)).toEqual([{ kind: 'value', value: { symbol: '20', bids: [], asks: [] } }])
  })

  it.each([
    ['where the exchange pushes nothing', { accountId: 'silent', symbol: 'BTC/USDT' }],
    ['of an account that is not there', { accountId: 'none', symbol: 'BTC/USDT' }],
    ['with an input that is not one', { accountId: 7, symbol: '' }],
  ])('%s is refused, and nothing is thrown', (_what, input) => {
    const told: unknown[] = []
    watchOn(stage().services, 'market.ticker', input as never, (each) => told.push(each))()
    expect(told).toEqual([{ kind: 'state', state: { kind: 'refused', why: expect.any(String) as string } }])
  })
})

describe('the watches of a window', () => {
  const ask = (watch: number): object => ({ watch, name: 'market.ticker', input: ofBtc })

  it('are begun, told under their numbers, and ended', () => {
    const panel = new FakePanel()
    const said: unknown[] = []
    const watchers = new Watchers(panel, (answered) => said.push(answered))
    expect(watchers.take(ask(1))).toBe(true)
    const [watch] = panel.watches
    expect(watch).toMatchObject({ name: 'market.ticker', input: ofBtc })
    watch?.tell({ kind: 'state', state: { kind: 'live' } })
    expect(said).toEqual([{ watch: 1, told: { kind: 'state', state: { kind: 'live' } } }])
    expect(watchers.take({ unwatch: 1 })).toBe(true)
    expect(panel.watches.size).toBe(0)
    expect(watchers.take({ unwatch: 7 })).toBe(true)
  })

  it('under a number that is in use take the place of the one before', () => {
    const panel = new FakePanel()
    const watchers = new Watchers(panel, () => undefined)
    watchers.take(ask(1))
    watchers.take(ask(1))
    expect(panel.watches.size).toBe(1)
  })

  it('are all ended with the window', () => {
    const panel = new FakePanel()
    const watchers = new Watchers(panel, () => undefined)
    for (let watch = 0; watch < 5; watch += 1) watchers.take(ask(watch))
    watchers.close()
    expect(panel.watches.size).toBe(0)
  })

  it('are bounded', () => {
    const panel = new FakePanel()
    const watchers = new Watchers(panel, () => undefined)
    for (let watch = 0; watch < 64; watch += 1) expect(watchers.take(ask(watch))).toBe(true)
    expect(watchers.take(ask(64))).toBe(false)
    expect(panel.watches.size).toBe(64)
  })

  it.each([
    undefined,
    null,
    7,
    'market.ticker',
    {},
    { watch: 1 },
    { watch: '1', name: 'market.ticker', input: {} },
    { watch: 1, name: 'orders.place', input: {} },
    { watch: 1, name: '__proto__', input: {} },
    { watch: 1, name: 'toString', input: {} },
    { unwatch: 1, more: true },
  ])('are not %j', (message) => {
    const panel = new FakePanel()
    expect(new Watchers(panel, () => undefined).take(message)).toBe(false)
    expect(panel.watches.size).toBe(0)
  })
})
