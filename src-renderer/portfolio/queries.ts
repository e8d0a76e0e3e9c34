import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { CallInput, CallOutput } from '../../src-shared/contract.ts'
import { call } from '../panel-client.ts'
import { keys } from '../query.ts'

export type PortfolioView = CallOutput<'portfolio.get'>
export type HoldingView = PortfolioView['holdings'][number]
export type AccountHoldingView = HoldingView['accounts'][number]
export type PointView = CallOutput<'portfolio.history'>[number]
export type ResultsView = CallOutput<'portfolio.results'>

/** What a person looks at: in which currency, of which accounts (null: all), with cost taken how. */
export type Viewed = CallInput<'portfolio.get'>

/** Prices move; what happens in accounts is told by events. */
const pricesEveryMs = 15_000
const historyEveryMs = 10 * 60_000

export function usePortfolio(viewed: Viewed): UseQueryResult<PortfolioView> {
  return useQuery({
    queryKey: [...keys.portfolioNow, viewed],
    queryFn: () => call('portfolio.get', viewed),
    refetchInterval: pricesEveryMs,
    placeholderData: keepPreviousData,
  })
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const historySpans = { day: 1, week: 7, month: 30, year: 365, all: 3650 } as const
export type HistorySpan = keyof typeof historySpans

/** Hours while every hour is kept, and no more points than a chart has pixels. */
export function useValueHistory(
  { currency, accounts }: Pick<Viewed, 'currency' | 'accounts'>,
  span: HistorySpan,
): UseQueryResult<readonly PointView[]> {
  const days = historySpans[span]
  return useQuery({
    queryKey: keys.portfolioOf('history', { currency, accounts, span }),
    queryFn: () => {
      // A day more than is shown: the change over one needs a value of before.
      const from = Date.now() - days * dayMs - (span === 'day' ? hourMs * 2 : 0)
      const step = days <= 30 ? 'hour' : 'day'
      return call('portfolio.history', { currency, accounts, from, until: Date.now() + hourMs, step })
    },
    refetchInterval: historyEveryMs,
    placeholderData: keepPreviousData,
  })
}

export function useResults(viewed: Viewed, step: CallInput<'portfolio.results'>['step']): UseQueryResult<ResultsView> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return useQuery({
    queryKey: keys.portfolioOf('results', { ...viewed, step, timeZone }),
    queryFn: () => call('portfolio.results', { ...viewed, step, timeZone }),
    placeholderData: keepPreviousData,
  })
}
