import { expect, test } from 'vitest'
import { makeOrder } from '../../../src-main/exchange/orders/make-order.ts'
import { Money } from '../../../src-shared/money.ts'
import { isFinal, type OrderStatus, orderStatuses } from '../../../src-shared/order.ts'

const told = (status: OrderStatus) => ({
  id: '1',
  symbol: 'BTC/USDT',
  nativeSymbol: 'BTCUSDT',
  side: 'buy' as const,
  terms: { kind: 'stop_loss' as const, triggerPrice: Money.parse('90000') },
  status,
  nativeStatus: 'X',
  createdAt: 5,
  raw: {},
})
const endReason = { kind: 'cancelled', word: 'X' } as const

test.each(orderStatuses)('an order that is %s has nothing that its status rules out', (status) => {
  const order = makeOrder({ ...told(status), waiting: true, endReason })
  expect(order.waiting).toBe(!isFinal(status))
  expect(order.endReason).toEqual(['cancelled', 'rejected', 'expired'].includes(status) ? endReason : null)
})

test('what is not told is as in an order that stands by itself and has not begun to fill', () => {
  expect(makeOrder(told('open'))).toMatchObject({
    role: 'single',
    waiting: false,
    endReason: null,
    averagePrice: null,
    updatedAt: 5,
  })
  const filled = { filled: Money.parse('0.5'), quoteFilled: Money.parse('50000') }
  expect(makeOrder({ ...told('filled'), ...filled }).averagePrice?.toString()).toBe('100000')
})
