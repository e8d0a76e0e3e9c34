import { describe, expect, it } from 'vitest'
import { estimate } from '../../src-renderer/trade/estimates.ts'
import type { TickerView } from '../../src-renderer/views.ts'
import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { btcUsdt } from './sample-market.ts'

const ticker: TickerView = {
  symbol: 'BTC/USDT',
  last: '65000',
  bid: '64990',
  ask: '65010',
  high: null,
  low: null,
  volume: '1',
  quoteVolume: '1',
  changePercent: null,
  time: 0,
}
const limit = {
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: '0.5',
  price: '60000',
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
} as const satisfies OrderRequestInput
const market = (side: 'buy' | 'sell', unit: 'base' | 'quote', value: string): OrderRequestInput => ({
  kind: 'market',
  symbol: 'BTC/USDT',
  side,
  amount: { unit, value },
  exits: null,
})

describe('an estimate', () => {
  it('counts a limit order at its price, with the taker fee', () => {
    const found = estimate(limit, btcUsdt, ticker, null)
    expect(found?.value.toString()).toBe('30000')
    expect(found?.fee?.amount.toString()).toBe('30')
    expect(found?.fee?.percent.toString()).toBe('0.1')
  })

  it('counts a post-only order with the maker fee', () => {
    expect(estimate({ ...limit, postOnly: true }, btcUsdt, ticker, null)?.fee?.amount.toString()).toBe('24')
  })

  it('buys at the ask and sells at the bid', () => {
    expect(estimate(market('buy', 'base', '2'), btcUsdt, ticker, null)?.value.toString()).toBe('130020')
    expect(estimate(market('sell', 'base', '2'), btcUsdt, ticker, null)?.value.toString()).toBe('129980')
  })

  it('takes the last price where the book is empty, and says nothing without any', () => {
    const noAsk = { ...ticker, ask: null }
    expect(estimate(market('buy', 'base', '1'), btcUsdt, noAsk, null)?.price.toString()).toBe('65000')
    expect(estimate(market('buy', 'base', '1'), btcUsdt, { ...noAsk, last: null }, null)).toBeNull()
    expect(estimate(market('buy', 'base', '1'), btcUsdt, null, null)).toBeNull()
  })

  it('turns a quote amount into a quantity', () => {
    expect(estimate(market('buy', 'quote', '6501'), btcUsdt, ticker, null)?.quantity.toString()).toBe('0.1')
  })

  it('prefers what the gateway would send', () => {
    const preview = { quantity: '0.4', quoteValue: '24000' }
    const found = estimate(limit, btcUsdt, ticker, preview)
    expect([found?.quantity.toString(), found?.value.toString()]).toEqual(['0.4', '24000'])
  })

  it('tells no fee where the rate is not known', () => {
    expect(estimate(limit, { ...btcUsdt, fees: null }, ticker, null)?.fee).toBeNull()
  })

  it('reckons the exits of a purchase', () => {
    const exits = {
      takeProfit: { triggerPrice: '66000', limitPrice: null },
      stopLoss: { triggerPrice: '57000', limitPrice: '56940' },
    }
    const found = estimate({ ...limit, exits }, btcUsdt, ticker, null)
    expect(found?.takeProfit?.difference.toString()).toBe('3000')
    expect(found?.takeProfit?.percent.toString()).toBe('10')
    expect(found?.stopLoss?.difference.toString()).toBe('-1530')
  })

  it('reckons the exits of a sale the other way round', () => {
    const exits = { takeProfit: { triggerPrice: '54000', limitPrice: null }, stopLoss: null }
    const found = estimate({ ...limit, side: 'sell', exits }, btcUsdt, ticker, null)
    expect(found?.takeProfit?.difference.toString()).toBe('3000')
    expect(found?.stopLoss).toBeNull()
  })

  it('reckons an OCO sale from the price now', () => {
    const oco: OrderRequestInput = {
      kind: 'oco',
      symbol: 'BTC/USDT',
      side: 'sell',
      quantity: '1',
      takeProfit: { triggerPrice: '70000', limitPrice: null },
      stopLoss: { triggerPrice: '60000', limitPrice: null },
    }
    const found = estimate(oco, btcUsdt, ticker, null)
    expect(found?.takeProfit?.difference.toString()).toBe('5010')
    expect(found?.stopLoss?.difference.toString()).toBe('-4990')
  })
})
