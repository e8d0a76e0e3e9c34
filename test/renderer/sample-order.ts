import type { OrderView } from '../../src-renderer/views.ts'

/** An open limit purchase, as the window gets it. */
export const openOrder: OrderView = {
  id: '1',
  clientOrderId: null,
  listId: null,
  role: 'single',
  symbol: 'BTC/USDT',
  nativeSymbol: 'BTCUSDT',
  side: 'buy',
  terms: { kind: 'limit', price: '60000', timeInForce: 'gtc', postOnly: false },
  status: 'open',
  endReason: null,
  nativeStatus: 'NEW',
  waiting: false,
  quantity: '0.5',
  quoteQuantity: null,
  filled: '0',
  quoteFilled: '0',
  averagePrice: null,
  fees: null,
  createdAt: 1,
  updatedAt: 1,
  raw: null,
}
