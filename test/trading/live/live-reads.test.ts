import { describe, expect, it } from 'vitest'
import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import { silentLogger } from '../../../src-main/infra/clock.ts'
import type { DeskEvent } from '../../../src-main/trading/desk-types.ts'
import { LiveAccounts } from '../../../src-main/trading/live/live-accounts.ts'
import { LiveReads } from '../../../src-main/trading/live/live-reads.ts'
import { LiveTickers, type TickersOf } from '../../../src-main/trading/live/live-tickers.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Order, OrderStatus } from '../../../src-shared/order.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { sampleOrder } from '../../support/sample-order.ts'
import { toldNobody } from '../../support/told-nobody.ts'
import { money } from '../fake-client.ts'

const ticker = (last: string): Ticker => ({
  symbol: 'A/B',
  last: money(last),
  bid: null,
  ask: null,
  high: null,
  low: null,
  volume: Money.zero,
  quoteVolume: Money.zero,
  changePercent: null,
  time: 1,
})

interface Stage {
  readonly clock: FakeClock
  readonly tickers: LiveTickers
  /** Listeners by symbol. */
  readonly watched: Map<string, FeedListener<Ticker>>
}

function stage(tickersOf?: TickersOf): Stage {
  const clock = new FakeClock()
  const watched = new Map<string, FeedListener<Ticker>>()
  const streams = {
    ticker: (symbol: string, listener: FeedListener<Ticker>) => {
      watched.set(symbol, listener)
      listener.state({ kind: 'waiting' })
      return () => watched.delete(symbol)
    },
  }
  return { clock, tickers: new LiveTickers({ tickers: tickersOf ?? (() => streams), clock }), watched }
}

describe('tickers', () => {
  it('are followed from the first question on, and told with their age while they are live', async () => {
    const { clock, tickers, watched } = stage()
    expect(tickers.of('acc', 'A/B')).toBeNull()
    watched.get('A/B')?.state({ kind: 'live' })
    watched.get('A/B')?.value(ticker('10'))
    await clock.advance(700)
    expect(tickers.of('acc', 'A/B')).toMatchObject({ ageMs: 700 })
    expect(tickers.of('acc', 'A/B')?.value.last?.toString()).toBe('10')
    watched.get('A/B')?.state({ kind: 'stale', why: 'reset' })
    expect(tickers.of('acc', 'A/B')).toBeNull()
    watched.get('A/B')?.state({ kind: 'live' })
    expect(tickers.of('acc', 'A/B')).toBeNull()
  })

  it('are let go two minutes after the last question', async () => {
    const { clock, tickers, watched } = stage()
    tickers.of('acc', 'A/B')
    await clock.advance(119_000)
    tickers.of('acc', 'A/B')
    await clock.advance(119_999)
    expect(watched.size).toBe(1)
    await clock.advance(1)
    expect(watched.size).toBe(0)
    tickers.of('acc', 'C/B')
    tickers.close()
    expect(watched.size).toBe(0)
    expect(clock.waiting).toBe(0)
    expect(tickers.of('acc', 'A/B')).toBeNull()
  })

  it('of very many symbols are not all followed', () => {
    const { tickers, watched } = stage()
    for (let symbol = 0; symbol < 150; symbol += 1) tickers.of('acc', `S${symbol}/B`)
    expect(watched.size).toBe(100)
  })

  it.each([
    ['where the exchange pushes none', () => null],
    [
      'of an account that is not usable',
      () => {
        throw new GatewayError('auth', 'account.credentials_missing', { name: 'a' })
      },
    ],
  ])('%s are asked for', (_what, tickersOf) => {
    const { clock, tickers } = stage(tickersOf)
    expect(tickers.of('acc', 'A/B')).toBeNull()
    expect(clock.waiting).toBe(0)
  })
})

const order = (id: string, status: OrderStatus = 'open', listId: string | null = null): Order =>
  sampleOrder({ id, status, listId })
const error = {
  class: 'unknown-outcome',
  text: { key: 'exchange.no_answer', params: {} },
  field: null,
  exchange: null,
} as const

describe('what the desk did', () => {
  const asked = { origin: { kind: 'panel', requestId: 'r' }, symbol: null, side: null } as const
  const about = { accountId: 'acc', journalId: 1, asked } as const
  const cases: readonly (readonly [string, DeskEvent, readonly string[] | null])[] = [
    [
      'an order with its legs is there at once',
      {
        ...about,
        type: 'order',
        clientOrderId: 'c',
        outcome: {
          outcome: 'accepted',
          journalId: 1,
          clientOrderId: 'c',
          placed: { order: order('new'), legs: [order('leg')], notes: [] },
        },
      },
      ['old', 'new', 'leg'],
    ],
    [
      'a refusal changes nothing',
      { ...about, type: 'order', clientOrderId: 'c', outcome: { outcome: 'rejected', journalId: 1, error } },
      ['old'],
    ],
    [
      'an order in doubt makes all unknown',
      {
        ...about,
        type: 'order',
        clientOrderId: 'c',
        outcome: { outcome: 'unknown', journalId: 1, clientOrderId: 'c', error },
      },
      null,
    ],
    [
      'a cancelled order is gone at once',
      { type: 'cancelled', accountId: 'acc', order: order('old', 'cancelled') },
      [],
    ],
    [
      'a member of a list takes others along, so all is unknown',
      { type: 'cancelled', accountId: 'acc', order: order('old', 'cancelled', 'list') },
      null,
    ],
    ['an edit in place', { type: 'edited', accountId: 'acc', order: order('old'), previousId: 'old' }, ['old']],
    ['an edit under another id', { type: 'edited', accountId: 'acc', order: order('new'), previousId: 'old' }, ['new']],
    [
      'an edit of one of a list may change the others',
      { type: 'edited', accountId: 'acc', order: order('new', 'open', 'list'), previousId: 'old' },
      null,
    ],
    [
      'nobody knows what a cancellation in doubt has done',
      {
        type: 'in-doubt',
        operation: 'cancel',
        accountId: 'acc',
        journalId: 1,
        orderId: 'old',
        asked: { origin: { kind: 'panel', requestId: 'r' }, symbol: 'BTC/USDT', side: null },
        error,
      },
      null,
    ],
    ['what concerns no order changes nothing', { type: 'bracket', accountId: 'acc', happened: [] }, ['old']],
    [
      'another account’s order changes nothing',
      { type: 'cancelled', accountId: 'other', order: order('old', 'cancelled') },
      ['old'],
    ],
  ]

  it.each(cases)('%s', async (_what, event, expected) => {
    const clock = new FakeClock()
    const accounts = new LiveAccounts({
      clientFor: () => ({
        fetchOpenOrders: () => Promise.resolve([order('old')]),
        getBalance: () => Promise.resolve([]),
      }),
      news: {
        watchAccount: (_id, listener) => {
          listener.state({ kind: 'live' })
          return () => undefined
        },
      },
      clock,
      logger: silentLogger,
      ...toldNobody,
    })
    const reads = new LiveReads(accounts, new LiveTickers({ tickers: () => null, clock }))
    const ask = (): Promise<readonly Order[]> => Promise.resolve([order('asked')])
    await reads.openOrders('acc', null, () => Promise.resolve([order('old')]))
    await clock.advance(0)
    await clock.advance(5_000)
    reads.heed(event)
    const told = await reads.openOrders('acc', null, ask)
    expect(told.ageMs === null ? null : told.value.map(({ id }) => id)).toEqual(expected)
    if (expected === null) expect(told.value.map(({ id }) => id)).toEqual(['asked'])
    reads.close()
    expect(clock.waiting).toBe(0)
  })
})
