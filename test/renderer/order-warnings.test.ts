import { describe, expect, it } from 'vitest'
import { middleOf, shortageOf, warningsOf } from '../../src-renderer/trade/order-warnings.ts'
import type { TickerView } from '../../src-renderer/views.ts'
import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { Money } from '../../src-shared/money.ts'
import { usualWarningLimits } from '../../src-shared/order-warnings.ts'
import { btcUsdt } from './sample-market.ts'

const ticker: TickerView = {
  symbol: 'BTC/USDT',
  last: '64000',
  bid: '63999',
  ask: '64001',
  high: null,
  low: null,
  volume: '1',
  quoteVolume: '1',
  changePercent: null,
  time: 0,
}
const common = { symbol: 'BTC/USDT', side: 'buy' } as const
const limit = {
  ...common,
  kind: 'limit',
  quantity: '0.01',
  price: '64000',
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
} as const satisfies OrderRequestInput
const market = {
  ...common,
  kind: 'market',
  amount: { unit: 'base', value: '0.01' },
  exits: null,
} as const satisfies OrderRequestInput
const stop = {
  ...common,
  side: 'sell',
  kind: 'stop_loss',
  quantity: '0.01',
  triggerPrice: '60000',
} as const satisfies OrderRequestInput
const leg = (triggerPrice: string, limitPrice: string | null = null) => ({ triggerPrice, limitPrice })

const known = {
  market: btcUsdt,
  ticker,
  available: { base: '1', quote: '100000' },
  usual: null,
  limits: usualWarningLimits,
}
const kinds = (request: OrderRequestInput, change: Partial<Parameters<typeof warningsOf>[1]> = {}): string[] =>
  warningsOf(request, { ...known, ...change }).map((each) => (each.kind === 'away' ? `away ${each.field}` : each.kind))

describe('an order asks once more', () => {
  it.each<[string, OrderRequestInput, string[]]>([
    ['a limit at the market', limit, []],
    ['a purchase 10 % through the market', { ...limit, price: '70401' }, ['through']],
    ['a sale 10 % through the market', { ...limit, side: 'sell', price: '57599' }, ['through']],
    ['a purchase at a tenth of the price', { ...limit, price: '6400' }, ['away price']],
    ['a sale at a thousandth of the price', { ...limit, side: 'sell', price: '64' }, ['through']],
    ['a market order', market, []],
    [
      'an exit 99.9 % away',
      { ...market, exits: { takeProfit: null, stopLoss: leg('64') } },
      ['away stopLoss.triggerPrice'],
    ],
    [
      'a limit of an exit that has nothing to do with its trigger',
      { ...limit, exits: { takeProfit: leg('70000', '700000'), stopLoss: null } },
      ['away takeProfit.limitPrice'],
    ],
    ['a stop', stop, []],
    ['a stop far away', { ...stop, triggerPrice: '64' }, ['away triggerPrice']],
    [
      'a stop whose limit is far away',
      { ...stop, kind: 'stop_limit', price: '6000', timeInForce: 'gtc' },
      ['away price'],
    ],
    [
      'an OCO with an exit far away',
      {
        ...common,
        side: 'sell',
        kind: 'oco',
        quantity: '0.01',
        takeProfit: leg('70000'),
        stopLoss: leg('640'),
      },
      ['away stopLoss.triggerPrice'],
    ],
    [
      'a trailing stop that would start far away',
      {
        ...common,
        side: 'sell',
        kind: 'trailing_stop',
        quantity: '0.01',
        trailingBips: 100,
        activationPrice: '640000',
        limitPrice: null,
      },
      ['away activationPrice'],
    ],
  ])('%s', (_name, request, expected) => {
    expect(kinds(request)).toEqual(expected)
  })

  it('about a market order on a book whose best price is far from the last', () => {
    expect(kinds(market, { ticker: { ...ticker, ask: '70000' } })).toEqual(['through'])
  })

  it('about a quantity that is many times the usual one, in either unit', () => {
    expect(kinds(market, { usual: '0.0001' })).toEqual(['unusual'])
    expect(kinds({ ...market, amount: { unit: 'quote', value: '640' } }, { usual: '0.0001' })).toEqual(['unusual'])
    expect(kinds(market, { usual: '0.005' })).toEqual([])
  })

  it('where nobody knows the price or the balance', () => {
    expect(kinds(limit, { ticker: null })).toEqual(['no_price'])
    expect(kinds(limit, { available: null })).toEqual(['no_balance'])
  })

  it('only beyond the limits that were set', () => {
    const never = { throughPercent: null, awayPercent: null, timesUsual: null }
    const dear = { ...limit, price: '70401' }
    expect(kinds(dear, { limits: never, usual: '0.0001' })).toEqual([])
    expect(kinds(dear, { limits: { ...never, throughPercent: '10.5' } })).toEqual([])
    expect(kinds(dear, { limits: { ...never, throughPercent: '9' } })).toEqual(['through'])
  })

  it('about funds that a waiting order may not find', () => {
    expect(kinds({ ...stop, quantity: '2' })).toEqual(['short'])
  })
})

describe('what an order needs', () => {
  it.each<[OrderRequestInput, string | null]>([
    [{ ...limit, quantity: '2' }, '128000'],
    [{ ...limit, quantity: '1.5' }, null],
    [{ ...market, amount: { unit: 'base', value: '2' } }, '128002'],
    [{ ...market, amount: { unit: 'quote', value: '100000.01' } }, '100000.01'],
    [{ ...market, side: 'sell', amount: { unit: 'base', value: '1.00001' } }, '1.00001'],
    [{ ...limit, side: 'sell', quantity: '1' }, null],
  ])('%j lacks: %s', (request, needed) => {
    expect(shortageOf(request, known)?.needed ?? null).toBe(needed)
  })

  it('counts what an order that is changed holds already', () => {
    expect(shortageOf({ ...limit, quantity: '2' }, { ...known, heldBefore: '64000' })).toBeNull()
  })
})

it('the usual quantity is the middle one', () => {
  expect(middleOf(['5', '0.1', '0.2'].map((each) => Money.parse(each)))?.toString()).toBe('0.2')
  expect(middleOf([])).toBeNull()
})
