import { describe, expect, it } from 'vitest'
import { orderRequestOf, placeOrderWords, tradeWords } from '../../src-main/redis/actions/order-request.ts'
import { Params } from '../../src-main/redis/actions/params.ts'
import type { JsonObject } from '../../src-main/redis/json-number.ts'
import { parseRequestJson } from '../../src-main/redis/json.ts'

const paramsOf = (params: object): Params => new Params(parseRequestJson(JSON.stringify(params)) as JsonObject)
const place = (params: object): unknown =>
  JSON.parse(JSON.stringify(orderRequestOf(paramsOf(params), 'BTC/USDT', placeOrderWords)))
const trade = (params: object): unknown =>
  JSON.parse(JSON.stringify(orderRequestOf(paramsOf(params), 'BTC/USDT', tradeWords)))

const buy = { symbol: 'BTC/USDT', side: 'buy' }
const sell = { symbol: 'BTC/USDT', side: 'sell' }
const leg = (triggerPrice: string): object => ({ triggerPrice, limitPrice: null })

describe('place_order', () => {
  it.each([
    [
      'a market buy in quote',
      { side: 'buy', amount: 60 },
      { kind: 'market', ...buy, amount: { unit: 'quote', value: '60' }, exits: null },
    ],
    [
      'a market sale in base',
      { side: 'sell', amount: 0.5, type: 'market', price: 7 },
      { kind: 'market', ...sell, amount: { unit: 'base', value: '0.5' }, exits: null },
    ],
    [
      'a limit with force and exits',
      {
        side: 'buy',
        amount: 1,
        type: 'limit',
        price: '100',
        force: 'POST_ONLY',
        stop_loss_price: 90,
        takeProfitPrice: 120,
      },
      {
        kind: 'limit',
        ...buy,
        quantity: '1',
        price: '100',
        timeInForce: 'gtc',
        postOnly: true,
        exits: { takeProfit: leg('120'), stopLoss: leg('90') },
      },
    ],
    [
      'a market buy with a stop',
      { side: 'buy', amount: 60, type: 'market', stop_loss_price: 90 },
      {
        kind: 'market',
        ...buy,
        amount: { unit: 'quote', value: '60' },
        exits: { takeProfit: null, stopLoss: leg('90') },
      },
    ],
    [
      'a stop loss of Terminal 3 (stop_price)',
      { side: 'sell', amount: 1, type: 'stop_loss', stop_price: 90 },
      { kind: 'stop_loss', ...sell, quantity: '1', triggerPrice: '90' },
    ],
    [
      'a stop loss by its proper name',
      { side: 'sell', amount: 1, type: 'stop_loss', stop_loss_price: 90, price: 95 },
      { kind: 'stop_loss', ...sell, quantity: '1', triggerPrice: '90' },
    ],
    [
      'a take profit of Terminal 7 (price)',
      { side: 'sell', amount: 1, type: 'take_profit', price: 120 },
      { kind: 'take_profit', ...sell, quantity: '1', triggerPrice: '120' },
    ],
    [
      'a take profit by its proper name goes before price',
      { side: 'sell', amount: 1, type: 'take_profit', take_profit_price: 130, price: 120 },
      { kind: 'take_profit', ...sell, quantity: '1', triggerPrice: '130' },
    ],
    [
      'a stop limit',
      { side: 'sell', amount: 1, type: 'stop_limit', price: 89, trigger_price: 90, force: 'ioc' },
      { kind: 'stop_limit', ...sell, quantity: '1', price: '89', triggerPrice: '90', timeInForce: 'ioc' },
    ],
    [
      'a combo to buy at market, sized in base',
      { side: 'buy', amount: 1, type: 'sl_tp_combo', stop_loss_price: 90, take_profit_price: 120 },
      {
        kind: 'market',
        ...buy,
        amount: { unit: 'base', value: '1' },
        exits: { takeProfit: leg('120'), stopLoss: leg('90') },
      },
    ],
    [
      'a combo to buy at a price',
      {
        side: 'buy',
        amount: 1,
        type: 'sl_tp_combo',
        price: 100,
        stop_loss_price: 90,
        take_profit_price: 120,
      },
      {
        kind: 'limit',
        ...buy,
        quantity: '1',
        price: '100',
        timeInForce: 'gtc',
        postOnly: false,
        exits: { takeProfit: leg('120'), stopLoss: leg('90') },
      },
    ],
    [
      'a combo to sell protects what is held',
      { side: 'sell', amount: 1, type: 'sl_tp_combo', stop_loss_price: 90, take_profit_price: 120 },
      { kind: 'oco', ...sell, quantity: '1', takeProfit: leg('120'), stopLoss: leg('90') },
    ],
    [
      'a combo to sell at a price is taken at its word',
      {
        side: 'sell',
        amount: 1,
        type: 'sl_tp_combo',
        price: 100,
        stop_loss_price: 120,
        take_profit_price: 90,
      },
      {
        kind: 'limit',
        ...sell,
        quantity: '1',
        price: '100',
        timeInForce: 'gtc',
        postOnly: false,
        exits: { takeProfit: leg('90'), stopLoss: leg('120') },
      },
    ],
  ])('%s', (_name, params, request) => {
    expect(place(params)).toEqual(request)
  })
})

describe('what would be misread is refused', () => {
  it.each([
    ['a limit with a trigger', { type: 'limit', price: 1, trigger_price: 2 }, 'trigger_price does not apply'],
    ['a market order with a stop price', { stop_price: 2 }, 'stop_price does not apply'],
    [
      'a stop limit with a take-profit',
      { type: 'stop_limit', price: 1, trigger_price: 2, take_profit_price: 3 },
      'take_profit_price does not',
    ],
    [
      'a post-only stop limit',
      { type: 'stop_limit', price: 1, trigger_price: 2, force: 'post_only' },
      'force must be one of gtc, ioc, fok',
    ],
    ['two types', { type: 'market', order_type: 'limit', price: 1 }, 'type and order_type contradict each other'],
  ])('%s', (_name, params, error) => {
    expect(() => place({ side: 'buy', amount: 1, ...params })).toThrow(error)
  })

  it('but 0 for a price that may be left out is none, and order_type is understood', () => {
    const zeros = { price: 0, stop_loss_price: 0, take_profit_price: '0.0', trigger_price: 0, stop_price: 0 }
    expect(place({ side: 'buy', amount: 1, ...zeros })).toMatchObject({ kind: 'market', exits: null })
    expect(place({ side: 'buy', amount: 1, order_type: 'limit', price: 5 })).toMatchObject({ kind: 'limit' })
  })
})

describe('create_and_execute_trade', () => {
  it('takes the quote amount of a market buy from total_value', () => {
    expect(trade({ side: 'buy', order_type: 'market', quantity: 0.001, total_value: 60 })).toMatchObject({
      kind: 'market',
      amount: { unit: 'quote', value: '60' },
    })
  })

  it('takes everything else from quantity', () => {
    expect(trade({ side: 'buy', order_type: 'limit', quantity: 0.001, total_value: 60, price: 60_000 })).toMatchObject({
      quantity: '0.001',
    })
  })

  it.each([
    ['order_type', { side: 'buy', quantity: 1, total_value: 1 }],
    ['quantity', { side: 'buy', order_type: 'market', total_value: 60 }],
    ['total_value', { side: 'buy', order_type: 'market', quantity: 1 }],
    ['price', { side: 'buy', order_type: 'limit', quantity: 1 }],
    ['trigger_price', { side: 'buy', order_type: 'stop_limit', quantity: 1, price: 1 }],
    ['stop_loss_price', { side: 'buy', order_type: 'sl_tp_combo', quantity: 1, take_profit_price: 1 }],
    ['take_profit_price', { side: 'buy', order_type: 'sl_tp_combo', quantity: 1, stop_loss_price: 1 }],
  ])('requires %s', (field, params) => {
    expect(() => trade(params)).toThrow(`The field ${field} is required.`)
  })
})
