import type { PoolLimit } from '../http/limit-pool.ts'
import type { PoolKind } from './endpoints.ts'

const windowMs = 30_000

/** A pool of so many units in 30 s, which begin with the first request. */
function windowOf(limit: number): PoolLimit {
  return { kind: 'first_use', limit, windowMs, reports: 'most' }
}

/**
 * What the lowest level has, until an answer's headers tell this account's own. Source: docs/exchanges/kucoin.md §3.
 */
export const initialPools: Readonly<Record<PoolKind, PoolLimit>> = {
  public: windowOf(2_000),
  spot: windowOf(4_000),
  management: windowOf(2_000),
  unified: { kind: 'first_use', limit: 200, windowMs: 3_000, reports: 'most' },
}

/** The limiter's name of a pool: the public one belongs to our address, the others to one account each. */
export function poolName(kind: PoolKind, accountId: string | null): string {
  return kind === 'public' || accountId === null ? 'public' : `${kind}:${accountId}`
}

/** What an answer's headers say of its pool; `resetMs` until the window ends. null: not said. */
export interface PoolReport {
  readonly limit: number | null
  readonly remaining: number | null
  readonly resetMs: number | null
}

/** Longer than any window of theirs: beyond it a header is nonsense. */
const longestResetMs = 60_000

export function poolReport(headers: Readonly<Record<string, string>>): PoolReport {
  const limit = count(headers['gw-ratelimit-limit'])
  const resetMs = count(headers['gw-ratelimit-reset'])
  return {
    limit: limit === 0 ? null : limit,
    remaining: count(headers['gw-ratelimit-remaining']),
    resetMs: resetMs === null ? null : Math.min(Math.max(resetMs, 1), longestResetMs),
  }
}

/**
 * Units used, as far as that still matters. Near its end the exchange's window may already be over by our count, and
 * what it reports would burden the next one. A pool that is used up rests for as long as the answer says, whatever is
 * left of our window.
 */
export function usedUnits({ limit, remaining, resetMs }: PoolReport): number | null {
  if (limit === null || remaining === null || remaining > limit || remaining === 0) return null
  return resetMs !== null && resetMs < 1_000 ? null : limit - remaining
}

function count(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null
}

/** 429000 while units are left means "busy", not "too many": KuCoin wants a second or two of quiet then. */
export const busyMs = 1_000

/**
 * Cloudflare (1015, a page instead of JSON) keeps an address out for about half a minute; nothing of ours waits that
 * long for it.
 */
export const firewallMs = 35_000
