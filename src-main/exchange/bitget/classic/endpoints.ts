import { type Endpoint, read, write } from '../endpoints.ts'

const trade = '/api/v2/spot/trade'

/** A classic account's endpoints. Source: docs/exchanges/bitget.md §3 (limits), §5, §6. */
export const classicEndpoints = {
  accountInfo: read('/api/v2/spot/account/info', 1),
  assets: read('/api/v2/spot/account/assets', 10),
  tradeRate: read('/api/v2/common/trade-rate', 10),

  orderInfo: read(`${trade}/orderInfo`, 20),
  unfilledOrders: read(`${trade}/unfilled-orders`, 20),
  historyOrders: read(`${trade}/history-orders`, 20),
  fills: read(`${trade}/fills`, 10),
  currentPlanOrders: read(`${trade}/current-plan-order`, 20),
  historyPlanOrders: read(`${trade}/history-plan-order`, 20),
  planSubOrders: read(`${trade}/plan-sub-order`, 20),

  placeOrder: write(`${trade}/place-order`, 10),
  cancelOrder: write(`${trade}/cancel-order`, 10, 'cancel'),
  cancelReplaceOrder: write(`${trade}/cancel-replace-order`, 5),
  placePlanOrder: write(`${trade}/place-plan-order`, 20),
  modifyPlanOrder: write(`${trade}/modify-plan-order`, 20),
  cancelPlanOrder: write(`${trade}/cancel-plan-order`, 20, 'cancel'),
} as const satisfies Record<string, Endpoint>
