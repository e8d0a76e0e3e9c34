import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { Timeframe } from '../../src-shared/capabilities.ts'
import type { FeedState } from '../../src-shared/feed-state.ts'
import { call } from '../panel-client.ts'
import { keys } from '../query.ts'
import { useWatchState } from '../use-watch.ts'
import type { CandleStore } from './candle-store.ts'
import type { ChartStepView } from './candles.ts'

/** Where nothing is pushed. */
const askEveryMs = 15_000
/** A stream that has not come by then is not waited for any longer: candles are asked for, and a failure is told. */
const patienceMs = 4_000

interface Of {
  readonly accountId: string
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly limit: number
}

export interface ChartFeed {
  /** How the pushed candles stand. */
  readonly feed: FeedState['kind']
  /** Why candles could not be asked for where none are pushed; null: they could, or are pushed. */
  readonly error: Error | null
  /** Whether candles were asked for and came. */
  readonly isAsked: boolean
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

/** Keeps a store full of candles: as they are pushed, and asked for now and then where they are not. */
export function useChartFeed(of: Of, store: CandleStore): ChartFeed {
  const take = useCallback((steps: readonly ChartStepView[]) => store.take(steps), [store])
  const feed = useWatchState('market.chart', of, take)
  const isLate = useIsLate(feed === 'waiting')
  const asks = feed === 'refused' || feed === 'stale' || isLate
  const query = useQuery({
    queryKey: keys.candles(of),
    queryFn: () => call('market.candles', of),
    enabled: asks,
    refetchInterval: askEveryMs,
  })
  const asked = asks ? query.data : undefined
  useEffect(() => {
    if (asked !== undefined)
      store.take([{ kind: 'whole', candles: asked.map((candle) => ({ ...candle, closed: null })) }])
  }, [asked, store])
  const { isFetching, refetch } = query
  return { feed, error: asks ? query.error : null, isAsked: asked !== undefined, isFetching, refetch }
}

function useIsLate(waits: boolean): boolean {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    if (!waits) return
    const timer = setTimeout(() => setIsLate(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setIsLate(false)
    }
  }, [waits])
  return waits && isLate
}
