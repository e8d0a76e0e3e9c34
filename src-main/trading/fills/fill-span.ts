/**
 * Of which stretch of time the fills of an account are known without gaps, of one symbol or (null) of all, and where
 * the way further back goes on. Times are epoch ms. Pure.
 */
export interface FillSpan {
  readonly symbol: string | null
  /** null: from the first fill on; while `until` is null it says nothing. */
  readonly from: number | null
  /** null: nothing is known yet. */
  readonly until: number | null
  /** Leads to what is older than `from`; null: ask for what was before it. */
  readonly cursor: string | null
  /** Whether everything before `from` was asked for that the exchange tells. */
  readonly complete: boolean
  /** Whether somebody wants it to be. */
  readonly wanted: boolean
}

/** A page as far as it counts here. */
export interface Walked {
  /** When the oldest fill of it happened; null: it has none. */
  readonly oldest: number | null
  readonly next: string | null
  /** Before which moment the exchange tells nothing; null: it tells everything. */
  readonly reach: number | null
}

/** Lists of exchanges lag, and clocks differ: so much of what is known is asked for again. */
const overlapMs = 5 * 60_000

export function unknownSpan(symbol: string | null): FillSpan {
  return { symbol, from: null, until: null, cursor: null, complete: false, wanted: false }
}

/** From when on the newest fills are to be asked for; null: none are known, the newest page will do. */
export function newestSince({ until }: FillSpan): number | null {
  return until === null ? null : until - overlapMs
}

/**
 * After the newest fills were asked for, page by page. `next` null: down to what was known, or to the beginning. Else
 * there is a gap now, and what lay behind it counts as unknown; where all of it was known, the gap is to be closed.
 * @param startedAt when the first page was asked for
 */
export function afterNewest(span: FillSpan, { oldest, next, reach }: Walked, startedAt: number): FillSpan {
  if (next === null && span.until !== null) return { ...span, until: startedAt }
  if (next === null) return { ...span, from: reach, until: startedAt, cursor: null, complete: true, wanted: false }
  const wanted = span.wanted || span.complete
  return { ...span, from: oldest ?? startedAt, until: startedAt, cursor: next, complete: false, wanted }
}

/** After a page of older fills. */
export function afterOlder(span: FillSpan, { oldest, next, reach }: Walked): FillSpan {
  if (next === null) return { ...span, from: reach, cursor: null, complete: true, wanted: false }
  const from = oldest === null || span.from === null ? span.from : Math.min(span.from, oldest)
  return { ...span, from, cursor: next }
}

/** What is known of an account, from its parts; null: nothing. */
export function coverageOf(
  spans: readonly FillSpan[],
): { readonly since: number | null; readonly until: number | null; readonly complete: boolean } | null {
  if (spans.length === 0) return null
  const froms = spans.flatMap(({ from }) => from ?? [])
  const untils = spans.flatMap(({ until }) => until ?? [])
  return {
    since: froms.length === 0 ? null : Math.max(...froms),
    until: untils.length < spans.length ? null : Math.min(...untils),
    complete: spans.every(({ complete }) => complete),
  }
}
