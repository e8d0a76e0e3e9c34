import { describe, expect, it } from 'vitest'
import { type Listing, marketTable, readMarkets } from '../../../src-main/exchange/core/markets.ts'
import type { Market, MarketStatus } from '../../../src-shared/market.ts'
import { market as binanceMarket } from '../binance/market-fixtures.ts'
import { market as bitgetMarket } from '../bitget/market-fixtures.ts'
import { market as kucoinMarket } from '../kucoin/market-fixtures.ts'

const listing = (nativeId: string, status: MarketStatus = 'trading', rank = 0): Listing & { rank: number } => ({
  rank,
  market: { symbol: 'BTC/USD', base: 'BTC', quote: 'USD', nativeId, status } as Market,
})

describe('two listings of one symbol', () => {
  it.each([
    ['what the exchange says goes first', listing('XBTUSD9', 'halted', 0), listing('BTCUSD', 'trading', 1)],
    ['then the one that is open', listing('BTCUSD-OLD'), listing('BTCUSD', 'cancel_only')],
    ['then the one named after its assets', listing('BTC-USD'), listing('BTUSD')],
    ['then the shorter id', listing('XBTUSD'), listing('XBTUSD2')],
    ['then the first by its letters', listing('XBTUSDA'), listing('XBTUSDB')],
  ])('%s, in whatever order they come', (_name, kept, leftOut) => {
    for (const list of [
      [kept, leftOut],
      [leftOut, kept],
    ]) {
      const table = marketTable(list, ({ rank }) => rank)
      expect(table.bySymbol.get('BTC/USD')).toBe(kept)
      expect(table.markets.get('BTC/USD')).toBe(kept.market)
      expect([...table.byNativeId.keys()]).toEqual([kept.market.nativeId])
      expect(table.leftOut).toEqual([
        { symbol: 'BTC/USD', kept: kept.market.nativeId, leftOut: leftOut.market.nativeId },
      ])
    }
  })

  it('are told once in the log, and nothing is where there are none', async () => {
    const told: object[] = []
    const logger = { debug: () => undefined, warn: (details: object) => void told.push(details) }
    const read = (ids: readonly string[]) =>
      readMarkets(logger, ids, (id) => (id === '?' ? null : listing(id)), marketTable)
    await read(['BTCUSD'])
    expect(told).toEqual([])
    const { leftOut } = await read(['BTCUSD', 'BTCUSD2', 'BTCUSD3'])
    expect(told).toEqual([{ count: 2, leftOut }])
    await read(['BTCUSD', '?'])
    expect(told.at(-1)).toEqual({ skipped: 1 })
  })

  const second = <L extends Listing>(first: L): L => ({
    ...first,
    market: { ...first.market, nativeId: `${first.market.nativeId}X` },
  })
  it.each([
    ['Binance', marketTable<Listing>([binanceMarket(), second(binanceMarket())]), binanceMarket()],
    ['Bitget', marketTable<Listing>([second(bitgetMarket()), bitgetMarket()]), bitgetMarket()],
    ['KuCoin', marketTable<Listing>([kucoinMarket(), second(kucoinMarket())]), kucoinMarket()],
  ])('on %s the same rule holds', (_name, table, { market }) => {
    expect(table.bySymbol.get(market.symbol)?.market.nativeId).toBe(market.nativeId)
    expect(table.leftOut).toHaveLength(1)
  })
})
