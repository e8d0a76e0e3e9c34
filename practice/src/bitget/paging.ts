import { badParameter, BitgetError } from './bitget-error.ts'
import type { PrivateCall } from './practice-bitget.ts'

const dayMs = 86_400_000
const ninetyDays = 90 * dayMs
const thirtyDays = 30 * dayMs

/**
 * Bounds of a history query (epoch ms): within the last 90 days, which are meant when none are given. @throws
 * BitgetError
 */
export function boundsOf({ parameters, now }: PrivateCall): readonly [from: number, to: number] {
  const end = parameters.integer('endTime') ?? now
  const start = parameters.integer('startTime') ?? Math.max(end - ninetyDays, now - ninetyDays)
  if (end - start > ninetyDays) throw new BitgetError('40705', 'The start and end time cannot exceed 90 days')
  if (start < now - ninetyDays) throw new BitgetError('40704', 'Only the last 3 months of data can be queried')
  return [start, end]
}

/**
 * Bounds of a unified account's history query: 30 days at most, within the last 90; the last 30 when none are given.
 * @throws BitgetError
 */
export function unifiedBoundsOf({ parameters, now }: PrivateCall): readonly [from: number, to: number] {
  const end = parameters.integer('endTime') ?? now
  const start = parameters.integer('startTime') ?? end - thirtyDays
  if (end - start > thirtyDays) throw new BitgetError('25200', 'The query time range is beyond 30 days')
  if (start < now - ninetyDays) throw new BitgetError('25200', 'Only the last 90 days can be queried')
  return [start, end]
}

export function limitOf({ parameters }: PrivateCall): number {
  const limit = parameters.integer('limit') ?? 100
  if (limit < 1 || limit > 100) throw badParameter('limit')
  return limit
}

/** What comes after the entry that `last` names (newest first), `limit` of it. */
export function pageAfter<T>(
  list: readonly T[],
  last: string | null,
  idOf: (entry: T) => string,
  limit: number,
): readonly T[] {
  const start = last === null ? 0 : list.findIndex((entry) => idOf(entry) === last) + 1
  return last !== null && start === 0 ? [] : list.slice(start, start + limit)
}
