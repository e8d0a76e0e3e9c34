import { stringify } from 'lossless-json'

/**
 * JSON text in which a bigint is a bare number with all its digits, as KuCoin writes its large ids and its nanoseconds.
 */
export function json(value: unknown): string {
  return stringify(value) ?? 'null'
}

/** A time in nanoseconds, which a JavaScript number cannot hold exactly. */
export const nanoseconds = (ms: number): bigint => BigInt(ms) * 1_000_000n + 1n
