import { expect, test } from 'vitest'
import { silentLogger } from '../../../src-main/infra/clock.ts'
import { AccountPrices } from '../../../src-main/trading/portfolio/account-prices.ts'
import { ValueKeeper } from '../../../src-main/trading/portfolio/value-keeper.ts'
import type { KeptValue } from '../../../src-main/trading/portfolio/value-store.ts'
import { Money } from '../../../src-shared/money.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { sampleMarket } from '../../support/sample-market.ts'

const hour = 3_600_000
const one = Money.one

function setUp(lastAt: number | null) {
  const clock = new FakeClock()
  const kept: [at: number, accountId: string, values: readonly KeptValue[]][] = []
  let told = 0
  const ticker = { symbol: 'BTC/USDT', last: Money.parse('60000'), bid: null, ask: null, high: null, low: null }
  const rest = { volume: one, quoteVolume: one, changePercent: null, time: 0 }
  const keeper = new ValueKeeper({
    clock,
    logger: silentLogger,
    store: { add: (...row) => kept.push(row), lastAt: () => lastAt, thin: () => false },
    prices: new AccountPrices({ clock, placeOf: (id) => id }),
    accountIds: () => ['a', 'broken'],
    clientFor: (id) => ({
      getBalance: () =>
        id === 'broken'
          ? Promise.reject(new Error('no answer'))
          : Promise.resolve([{ asset: 'BTC', available: one, held: one, total: one.plus(one), elsewhere: [] }]),
      getMarkets: () => Promise.resolve(new Map([['BTC/USDT', sampleMarket({ symbol: 'BTC/USDT' })]])),
      fetchTickers: () => Promise.resolve(new Map([['BTC/USDT', { ...ticker, ...rest }]])),
    }),
    kept: () => (told += 1),
  })
  return { clock, keeper, kept, told: () => told }
}

test('keeps values soon after the start and on every full hour, of the accounts that can be read', async () => {
  const { clock, keeper, kept, told } = setUp(null)
  keeper.start()
  await clock.advance(3 * hour)
  keeper.close()
  await clock.advance(3 * hour)
  expect(kept.map(([, accountId]) => accountId)).toEqual(kept.map(() => 'a'))
  const [first, ...later] = kept.map(([at]) => at)
  expect(later.length).toBeGreaterThanOrEqual(2)
  expect(later.every((at) => at % hour === 0)).toBe(true)
  expect(first).toBeLessThan(later[0] ?? 0)
  expect(told()).toBe(kept.length)
  const values = kept[0]?.[2] ?? []
  expect(values.find(({ asset }) => asset === 'BTC')?.value?.toString()).toBe('120000')
  // What a currency was worth is kept though nothing of it is held; nothing tells what a euro is here.
  expect(values.find(({ asset }) => asset === 'USDT')?.price?.toString()).toBe('1')
  expect(values.find(({ asset }) => asset === 'EUR')?.price).toBeNull()
})

test('starting again and again keeps no value each time', async () => {
  const first = setUp(null)
  const { clock, keeper, kept } = setUp(first.clock.now())
  keeper.start()
  await clock.advance(30_000)
  keeper.close()
  expect(kept.filter(([at]) => at % hour !== 0)).toEqual([])
})
