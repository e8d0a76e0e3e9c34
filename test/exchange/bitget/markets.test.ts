import { describe, expect, it } from 'vitest'
import { marketFrom, unifiedMarkets } from '../../../src-main/exchange/bitget/markets.ts'
import { btcUsdtInstrument, ethBtc, market, unifiedMarket } from './market-fixtures.ts'
import { at, dropped, ok, scriptedClient } from './scripted-venue.ts'

const text = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('a classic account’s market', () => {
  it('turns numbers of decimals into steps, and reads the limits', () => {
    const { market: read, rules } = market()
    expect(text(read)).toMatchObject({
      symbol: 'BTC/USDT',
      nativeId: 'BTCUSDT',
      status: 'trading',
      tickSize: '0.01',
      lotStep: '0.000001',
      quoteStep: '0.00000001',
      notional: { min: '1', max: '2000000' },
      notionalAppliesToMarket: { min: true, max: false },
      priceBand: null,
      fees: { maker: '0.0008', taker: '0.001' },
    })
    expect(text(rules)).toEqual({ highestBuy: '1.05', lowestSell: '0.96', maxMarketValue: '500000' })
  })

  it.each([
    ['online', 'trading'],
    ['gray', 'halted'],
    ['halt', 'halted'],
    ['offline', 'halted'],
    ['a word of the future', 'halted'],
  ])('%s is %s', (status, expected) => {
    expect(market({ status }).market.status).toBe(expected)
  })

  it('applies values in USDT only where the quote is USDT', () => {
    const { market: read, rules } = ethBtc()
    expect(read.notional).toEqual({ min: null, max: null })
    expect(rules.maxMarketValue).toBeNull()
  })

  it('takes missing and zero limits for none', () => {
    const { market: read, rules } = market({
      minTradeUSDT: '0',
      maxLimitOrderValue: undefined,
      maxMarketOrderValue: '',
      buyLimitPriceRatio: '0',
      sellLimitPriceRatio: '1',
      orderQuantity: null,
    })
    expect(read.notional).toEqual({ min: null, max: null })
    expect(rules).toEqual({ highestBuy: null, lowestSell: null, maxMarketValue: null })
    expect(read.capabilities.maxOpenOrders).toBeNull()
  })

  it('leaves out what it cannot read', () => {
    expect(marketFrom({ symbol: 'X' })).toBeNull()
    expect(marketFrom(null)).toBeNull()
    expect(marketFrom({ ...market(), pricePrecision: '2' })).toBeNull()
  })

  it('offers what Bitget does, and no more', () => {
    const { capabilities } = market().market
    expect(capabilities).toMatchObject({
      postOnly: true,
      marketAmountUnits: { buy: ['quote'], sell: ['base'] },
      oco: null,
      trailing: null,
      dryRun: false,
      maxOpenOrders: 200,
    })
    expect(capabilities.orderKinds).toEqual([
      'market',
      'limit',
      'stop_loss',
      'take_profit',
      'stop_limit',
      'take_profit_limit',
    ])
    expect(capabilities.attachedExits).toMatchObject({
      marketEntryAs: 'fill_or_kill',
      both: true,
      confirmed: true,
    })
  })
})

describe('a unified account’s market', () => {
  it('has v3’s steps and limits, and exits that nobody has confirmed', () => {
    const { market: read } = unifiedMarket()
    expect(text(read)).toMatchObject({
      status: 'trading',
      tickSize: '0.05',
      lotStep: '0.00001',
      quantity: { min: '0.0001', max: '90' },
      marketQuantity: { min: null, max: '20' },
      notional: { min: '2', max: '2000000' },
      capabilities: {
        orderKinds: ['market', 'limit'],
        edit: ['in_place'],
        maxOpenOrders: 400,
        attachedExits: { confirmed: false, both: true, marketEntryAs: 'fill_or_kill' },
      },
    })
  })

  it('has v2’s where v3 lists it not or in another shape', () => {
    for (const raw of [[], [{ symbol: 'BTCUSDT' }], [{ ...btcUsdtInstrument, symbol: 'OTHER' }]]) {
      const [read] = unifiedMarkets([market()], raw)
      expect(read?.market.tickSize.toString()).toBe('0.01')
      expect(read?.market.capabilities.attachedExits.confirmed).toBe(false)
    }
  })

  it.each([
    ['online', 'trading'],
    ['limit_open', 'cancel_only'],
    ['restrictedAPI', 'cancel_only'],
    ['listed', 'halted'],
    ['offline', 'halted'],
  ])('%s is %s', (status, expected) => {
    expect(unifiedMarket({ status }).market.status).toBe(expected)
  })

  it('stands without v3’s answer too', async () => {
    const { client } = scriptedClient({ [at.instruments]: () => dropped }, { kind: 'unified' })
    expect((await client.getMarkets()).get('BTC/USDT')?.capabilities.orderKinds).toEqual(['market', 'limit'])
  })
})

describe('market data', () => {
  const row = (time: number): string[] => [String(time), '1', '2', '0.5', '1.5', '10', '15', '15']

  it('tells changes in per cent and empty sides as null', async () => {
    const { client } = scriptedClient({
      [at.tickers]: () =>
        ok([{ symbol: 'BTCUSDT', lastPr: '60000', bidPr: '0', askPr: '', change24h: '-0.0123', ts: '5' }]),
    })
    expect(text(await client.fetchTicker('BTC/USDT'))).toMatchObject({
      last: '60000',
      bid: null,
      ask: null,
      changePercent: '-1.23',
      time: 5,
    })
  })

  it('asks for days in UTC', async () => {
    const { client, calls } = scriptedClient({ [at.candles]: () => ok([row(1)]) })
    await client.fetchCandles('BTC/USDT', '1d', 1)
    expect(calls(at.candles)[0]?.params).toMatchObject({ granularity: '1Dutc', symbol: 'BTCUSDT' })
  })

  it.each([true, false])(
    'pages without doubles or gaps, whether a page’s end counts (%s) or not',
    async (inclusive) => {
      const all = Array.from({ length: 1_700 }, (_, index) => index * 60_000)
      const page = (from: number) => (params: Readonly<Record<string, string>>) => {
        const end = Number(params.endTime ?? Infinity)
        const before = all.filter((time) => time >= from && (inclusive ? time <= end : time < end))
        return ok(before.slice(-Number(params.limit)).map(row))
      }
      // The last 1300 minutes are recent, the rest is history.
      const script = { [at.candles]: page(400 * 60_000), [at.historyCandles]: page(0) }
      const { client, calls } = scriptedClient(script)
      const candles = await client.fetchCandles('BTC/USDT', '1m', 1_600)
      expect(candles.map(({ time }) => time)).toEqual(all.slice(-1_600))
      expect(calls(at.historyCandles).length).toBeGreaterThan(0)
      for (const { params } of calls(at.historyCandles)) expect(Number(params.limit)).toBeLessThanOrEqual(200)
      expect(await client.fetchCandles('BTC/USDT', '1m', 9_999)).toHaveLength(1_700)
    },
  )
})
