import { retryAfterMs } from '../http/answers.ts'
import type { PoolLimit } from '../http/limit-pool.ts'

/** Binance's own record of one limit, in exchangeInfo.rateLimits. */
export interface RateLimitRecord {
  readonly rateLimitType: string
  readonly interval: string
  readonly intervalNum: number
  readonly limit: number
}

/** Pools behind our IP address, until exchangeInfo tells the limits of today. */
export const initialLimits: Readonly<Record<string, PoolLimit>> = {
  weight: { kind: 'aligned', limit: 6_000, windowMs: 60_000, reports: 'most' },
  raw: { kind: 'aligned', limit: 61_000, windowMs: 5 * 60_000, reports: 'most' },
}

const intervals: Readonly<Record<string, { readonly ms: number; readonly letter: string }>> = {
  SECOND: { ms: 1_000, letter: 'S' },
  MINUTE: { ms: 60_000, letter: 'M' },
  HOUR: { ms: 3_600_000, letter: 'H' },
  DAY: { ms: 86_400_000, letter: 'D' },
}

/** An account's unfilled-order count over one interval, such as 10S or 1D. */
interface OrderCountLimit {
  readonly suffix: string
  readonly limit: PoolLimit
}

const initialOrderCounts: readonly OrderCountLimit[] = [
  { suffix: '10S', limit: { kind: 'aligned', limit: 50, windowMs: 10_000, reports: 'latest' } },
  { suffix: '1D', limit: { kind: 'aligned', limit: 160_000, windowMs: 86_400_000, reports: 'latest' } },
]

/** Limits in force at one venue: pools of the IP address, and the order counts that each account has for itself. */
export interface VenueLimits {
  readonly ip: Readonly<Record<string, PoolLimit>>
  readonly orderCounts: readonly OrderCountLimit[]
}

export const initialVenueLimits: VenueLimits = { ip: initialLimits, orderCounts: initialOrderCounts }

/** What exchangeInfo says, on top of what we assumed. Unknown types and intervals are left aside. */
export function venueLimits(records: readonly RateLimitRecord[]): VenueLimits {
  const ip: Record<string, PoolLimit> = { ...initialLimits }
  const orderCounts: OrderCountLimit[] = []
  for (const record of records) {
    const interval = intervals[record.interval]
    if (interval === undefined || record.limit <= 0 || record.intervalNum <= 0) continue
    const windowMs = interval.ms * record.intervalNum
    if (record.rateLimitType === 'REQUEST_WEIGHT')
      ip.weight = { kind: 'aligned', limit: record.limit, windowMs, reports: 'most' }
    if (record.rateLimitType === 'RAW_REQUESTS')
      ip.raw = { kind: 'aligned', limit: record.limit, windowMs, reports: 'most' }
    if (record.rateLimitType === 'ORDERS') {
      const suffix = `${record.intervalNum}${interval.letter}`
      orderCounts.push({
        suffix,
        limit: { kind: 'aligned', limit: record.limit, windowMs, reports: 'latest' },
      })
    }
  }
  return { ip, orderCounts: orderCounts.length > 0 ? orderCounts : initialOrderCounts }
}

/**
 * The name of an account's pool of unfilled orders. Two accounts of ours with keys of one Binance account count apart;
 * answers correct both.
 */
export function orderPool(accountId: string, suffix: string): string {
  return `orders:${accountId}:${suffix}`
}

/** Usage that an answer's headers report, by pool of ours. */
export function reportedUsage(
  headers: Readonly<Record<string, string>>,
  accountId: string | null,
): Readonly<Record<string, number>> {
  const reported: Record<string, number> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (!/^\d{1,12}$/.test(value)) continue
    if (name === 'x-mbx-used-weight-1m') reported.weight = Number(value)
    const count = /^x-mbx-order-count-(\d+[smhd])$/.exec(name)
    if (count?.[1] !== undefined && accountId !== null) {
      reported[orderPool(accountId, count[1].toUpperCase())] = Number(value)
    }
  }
  return reported
}

/** How much of a limit is used, as answers over the WebSocket API tell it in `rateLimits`. */
export interface RateLimitCount extends Omit<RateLimitRecord, 'limit'> {
  readonly count: number
}

/** The headers in which REST would tell the same; those of {@link reportedUsage}. */
export function limitHeaders(counts: readonly RateLimitCount[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const { rateLimitType, interval, intervalNum, count } of counts) {
    const letter = intervals[interval]?.letter.toLowerCase()
    if (letter === undefined) continue
    const suffix = `${intervalNum}${letter}`
    if (rateLimitType === 'REQUEST_WEIGHT') headers[`x-mbx-used-weight-${suffix}`] = String(count)
    if (rateLimitType === 'ORDERS') headers[`x-mbx-order-count-${suffix}`] = String(count)
  }
  return headers
}

const bannedUntil = /banned until (\d{13})\b/i

/**
 * How long a demand to wait holds, ms: until the moment that its words name (a ban: "IP banned until <epoch ms>"), else
 * as its header says, else `fallbackMs`. Pure. @param now by the exchange's clock.
 */
export function waitMsOf(
  headers: Readonly<Record<string, string>>,
  words: string,
  now: number,
  fallbackMs: number,
): number {
  const leftMs = Number(bannedUntil.exec(words)?.[1] ?? 0) - now
  const toldMs = retryAfterMs(headers, leftMs > 0 ? 0 : fallbackMs, 7)
  return Math.max(toldMs, leftMs)
}
