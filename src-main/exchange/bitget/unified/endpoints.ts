import { type Endpoint, read, write } from '../endpoints.ts'

const trade = '/api/v3/trade'

/** A unified account's endpoints. Source: docs/exchanges/bitget.md §3 (limits), §7. */
export const unifiedEndpoints = {
  /** Also tells the kinds of account apart; everything waits for it. */
  settings: { ...read('/api/v3/account/settings', 20), priority: 'order' },
  accountInfo: read('/api/v3/account/info', 5),
  assets: read('/api/v3/account/assets', 20),
  fundingAssets: read('/api/v3/account/funding-assets', 20),
  feeRate: read('/api/v3/account/fee-rate', 3),

  orderInfo: read(`${trade}/order-info`, 20),
  unfilledOrders: read(`${trade}/unfilled-orders`, 20),
  historyOrders: read(`${trade}/history-orders`, 20),
  fills: read(`${trade}/fills`, 20),
  unfilledStrategyOrders: read(`${trade}/unfilled-strategy-orders`, 20),
  historyStrategyOrders: read(`${trade}/history-strategy-orders`, 20),

  placeOrder: write(`${trade}/place-order`, 10),
  modifyOrder: write(`${trade}/modify-order`, 10),
  cancelOrder: write(`${trade}/cancel-order`, 10, 'cancel'),
  /** Setting a timer may be tried again: the last call holds. */
  countdownCancelAll: { ...write(`${trade}/countdown-cancel-all`, 1, 'cancel'), write: false },
  cancelStrategyOrder: write(`${trade}/cancel-strategy-order`, 10, 'cancel'),
} as const satisfies Record<string, Endpoint>
