const dayMs = 86_400_000

/** How far back Bitget's lists of finished orders go. */
const keptMs = 90 * dayMs
/** The widest window of one question. Source: docs/exchanges/bitget.md §6.3; GET /api/v3/trade/history-orders. */
export const widestMs = { classic: keptMs, unified: 30 * dayMs } as const
/**
 * Our idea of Bitget's time and its own differ: a question may not begin before what is kept, nor end before an order
 * of just now.
 */
const slackMs = 10_000

/** Before this moment Bitget's lists tell nothing, epoch ms. @param now by Bitget's clock */
export function keptSince(now: number): number {
  return now - keptMs + 2 * slackMs
}

/** A part of the past, both ends included, epoch ms. */
export interface Window {
  readonly startTime: string
  readonly endTime: string
}

/**
 * The windows that cover the time from `since` (null: as far back as there is) to `until` (null: now), newest first;
 * none when all of it is forgotten. Pure. @param now by Bitget's clock. @param widest what one question may span, ms.
 */
export function windowsOf(since: number | null, until: number | null, now: number, widest: number): readonly Window[] {
  const oldest = Math.max(since ?? 0, keptSince(now))
  const windows: Window[] = []
  // An order may be dated later than what we take for now.
  const newest = until ?? Math.max(now, since ?? 0) + slackMs
  for (let end = newest; end >= oldest; end -= widest) {
    const start = Math.max(oldest, end - widest + 1)
    windows.push({ startTime: String(start), endTime: String(end) })
  }
  return windows
}
