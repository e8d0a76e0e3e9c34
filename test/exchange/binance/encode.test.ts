import { describe, expect, it } from 'vitest'
import {
  encodeEntryWithExits,
  encodeOco,
  encodeOrder,
  type EntryWithExits,
} from '../../../src-main/exchange/binance/encode.ts'
import { legIds } from '../../../src-main/exchange/orders/leg-ids.ts'
import { reachedPrice } from '../../../src-main/exchange/orders/market-entry.ts'
import type { SingleRequest } from '../../../src-main/exchange/orders/order-as-asked.ts'
import { Money } from '../../../src-shared/money.ts'
import { market } from './market-fixtures.ts'

const m = (text: string) => Money.parse(text)
const given = (value: object) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))
const order = (request: SingleRequest, last: Money | null = null) => {
  const { symbol, newClientOrderId, newOrderRespType, ...rest } = encodeOrder(request, 'BTCUSDT', 'id1', last)
  expect([symbol, newClientOrderId, newOrderRespType]).toEqual(['BTCUSDT', 'id1', 'FULL'])
  return given(rest)
}
const base = { symbol: 'BTC/USDT', side: 'sell', quantity: m('1000000') } as const

describe('encodeOrder', () => {
  it('market by quote or base', () => {
    const request = { kind: 'market', symbol: 'BTC/USDT', side: 'buy', exits: null } as const
    expect(order({ ...request, amount: { unit: 'quote', value: m('60') } })).toEqual({
      side: 'BUY',
      type: 'MARKET',
      quoteOrderQty: '60',
    })
    expect(order({ ...request, amount: { unit: 'base', value: m('1e6') } })).toEqual({
      side: 'BUY',
      type: 'MARKET',
      quantity: '1000000',
    })
  })

  it('limit, in plain notation; post-only as LIMIT_MAKER without a time in force', () => {
    const request = { kind: 'limit', ...base, price: m('1e-5'), timeInForce: 'ioc', exits: null } as const
    expect(order({ ...request, postOnly: false })).toEqual({
      side: 'SELL',
      type: 'LIMIT',
      timeInForce: 'IOC',
      quantity: '1000000',
      price: '0.00001',
    })
    expect(order({ ...request, timeInForce: 'gtc', postOnly: true })).toEqual({
      side: 'SELL',
      type: 'LIMIT_MAKER',
      quantity: '1000000',
      price: '0.00001',
    })
  })

  it('triggers', () => {
    const trigger = { ...base, triggerPrice: m('9') }
    expect(order({ kind: 'stop_loss', ...trigger })).toMatchObject({ type: 'STOP_LOSS', stopPrice: '9' })
    expect(order({ kind: 'take_profit', ...trigger })).toMatchObject({ type: 'TAKE_PROFIT', stopPrice: '9' })
    expect(order({ kind: 'stop_limit', ...trigger, price: m('8'), timeInForce: 'gtc' })).toEqual({
      side: 'SELL',
      type: 'STOP_LOSS_LIMIT',
      timeInForce: 'GTC',
      quantity: '1000000',
      price: '8',
      stopPrice: '9',
    })
    expect(order({ kind: 'take_profit_limit', ...trigger, price: m('8'), timeInForce: 'fok' })).toMatchObject({
      type: 'TAKE_PROFIT_LIMIT',
      timeInForce: 'FOK',
    })
  })

  it('trailing: a sale that waits for a rise is a TAKE_PROFIT, one that waits for a fall a STOP_LOSS', () => {
    const request = { kind: 'trailing_stop', ...base, trailingBips: 150, limitPrice: null } as const
    expect(order({ ...request, activationPrice: null })).toEqual({
      side: 'SELL',
      type: 'STOP_LOSS',
      quantity: '1000000',
      trailingDelta: '150',
    })
    expect(order({ ...request, activationPrice: m('11') }, m('10'))).toMatchObject({
      type: 'TAKE_PROFIT',
      stopPrice: '11',
    })
    expect(order({ ...request, activationPrice: m('9') }, m('10'))).toMatchObject({
      type: 'STOP_LOSS',
      stopPrice: '9',
    })
    expect(order({ ...request, side: 'buy', activationPrice: m('9') }, m('10'))).toMatchObject({
      type: 'TAKE_PROFIT',
    })
    expect(order({ ...request, activationPrice: null, limitPrice: m('8') })).toMatchObject({
      type: 'STOP_LOSS_LIMIT',
      timeInForce: 'GTC',
      price: '8',
    })
  })
})

describe('encodeOco', () => {
  const leg = (triggerPrice: string, limitPrice: string | null) => ({
    triggerPrice: m(triggerPrice),
    limitPrice: limitPrice === null ? null : m(limitPrice),
  })

  it('sale: the profit above as a maker order when its limit is its trigger, the stop below', () => {
    const request = { kind: 'oco', ...base, takeProfit: leg('12', '12'), stopLoss: leg('9', '8') } as const
    expect(given(encodeOco(request, 'BTCUSDT', 'id1'))).toEqual({
      symbol: 'BTCUSDT',
      listClientOrderId: 'id1-l',
      side: 'SELL',
      quantity: '1000000',
      aboveType: 'LIMIT_MAKER',
      aboveClientOrderId: 'id1-tp',
      abovePrice: '12',
      belowType: 'STOP_LOSS_LIMIT',
      belowClientOrderId: 'id1-sl',
      belowStopPrice: '9',
      belowPrice: '8',
      belowTimeInForce: 'GTC',
      newOrderRespType: 'FULL',
    })
  })

  it('purchase: the stop above, the profit below', () => {
    const request = {
      kind: 'oco',
      ...base,
      side: 'buy',
      takeProfit: leg('8', null),
      stopLoss: leg('12', null),
    } as const
    expect(encodeOco(request, 'BTCUSDT', 'id1')).toMatchObject({
      side: 'BUY',
      aboveType: 'STOP_LOSS',
      aboveClientOrderId: 'id1-sl',
      aboveStopPrice: '12',
      belowType: 'TAKE_PROFIT',
      belowClientOrderId: 'id1-tp',
      belowStopPrice: '8',
    })
  })
})

describe('encodeEntryWithExits', () => {
  const entry: EntryWithExits = {
    side: 'buy',
    quantity: m('2'),
    price: m('10'),
    timeInForce: 'fok',
    postOnly: false,
    takeProfit: { triggerPrice: m('12'), limitPrice: m('11') },
    stopLoss: { triggerPrice: m('9'), limitPrice: null },
  }
  const encode = (change: Partial<EntryWithExits>, opo: boolean) => {
    const { endpoint, params } = encodeEntryWithExits({ ...entry, ...change }, 'BTCUSDT', 'id1', { opo })
    return { endpoint, params: given(params) }
  }

  it('purchase with both exits where the symbol allows OPO: OPOCO, exits sized by the fill', () => {
    expect(encode({}, true)).toEqual({
      endpoint: 'opoco',
      params: {
        symbol: 'BTCUSDT',
        listClientOrderId: 'id1-l',
        newOrderRespType: 'FULL',
        workingType: 'LIMIT',
        workingSide: 'BUY',
        workingClientOrderId: 'id1',
        workingPrice: '10',
        workingQuantity: '2',
        workingTimeInForce: 'FOK',
        pendingSide: 'SELL',
        pendingAboveType: 'TAKE_PROFIT_LIMIT',
        pendingAboveClientOrderId: 'id1-tp',
        pendingAboveStopPrice: '12',
        pendingAbovePrice: '11',
        pendingAboveTimeInForce: 'GTC',
        pendingBelowType: 'STOP_LOSS',
        pendingBelowClientOrderId: 'id1-sl',
        pendingBelowStopPrice: '9',
      },
    })
  })

  it('elsewhere, and for sales: OTOCO with the entry’s quantity', () => {
    expect(encode({}, false)).toMatchObject({ endpoint: 'otoco', params: { pendingQuantity: '2' } })
    const sale = encode({ side: 'sell' }, true)
    expect(sale).toMatchObject({
      endpoint: 'otoco',
      params: {
        pendingSide: 'BUY',
        pendingQuantity: '2',
        pendingAboveType: 'STOP_LOSS',
        pendingBelowType: 'TAKE_PROFIT_LIMIT',
      },
    })
  })

  it('one exit: OPO or OTO', () => {
    expect(encode({ stopLoss: null }, true)).toMatchObject({
      endpoint: 'opo',
      params: { pendingType: 'TAKE_PROFIT_LIMIT', pendingClientOrderId: 'id1-tp' },
    })
    expect(encode({ takeProfit: null, side: 'sell' }, true)).toMatchObject({
      endpoint: 'oto',
      params: {
        pendingType: 'STOP_LOSS',
        pendingClientOrderId: 'id1-sl',
        pendingQuantity: '2',
        pendingSide: 'BUY',
      },
    })
  })

  it('a post-only entry sends no time in force', () => {
    const { params } = encode({ postOnly: true, timeInForce: 'gtc' }, true)
    expect(params).toMatchObject({ workingType: 'LIMIT_MAKER' })
    expect(params).not.toHaveProperty('workingTimeInForce')
  })
})

describe('reachedPrice', () => {
  const on = market().market
  const reach = { highest: on.price.max, lowest: on.price.min }

  it('moves by half a per cent, to the tick on the near side, never short of the best price', () => {
    expect(reachedPrice(m('60000.01'), 'buy', on, reach).toString()).toBe('60300.01')
    expect(reachedPrice(m('60000.01'), 'sell', on, reach).toString()).toBe('59700.01')
    expect(reachedPrice(m('0.01'), 'buy', on, reach).toString()).toBe('0.01')
    expect(reachedPrice(m('0.01'), 'sell', on, reach).toString()).toBe('0.01')
    expect(reachedPrice(m('999999'), 'buy', on, reach).toString()).toBe('1000000')
  })
})

it('gives ids that every exchange’s rule accepts', () => {
  for (const id of Object.values(legIds('x'.repeat(30)))) expect(id).toMatch(/^[a-zA-Z0-9-_]{1,36}$/)
  expect(new Set(Object.values(legIds('a'))).size).toBe(4)
})
