import { describe, expect, it } from 'vitest'
import { marketFrom } from '../../../src-main/exchange/binance/markets.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { btcUsdt, market, pepe } from './market-fixtures.ts'

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('marketFrom', () => {
  it('reads every filter that bears on an order', () => {
    const { market: each, rules } = market()
    expect(plain({ ...each, capabilities: null })).toEqual({
      symbol: 'BTC/USDT',
      nativeId: 'BTCUSDT',
      base: 'BTC',
      quote: 'USDT',
      status: 'trading',
      tickSize: '0.01',
      price: { min: '0.01', max: '1000000' },
      lotStep: '0.00001',
      quantity: { min: '0.00001', max: '9000' },
      marketLotStep: '0',
      marketQuantity: { min: null, max: '71.35894166' },
      notional: { min: '5', max: '9000000' },
      notionalAppliesToMarket: { min: true, max: false },
      quoteStep: '0.00000001',
      priceBand: { buy: { down: '0.2', up: '5' }, sell: { down: '0.5', up: '4' } },
      fees: null,
      capabilities: null,
    })
    expect(rules.trailing).toEqual({ minAbove: 10, maxAbove: 2000, minBelow: 20, maxBelow: 1000 })
    expect(rules.averaged).toBe(true)
  })

  it('reads the older filters and the last price as reference', () => {
    const { market: each, rules } = pepe()
    expect(plain(each.notional)).toEqual({ min: '1', max: null })
    expect(each.notionalAppliesToMarket).toEqual({ min: false, max: false })
    expect(plain(each.priceBand)).toEqual({ buy: { down: '0.2', up: '5' }, sell: { down: '0.2', up: '5' } })
    expect(rules.averaged).toBe(false)
  })

  it.each([
    [{ status: 'TRADING' }, 'trading'],
    [{ status: 'CANCEL_ONLY' }, 'cancel_only'],
    [{ status: 'BREAK' }, 'halted'],
    [{ status: 'HALT' }, 'halted'],
    [{ status: 'A_STATUS_OF_THE_FUTURE' }, 'halted'],
    [{ isSpotTradingAllowed: false }, 'halted'],
  ])('%j is %s', (change, status) => {
    expect(market(change).market.status).toBe(status)
  })

  it('offers only what the symbol’s own order types and flags allow', () => {
    const poor = market({
      orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT'],
      otoAllowed: false,
      allowTrailingStop: false,
      quoteOrderQtyMarketAllowed: false,
      amendAllowed: false,
    }).market.capabilities
    expect(poor.orderKinds).toEqual(['market', 'limit', 'stop_limit', 'take_profit_limit', 'oco'])
    expect(poor.attachedExits.entries).toEqual([])
    expect([poor.trailing, poor.marketAmountUnits.buy, poor.edit]).toEqual([null, ['base'], ['replace']])
    const rich = market().market.capabilities
    expect(rich.trailing).toEqual({ minBips: 20, maxBips: 1000, activation: true, limitPrice: true })
    expect(rich.attachedExits).toMatchObject({ entries: ['market', 'limit'], both: true, marketExits: true })
  })

  it('leaves out a symbol that it cannot read rather than guess', () => {
    const broken = {
      ...btcUsdt,
      filters: [{ filterType: 'LOT_SIZE', minQty: 'NaN', maxQty: '1', stepSize: '1' }],
    }
    for (const each of [null, 'x', {}, { ...btcUsdt, symbol: '' }, broken]) {
      expect(marketFrom(parseJson(JSON.stringify(each)))).toBeNull()
    }
  })

  it('keeps names outside ASCII', () => {
    const { market: each } = market({ symbol: '这是测试币456', baseAsset: '这是测试币', quoteAsset: '456' })
    expect([each.symbol, each.nativeId]).toEqual(['这是测试币/456', '这是测试币456'])
  })
})
