import type { Fill } from '../../../src-shared/order.ts'
import type { FillPage, FillQuery } from '../../exchange/orders/fill-pages.ts'
import { afterNewest, afterOlder, type FillSpan, newestSince, type Walked } from './fill-span.ts'

/** An account's client, as far as fills are asked of it. */
export interface FillTeller {
  fetchFills(query: FillQuery): Promise<FillPage>
}

/** What goes with a walk. */
export interface Walking {
  /** Epoch ms. */
  readonly now: () => number
  /** Keeps what was told, before the next page is asked for. */
  readonly keep: (fills: readonly Fill[]) => Promise<void>
  /** Waits until the next page may be asked for. @returns whether to go on */
  readonly pause: () => Promise<boolean>
}

/** Exchanges give as many as their own pages hold. */
const pageSize = 500
/** What is newer than so many pages is left to the walk backwards. */
const mostNewPages = 20

/**
 * Asks for what is newer than what is known; of an account of which nothing is known, the newest page. @returns what is
 * known then.
 */
export async function walkNewest(teller: FillTeller, span: FillSpan, walking: Walking): Promise<FillSpan> {
  const startedAt = walking.now()
  const since = newestSince(span)
  const most = since === null ? 1 : mostNewPages
  let walked: Walked = { oldest: null, next: null, reach: null }
  for (let page = 0; page < most; page += 1) {
    if (page > 0 && !(await walking.pause())) return span
    const query = { symbol: span.symbol, since, until: null, cursor: walked.next, limit: pageSize }
    walked = olderOf(walked, await told(teller, query, walking))
    if (walked.next === null) break
  }
  return afterNewest(span, walked, startedAt)
}

/** Asks for one page of what is older than what is known. @returns what is known then. */
export async function walkOlder(teller: FillTeller, span: FillSpan, walking: Walking): Promise<FillSpan> {
  const until = span.cursor === null ? span.from : null
  const query = { symbol: span.symbol, since: null, until, cursor: span.cursor, limit: pageSize }
  return afterOlder(span, await told(teller, query, walking))
}

async function told(teller: FillTeller, query: FillQuery, { keep }: Walking): Promise<Walked> {
  const { fills, next, reach } = await teller.fetchFills(query)
  await keep(fills)
  return { oldest: fills.length === 0 ? null : Math.min(...fills.map(({ time }) => time)), next, reach }
}

function olderOf(before: Walked, page: Walked): Walked {
  return { ...page, oldest: page.oldest ?? before.oldest }
}
