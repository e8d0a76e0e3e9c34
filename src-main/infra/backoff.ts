const firstMs = 100
const lastMs = 5_000

/** How long to wait before the nth attempt (from 1) to reach Redis: doubling up to 5 s, with ± 20 % of jitter. `random` is in 0…1. */
export function backoffMs(attempt: number, random: number): number {
  const base = Math.min(lastMs, firstMs * 2 ** Math.min(attempt - 1, 10))
  return Math.round(base * (0.8 + 0.4 * random))
}
