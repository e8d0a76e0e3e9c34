import type { ActionName } from '../schema/index.ts'
import type { Action } from './action.ts'
import { getBalance } from './balance.ts'
import { cancelOrder } from './cancel-order.ts'
import { getCandles } from './candles.ts'
import { editOrder } from './edit-order.ts'
import { loadMarkets } from './market-loading.ts'
import { getMarkets } from './markets.ts'
import { getOrderInfo } from './order-info.ts'
import { fetchClosedOrders, fetchOpenOrders } from './orders.ts'
import { placeOrder } from './place-order.ts'
import { preloadBrokers } from './preload.ts'
import { testConnection } from './test-connection.ts'
import { fetchTickers, getTicker } from './tickers.ts'
import { createAndExecuteTrade } from './trade.ts'

const byName: Readonly<Record<ActionName, Action>> = {
  get_balance: getBalance,
  get_markets: getMarkets,
  get_ticker: getTicker,
  fetch_tickers: fetchTickers,
  get_candles: getCandles,
  place_order: placeOrder,
  cancel_order: cancelOrder,
  edit_order: editOrder,
  fetch_open_orders: fetchOpenOrders,
  fetch_closed_orders: fetchClosedOrders,
  get_order_info: getOrderInfo,
  preload_brokers: preloadBrokers,
  test_connection: testConnection,
  load_markets: loadMarkets,
  create_and_execute_trade: createAndExecuteTrade,
}

/** Every action that the gateway answers, by its name on the wire. */
export const actions: ReadonlyMap<string, Action> = new Map(Object.entries(byName))
