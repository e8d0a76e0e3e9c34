export interface Backoff {
  readonly firstMs: number
  readonly longestMs: number
}

/** How long to wait before the nth attempt (from 1), in ms: doubling, up to the longest. */
export function backoffMs(attempt: number, { firstMs, longestMs }: Backoff): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 30))
}

/**
 * A pause up to `share` longer or shorter, so that many who wait do not come back at the same moment. `random` is in
 * 0…1.
 */
export function withJitter(ms: number, share = 0.2, random = Math.random()): number {
  return Math.round(ms * (1 - share + 2 * share * random))
}
