import { Money } from '../../src-shared/money.ts'
import type { Order } from '../../src-shared/order.ts'

/** An order to buy 10 BTC at 100, of which nothing is filled yet. */
export function sampleOrder(change: Partial<Order> = {}): Order {
  return {
    id: 'o1',
    clientOrderId: null,
    listId: null,
    role: 'single',
    symbol: 'BTC/USDT',
    nativeSymbol: 'BTCUSDT',
    side: 'buy',
    terms: { kind: 'limit', price: Money.parse('100'), timeInForce: 'gtc', postOnly: false },
    status: 'open',
    nativeStatus: change.status ?? 'open',
    endReason: null,
    waiting: false,
    quantity: Money.parse('10'),
    quoteQuantity: null,
    filled: Money.zero,
    quoteFilled: null,
    averagePrice: null,
    fees: null,
    createdAt: 1,
    updatedAt: 1,
    raw: {},
    ...change,
  }
}
