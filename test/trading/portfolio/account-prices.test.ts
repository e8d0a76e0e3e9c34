import { expect, test } from 'vitest'
import { AccountPrices } from '../../../src-main/trading/portfolio/account-prices.ts'
import { sampleMarket } from '../../support/sample-market.ts'

test('accounts at one place share its prices: the next look costs one question for all', async () => {
  let now = 0
  const asked: (readonly string[] | null)[] = []
  const markets = new Map(['BTC/USDT', 'ETH/USDT'].map((symbol) => [symbol, sampleMarket({ symbol })]))
  const prices = new AccountPrices({ clock: { now: () => now }, placeOf: () => 'there' })
  const client = {
    getMarkets: () => Promise.resolve(markets),
    fetchTickers: (symbols: readonly string[] | null) => {
      asked.push(symbols)
      return Promise.resolve(new Map())
    },
  }
  const look = async (): Promise<void> => {
    await prices.of('a', client, ['BTC'], 'USDT')
    await prices.of('b', client, ['SOL'], 'USDT')
  }
  await look()
  expect(asked).toEqual([['BTC/USDT', 'ETH/USDT']])
  now += 60_000
  await look()
  expect(asked).toHaveLength(2)
})

test('a failure is not remembered', async () => {
  let failing = true
  const prices = new AccountPrices({ clock: { now: () => 0 }, placeOf: () => 'there' })
  const client = {
    getMarkets: () => Promise.resolve(new Map([['BTC/USDT', sampleMarket({ symbol: 'BTC/USDT' })]])),
    fetchTickers: () => (failing ? Promise.reject(new Error('no answer')) : Promise.resolve(new Map())),
  }
  await expect(prices.of('a', client, ['BTC'], 'USDT')).rejects.toThrow('no answer')
  failing = false
  expect((await prices.of('a', client, ['BTC'], 'USDT')).prices.size).toBe(0)
})
