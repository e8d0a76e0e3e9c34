import { keepPreviousData, QueryClient, skipToken, useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import type { CallInput, CallOutput, PanelEvent } from '../src-shared/contract.ts'
import { type JournalFilter, wholeJournal } from '../src-shared/journal.ts'
import { isFinal } from '../src-shared/order.ts'
import { call, PanelError } from './panel-client.ts'
import { useWatch } from './use-watch.ts'

/** Query keys: one root a subject, so that an event can invalidate it whole. */
export const keys = {
  info: ['info'],
  accounts: ['accounts'],
  markets: (accountId: string) => ['markets', accountId],
  ticker: (accountId: string, symbol: string) => ['ticker', accountId, symbol],
  candles: (of: CallInput<'market.candles'>) => ['candles', of.accountId, of.symbol, of.timeframe, of.limit],
  book: (accountId: string, symbol: string) => ['book', accountId, symbol],
  balances: (accountId: string) => ['balances', accountId],
  streams: (accountId: string) => ['streams', accountId],
  allStreams: ['streams'],
  openOrders: (accountId: string) => ['orders', accountId, 'open'],
  history: (accountId: string, symbol: string | null) => ['orders', accountId, 'history', symbol ?? ''],
  allOrders: ['orders'],
  meantToCancel: (asked: CallInput<'orders.meantToCancel'>) => ['meantToCancel', asked],
  verifications: (accountId: string) => ['verifications', accountId],
  brackets: (accountId: string) => ['orders', accountId, 'brackets'],
  orders: (accountId: string) => ['orders', accountId],
  order: (accountId: string, orderId: string) => ['orders', accountId, 'one', orderId],
  outcome: (accountId: string, formId: string) => ['orders', accountId, 'outcome', formId],
  lastPlaced: (accountId: string, symbol: string) => ['orders', accountId, 'placed', symbol],
  gateway: ['gateway'],
  status: ['gateway', 'status'],
  requests: ['gateway', 'requests'],
  guard: ['guard'],
  deadMan: (accountId: string) => ['deadMan', accountId],
  journal: ['journal'],
  journalLines: (filter: JournalFilter) => ['journal', 'lines', filter],
  journalDetail: (journalId: number) => ['journal', 'detail', journalId],
  ordersInNeed: ['gateway', 'inNeed'],
  orderInNeed: (journalId: number) => ['gateway', 'inNeed', journalId],
  redis: ['redis'],
  database: ['database'],
  fills: ['fills'],
  portfolio: ['portfolio'],
  portfolioNow: ['portfolio', 'now'],
  portfolioOf: (what: string, asked: object) => ['portfolio', what, asked],
  brokers: (turn: number) => ['brokers', turn],
} as const

/** Where the exchange pushes nothing. */
const tickerEveryMs = 2_000
const accountEveryMs = 10_000
const openOrdersEveryMs = 15_000
/** Where all of it is pushed; this is the safety net under it. */
const pushedEveryMs = 120_000
/** Soon enough to notice a gateway that hangs; what changes is told by events. */
const statusEveryMs = 15_000
/** The safety net under events. */
const gatewayEveryMs = 30_000
/** Tables of what happens at this moment. */
const requestsEveryMs = 5_000
/** A price that is pushed at each change holds until the next one; so often that is noted. */
const stillHoldsMs = 5_000
const orderSoonMs = 2_000
const orderOften = 10
const marketsFreshMs = 300_000
const historyLimit = 100
const requestLimit = 100
/** How many of the last orders tell what is usual. */
const usualOf = 20

/** The gateway retries what may be retried; here only a gateway that did not answer is asked again. */
function retry(failures: number, error: Error): boolean {
  return failures < 1 && error instanceof PanelError && error.view.text.key === 'panel.unreachable'
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry, staleTime: 1_000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

/** Something changed at the gateway: what shows it asks again. */
export function onPanelEvent(event: PanelEvent): void {
  const invalidate = (queryKey: readonly unknown[]): void => void queryClient.invalidateQueries({ queryKey })
  switch (event.type) {
    case 'settings-changed':
      invalidate(keys.info)
      invalidate(keys.redis)
      invalidate(keys.database)
      return
    case 'accounts-changed':
      invalidate(keys.accounts)
      invalidate(keys.portfolio)
      return
    case 'gateway-changed':
      invalidate(keys.gateway)
      return
    case 'guard-changed':
      invalidate(keys.guard)
      return
    case 'streams-changed':
      invalidate(keys.allStreams)
      return
    case 'kill-switch-asked':
    case 'trade-news':
      return
    case 'fills-changed':
      invalidate(keys.fills)
      return
    case 'portfolio-changed':
      invalidate(keys.portfolio)
      return
    case 'verification-changed':
      invalidate(keys.verifications(event.accountId))
      return
    case 'orders-changed':
      invalidate(keys.orders(event.accountId))
      invalidate(keys.balances(event.accountId))
      invalidate(keys.portfolioNow)
      invalidate(keys.status)
      invalidate(keys.ordersInNeed)
      return
  }
}

/**
 * After a write of this window. The gateway's own event may already have it asked for; asking costs weight at the
 * exchange.
 */
export function refreshAccount(accountId: string): void {
  for (const queryKey of [keys.orders(accountId), keys.balances(accountId)]) {
    void queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false })
  }
}

/** After credentials changed, everything asked with the old ones is void. */
export function forgetAccount(accountId: string): void {
  for (const root of ['markets', 'ticker', 'candles', 'book', 'balances', 'orders']) {
    void queryClient.resetQueries({ queryKey: [root, accountId] })
  }
}

export function useInfo(): UseQueryResult<CallOutput<'app.info'>> {
  return useQuery({ queryKey: keys.info, queryFn: () => call('app.info', {}), staleTime: Infinity })
}

export function useAccounts(): UseQueryResult<CallOutput<'accounts.list'>> {
  return useQuery({ queryKey: keys.accounts, queryFn: () => call('accounts.list', {}) })
}

export function useMarkets(accountId: string): UseQueryResult<CallOutput<'markets.list'>> {
  return useQuery({
    queryKey: keys.markets(accountId),
    queryFn: () => call('markets.list', { accountId }),
    staleTime: marketsFreshMs,
    refetchInterval: marketsFreshMs,
  })
}

/** A ticker is at least as new as the question for it, epoch ms. */
export type AgedTicker = CallOutput<'market.ticker'> & { readonly askedAt: number }

/** A ticker as it is pushed; asked for every two seconds where it is not. */
export function useTicker(accountId: string, symbol: string): UseQueryResult<AgedTicker> {
  const isPushed = usePushedTicker(accountId, symbol)
  return useQuery({
    queryKey: keys.ticker(accountId, symbol),
    queryFn: async () => {
      const askedAt = Date.now()
      return { ...(await call('market.ticker', { accountId, symbol })), askedAt }
    },
    refetchInterval: isPushed ? false : tickerEveryMs,
  })
}

function usePushedTicker(accountId: string, symbol: string): boolean {
  const take = useCallback(
    (ticker: CallOutput<'market.ticker'>) =>
      queryClient.setQueryData<AgedTicker>(keys.ticker(accountId, symbol), { ...ticker, askedAt: Date.now() }),
    [accountId, symbol],
  )
  const isPushed = useWatch('market.ticker', { accountId, symbol }, take)
  useEffect(() => {
    if (!isPushed) return
    const timer = setInterval(() => {
      queryClient.setQueryData<AgedTicker>(
        keys.ticker(accountId, symbol),
        (known) => known && { ...known, askedAt: Date.now() },
      )
    }, stillHoldsMs)
    return () => clearInterval(timer)
  }, [isPushed, accountId, symbol])
  return isPushed
}

/** How the connections stand over which the account's exchange pushes. */
export function useStreams(accountId: string | null): UseQueryResult<CallOutput<'streams.status'>> {
  return useQuery({
    queryKey: keys.streams(accountId ?? ''),
    queryFn: accountId === null ? skipToken : () => call('streams.status', { accountId }),
    staleTime: Infinity,
  })
}

/** Whether what happens in an account is told as it happens. */
function useIsPushed(accountId: string): boolean {
  return useStreams(accountId).data?.account === 'live'
}

/**
 * An order that was just placed, as long as something can still happen to it: often at first, when a market order
 * fills.
 */
export function useOrder(
  accountId: string,
  { id: orderId, symbol, status }: Pick<CallOutput<'orders.get'>, 'id' | 'symbol' | 'status'>,
): UseQueryResult<CallOutput<'orders.get'>> {
  return useQuery({
    queryKey: keys.order(accountId, orderId),
    queryFn: () => call('orders.get', { accountId, orderId, symbol }),
    enabled: !isFinal(status),
    retry: false,
    refetchInterval: ({ state: { data, dataUpdateCount, error } }) => {
      if (data !== undefined && isFinal(data.status)) return false
      return error === null && dataUpdateCount < orderOften ? orderSoonMs : openOrdersEveryMs
    },
  })
}

/** The orders last placed by hand on a symbol, the newest first. */
export function useLastPlaced(accountId: string, symbol: string): UseQueryResult<CallOutput<'journal.search'>> {
  const filter = { ...wholeJournal, accountId, symbol, kind: 'place', origin: 'panel' } as const
  return useQuery({
    queryKey: keys.lastPlaced(accountId, symbol),
    queryFn: () => call('journal.search', { filter, cursor: null, limit: usualOf }),
    staleTime: 60_000,
  })
}

export function useBalances(accountId: string): UseQueryResult<CallOutput<'balances.get'>> {
  const isPushed = useIsPushed(accountId)
  return useQuery({
    queryKey: keys.balances(accountId),
    queryFn: () => call('balances.get', { accountId }),
    refetchInterval: isPushed ? pushedEveryMs : accountEveryMs,
  })
}

export function useOpenOrders(accountId: string): UseQueryResult<CallOutput<'orders.open'>> {
  const isPushed = useIsPushed(accountId)
  return useQuery({
    queryKey: keys.openOrders(accountId),
    queryFn: () => call('orders.open', { accountId }),
    refetchInterval: isPushed ? pushedEveryMs : openOrdersEveryMs,
  })
}

export function useHistory(
  accountId: string,
  symbol: string | null,
  enabled: boolean,
): UseQueryResult<CallOutput<'orders.history'>> {
  return useQuery({
    queryKey: keys.history(accountId, symbol),
    queryFn: () => call('orders.history', { accountId, symbol, limit: historyLimit }),
    placeholderData: keepPreviousData,
    enabled,
  })
}

export function useBrackets(accountId: string): UseQueryResult<CallOutput<'brackets.list'>> {
  return useQuery({
    queryKey: keys.brackets(accountId),
    queryFn: () => call('brackets.list', { accountId }),
    refetchInterval: gatewayEveryMs,
  })
}

/** Events tell of each step; this is the safety net under them. */
export function useVerifications(accountId: string): UseQueryResult<CallOutput<'verifications.list'>> {
  return useQuery({
    queryKey: keys.verifications(accountId),
    queryFn: () => call('verifications.list', { accountId }),
    refetchInterval: gatewayEveryMs,
  })
}

/** @param looking whether somebody looks at it: what waits grows old without anything happening */
export function useGatewayStatus(looking = false): UseQueryResult<CallOutput<'gateway.status'>> {
  return useQuery({
    queryKey: keys.status,
    queryFn: () => call('gateway.status', {}),
    refetchInterval: looking ? requestsEveryMs : statusEveryMs,
  })
}

export function useGuard(): UseQueryResult<CallOutput<'guard.get'>> {
  return useQuery({
    queryKey: keys.guard,
    queryFn: () => call('guard.get', {}),
    refetchInterval: gatewayEveryMs,
  })
}

export function useRedisSettings(): UseQueryResult<CallOutput<'redis.settings'>> {
  return useQuery({ queryKey: keys.redis, queryFn: () => call('redis.settings', {}) })
}

export function useDatabaseSettings(): UseQueryResult<CallOutput<'database.settings'>> {
  return useQuery({ queryKey: keys.database, queryFn: () => call('database.settings', {}) })
}

export function useRequests(): UseQueryResult<CallOutput<'gateway.requests'>> {
  return useQuery({
    queryKey: keys.requests,
    queryFn: () => call('gateway.requests', { limit: requestLimit }),
    refetchInterval: requestsEveryMs,
  })
}
