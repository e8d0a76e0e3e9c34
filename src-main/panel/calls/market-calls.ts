import type { marketCalls as contract } from '../../../src-shared/contract/markets.ts'
import type { StreamView } from '../../../src-shared/contract.ts'
import type { CallHandlers } from '../call-handlers.ts'
import { connectionOf, worstOf } from '../connections.ts'
import type { PanelServices } from '../services.ts'

export function marketCalls({ clients, live, streams }: PanelServices): CallHandlers<typeof contract> {
  return {
    'markets.list': async ({ accountId }) => [...(await clients.clientFor(accountId).getMarkets()).values()],
    'market.ticker': ({ accountId, symbol }) => clients.clientFor(accountId).fetchTicker(symbol),
    'market.candles': ({ accountId, symbol, timeframe, limit }) =>
      clients.clientFor(accountId).fetchCandles(symbol, timeframe, limit),
    'market.orderBook': ({ accountId, symbol, depth }) => clients.clientFor(accountId).fetchOrderBook(symbol, depth),
    'balances.get': async ({ accountId }) =>
      (await live.balances(accountId, () => clients.clientFor(accountId).getBalance())).value,
    'streams.status': ({ accountId }) => {
      const status = streams.status(accountId)
      const view: StreamView = {
        market: worstOf(status?.market ?? []).state,
        account: connectionOf(status?.account ?? null).state,
        orders: connectionOf(status?.orders ?? null).state,
      }
      return view
    },
  }
}
