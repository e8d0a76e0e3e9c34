import { z } from 'zod'
import { timeframes } from '../../../src-shared/capabilities.ts'
import { sides, timesInForce } from '../../../src-shared/order.ts'
import { given } from './wire.ts'

const broker = { broker_id: given.id }
const symbol = given.text.describe('BTC/USDT, BTCUSDT, btc-usdt or the exchange’s own name')
const anyOrder = { symbol, side: z.enum(sides) }
const force = z.enum([...timesInForce, 'post_only'])
const types = ['market', 'limit', 'stop_loss', 'take_profit', 'sl_tp_combo', 'stop_limit', 'oco'] as const
const prices = {
  price: given.decimal.nullish().describe('limit price; of a take_profit without take_profit_price its trigger'),
  stop_loss_price: given.decimal.nullish(),
  take_profit_price: given.decimal.nullish(),
  trigger_price: given.decimal.nullish(),
  stop_price: given.decimal.nullish().describe('another name for the trigger'),
}
const entry = {
  force: force.nullish().describe('gtc where nothing is said'),
  time_in_force: force.nullish().describe('another name for force'),
  client_order_id: given.text
    .nullish()
    .describe('requests with the same one place at most one order, whatever their request_id'),
}
const reference = { order_id: given.orderId, symbol: symbol.nullish() }

export const brokerParams = z.object(broker)
export const tickerParams = z.object({ ...broker, symbol })
export const tickersParams = z.object({
  ...broker,
  symbols: z
    .union([z.array(given.text).max(5_000), given.text])
    .nullish()
    .describe('none or empty: all'),
})
export const candlesParams = z.object({
  ...broker,
  symbol,
  timeframe: z.enum(timeframes),
  limit: given.integer.nullish().describe('100 where nothing is said, 5000 at most'),
})
export const placeParams = z.object({
  ...broker,
  ...anyOrder,
  amount: given.decimal.describe('quote units of a market buy, base units of everything else'),
  type: z.enum(types).nullish().describe('market where nothing is said'),
  order_type: z.enum(types).nullish().describe('another name for type'),
  ...prices,
  ...entry,
})
export const tradeParams = z.object({
  ...broker,
  ...anyOrder,
  order_type: z.enum(types),
  type: z.enum(types).nullish().describe('another name for order_type'),
  quantity: given.decimal.describe('base units'),
  total_value: given.decimal.nullish().describe('quote units; what a market buy spends'),
  ...prices,
  ...entry,
  timestamp: given.integer.nullish().describe('epoch milliseconds at which the request was made'),
})
export const cancelParams = z.object({ ...broker, ...reference })
export const editParams = z.object({
  ...broker,
  ...reference,
  amount: given.decimal.nullish().describe('new quantity in base units'),
  price: given.decimal.nullish().describe('new limit price'),
  trigger_price: given.decimal.nullish().describe('new trigger of a conditional order'),
  stop_price: given.decimal.nullish().describe('another name for trigger_price'),
  stop_loss_price: given.decimal.nullish().describe('another name for trigger_price'),
  take_profit_price: given.decimal.nullish().describe('another name for trigger_price'),
  type: given.text.nullish().describe('take_profit: price is the trigger where there is no other'),
})
export const ordersParams = z.object({
  ...broker,
  symbol: symbol.nullish(),
  limit: given.integer.nullish().describe('100 where nothing is said, 1000 at most'),
  order_id: given.orderId.nullish(),
  id_less_than: given.orderId.nullish().describe('only what comes after this order, for paging'),
  tpsl_type: z.enum(['normal', 'tpsl']).nullish(),
})
export const closedParams = ordersParams.extend({
  since: given.integer.nullish().describe('epoch milliseconds; start_time goes before it'),
  start_time: given.integer.nullish().describe('epoch milliseconds'),
  end_time: given.integer.nullish().describe('epoch milliseconds'),
})
export const orderInfoParams = z.object({
  ...broker,
  order_id: given.orderId.nullish(),
  client_oid: given.text.nullish().describe('this or order_id, not both'),
  client_order_id: given.text.nullish().describe('another name for client_oid'),
  symbol: symbol.nullish(),
})
export const noParams = z.object({})
