import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseRequest } from '../../../src-main/exchange/kraken/normalise.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { marketNamed } from './fixtures.ts'

const m = (text: string) => Money.parse(text)
const references = { filterPrice: m('50000'), last: m('50000') }
const limit = {
  kind: 'limit',
  symbol: 'BTC/USD',
  side: 'buy',
  quantity: m('0.01'),
  price: m('49000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
} as const
const sale = { symbol: 'BTC/USD', side: 'sell', quantity: m('0.01') } as const
const buyFor = (value: string, unit: 'base' | 'quote'): OrderRequest => ({
  kind: 'market',
  symbol: 'BTC/USD',
  side: 'buy',
  amount: { unit, value: m(value) },
  exits: null,
})
const leg = (triggerPrice: string) => ({ triggerPrice: m(triggerPrice), limitPrice: null })

const normal = (request: OrderRequest, symbol = 'BTC/USD') =>
  normaliseRequest({ ...request, symbol }, marketNamed(symbol), references)

function refusal(request: OrderRequest, symbol = 'BTC/USD'): readonly (string | null)[] {
  try {
    normal(request, symbol)
  } catch (error) {
    if (error instanceof GatewayError && error.class === 'refused') return [error.text.key, error.field]
    throw error
  }
  return ['taken', null]
}

describe('normalising', () => {
  it('cuts quantities down to the lot step and amounts to the quote step', () => {
    expect(normal({ ...limit, quantity: m('0.0123456789') })).toMatchObject({ quantity: m('0.01234567') })
    expect(normal(buyFor('60.1234567', 'quote'))).toMatchObject({ amount: { value: m('60.12345') } })
  })

  it('never rounds up', () => {
    const digits = fc.bigInt({ min: 10_000n, max: 10n ** 14n })
    fc.assert(
      fc.property(digits, (units) => {
        const text = units.toString().padStart(13, '0')
        const asked = m(`${text.slice(0, -12)}.${text.slice(-12)}`)
        if (asked.lessThan(m('0.0001'))) return true
        const request = normal({ ...limit, quantity: asked })
        if (request.kind !== 'limit') return false
        const lost = asked.minus(request.quantity)
        return !lost.isNegative() && lost.lessThan(m('0.00000001')) && request.quantity.isMultipleOf(m('1e-8'))
      }),
    )
  })

  it.each<readonly [string, OrderRequest, string, string | null]>([
    ['a price off the tick', { ...limit, price: m('49000.05') }, 'order.price.off_step', 'price'],
    ['less than the order minimum', { ...limit, quantity: m('0.00004') }, 'order.quantity.below_minimum', 'quantity'],
    [
      'less than the cost minimum',
      { ...limit, quantity: m('0.00005'), price: m('9000') },
      'order.notional.below_minimum',
      'quantity',
    ],
    ['an amount below the cost minimum', buyFor('0.4', 'quote'), 'order.notional.below_minimum', 'amount'],
    ['nothing', { ...limit, quantity: m('0') }, 'order.field.not_positive', 'quantity'],
    ['less than a step', { ...limit, quantity: m('1e-9') }, 'order.quantity.below_step', 'quantity'],
    [
      'a sale sized in quote',
      {
        kind: 'market',
        symbol: 'BTC/USD',
        side: 'sell',
        amount: { unit: 'quote', value: m('60') },
        exits: null,
      },
      'order.capability.unsupported',
      'amount',
    ],
    [
      'post-only that does not rest',
      { ...limit, postOnly: true, timeInForce: 'ioc' },
      'order.post_only.time_in_force',
      'timeInForce',
    ],
    [
      'both exits',
      { ...limit, exits: { takeProfit: leg('61000'), stopLoss: leg('45000') } },
      'order.capability.unsupported',
      'exits',
    ],
    [
      'an IOC entry with an exit',
      { ...limit, timeInForce: 'ioc', exits: { takeProfit: null, stopLoss: leg('45000') } },
      'order.exits.with_ioc',
      'timeInForce',
    ],
    [
      'an exit on the wrong side',
      { ...limit, exits: { takeProfit: null, stopLoss: leg('49100') } },
      'order.trigger.must_be_below',
      'stopLoss.triggerPrice',
    ],
    [
      'an exit off the tick',
      { ...limit, exits: { takeProfit: leg('61000.01'), stopLoss: null } },
      'order.price.off_step',
      'takeProfit.triggerPrice',
    ],
    [
      'OCO',
      { kind: 'oco', ...sale, takeProfit: leg('61000'), stopLoss: leg('45000') },
      'order.kind.unsupported',
      'kind',
    ],
    [
      'a stop above the market',
      { kind: 'stop_loss', ...sale, triggerPrice: m('50001') },
      'order.trigger.must_be_below',
      'triggerPrice',
    ],
    [
      'a fill-or-kill conditional',
      { kind: 'stop_limit', ...sale, triggerPrice: m('49000'), price: m('48900'), timeInForce: 'fok' },
      'order.capability.unsupported',
      'timeInForce',
    ],
    [
      'a trailing stop with a fixed limit',
      { kind: 'trailing_stop', ...sale, trailingBips: 100, activationPrice: null, limitPrice: m('49000') },
      'order.capability.unsupported',
      'limitPrice',
    ],
    [
      'a trailing stop that waits',
      { kind: 'trailing_stop', ...sale, trailingBips: 100, activationPrice: m('51000'), limitPrice: null },
      'order.capability.unsupported',
      'activationPrice',
    ],
    [
      'a trailing stop without a distance',
      { kind: 'trailing_stop', ...sale, trailingBips: 0, activationPrice: null, limitPrice: null },
      'order.trailing.out_of_range',
      'trailingBips',
    ],
  ])('refuses %s', (_name, request, key, field) => {
    expect(refusal(request)).toEqual([key, field])
  })

  it.each<readonly [string, OrderRequest]>([
    ['one exit', { ...limit, exits: { takeProfit: null, stopLoss: leg('45000') } }],
    [
      'an FOK entry with an exit',
      { ...limit, timeInForce: 'fok', exits: { takeProfit: leg('61000'), stopLoss: null } },
    ],
    ['a trailing stop', { kind: 'trailing_stop', ...sale, trailingBips: 100, activationPrice: null, limitPrice: null }],
    ['an immense quantity, of which Kraken names no largest', { ...limit, quantity: m('1e15') }],
  ])('takes %s', (_name, request) => {
    expect(refusal(request)).toEqual(['taken', null])
  })

  it('holds an amount in quote to the smallest volume, at the last price', () => {
    // 0.00005 BTC at 50 000.
    expect(refusal(buyFor('2.49', 'quote'))).toEqual(['order.notional.below_minimum', 'amount'])
    expect(refusal(buyFor('2.5', 'quote'))).toEqual(['taken', null])
  })

  it('heeds the mode of a pair', () => {
    const small = { ...limit, price: m('30'), quantity: m('1') }
    expect(refusal(small, 'XTZ/USD')).toEqual(['order.symbol.not_trading', 'symbol'])
    expect(refusal(small, 'ZEC/USD')).toEqual(['exchange.kraken.mode', 'postOnly'])
    expect(refusal({ ...small, postOnly: true }, 'ZEC/USD')).toEqual(['taken', null])
    expect(refusal(small, 'ZRX/USD')).toEqual(['taken', null])
    expect(refusal(buyFor('1', 'base'), 'ZRX/USD')).toEqual(['order.kind.unsupported', 'kind'])
  })

  it('holds the tick where it is coarser than the decimals', () => {
    const ether = { ...limit, price: m('3000.02') }
    expect(refusal(ether, 'ETH/USD')).toEqual(['order.price.off_step', 'price'])
    expect(refusal({ ...limit, price: m('3000.05') }, 'ETH/USD')).toEqual(['taken', null])
  })
})
