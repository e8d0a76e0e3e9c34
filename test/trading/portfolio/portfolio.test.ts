import { describe, expect, test } from 'vitest'
import type { StoredFill } from '../../../src-main/trading/fills/fill-source.ts'
import { AccountPrices } from '../../../src-main/trading/portfolio/account-prices.ts'
import { Portfolio } from '../../../src-main/trading/portfolio/portfolio.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Balance, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { sampleMarket } from '../../support/sample-market.ts'

const m = (text: string): Money => Money.parse(text)
const day = 86_400_000
const now = 1_000 * day + 1_000
const asked = { currency: 'USDT', method: 'fifo', accounts: null } as const
const markets = new Map(['BTC/USDT', 'EUR/USDT'].map((symbol) => [symbol, sampleMarket({ symbol })]))

const ticker = (symbol: string, last: string): Ticker => ({
  symbol,
  last: m(last),
  bid: null,
  ask: null,
  high: null,
  low: null,
  volume: Money.zero,
  quoteVolume: Money.zero,
  changePercent: null,
  time: now,
})
const balance = (asset: string, total: string): Balance => ({
  asset,
  available: m(total),
  held: Money.zero,
  total: m(total),
  elsewhere: [],
})
const fill = (
  accountId: string,
  side: 'buy' | 'sell',
  quantity: string,
  price: string,
  time = now - day,
): StoredFill => ({
  accountId,
  id: `${accountId}-${time}`,
  orderId: 'o-1',
  clientOrderId: null,
  symbol: 'BTC/USDT',
  side,
  price: m(price),
  quantity: m(quantity),
  fee: { asset: 'USDT', amount: m('1') },
  maker: null,
  time,
})

interface Setup {
  readonly balances?: Readonly<Record<string, readonly Balance[]>>
  readonly fills?: readonly StoredFill[]
}

/** Two accounts, `a` and `b`; one without balances cannot be read. */
function setUp({ balances = {}, fills = [] }: Setup) {
  const questions: string[] = []
  const listeners: ((accountId: string) => void)[] = []
  const kept = [...fills]
  const clock = { now: () => now }
  const portfolio = new Portfolio({
    clock,
    accounts: () => ['a', 'b'].map((id) => ({ id, name: `Account ${id}`, exchange: 'binance' as const })),
    clientFor: (id) => ({
      getBalance: () =>
        balances[id] === undefined
          ? Promise.reject(new GatewayError('retryable', 'error.shutting_down'))
          : Promise.resolve(balances[id]),
      getMarkets: () => Promise.resolve(markets),
      fetchTickers: () => {
        questions.push(`${id} tickers`)
        return Promise.resolve(
          new Map([
            ['BTC/USDT', ticker('BTC/USDT', '60000')],
            ['EUR/USDT', ticker('EUR/USDT', '1.2')],
          ]),
        )
      },
      fetchCandles: (symbol) => {
        questions.push(`${id} candles ${symbol}`)
        const candle = { time: now - day - 1_000, open: m('1'), high: m('1'), low: m('1'), close: m('1.25') }
        return Promise.resolve([{ ...candle, volume: Money.zero }])
      },
    }),
    balances: (_id, ask) => ask(),
    prices: new AccountPrices({ clock, placeOf: (id) => id }),
    fills: {
      read: ({ accountId }) => Promise.resolve(kept.filter((each) => each.accountId === accountId)),
      coverage: () => null,
      onChange: (listener) => {
        listeners.push(listener)
        return () => undefined
      },
    },
    values: { values: () => Promise.resolve([]) },
    logBug: (error) => {
      throw error
    },
  })
  const add = (one: StoredFill): void => {
    kept.push(one)
    for (const listener of listeners) listener(one.accountId)
  }
  return { portfolio, questions, add }
}

describe('the portfolio', () => {
  test('joins accounts by asset, with what is known of their cost', async () => {
    const { portfolio, questions } = setUp({
      balances: { a: [balance('BTC', '1'), balance('USDT', '1000')], b: [balance('BTC', '3')] },
      fills: [fill('a', 'buy', '2', '50000')],
    })
    const told = await portfolio.get(asked)
    expect(told.value.toString()).toBe('241000')
    expect(told.holdings.map(({ asset }) => asset)).toEqual(['BTC', 'USDT'])
    const [btc] = told.holdings
    expect([btc?.total.toString(), btc?.share?.toString()]).toEqual(['4', '99.58'])
    // Half of what was bought is not there any more.
    expect([btc?.cost?.quantity.toString(), btc?.cost?.cost.toString()]).toEqual(['1', '50000.5'])
    expect([btc?.cost?.unrealised?.toString(), btc?.cost?.unrealisedPercent?.toString()]).toEqual(['9999.5', '19.99'])
    expect(btc?.accounts.map(({ accountId, cost }) => [accountId, cost === null])).toEqual([
      ['a', false],
      ['b', true],
    ])
    expect(told.unrealised?.toString()).toBe('9999.5')
    await portfolio.get(asked)
    expect(questions).toEqual(['a tickers', 'b tickers'])
  })

  test('an account that cannot be read is named, and the other is there', async () => {
    const { portfolio } = setUp({ balances: { a: [balance('BTC', '1'), balance('NONE', '5')] } })
    const told = await portfolio.get(asked)
    expect(told.value.toString()).toBe('60000')
    expect(told.unpriced).toEqual(['NONE'])
    expect(told.accounts.map(({ id, error }) => [id, error?.text.key ?? null])).toEqual([
      ['a', null],
      ['b', 'error.shutting_down'],
    ])
  })

  test('results follow new fills', async () => {
    const { portfolio, add } = setUp({ fills: [fill('a', 'buy', '1', '50000')] })
    const query = { ...asked, step: 'day', timeZone: 'UTC' } as const
    expect((await portfolio.results(query)).periods.map(({ sales }) => sales)).toEqual([0])
    add(fill('a', 'sell', '1', '60000', now))
    const { periods, fees } = await portfolio.results(query)
    expect(periods.map(({ period, result, fees: paid }) => [period, result.toString(), paid.toString()])).toEqual([
      [new Date(now).toISOString().slice(0, 10), '9998', '1'],
      [new Date(now - day).toISOString().slice(0, 10), '0', '1'],
    ])
    expect(fees.map(({ asset, amount }) => [asset, amount.toString()])).toEqual([['USDT', '2']])
  })

  test('another currency counts by the close of its day, and a day that nobody knows stays unknown', async () => {
    const sold = fill('a', 'sell', '1', '60000', now)
    const { portfolio, questions } = setUp({
      balances: { a: [balance('BTC', '1')], b: [] },
      fills: [fill('a', 'buy', '2', '50000'), sold],
    })
    const inEuro = { ...asked, currency: 'EUR' } as const
    const { holdings } = await portfolio.get(inEuro)
    expect(holdings[0]?.price?.truncated(6).toString()).toBe('50000')
    expect(holdings[0]?.cost?.cost.truncated(2).toString()).toBe('40000.4')
    const { periods } = await portfolio.results({ ...inEuro, step: 'year', timeZone: 'UTC' })
    expect(periods.map(({ sales, incomplete }) => [sales, incomplete])).toEqual([[1, 1]])
    expect(questions.filter((each) => each.includes('candles'))).toEqual(['a candles EUR/USDT'])
  })

  test('the table of sales says what is known and leaves empty what is not', async () => {
    const { portfolio } = setUp({
      fills: [
        fill('a', 'buy', '1', '50000'),
        fill('a', 'sell', '1', '60000', now),
        fill('b', 'sell', '1', '1', now + 1),
      ],
    })
    const { text, lines, cursor } = await portfolio.exportSales(asked, 'en', null)
    expect([lines, cursor]).toEqual([2, null])
    const rows = text
      .trim()
      .split('\r\n')
      .map((line) => line.split(','))
    expect(rows[0]?.slice(4, 11)).toEqual([
      'Asset',
      'Kind',
      'Quantity',
      'Quantity of known cost',
      'Proceeds after fees',
      'Cost',
      'Result',
    ])
    expect(rows[1]?.slice(1)).toEqual(
      'Account a,Binance,BTC/USDT,BTC,Sold,1,1,59999,50001,9998,USDT,1,USDT,FIFO,o-1'.split(',').concat(`a-${now}`),
    )
    expect(rows[2]?.slice(6, 11)).toEqual(['1', '0', '0', '', ''])
  })
})
