import type { marketCalls as contract } from '../../../src-shared/contract/markets.ts'
import type { StreamView } from '../../../src-shared/contract.ts'
import type { StreamStatus } from '../../exchange/accounts/live-streams.ts'
import type { LineState } from '../../exchange/streams/line.ts'
import type { CallHandlers } from '../call-handlers.ts'
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
    'streams.status': ({ accountId }) => Promise.resolve(streamView(streams.status(accountId))),
  }
}

/** Several connections are as well as the worst of them. */
function streamView(status: StreamStatus | null): StreamView {
  const market = status?.market.filter(({ kind }) => kind !== 'idle') ?? []
  return {
    market: worst(market.map(({ kind }) => kind)),
    account: one(status?.account ?? null),
    orders: one(status?.orders ?? null),
  }
}

function one(state: LineState | null): StreamView['account'] {
  return state === null || state.kind === 'idle' ? 'off' : state.kind
}

function worst(kinds: readonly (StreamView['market'] | 'idle')[]): StreamView['market'] {
  const order: readonly StreamView['market'][] = ['refused', 'down', 'connecting', 'live']
  return order.find((kind) => kinds.includes(kind)) ?? 'off'
}
