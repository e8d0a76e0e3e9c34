import { describe, expect, it } from 'vitest'
import { indexMarkets, marketFrom } from '../../../src-main/exchange/kraken/markets.ts'
import { assetNames } from '../../../src-main/exchange/kraken/own/names.ts'
import { assets, marketNamed, markets, names, pair, pairs } from './fixtures.ts'

const read = (change: object, mode = 'online') => marketFrom('XXBTZUSD', { ...pairs.XXBTZUSD, ...change }, names, mode)

describe('names', () => {
  it('come from the table of assets, in modern words; USD and USDT stay apart', () => {
    expect([...markets.markets.keys()]).toEqual([
      'BTC/USD',
      'BTC/USDT',
      'DOGE/USD',
      'ETH/USD',
      'XTZ/USD',
      'ZEC/USD',
      'ZRX/USD',
    ])
    expect(marketNamed('BTC/USDT').market.nativeId).toBe('XBTUSDT')
    expect(marketNamed('BTC/USD').market.nativeId).toBe('XXBTZUSD')
  })

  it('a pair is found by each name that Kraken has for it', () => {
    for (const name of ['XXBTZUSD', 'XBTUSD', 'XBT/USD', 'BTC/USD'])
      expect(markets.byName.get(name)?.market.symbol).toBe('BTC/USD')
  })

  it('an asset is found by id and altname', () => {
    expect(['XXBT', 'XBT', 'ZUSD', 'USD', 'XTZ', 'TZ', 'BTC'].map((text) => names.nameOf(text))).toEqual([
      'BTC',
      'BTC',
      'USD',
      'USD',
      'XTZ',
      null,
      null,
    ])
  })

  it('an asset that is not listed is named as on the feeds, or its pair left out', () => {
    const few = assetNames({ ZUSD: assets.ZUSD })
    expect(marketFrom('XXBTZUSD', pairs.XXBTZUSD, few, 'online')?.market.symbol).toBe('BTC/USD')
    const unnamed = { ...pairs.XXBTZUSD, wsname: undefined }
    expect(marketFrom('XXBTZUSD', unnamed, few, 'online')).toBeNull()
  })

  it('of two pairs with one symbol the one on the public feeds stands', () => {
    const dark = marketFrom('XXBTZUSD.d', { ...pairs.XXBTZUSD, wsname: undefined }, names, 'online')
    const plain = read({})
    expect(dark && plain).not.toBeNull()
    if (dark === null || plain === null) return
    for (const list of [
      [dark, plain],
      [plain, dark],
    ])
      expect(indexMarkets(list, names).bySymbol.get('BTC/USD')?.market.nativeId).toBe('XXBTZUSD')
  })
})

describe('books of other venues', () => {
  const unsaid = pair('XXBT', 'ZUSD', 'XBTUSD:BTNL', 'XBT/USD:BTNL')
  const bitnomial = { ...unsaid, execution_venue: 'bitnomial_exchange' }
  const own = { ...pairs.XXBTZUSD, execution_venue: 'international' }

  it('BTC/USD is Kraken’s own pair, whichever of the two is listed first', () => {
    for (const listed of [
      { 'XBTUSD:BTNL': bitnomial, XXBTZUSD: own },
      { XXBTZUSD: own, 'XBTUSD:BTNL': bitnomial },
    ]) {
      const read = Object.entries(listed).map(([id, raw]) => marketFrom(id, raw, names, 'online'))
      const table = indexMarkets(
        read.filter((each) => each !== null),
        names,
      )
      expect(table.bySymbol.get('BTC/USD')?.market.nativeId).toBe('XXBTZUSD')
      expect(table.byName.has('XBTUSD:BTNL')).toBe(false)
    }
  })

  it.each([
    ['Bitnomial’s', bitnomial],
    ['one that says nothing but in its name', unsaid],
    ['a venue to come', { ...own, execution_venue: 'somewhere' }],
  ])('%s is not listed at all', (_name, raw) => {
    expect(marketFrom('XBTUSD:BTNL', raw, names, 'online')).toBeNull()
  })
})

describe('rules', () => {
  it('reads steps and minimums', () => {
    const { market } = marketNamed('BTC/USD')
    expect(JSON.parse(JSON.stringify(market))).toMatchObject({
      tickSize: '0.1',
      lotStep: '0.00000001',
      quantity: { min: '0.00005', max: null },
      notional: { min: '0.5', max: null },
      quoteStep: '0.00001',
      fees: null,
    })
  })

  it.each([
    [{ pair_decimals: 2, tick_size: '0.05' }, '0.05'],
    [{ pair_decimals: 1, tick_size: '0.01' }, '0.1'],
    [{ pair_decimals: 3, tick_size: undefined }, '0.001'],
  ])('the coarser of tick and decimals decides: %o', (change, expected) => {
    expect(read(change)?.market.tickSize.toString()).toBe(expected)
  })

  it.each([
    ['online', 'online', 'trading', true],
    ['cancel_only', 'online', 'cancel_only', true],
    ['reduce_only', 'online', 'cancel_only', true],
    ['limit_only', 'online', 'trading', false],
    ['post_only', 'online', 'trading', false],
    ['delisted', 'online', 'halted', true],
    ['online', 'maintenance', 'halted', true],
    ['online', 'cancel_only', 'cancel_only', true],
    ['online', 'post_only', 'trading', false],
  ])('a pair %s on an exchange %s is %s; market orders: %s', (status, mode, expected, markets) => {
    const found = read({ status }, mode)
    expect(found?.market.status).toBe(expected)
    expect(found?.market.capabilities.orderKinds.includes('market')).toBe(markets)
  })

  it.each([
    ['tokenised shares', { aclass_base: 'tokenized_asset' }],
    ['without decimals', { pair_decimals: 'x' }],
    ['without a base', { base: undefined }],
  ])('leaves out %s', (_name, change) => {
    expect(read(change)).toBeNull()
  })

  it('offers one exit with an entry and no OCO', () => {
    const { capabilities } = marketNamed('BTC/USD').market
    expect(capabilities.attachedExits).toMatchObject({
      takeProfitAlone: true,
      stopLossAlone: true,
      both: false,
      marketEntryAs: 'market',
    })
    expect([capabilities.oco, capabilities.edit]).toEqual([null, ['in_place']])
    expect(capabilities.timeframes).not.toContain('3m')
  })

  it('does without fields that older answers lack', () => {
    const { cost_decimals: _cost, costmin: _min, ordermin: _order, ...rest } = pair('XXBT', 'ZUSD', 'XBTUSD', 'XBT/USD')
    const market = marketFrom('XXBTZUSD', rest, names, 'online')?.market
    expect(market?.quoteStep.toString()).toBe('0.1')
    expect([market?.quantity.min, market?.notional.min]).toEqual([null, null])
  })
})
