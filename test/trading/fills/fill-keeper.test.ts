import { describe, expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../../src-main/infra/clock.ts'
import { FillKeeper } from '../../../src-main/trading/fills/fill-keeper.ts'
import { KeptFills } from '../../../src-main/trading/fills/kept-fills.ts'
import { Journal } from '../../../src-main/trading/journal.ts'
import { JournalReader } from '../../../src-main/trading/reading/journal-reader.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import { FakeClock, settle } from '../../support/fake-clock.ts'
import { sampleOrder } from '../../support/sample-order.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { FakeTeller, fill } from './fake-teller.ts'

const minute = 60_000
const hour = 60 * minute

interface Stage {
  readonly clock: FakeClock
  readonly journal: Journal
  readonly keeper: FillKeeper
  readonly tellers: Map<string, FakeTeller>
  readonly mayNotRead: Set<string>
  readonly changes: string[]
  readonly ids: (accountId?: string) => Promise<readonly string[]>
  readonly restart: () => FillKeeper
}

/** Keeps the fills of accounts at one exchange, in a journal of its own. */
function stage(tellers: Readonly<Record<string, FakeTeller>>): Stage {
  const clock = new FakeClock()
  const journal = Journal.open({ folder: temporaryFolder(), now: clock.now })
  const all = new Map(Object.entries(tellers))
  const mayNotRead = new Set<string>()
  const changes: string[] = []
  const keepers: FillKeeper[] = []
  const open = (): FillKeeper => {
    const keeper = new FillKeeper({
      store: journal.fills,
      accounts: () => [...all.keys()].map((id) => ({ id, exchange: 'kraken', mayRead: !mayNotRead.has(id) })),
      clientFor: (id) => {
        const teller = all.get(id)
        if (teller === undefined) throw new GatewayError('auth', 'account.credentials_missing', { name: id })
        return teller
      },
      exchangeAccountOf: (id) => ({ uid: `uid-${id}`, key: `key-${id}` }),
      symbolsOf: () => ['BTC/USDT'],
      clock,
      logger: silentLogger,
    })
    keeper.onChange((accountId) => changes.push(accountId))
    keepers.push(keeper)
    return keeper
  }
  const keeper = open()
  const reader = new JournalReader(journal.file, () => journal.flush())
  const kept = new KeptFills(reader, keeper)
  onTestFinished(async () => {
    for (const each of keepers) each.close()
    await reader.close()
    journal.close()
  })
  return {
    clock,
    journal,
    keeper,
    tellers: all,
    mayNotRead,
    changes,
    ids: async (accountId) =>
      (await kept.read({ accountId: accountId ?? null, symbol: null, from: null, until: null })).map(({ id }) => id),
    restart: open,
  }
}

describe('fills are kept', () => {
  test('that are pushed, once, and told of', async () => {
    const { clock, keeper, changes, ids } = stage({ a: new FakeTeller() })
    keeper.pushed('a', fill('1', 1_000))
    keeper.pushed('a', fill('1', 1_000))
    keeper.pushed('a', fill('2', 2_000))
    await clock.advance(50)
    expect(await ids('a')).toEqual(['1', '2'])
    expect(changes).toEqual(['a'])
    keeper.pushed('a', fill('2', 2_000))
    await clock.advance(50)
    expect(changes).toEqual(['a'])
  })

  test('that were pushed a moment before the end', async () => {
    const { keeper, ids } = stage({ a: new FakeTeller() })
    keeper.pushed('a', fill('1', 1_000))
    keeper.close()
    expect(await ids('a')).toEqual(['1'])
  })

  test('of which the fee comes later: it is asked for, and the rest stays', async () => {
    const teller = new FakeTeller()
    const { clock, keeper, journal, tellers } = stage({ a: teller })
    keeper.start()
    await clock.advance(minute)
    const at = clock.now()
    const told = fill('1', at, { orderId: '7', clientOrderId: 'ours' })
    keeper.pushed('a', { ...told, fee: null })
    tellers.get('a')?.fills.push({ ...told, clientOrderId: null })
    const order = sampleOrder({ id: '7', filled: Money.parse('0.01'), updatedAt: at })
    expect(journal.fills.hasAllOf('a', order)).toBe(false)
    keeper.observed('a', [order])
    await clock.advance(minute)
    expect(journal.fills.hasAllOf('a', order)).toBe(true)
    const asked = teller.queries.length
    // Seen again as it was, nothing is asked.
    keeper.observed('a', [order])
    await clock.advance(minute)
    expect(teller.queries).toHaveLength(asked)
  })

  test('of an order that filled without a push, and for one that was pushed whole nothing is asked', async () => {
    const teller = new FakeTeller()
    const { clock, keeper, ids } = stage({ a: teller })
    keeper.start()
    await clock.advance(minute)
    const asked = teller.queries.length
    const at = clock.now()
    const order = sampleOrder({ filled: Money.parse('0.01'), updatedAt: at })
    keeper.pushed('a', fill('1', at, { orderId: 'pushed' }))
    keeper.observed('a', [{ ...order, id: 'pushed' }])
    await clock.advance(minute)
    expect(teller.queries).toHaveLength(asked)
    teller.fills.push(fill('2', at, { orderId: 'silent' }))
    keeper.observed('a', [{ ...order, id: 'silent' }])
    await clock.advance(minute)
    expect(await ids('a')).toEqual(['1', '2'])
    expect(teller.queries.at(-1)?.since).toBeLessThan(at)
  })

  test('that happened before the start: the newest page, and what is newer at the next one', async () => {
    const teller = new FakeTeller()
    const { clock, keeper, ids, restart } = stage({ a: teller })
    const now = clock.now()
    teller.fills = ['1', '2', '3', '4', '5'].map((id, index) => fill(id, now - (5 - index) * hour))
    keeper.start()
    expect(teller.queries).toEqual([])
    await clock.advance(minute)
    expect(await ids()).toEqual(['4', '5'])
    expect(teller.queries).toHaveLength(1)
    keeper.close()
    await clock.advance(3 * hour)
    teller.fills.push(...['6', '7', '8'].map((id, index) => fill(id, clock.now() - (3 - index) * minute)))
    restart().start()
    await clock.advance(minute)
    expect(await ids()).toEqual(['4', '5', '6', '7', '8'])
  })

  test('that were missed while the connection was away', async () => {
    const teller = new FakeTeller()
    const { clock, keeper, ids } = stage({ a: teller })
    keeper.start()
    await clock.advance(hour)
    teller.fills.push(fill('1', clock.now()))
    keeper.reconnected('a')
    await clock.advance(minute)
    expect(await ids()).toEqual(['1'])
  })

  test('symbol by symbol where the exchange wants that: those that are known, and those that are held', async () => {
    const teller = new FakeTeller({ bySymbol: true })
    teller.held = ['ETH/USDT']
    const { clock, keeper, ids } = stage({ a: teller })
    teller.fills = [fill('1', clock.now() - hour), fill('2', clock.now() - hour + 1, { symbol: 'ETH/USDT' })]
    keeper.start()
    await clock.advance(minute)
    expect(teller.queries.map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'ETH/USDT'])
    expect(await ids()).toEqual(['1', '2'])
  })
})

describe('nothing is asked', () => {
  test('of an account whose key may not read, until it may', async () => {
    const teller = new FakeTeller()
    const { clock, keeper, mayNotRead } = stage({ a: teller })
    mayNotRead.add('a')
    keeper.start()
    await clock.advance(24 * hour)
    expect(teller.queries).toEqual([])
    mayNotRead.delete('a')
    keeper.accountsChanged()
    await clock.advance(minute)
    expect(teller.queries).toHaveLength(1)
  })

  test('while the limits are needed for orders', async () => {
    const teller = new FakeTeller()
    const { clock, keeper } = stage({ a: teller })
    teller.hasRoom = false
    keeper.start()
    await clock.advance(10 * minute)
    expect(teller.queries).toEqual([])
    teller.hasRoom = true
    await clock.advance(10_000)
    expect(teller.queries).toHaveLength(1)
  })

  test('over and over where the exchange does not answer', async () => {
    const teller = new FakeTeller()
    const { clock, keeper } = stage({ a: teller })
    teller.fails = new GatewayError('retryable', 'error.shutting_down')
    keeper.start()
    await clock.advance(hour)
    expect(teller.queries.length).toBeGreaterThan(2)
    expect(teller.queries.length).toBeLessThan(10)
    teller.fails = null
    await clock.advance(hour)
    const asked = teller.queries.length
    await clock.advance(hour)
    expect(teller.queries).toHaveLength(asked)
  })
})

describe('past fills are fetched', () => {
  const past = (clock: FakeClock, count: number): ReturnType<typeof fill>[] =>
    Array.from({ length: count }, (_, index) => fill(String(index + 1), clock.now() - (count - index) * hour))

  test('as far as the exchange tells, at a pace, and it is told how that goes', async () => {
    const teller = new FakeTeller()
    const { clock, keeper, ids } = stage({ a: teller })
    teller.fills = past(clock, 9)
    teller.reach = clock.now() - 90 * 24 * hour
    keeper.start()
    await keeper.startImport('a', [])
    expect(keeper.imports()).toMatchObject([{ accountId: 'a', state: 'waiting', done: 0, total: 1 }])
    await clock.advance(2_100)
    expect(keeper.imports()).toMatchObject([{ state: 'running', known: { complete: false } }])
    expect(teller.queries.length).toBeLessThanOrEqual(4)
    await clock.advance(minute)
    expect(await ids()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
    expect(keeper.imports()).toMatchObject([
      { state: 'idle', count: 9, done: 1, total: 1, known: { since: teller.reach, complete: true } },
    ])
    expect(keeper.coverage('a')).toMatchObject({ since: teller.reach, complete: true })
    const asked = teller.queries.length
    await keeper.startImport('a', [])
    await clock.advance(minute)
    expect(teller.queries).toHaveLength(asked)
    expect(keeper.imports()).toMatchObject([{ state: 'idle' }])
  })

  test('from where it stood after a restart, without asking twice', async () => {
    const teller = new FakeTeller()
    const { clock, keeper, ids, restart } = stage({ a: teller })
    teller.fills = past(clock, 20)
    keeper.start()
    await keeper.startImport('a', [])
    await clock.advance(3_500)
    const before = await ids()
    expect(before.length).toBeGreaterThan(2)
    expect(before.length).toBeLessThan(20)
    keeper.close()
    const { cursor } = teller.queries.at(-1) ?? {}
    const again = restart()
    again.start()
    expect(again.imports()).toMatchObject([{ state: 'waiting' }])
    await clock.advance(5 * minute)
    expect(await ids()).toHaveLength(20)
    expect(teller.queries.filter((query) => query.cursor === cursor && cursor !== null)).toHaveLength(1)
    expect(again.imports()).toMatchObject([{ state: 'idle', done: 1 }])
  })

  test('no longer once it is stopped', async () => {
    const teller = new FakeTeller()
    const { clock, keeper, ids } = stage({ a: teller })
    teller.fills = past(clock, 20)
    keeper.start()
    await keeper.startImport('a', [])
    await clock.advance(3_500)
    keeper.stopImport('a')
    await settle()
    const count = (await ids()).length
    await clock.advance(2 * hour)
    expect(await ids()).toHaveLength(count)
    expect(keeper.imports()).toMatchObject([{ state: 'idle' }])
  })

  test('of one account of an exchange after the other', async () => {
    const [a, b] = [new FakeTeller(), new FakeTeller()]
    const { clock, keeper, ids } = stage({ a, b })
    a.fills = past(clock, 20)
    b.fills = past(clock, 20).map((each) => ({ ...each, id: `b${each.id}` }))
    keeper.start()
    await keeper.startImport('a', [])
    await keeper.startImport('b', [])
    await clock.advance(5_500)
    expect(keeper.imports().map(({ state }) => state)).toEqual(['running', 'waiting'])
    await clock.advance(5 * minute)
    expect(await ids()).toHaveLength(40)
  })

  test('again by itself after it failed, which is told', async () => {
    const teller = new FakeTeller()
    const { clock, keeper, ids } = stage({ a: teller })
    teller.fills = past(clock, 9)
    keeper.start()
    await keeper.startImport('a', [])
    teller.fails = new GatewayError('retryable', 'error.shutting_down')
    await clock.advance(5_000)
    expect(keeper.imports()).toMatchObject([{ state: 'failed', error: { class: 'retryable' } }])
    teller.fails = null
    await clock.advance(10 * minute)
    expect(await ids()).toHaveLength(9)
    expect(keeper.imports()).toMatchObject([{ state: 'idle', error: null }])
  })

  test('of symbols that a person names besides', async () => {
    const teller = new FakeTeller({ bySymbol: true })
    const { clock, keeper, ids } = stage({ a: teller })
    teller.fills = past(clock, 5).map((each) => ({ ...each, symbol: 'DOGE/USDT' }))
    keeper.start()
    await keeper.startImport('a', ['DOGE/USDT'])
    await clock.advance(5 * minute)
    expect(await ids()).toHaveLength(5)
    expect(keeper.imports()).toMatchObject([{ state: 'idle', done: 2, total: 2 }])
  })

  test('of all symbols but those of which the exchange tells nothing, which is said', async () => {
    const teller = new FakeTeller({ bySymbol: true })
    const { clock, keeper, ids } = stage({ a: teller })
    teller.gone = ['A/GONE', 'BTC/GONE']
    teller.held = ['BTC/GONE']
    teller.fills = past(clock, 5)
    keeper.start()
    await keeper.startImport('a', ['A/GONE'])
    await clock.advance(5 * minute)
    expect(await ids()).toHaveLength(5)
    expect(keeper.imports()).toMatchObject([{ state: 'idle', done: 1, total: 3, error: { class: 'refused' } }])
    const asked = teller.queries.length
    await clock.advance(hour)
    expect(teller.queries).toHaveLength(asked)
  })

  test('of more symbols than an account shows', async () => {
    const teller = new FakeTeller({ bySymbol: true })
    const { clock, keeper } = stage({ a: teller })
    const many = Array.from({ length: 80 }, (_, index) => `C${index}/USDT`)
    // As TradedSymbols does it.
    teller.fillSymbols = (named) => Promise.resolve(named.slice(0, 60))
    keeper.start()
    await keeper.startImport('a', many)
    await clock.advance(5 * minute)
    expect(new Set(teller.queries.map(({ symbol }) => symbol)).size).toBe(81)
  })

  test('not for an account without a key, and why is said', async () => {
    const { keeper } = stage({ a: new FakeTeller() })
    keeper.start()
    await expect(keeper.startImport('none', [])).rejects.toMatchObject({ class: 'auth' })
  })
})
