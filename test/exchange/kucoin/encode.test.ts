import { describe, expect, it } from 'vitest'
import {
  encodeOco,
  encodeOrder,
  encodeStop,
  type PlainRequest,
  stopKindOf,
  stopOf,
  type StopRequest,
} from '../../../src-main/exchange/kucoin/encode.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OcoRequest } from '../../../src-shared/order.ts'

const m = (text: string) => Money.parse(text)
const buy = { symbol: 'BTC/USDT', side: 'buy' } as const
const sell = { symbol: 'BTC/USDT', side: 'sell' } as const
const common = { clientOid: 'id1', symbol: 'BTC-USDT' }

describe('plain orders', () => {
  const limit = { kind: 'limit', quantity: m('1e-05'), price: m('50000.10'), exits: null } as const
  it.each<[PlainRequest, object]>([
    [
      { ...buy, ...limit, timeInForce: 'gtc', postOnly: false },
      { side: 'buy', type: 'limit', price: '50000.1', size: '0.00001', timeInForce: 'GTC' },
    ],
    [
      { ...sell, ...limit, timeInForce: 'gtc', postOnly: true },
      { side: 'sell', type: 'limit', price: '50000.1', size: '0.00001', timeInForce: 'GTC', postOnly: true },
    ],
    [
      { ...buy, ...limit, timeInForce: 'ioc', postOnly: false },
      { side: 'buy', type: 'limit', price: '50000.1', size: '0.00001', timeInForce: 'IOC' },
    ],
    [
      { ...buy, ...limit, timeInForce: 'fok', postOnly: false },
      { side: 'buy', type: 'limit', price: '50000.1', size: '0.00001', timeInForce: 'FOK' },
    ],
    [
      { ...buy, kind: 'market', amount: { unit: 'base', value: m('0.5') }, exits: null },
      { side: 'buy', type: 'market', size: '0.5' },
    ],
    [
      { ...buy, kind: 'market', amount: { unit: 'quote', value: m('60') }, exits: null },
      { side: 'buy', type: 'market', funds: '60' },
    ],
    [
      { ...sell, kind: 'market', amount: { unit: 'quote', value: m('60') }, exits: null },
      { side: 'sell', type: 'market', funds: '60' },
    ],
  ])('%#', (request, fields) => {
    expect(encodeOrder(request, 'BTC-USDT', 'id1')).toEqual({ ...common, ...fields })
  })
})

describe('stop orders', () => {
  const atMarket = { quantity: m('0.01'), triggerPrice: m('50000') }
  const atLimit = { ...atMarket, price: m('49900'), timeInForce: 'gtc' } as const
  it.each<[StopRequest, object]>([
    [
      { ...sell, kind: 'stop_loss', ...atMarket },
      { side: 'sell', type: 'market', stop: 'loss' },
    ],
    [
      { ...sell, kind: 'take_profit', ...atMarket },
      { side: 'sell', type: 'market', stop: 'entry' },
    ],
    [
      { ...buy, kind: 'stop_loss', ...atMarket },
      { side: 'buy', type: 'market', stop: 'entry' },
    ],
    [
      { ...buy, kind: 'take_profit', ...atMarket },
      { side: 'buy', type: 'market', stop: 'loss' },
    ],
    [
      { ...sell, kind: 'stop_limit', ...atLimit },
      { side: 'sell', type: 'limit', stop: 'loss', price: '49900', timeInForce: 'GTC' },
    ],
    [
      { ...sell, kind: 'take_profit_limit', ...atLimit },
      { side: 'sell', type: 'limit', stop: 'entry', price: '49900', timeInForce: 'GTC' },
    ],
    [
      { ...buy, kind: 'stop_limit', ...atLimit },
      { side: 'buy', type: 'limit', stop: 'entry', price: '49900', timeInForce: 'GTC' },
    ],
    [
      { ...buy, kind: 'take_profit_limit', ...atLimit, timeInForce: 'ioc' },
      { side: 'buy', type: 'limit', stop: 'loss', price: '49900', timeInForce: 'IOC' },
    ],
  ])('always say on which side they trigger (%#)', (request, fields) => {
    const expected = { ...common, size: '0.01', stopPrice: '50000', tradeType: 'TRADE', ...fields }
    expect(encodeStop(request, 'BTC-USDT', 'id1')).toEqual(expected)
  })

  it('are read back as the kind that they were sent as', () => {
    for (const side of ['buy', 'sell'] as const) {
      for (const kind of ['stop_loss', 'take_profit', 'stop_limit', 'take_profit_limit'] as const) {
        const type = kind.endsWith('limit') ? 'limit' : 'market'
        expect(stopKindOf(type, side, stopOf(kind, side))).toBe(kind)
      }
    }
  })
})

it('an OCO pair is the limit leg’s price, the stop leg’s trigger and its limit', () => {
  const request: OcoRequest = {
    ...sell,
    kind: 'oco',
    quantity: m('0.01'),
    takeProfit: { triggerPrice: m('70000'), limitPrice: m('70000') },
    stopLoss: { triggerPrice: m('50000'), limitPrice: m('49900') },
  }
  expect(encodeOco(request, 'BTC-USDT', 'id1')).toEqual({
    ...common,
    side: 'sell',
    size: '0.01',
    price: '70000',
    stopPrice: '50000',
    limitPrice: '49900',
    tradeType: 'TRADE',
  })
})
