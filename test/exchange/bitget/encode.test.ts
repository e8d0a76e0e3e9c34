import { describe, expect, it } from 'vitest'
import { encodeOrder as encodeClassic, listOf } from '../../../src-main/exchange/bitget/classic/encode.ts'
import { checkClientId, type SingleRequest } from '../../../src-main/exchange/bitget/own/requests.ts'
import { encodeOrder as encodeUnified } from '../../../src-main/exchange/bitget/unified/encode.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'

const m = (text: string): Money => Money.parse(text)
const symbol = 'BTC/USDT'
const quantity = m('0.001')
const leg = (trigger: string, limit: string | null = null) => ({
  triggerPrice: m(trigger),
  limitPrice: limit === null ? null : m(limit),
})
const limit = {
  kind: 'limit',
  symbol,
  side: 'buy',
  quantity,
  price: m('60000.10'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
} as const
const limitWire = {
  symbol: 'BTCUSDT',
  side: 'buy',
  orderType: 'limit',
  force: 'gtc',
  price: '60000.1',
  size: '0.001',
  clientOid: 'id1',
}

/** A request, the list that it goes to, and exactly what is sent: undefined fields are not on the wire. */
const classic: [string, SingleRequest, string, object][] = [
  [
    'market buy, sized in quote',
    { kind: 'market', symbol, side: 'buy', amount: { unit: 'quote', value: m('60') }, exits: null },
    'normal',
    { symbol: 'BTCUSDT', side: 'buy', orderType: 'market', force: 'gtc', size: '60', clientOid: 'id1' },
  ],
  [
    'market sell, sized in base',
    { kind: 'market', symbol, side: 'sell', amount: { unit: 'base', value: m('0.00000100') }, exits: null },
    'normal',
    {
      symbol: 'BTCUSDT',
      side: 'sell',
      orderType: 'market',
      force: 'gtc',
      size: '0.000001',
      clientOid: 'id1',
    },
  ],
  ['limit', limit, 'normal', limitWire],
  ['limit FOK', { ...limit, timeInForce: 'fok' }, 'normal', { ...limitWire, force: 'fok' }],
  ['limit IOC', { ...limit, timeInForce: 'ioc' }, 'normal', { ...limitWire, force: 'ioc' }],
  ['post-only', { ...limit, postOnly: true }, 'normal', { ...limitWire, force: 'post_only' }],
  [
    'both exits, at market',
    { ...limit, exits: { takeProfit: leg('66000'), stopLoss: leg('57000') } },
    'normal',
    { ...limitWire, presetTakeProfitPrice: '66000', presetStopLossPrice: '57000' },
  ],
  [
    'a take-profit alone, with a limit price',
    { ...limit, exits: { takeProfit: leg('66000', '65990'), stopLoss: null } },
    'normal',
    { ...limitWire, presetTakeProfitPrice: '66000', executeTakeProfitPrice: '65990' },
  ],
  [
    'a stop-loss alone, with a limit price',
    { ...limit, exits: { takeProfit: null, stopLoss: leg('57000', '56900') } },
    'normal',
    { ...limitWire, presetStopLossPrice: '57000', executeStopLossPrice: '56900' },
  ],
  [
    'stop-loss of held coins',
    { kind: 'stop_loss', symbol, side: 'sell', quantity, triggerPrice: m('57000') },
    'tpsl',
    {
      symbol: 'BTCUSDT',
      side: 'sell',
      orderType: 'market',
      force: 'gtc',
      size: '0.001',
      tpslType: 'tpsl',
      triggerPrice: '57000',
    },
  ],
  [
    'take-profit-limit of held coins',
    {
      kind: 'take_profit_limit',
      symbol,
      side: 'sell',
      quantity,
      triggerPrice: m('66000'),
      price: m('65990'),
      timeInForce: 'ioc',
    },
    'tpsl',
    {
      symbol: 'BTCUSDT',
      side: 'sell',
      orderType: 'limit',
      force: 'ioc',
      price: '65990',
      size: '0.001',
      tpslType: 'tpsl',
      triggerPrice: '66000',
    },
  ],
  [
    'a purchase when the price rises',
    { kind: 'stop_loss', symbol, side: 'buy', quantity, triggerPrice: m('66000') },
    'plan',
    {
      symbol: 'BTCUSDT',
      side: 'buy',
      triggerPrice: '66000',
      orderType: 'market',
      planType: 'amount',
      size: '0.001',
      triggerType: 'fill_price',
      clientOid: 'id1',
    },
  ],
  [
    'a limit purchase when the price falls',
    {
      kind: 'take_profit_limit',
      symbol,
      side: 'buy',
      quantity,
      triggerPrice: m('55000'),
      price: m('55010'),
      timeInForce: 'gtc',
    },
    'plan',
    {
      symbol: 'BTCUSDT',
      side: 'buy',
      triggerPrice: '55000',
      orderType: 'limit',
      executePrice: '55010',
      force: 'gtc',
      planType: 'amount',
      size: '0.001',
      triggerType: 'fill_price',
      clientOid: 'id1',
    },
  ],
]

const onWire = (params: object): unknown => JSON.parse(JSON.stringify(params))

describe('a classic account’s parameters', () => {
  it.each(classic)('%s', (_name, request, list, expected) => {
    const placement = encodeClassic(request, 'BTCUSDT', 'id1')
    expect(onWire(placement.params)).toEqual(expected)
    expect([placement.list, listOf(request)]).toEqual([list, list])
    expect(JSON.stringify(placement.params)).not.toMatch(/""|"0"/)
  })
})

describe('a unified account’s parameters', () => {
  const wire = {
    symbol: 'BTCUSDT',
    side: 'buy',
    orderType: 'limit',
    qty: '0.001',
    price: '60000.1',
    timeInForce: 'gtc',
    clientOid: 'id1',
  }

  it.each<[string, SingleRequest, object]>([
    [
      'market buy, sized in quote',
      { kind: 'market', symbol, side: 'buy', amount: { unit: 'quote', value: m('60') }, exits: null },
      { symbol: 'BTCUSDT', side: 'buy', orderType: 'market', qty: '60', clientOid: 'id1' },
    ],
    ['limit', limit, wire],
    ['post-only', { ...limit, postOnly: true }, { ...wire, timeInForce: 'post_only' }],
    [
      'both exits, one with a limit price',
      { ...limit, exits: { takeProfit: leg('66000', '65990'), stopLoss: leg('57000') } },
      {
        ...wire,
        takeProfit: '66000',
        tpTriggerBy: 'market',
        tpOrderType: 'limit',
        tpLimitPrice: '65990',
        stopLoss: '57000',
        slTriggerBy: 'market',
        slOrderType: 'market',
      },
    ],
    [
      'a stop-loss alone',
      { ...limit, exits: { takeProfit: null, stopLoss: leg('57000', '56900') } },
      { ...wire, stopLoss: '57000', slTriggerBy: 'market', slOrderType: 'limit', slLimitPrice: '56900' },
    ],
  ])('%s', (_name, request, expected) => {
    expect(onWire(encodeUnified(request, 'BTCUSDT', 'id1'))).toEqual(expected)
  })

  it('has no conditional orders', () => {
    const stop = { kind: 'stop_loss', symbol, side: 'sell', quantity, triggerPrice: m('1') } as const
    expect(() => encodeUnified(stop, 'BTCUSDT', 'id1')).toThrow(GatewayError)
  })
})

it('takes client ids that both kinds of account take, and no others', () => {
  for (const id of ['xgp0123456789bcdfghjklmnpqr', 'A_b-9', 'x'.repeat(32)])
    expect(() => {
      checkClientId(id)
    }).not.toThrow()
  for (const id of ['', 'x'.repeat(33), 'a.b', 'a:b', 'a#b', 'é'])
    expect(() => {
      checkClientId(id)
    }).toThrow(GatewayError)
})
