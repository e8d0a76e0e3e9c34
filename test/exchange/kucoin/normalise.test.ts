import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseRequest } from '../../../src-main/exchange/kucoin/normalise.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { ExitLeg, OcoRequest, OrderRequest, Side } from '../../../src-shared/order.ts'
import { market } from './market-fixtures.ts'

const m = (text: string) => Money.parse(text)
const at = (last: string | null) => ({
  filterPrice: last === null ? null : m(last),
  last: last === null ? null : m(last),
})
const limit = (change: object = {}): OrderRequest => ({
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: m('0.01'),
  price: m('50000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
  ...change,
})
const funds = (value: string, side: Side = 'buy'): OrderRequest => ({
  kind: 'market',
  symbol: 'BTC/USDT',
  side,
  amount: { unit: 'quote', value: m(value) },
  exits: null,
})
const size = (value: string): OrderRequest => ({
  kind: 'market',
  symbol: 'BTC/USDT',
  side: 'sell',
  amount: { unit: 'base', value: m(value) },
  exits: null,
})
const stop = (kind: 'stop_loss' | 'take_profit', side: Side, trigger: string): OrderRequest => ({
  kind,
  symbol: 'BTC/USDT',
  side,
  quantity: m('0.01'),
  triggerPrice: m(trigger),
})
const leg = (trigger: string, price: string | null): ExitLeg => ({
  triggerPrice: m(trigger),
  limitPrice: price === null ? null : m(price),
})
const oco = (change: Partial<OcoRequest> = {}): OcoRequest => ({
  kind: 'oco',
  symbol: 'BTC/USDT',
  side: 'sell',
  quantity: m('0.01'),
  takeProfit: leg('70000', '70000'),
  stopLoss: leg('50000', '49000'),
  ...change,
})
const refusal = (request: OrderRequest, last: string | null = '60000', on = market()): string => {
  try {
    normaliseRequest(request, on, at(last))
  } catch (error) {
    if (error instanceof GatewayError) return `${error.text.key} ${error.field ?? ''}`
  }
  return 'accepted'
}
const exits = { takeProfit: leg('70000', null), stopLoss: null }

describe('normaliseRequest', () => {
  it.each<[string, OrderRequest, string]>([
    ['a size below the least', limit({ quantity: m('0.000009') }), 'order.quantity.below_minimum quantity'],
    ['a size below one step', limit({ quantity: m('0.000000001') }), 'order.quantity.below_step quantity'],
    ['a size above the most', limit({ quantity: m('1e11') }), 'order.quantity.above_maximum quantity'],
    ['a price off its step', limit({ price: m('50000.05') }), 'order.price.off_step price'],
    [
      'too little worth',
      limit({ quantity: m('0.00001'), price: m('9999.9') }),
      'order.notional.below_minimum quantity',
    ],
    [
      'post-only that does not rest',
      limit({ postOnly: true, timeInForce: 'fok' }),
      'order.post_only.time_in_force timeInForce',
    ],
    ['too few funds', funds('0.09'), 'order.notional.below_minimum amount'],
    ['too many funds', funds('100000000'), 'order.notional.above_maximum amount'],
    ['too few funds of a sale', funds('0.09', 'sell'), 'order.notional.below_minimum amount'],
    ['attached exits', limit({ exits }), 'order.capability.unsupported exits'],
    [
      'a trailing stop',
      {
        kind: 'trailing_stop',
        symbol: 'BTC/USDT',
        side: 'sell',
        quantity: m('1'),
        trailingBips: 100,
        activationPrice: null,
        limitPrice: null,
      },
      'order.kind.unsupported kind',
    ],
    [
      'a take-profit at market in a pair',
      oco({ takeProfit: leg('70000', null) }),
      'order.capability.unsupported takeProfit',
    ],
    ['a stop-loss at market in a pair', oco({ stopLoss: leg('50000', null) }), 'order.capability.unsupported stopLoss'],
    [
      'a take-profit that rests off its trigger',
      oco({ takeProfit: leg('70000', '69999') }),
      'exchange.kucoin.oco_take_profit takeProfit.limitPrice',
    ],
    [
      'a take-profit below the price',
      oco({ takeProfit: leg('59000', '59000') }),
      'order.trigger.must_be_above takeProfit.triggerPrice',
    ],
    [
      'a stop-loss above the price',
      oco({ stopLoss: leg('61000', '61000') }),
      'order.trigger.must_be_below stopLoss.triggerPrice',
    ],
    [
      'a purchase’s pair the wrong way round',
      oco({ side: 'buy' }),
      'order.trigger.must_be_below takeProfit.triggerPrice',
    ],
    ['a sale’s stop above the price', stop('stop_loss', 'sell', '60000'), 'order.trigger.must_be_below triggerPrice'],
    [
      'a sale’s profit below the price',
      stop('take_profit', 'sell', '60000'),
      'order.trigger.must_be_above triggerPrice',
    ],
    [
      'a purchase’s stop below the price',
      stop('stop_loss', 'buy', '60000'),
      'order.trigger.must_be_above triggerPrice',
    ],
    [
      'a purchase’s profit above the price',
      stop('take_profit', 'buy', '60000'),
      'order.trigger.must_be_below triggerPrice',
    ],
  ])('refuses %s', (_name, request, expected) => {
    expect(refusal(request)).toBe(expected)
  })

  it('refuses everything on a halted pair', () => {
    const halted = market({ enableTrading: false })
    for (const request of [limit(), funds('10'), oco()])
      expect(refusal(request, '60000', halted)).toBe('order.symbol.not_trading symbol')
  })

  it.each([
    limit(),
    limit({ postOnly: true }),
    funds('0.1'),
    funds('10', 'sell'),
    size('0.01'),
    oco(),
    stop('stop_loss', 'sell', '59999.9'),
    oco({ side: 'buy', takeProfit: leg('50000', '50000'), stopLoss: leg('70000', '71000') }),
  ])('accepts %#', (request) => {
    expect(refusal(request)).toBe('accepted')
  })

  it('never rounds up and never off the step', () => {
    const digits = fc.integer({ min: 1_000_000, max: 9_999_999_999_999 })
    fc.assert(
      fc.property(digits, fc.integer({ min: 1, max: 11 }), (number, scale) => {
        const asked = m(`${number}e-${scale}`)
        const sized = normaliseRequest(
          limit({ quantity: asked }),
          market({ baseMinSize: '0', baseMaxSize: '0', minFunds: '0' }),
          at(null),
        )
        if (sized.kind !== 'limit') throw new Error('another kind')
        expect(sized.quantity.atMost(asked)).toBe(true)
        expect(asked.minus(sized.quantity).lessThan(m('0.00000001'))).toBe(true)
        expect(sized.quantity.isMultipleOf(m('0.00000001'))).toBe(true)
        const spent = normaliseRequest(
          funds(asked.toString()),
          market({ quoteMinSize: '0', quoteMaxSize: '0', minFunds: '0', quoteIncrement: '0.0000025' }),
          at(null),
        )
        if (spent.kind !== 'market') throw new Error('another kind')
        expect(spent.amount.value.atMost(asked)).toBe(true)
        expect(spent.amount.value.isMultipleOf(m('0.0000025'))).toBe(true)
      }),
    )
  })
})
