import { describe, expect, it } from 'vitest'
import { tellsField as binance } from '../../../src-main/exchange/binance/price-words.ts'
import { tellsField as bitget } from '../../../src-main/exchange/bitget/price-words.ts'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { tellsField as kraken } from '../../../src-main/exchange/kraken/price-words.ts'
import { tellsField as kucoin } from '../../../src-main/exchange/kucoin/price-words.ts'
import {
  pricesOf,
  pricesOfChange,
  type TellsField,
  withPriceField,
} from '../../../src-main/exchange/orders/price-field.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { failed, scriptedClient } from '../kraken/scripted-venue.ts'
import { caught } from '../kraken/scripted-venue.ts'

const m = (text: string): Money => Money.parse(text)
const market = { tickSize: m('0.1'), price: { min: m('1'), max: m('1000000') } }
const on = { symbol: 'BTC/USDT', side: 'sell', quantity: m('1') } as const
const leg = (triggerPrice: string, limitPrice: string | null = null) => ({
  triggerPrice: m(triggerPrice),
  limitPrice: limitPrice === null ? null : m(limitPrice),
})
const limit = (price: string, exits: Extract<OrderRequest, { kind: 'limit' }>['exits'] = null): OrderRequest => ({
  ...on,
  kind: 'limit',
  price: m(price),
  timeInForce: 'gtc',
  postOnly: false,
  exits,
})
const stop: OrderRequest = { ...on, kind: 'stop_loss', triggerPrice: m('90') }
const stopLimit = (triggerPrice: string, price: string): OrderRequest => ({
  ...on,
  kind: 'stop_limit',
  triggerPrice: m(triggerPrice),
  price: m(price),
  timeInForce: 'gtc',
})
const pair: OrderRequest = { ...on, kind: 'oco', takeProfit: leg('110', '110'), stopLoss: leg('90', '89') }
const market2: OrderRequest = {
  ...on,
  kind: 'market',
  amount: { unit: 'base', value: m('1') },
  exits: { takeProfit: null, stopLoss: leg('90.05') },
}

const refusal = (message: string, field = 'price'): GatewayError =>
  new GatewayError(
    'refused',
    'exchange.rejected',
    { exchange: 'X', reason: message },
    {
      field,
      exchange: { exchange: 'kraken', httpStatus: 200, code: 'c', message },
    },
  )
const fieldOf = (error: GatewayError, request: OrderRequest, tells?: TellsField): string | null => {
  const named = withPriceField(error, pricesOf(request), market, tells)
  expect(named).toBeInstanceOf(GatewayError)
  expect((named as GatewayError).text).toEqual(error.text)
  return (named as GatewayError).field
}

describe('which price a refusal means', () => {
  it.each<[string, OrderRequest, string | null]>([
    ['a limit order’s only one', limit('100'), 'price'],
    ['a stop’s trigger', stop, 'triggerPrice'],
    ['of a stop-limit the trigger, where that is off the step', stopLimit('90.05', '89'), 'triggerPrice'],
    ['of a stop-limit the limit, where that is off the step', stopLimit('90', '89.05'), 'price'],
    ['of a stop-limit neither, where both keep the rules', stopLimit('90', '89'), null],
    ['of a stop-limit neither, where both break them', stopLimit('90.05', '89.05'), null],
    [
      'of an entry with exits the exit that is too dear',
      limit('100', { takeProfit: leg('2000000'), stopLoss: leg('90') }),
      'takeProfit.triggerPrice',
    ],
    ['of a market entry its only exit', market2, 'stopLoss.triggerPrice'],
    ['of a market order none', { ...market2, exits: null }, null],
    [
      'of a trailing stop none',
      { ...on, kind: 'trailing_stop', trailingBips: 100, activationPrice: null, limitPrice: null },
      null,
    ],
  ])('%s', (_what, request, field) => {
    expect(fieldOf(refusal('Invalid price'), request)).toBe(field)
  })

  it('leaves other fields, other classes and refusals of our own alone', () => {
    expect(fieldOf(refusal('too small', 'quantity'), stop)).toBe('quantity')
    const own = new GatewayError('refused', 'order.field.missing', {}, { field: 'price' })
    expect(withPriceField(own, pricesOf(stop), market)).toBe(own)
    const late = new GatewayError('retryable', 'exchange.no_answer', {}, { field: 'price' })
    expect(withPriceField(late, pricesOf(stop), market)).toBe(late)
  })

  it('of a change only what is changed can be at fault', () => {
    const field = (price: string | null, triggerPrice: string | null): unknown =>
      (
        withPriceField(
          refusal('Invalid price'),
          pricesOfChange({
            quantity: null,
            price: price === null ? null : m(price),
            triggerPrice: triggerPrice === null ? null : m(triggerPrice),
          }),
          market,
        ) as GatewayError
      ).field
    expect([field('9', null), field(null, '9'), field('9', '9.05')]).toEqual(['price', 'triggerPrice', 'triggerPrice'])
  })
})

describe('the exchanges’ words', () => {
  it.each<[string, TellsField, string, OrderRequest, string | null]>([
    ['Kraken', kraken, 'EGeneral:Invalid arguments:price', stopLimit('90', '89'), 'triggerPrice'],
    ['Kraken', kraken, 'EGeneral:Invalid arguments:price2', stopLimit('90', '89'), 'price'],
    ['Kraken', kraken, 'EGeneral:Invalid arguments:price', limit('100'), 'price'],
    [
      'Kraken',
      kraken,
      'EGeneral:Invalid arguments:close price',
      limit('100', { takeProfit: null, stopLoss: leg('90') }),
      'stopLoss.triggerPrice',
    ],
    ['Kraken', kraken, 'EOrder:Invalid price', stop, 'triggerPrice'],
    ['Binance', binance, "Parameter 'stopPrice' has too much precision.", stopLimit('90', '89'), 'triggerPrice'],
    ['Binance', binance, "Parameter 'price' has too much precision.", stopLimit('90', '89'), 'price'],
    ['Binance', binance, "Parameter 'quantity' has too much precision.", stop, 'quantity'],
    ['Binance', binance, "Parameter 'trailingDelta' was not valid.", stop, 'trailingBips'],
    ['Binance', binance, "Parameter 'aboveStopPrice' has too much precision.", pair, 'takeProfit.triggerPrice'],
    ['Binance', binance, "Parameter 'belowPrice' has too much precision.", pair, 'stopLoss.limitPrice'],
    [
      'Binance',
      binance,
      "Parameter 'pendingBelowStopPrice' was not valid.",
      limit('100', { takeProfit: leg('110'), stopLoss: leg('90') }),
      'stopLoss.triggerPrice',
    ],
    ['Binance', binance, 'Filter failure: PRICE_FILTER', stop, 'triggerPrice'],
    ['Bitget', bitget, 'Parameter verification exception size checkBDScale error value=1.23', limit('100'), 'quantity'],
    [
      'Bitget',
      bitget,
      'Parameter verification exception triggerPrice checkBDScale error value=1.23',
      stopLimit('90', '89'),
      'triggerPrice',
    ],
    [
      'Bitget',
      bitget,
      'Parameter verification exception presetStopLossPrice checkBDScale error value=1.23',
      limit('100', { takeProfit: null, stopLoss: leg('90') }),
      'stopLoss.triggerPrice',
    ],
    ['Bitget', bitget, 'Parameter verification exception checkBDScale error value=1.23', stop, 'triggerPrice'],
    ['KuCoin', kucoin, 'Stop price increment invalid.', stopLimit('90', '89'), 'triggerPrice'],
    ['KuCoin', kucoin, 'stopPrice invalid', pair, 'stopLoss.triggerPrice'],
    ['KuCoin', kucoin, 'limitPrice increment invalid', pair, 'stopLoss.limitPrice'],
    ['KuCoin', kucoin, 'Price increment invalid.', stop, 'triggerPrice'],
  ])('%s: “%s %s”', (_exchange, tells, words, request, field) => {
    expect(fieldOf(refusal(words), request, tells)).toBe(field)
  })

  it('reach whoever placed, tried or changed the order', async () => {
    const { client } = scriptedClient({
      AddOrder: () => failed('EOrder:Invalid price:BTC/USD price can only be specified up to 1 decimals.'),
    })
    const request = { ...stop, symbol: 'BTC/USD' } as OrderRequest
    for (const act of [() => client.placeOrder(request, 'id1', withoutPermit), () => client.testOrder(request, 'id1')])
      expect((await caught(act())).field).toBe('triggerPrice')
  })
})
