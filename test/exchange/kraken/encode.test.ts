import { describe, expect, it } from 'vitest'
import { encodeOrder } from '../../../src-main/exchange/kraken/encode.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { marketNamed } from './fixtures.ts'

const m = (text: string) => Money.parse(text)
const on = marketNamed('BTC/USD')
const symbol = 'BTC/USD'
const common = { type: 'buy', volume: '0.00001', pair: 'XXBTZUSD', cl_ord_id: 'ours' }
const sale = { symbol, side: 'sell' as const, quantity: m('0.5') }
const sold = { type: 'sell', volume: '0.5', pair: 'XXBTZUSD', cl_ord_id: 'ours' }
const limit = {
  kind: 'limit',
  symbol,
  side: 'buy',
  quantity: m('0.00001'),
  price: m('50000.10'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
} as const
const bought = { ordertype: 'limit', price: '50000.1', timeinforce: 'GTC', ...common }
const leg = (triggerPrice: string, limitPrice: string | null = null) => ({
  triggerPrice: m(triggerPrice),
  limitPrice: limitPrice === null ? null : m(limitPrice),
})

const cases: readonly (readonly [string, OrderRequest, Readonly<Record<string, string>>])[] = [
  ['limit', limit, bought],
  ['limit, IOC', { ...limit, timeInForce: 'ioc' }, { ...bought, timeinforce: 'IOC' }],
  ['limit, FOK', { ...limit, timeInForce: 'fok' }, { ...bought, timeinforce: 'FOK' }],
  ['limit, post-only', { ...limit, postOnly: true }, { ...bought, oflags: 'post' }],
  ['a small price without an exponent', { ...limit, price: m('9.7e-7') }, { ...bought, price: '0.00000097' }],
  [
    'market in base',
    { kind: 'market', symbol, side: 'sell', amount: { unit: 'base', value: m('0.5') }, exits: null },
    { ordertype: 'market', ...sold },
  ],
  [
    'market in quote',
    { kind: 'market', symbol, side: 'buy', amount: { unit: 'quote', value: m('60') }, exits: null },
    { ordertype: 'market', ...common, volume: '60', oflags: 'viqc' },
  ],
  [
    'stop-loss: price is the trigger',
    { kind: 'stop_loss', ...sale, triggerPrice: m('49000') },
    { ordertype: 'stop-loss', ...sold, price: '49000' },
  ],
  [
    'take-profit',
    { kind: 'take_profit', ...sale, triggerPrice: m('61000') },
    { ordertype: 'take-profit', ...sold, price: '61000' },
  ],
  [
    'stop-loss-limit: price is the trigger, price2 the limit',
    { kind: 'stop_limit', ...sale, triggerPrice: m('49000'), price: m('48900'), timeInForce: 'gtc' },
    { ordertype: 'stop-loss-limit', ...sold, price: '49000', price2: '48900', timeinforce: 'GTC' },
  ],
  [
    'take-profit-limit',
    { kind: 'take_profit_limit', ...sale, triggerPrice: m('61000'), price: m('60900'), timeInForce: 'ioc' },
    { ordertype: 'take-profit-limit', ...sold, price: '61000', price2: '60900', timeinforce: 'IOC' },
  ],
  [
    'trailing stop: a positive distance in per cent, whatever the side',
    { kind: 'trailing_stop', ...sale, trailingBips: 125, activationPrice: null, limitPrice: null },
    { ordertype: 'trailing-stop', ...sold, price: '+1.25%' },
  ],
  [
    'with a stop-loss at market',
    { ...limit, exits: { takeProfit: null, stopLoss: leg('49000') } },
    { ...bought, 'close[ordertype]': 'stop-loss', 'close[price]': '49000' },
  ],
  [
    'with a stop-loss at a limit',
    { ...limit, exits: { takeProfit: null, stopLoss: leg('49000', '48900') } },
    {
      ...bought,
      'close[ordertype]': 'stop-loss-limit',
      'close[price]': '49000',
      'close[price2]': '48900',
    },
  ],
  [
    'market with a take-profit',
    {
      kind: 'market',
      symbol,
      side: 'buy',
      amount: { unit: 'base', value: m('0.00001') },
      exits: { takeProfit: leg('61000', '60900'), stopLoss: null },
    },
    {
      ordertype: 'market',
      ...common,
      'close[ordertype]': 'take-profit-limit',
      'close[price]': '61000',
      'close[price2]': '60900',
    },
  ],
]

describe('AddOrder’s parameters', () => {
  it.each(cases)('%s', (_name, request, expected) => {
    const sent = Object.entries(encodeOrder(request, on, 'ours')).filter(([, value]) => value !== undefined)
    expect(Object.fromEntries(sent)).toEqual(expected)
  })

  it.each([
    ['both exits', { ...limit, exits: { takeProfit: leg('61000'), stopLoss: leg('49000') } }, 'exits'],
    ['OCO', { kind: 'oco', ...sale, takeProfit: leg('61000'), stopLoss: leg('49000') }, 'kind'],
  ] as const)('refuses %s, which Kraken does not have', (_name, request, field) => {
    let error: unknown
    try {
      encodeOrder(request, on, 'ours')
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(GatewayError)
    expect(error).toMatchObject({ class: 'refused', field })
  })
})
