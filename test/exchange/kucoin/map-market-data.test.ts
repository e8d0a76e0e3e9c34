import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { reportOn } from '../../../src-main/exchange/kucoin/key-report.ts'
import { balancesFrom, candleFrom, tickerFrom } from '../../../src-main/exchange/kucoin/map-market-data.ts'
import * as schemas from '../../../src-main/exchange/kucoin/schemas.ts'
import { Money } from '../../../src-shared/money.ts'

const m = (text: string) => Money.parse(text)
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const read = <T>(schema: { parse(value: unknown): T }, value: unknown): T =>
  schema.parse(parseJson(JSON.stringify(value)))

describe('market data', () => {
  it('reads a candle, whose close comes before high and low, in seconds', () => {
    const [row] = read(schemas.candlesSchema, [['1800000000', '1', '2', '4', '0.5', '10', '15']])
    if (row === undefined) throw new Error('no row')
    expect(plain(candleFrom(row))).toEqual({
      time: 1_800_000_000_000,
      open: '1',
      close: '2',
      high: '4',
      low: '0.5',
      volume: '10',
    })
  })

  it('reads an idle pair’s ticker full of nulls, and a change as a fraction', () => {
    const idle = read(schemas.tickerSchema, {
      symbol: 'A-B',
      buy: null,
      sell: null,
      last: null,
      changeRate: null,
    })
    expect(plain(tickerFrom(idle, 'A/B', 5))).toEqual({
      symbol: 'A/B',
      last: null,
      bid: null,
      ask: null,
      high: null,
      low: null,
      volume: '0',
      quoteVolume: '0',
      changePercent: null,
      time: 5,
    })
    const busy = read(schemas.tickerSchema, { symbol: 'A-B', last: '2', changeRate: '-0.0264' })
    expect(plain(tickerFrom(busy, 'A/B', 5).changePercent)).toBe('-2.64')
  })
})

describe('balances', () => {
  const account = (currency: string, type: string, available: string, holds = '0') => ({
    currency,
    type,
    available,
    holds,
    balance: m(available).plus(m(holds)).toString(),
  })

  it('counts the trading account, and shows what lies elsewhere apart', () => {
    const accounts = [
      account('USDT', 'trade', '100', '20'),
      account('USDT', 'main', '7'),
      account('USDT', 'margin', '0'),
      account('KCS', 'main', '3'),
      account('BTC', 'trade_hf', '1'),
      account('ETH', 'trade', '0'),
      account('ETH', 'isolated', '0'),
    ]
    expect(plain(balancesFrom(read(schemas.accountsSchema, accounts).rows))).toEqual([
      {
        asset: 'USDT',
        available: '100',
        held: '20',
        total: '120',
        elsewhere: [{ wallet: 'main', amount: '7' }],
      },
      { asset: 'KCS', available: '0', held: '0', total: '0', elsewhere: [{ wallet: 'main', amount: '3' }] },
      { asset: 'BTC', available: '1', held: '0', total: '1', elsewhere: [] },
    ])
  })

  it.each([
    ['General,Spot', true, false],
    ['General, Trade', true, false],
    ['General,Spot,Withdrawal', true, true],
    ['General,Transfer', false, true],
    ['General,Spot,FlexTransfers,InnerTransfer', true, false],
    ['General,Margin,Futures,Earn', false, false],
  ])('a key with the rights %s', (permission, canTrade, canWithdraw) => {
    const key = { permission, ipWhitelist: null, apiVersion: 3 }
    expect(reportOn(read(schemas.apiKeySchema, key), null)).toMatchObject({
      canTrade,
      canWithdraw,
      ipRestricted: false,
    })
  })

  it('tells of an old key and of money in main', () => {
    const key = read(schemas.apiKeySchema, { permission: 'General', ipWhitelist: '1.2.3.4', apiVersion: 2 })
    const accounts = ['A', 'B', 'C', 'D', 'E', 'F'].map((asset) => account(asset, 'main', '1'))
    const report = reportOn(key, read(schemas.accountsSchema, accounts).rows)
    expect(report.ipRestricted).toBe(true)
    expect(report.notes.map(({ key: name, params }) => [name, params])).toEqual([
      ['exchange.kucoin.note.old_key', { version: '2', present: '3' }],
      ['exchange.kucoin.note.money_in_main', { assets: 'A, B, C, D, E, …' }],
    ])
  })
})
