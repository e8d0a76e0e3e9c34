import type { Action } from './action.ts'
import { getBalance } from './balance.ts'
import { cancelOrder } from './cancel-order.ts'
import { getMarkets } from './markets.ts'
import { fetchClosedOrders, fetchOpenOrders } from './orders.ts'
import { placeOrder } from './place-order.ts'
import { testConnection } from './test-connection.ts'
import { fetchTickers, getTicker } from './tickers.ts'
import { createAndExecuteTrade } from './trade.ts'

/** Every action that the gateway answers, by its name on the wire. */
export const actions: ReadonlyMap<string, Action> = new Map([
  ['get_balance', getBalance],
  ['get_markets', getMarkets],
  ['get_ticker', getTicker],
  ['fetch_tickers', fetchTickers],
  ['place_order', placeOrder],
  ['cancel_order', cancelOrder],
  ['fetch_open_orders', fetchOpenOrders],
  ['fetch_closed_orders', fetchClosedOrders],
  ['create_and_execute_trade', createAndExecuteTrade],
  ['test_connection', testConnection],
])
