import { Money } from '../../../src-shared/money.ts'
import type { MarketOrderRequest, OcoRequest, TriggerLimitOrderRequest } from '../../../src-shared/order.ts'
import { limit } from '../sample-orders.ts'

export const m = (text: string) => Money.parse(text)
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
export { limit }
export const market: MarketOrderRequest = {
  kind: 'market',
  symbol: 'BTC/USDT',
  side: 'buy',
  amount: { unit: 'quote', value: m('60') },
  exits: null,
}
export const stop: TriggerLimitOrderRequest = {
  kind: 'stop_limit',
  symbol: 'BTC/USDT',
  side: 'sell',
  quantity: m('0.01'),
  triggerPrice: m('50000'),
  price: m('49000'),
  timeInForce: 'gtc',
}
export const oco: OcoRequest = {
  kind: 'oco',
  symbol: 'BTC/USDT',
  side: 'sell',
  quantity: m('0.01'),
  takeProfit: { triggerPrice: m('70000'), limitPrice: m('70000') },
  stopLoss: { triggerPrice: m('50000'), limitPrice: m('49000') },
}
export const id = '671124f9365ccb00073debd4'
export const stopId = 'vs93gptvr9t2fsql003l8k5p'
export const pairId = '674c3b6e688dea0007c7bab2'
export const reference = { symbol: 'BTC/USDT', orderId: id }
export const place = 'POST /api/v1/hf/orders/sync'
export const order = `GET /api/v1/hf/orders/${id}`
export const fills = 'GET /api/v1/hf/fills'
export const told = (change: object = {}) => ({
  orderId: id,
  orderTime: 1_800_000_000_000,
  dealSize: '0',
  canceledSize: '0',
  status: 'open',
  ...change,
})
export const bought = { active: false, dealSize: '0.01', dealFunds: '499.5', fee: '0.4995' }
export const fill = { id: '1', orderId: id, size: '0.01', funds: '499.5', fee: '0.5', feeCurrency: 'USDT' }
