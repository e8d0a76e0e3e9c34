import type { marketCalls as contract } from '../../../src-shared/contract/markets.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

export function marketCalls({ clients }: PanelServices): CallHandlers<typeof contract> {
  return {
    'markets.list': async ({ accountId }) => [...(await clients.clientFor(accountId).getMarkets()).values()],
    'market.ticker': ({ accountId, symbol }) => clients.clientFor(accountId).fetchTicker(symbol),
    'market.candles': ({ accountId, symbol, timeframe, limit }) =>
      clients.clientFor(accountId).fetchCandles(symbol, timeframe, limit),
    'market.orderBook': ({ accountId, symbol, depth }) => clients.clientFor(accountId).fetchOrderBook(symbol, depth),
    'balances.get': ({ accountId }) => clients.clientFor(accountId).getBalance(),
  }
}
