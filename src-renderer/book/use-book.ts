import { queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useOverTime } from '../guard/use-now.ts'
import { call } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { useWatch } from '../use-watch.ts'
import type { OrderBookView } from '../views.ts'

/** Levels asked for of each side: what a grouping can be made of. */
export const bookDepth = 100

/** Where the exchange pushes nothing. */
const askEveryMs = 2_000
/** A book that is asked for every two seconds is not of now after this time. */
const oldAfterMs = 7_000

/** A book and when it came, epoch ms. */
export interface AgedBook {
  readonly book: OrderBookView
  readonly at: number
}

/** A book that others may keep fresh: asked for when none has come for two seconds. */
export const bookQuery = (accountId: string, symbol: string) =>
  queryOptions({
    queryKey: keys.book(accountId, symbol),
    queryFn: async (): Promise<AgedBook> => ({
      book: await call('market.orderBook', { accountId, symbol, depth: bookDepth }),
      at: Date.now(),
    }),
    refetchInterval: askEveryMs,
    // Two books are hardly ever the same; comparing them level by level finds nothing.
    structuralSharing: false,
  })

/** `pushed`: as it happens; `asked`: every two seconds; `old`: what is shown is the past. */
export type BookStanding = 'pushed' | 'asked' | 'old'

export interface BookFeed {
  readonly data: AgedBook | undefined
  readonly standing: BookStanding
  readonly error: Error | null
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

/** The book of a market as it is pushed; asked for every two seconds where it is not. */
export function useBook(accountId: string, symbol: string): BookFeed {
  const take = useCallback(
    (book: OrderBookView) => queryClient.setQueryData<AgedBook>(keys.book(accountId, symbol), { book, at: Date.now() }),
    [accountId, symbol],
  )
  const isPushed = useWatch('market.book', { accountId, symbol, depth: bookDepth }, take)
  const { data, error, isFetching, refetch } = useQuery({
    ...bookQuery(accountId, symbol),
    refetchInterval: isPushed ? false : askEveryMs,
  })
  const at = data?.at ?? 0
  const isOld = useOverTime(1_000, (now) => now - at > oldAfterMs)
  return {
    data,
    standing: isPushed ? 'pushed' : isOld ? 'old' : 'asked',
    error: isPushed ? null : error,
    isFetching,
    refetch,
  }
}
