/** What many callers of one action waited, in ms. */
export interface Latency {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** The value below which `share` of all lie (nearest rank). NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export function latencyOf(values: readonly number[]): Latency {
  return { p50: median(values), p95: percentile(values, 0.95), p99: percentile(values, 0.99) }
}
