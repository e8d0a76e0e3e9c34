import { describe, expect, it } from 'vitest'
import { marketFrom } from '../../../src-main/exchange/kucoin/markets.ts'
import { btcUsdt, fixedNow, market } from './market-fixtures.ts'

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('marketFrom', () => {
  it('reads steps and bounds as KuCoin writes them', () => {
    expect(plain({ ...market().market, capabilities: null })).toEqual({
      symbol: 'BTC/USDT',
      nativeId: 'BTC-USDT',
      base: 'BTC',
      quote: 'USDT',
      status: 'trading',
      tickSize: '0.1',
      price: { min: null, max: null },
      lotStep: '0.00000001',
      quantity: { min: '0.00001', max: '10000000000' },
      marketLotStep: '0',
      marketQuantity: { min: null, max: null },
      notional: { min: '0.1', max: null },
      notionalAppliesToMarket: { min: true, max: false },
      quoteStep: '0.000001',
      priceBand: null,
      fees: null,
      capabilities: null,
    })
    expect(plain(market().quoteAmount)).toEqual({ min: '0.1', max: '99999999' })
  })

  it('keeps its symbol when the coin is renamed', () => {
    const before = market({ symbol: 'GALAX-USDT', name: 'GALAX-USDT', baseCurrency: 'GALAX' })
    const after = market({ symbol: 'GALAX-USDT', name: 'GALA-USDT', baseCurrency: 'GALAX' })
    expect(after.market).toEqual(before.market)
    expect(after.market.symbol).toBe('GALAX/USDT')
  })

  it.each([
    [{ enableTrading: false }, 'halted'],
    [{ callauctionIsEnabled: true }, 'halted'],
    [{ callauctionIsEnabled: true, tradingStartTime: fixedNow + 1 }, 'halted'],
    [{ callauctionIsEnabled: true, tradingStartTime: fixedNow - 1 }, 'trading'],
    [{ callauctionIsEnabled: null, tradingStartTime: fixedNow + 1 }, 'trading'],
  ])('%j is %s', (change, status) => {
    expect(market(change).market.status).toBe(status)
  })

  it('does without what may be missing, and leaves out what cannot be read', () => {
    expect(market({ minFunds: null }).market.notional.min).toBeNull()
    const required = ['symbol', 'baseIncrement', 'priceIncrement', 'enableTrading'] as const
    for (const name of required) expect(marketFrom({ ...btcUsdt, [name]: undefined }, fixedNow)).toBeNull()
    expect(marketFrom({ ...btcUsdt, baseIncrement: 'many' }, fixedNow)).toBeNull()
    expect(marketFrom(null, fixedNow)).toBeNull()
  })

  it('offers no attached exits, no trailing stops, and pairs with limit legs only', () => {
    const { attachedExits, oco, trailing, edit } = market().market.capabilities
    expect(attachedExits.entries).toEqual([])
    expect(oco).toEqual({ limitExits: true, marketExits: false })
    expect(trailing).toBeNull()
    expect(edit).toEqual(['in_place', 'replace'])
  })
})
