import { expect, test } from 'vitest'
import {
  executed,
  firstValues,
  isWholeStory,
  nothingBefore,
  pendingValues,
  valuesAfter,
} from '../../src-main/django/trade-row.ts'
import type { NewTrade } from '../../src-shared/django-trade.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import type { Order, OrderRequest } from '../../src-shared/order.ts'
import { sampleOrder } from '../support/sample-order.ts'

const money = (text: string): Money => Money.parse(text)

const limit: OrderRequest = {
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: money('10'),
  price: money('100'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
}
const trade = (request: OrderRequest, change: Partial<NewTrade> = {}): NewTrade => ({
  clientOrderId: 'xgr1',
  accountId: 'acc-1',
  userId: 7,
  brokerId: 3,
  request,
  orderType: 'limit',
  tradeType: 'manual',
  source: 'trading_manual',
  existingOrder: null,
  quantity: null,
  totalValue: null,
  ...change,
})
const after = (order: Order, before = nothingBefore): ReturnType<typeof valuesAfter> =>
  valuesAfter(pendingValues(trade(limit)), order, before, (text) => sentence(text, 'en'))

test('an order that filled in part and was cancelled says both', () => {
  const order = sampleOrder({
    status: 'cancelled',
    endReason: { kind: 'cancelled_elsewhere', word: null },
    filled: money('4'),
    quoteFilled: money('398'),
    averagePrice: money('99.5'),
    fees: [{ asset: 'USDT', amount: money('0.4') }],
    updatedAt: Date.UTC(2026, 10, 30, 12),
  })
  expect(after(order)).toMatchObject({
    status: 'cancelled',
    exchange_order_status: 'cancelled',
    exchange_order_id: 'o1',
    quantity: '10',
    price: '100',
    filled_quantity: '4',
    filled_price: '99.5',
    fees: '0.4',
    executed_at: '2026-11-30T12:00:00.000Z',
    error_message: expect.stringMatching(/\w/) as string,
  })
  expect(isWholeStory(order)).toBe(true)
})

test('an order that is filled without a price does not say so to Terminal 7, and is asked for', () => {
  const order = sampleOrder({ status: 'filled', filled: money('10') })
  expect(after(order)).toMatchObject({ status: 'executed', exchange_order_status: null, filled_price: null })
  expect(isWholeStory(order)).toBe(false)
})

test('a market order takes over its average as price, and what it bought as quantity', () => {
  const request: OrderRequest = {
    kind: 'market',
    symbol: 'BTC/USDT',
    side: 'buy',
    amount: { unit: 'quote', value: money('1000') },
    exits: null,
  }
  const order = sampleOrder({
    terms: { kind: 'market' },
    status: 'filled',
    quantity: null,
    filled: money('9.9'),
    quoteFilled: money('999.9'),
  })
  const first = firstValues(trade(request), 0)
  expect(first).toMatchObject({
    total_value: '1000',
    created_at: '1970-01-01T00:00:00.000Z',
    user_id: '7',
    broker_id: '3',
  })
  const values = valuesAfter(pendingValues(trade(request)), order, nothingBefore, () => '')
  expect(values).toMatchObject({ quantity: '9.9', price: '101', filled_price: '101' })
})

test('what was executed before another order took its place counts, at the price of both', () => {
  const before = { filled: money('4'), cost: money('400'), fees: money('0.4') }
  const order = sampleOrder({
    id: 'o2',
    status: 'filled',
    quantity: money('6'),
    filled: money('6'),
    quoteFilled: money('660'),
    averagePrice: money('110'),
    fees: [{ asset: 'USDT', amount: money('0.6') }],
  })
  expect(after(order, before)).toMatchObject({
    exchange_order_id: 'o2',
    quantity: '10',
    filled_quantity: '10',
    filled_price: '106',
    fees: '1',
  })
  expect(executed(order, before)).toMatchObject({ filled: money('10'), cost: money('1060') })
})

test('numbers are as their columns hold them', () => {
  const fine = { ...limit, quantity: money('0.123456789'), price: money('0.000000004') }
  expect(pendingValues(trade(fine))).toMatchObject({ quantity: '0.12345679', price: '0' })
  // Nobody could know it before: the order is there.
  expect(after(sampleOrder({ quantity: money('5000000000000') }))).toMatchObject({ quantity: '10' })
  const large = { ...limit, quantity: money('1000000000000') }
  expect(() => pendingValues(trade(large))).toThrow(expect.objectContaining({ class: 'refused' }) as Error)
  expect(() => firstValues(trade(large), 0)).toThrow(expect.objectContaining({ class: 'refused' }) as Error)
  expect(() => firstValues(trade(limit, { tradeType: 'x'.repeat(21) }), 0)).toThrow('trade_type')
})

test('each kind of order names its prices in the columns that Django has for them', () => {
  const common = { symbol: 'BTC/USDT', side: 'sell', quantity: money('1') } as const
  const leg = (price: string): { triggerPrice: Money; limitPrice: null } => ({
    triggerPrice: money(price),
    limitPrice: null,
  })
  const prices = (request: OrderRequest): unknown => {
    const { stop_loss_price, take_profit_price, trigger_price, total_value } = firstValues(trade(request), 0)
    return [stop_loss_price, take_profit_price, trigger_price, total_value]
  }
  expect(prices({ kind: 'stop_loss', ...common, triggerPrice: money('90') })).toEqual(['90', null, null, '90'])
  expect(prices({ kind: 'take_profit', ...common, triggerPrice: money('120') })).toEqual([null, '120', null, '120'])
  expect(
    prices({ kind: 'stop_limit', ...common, triggerPrice: money('90'), price: money('89'), timeInForce: 'gtc' }),
  ).toEqual([null, null, '90', '89'])
  expect(prices({ kind: 'oco', ...common, stopLoss: leg('90'), takeProfit: leg('120') })).toEqual([
    '90',
    '120',
    null,
    '90',
  ])
  expect(prices({ ...limit, exits: { stopLoss: leg('90'), takeProfit: leg('120') } })).toEqual([
    '90',
    '120',
    null,
    '1000',
  ])
})
