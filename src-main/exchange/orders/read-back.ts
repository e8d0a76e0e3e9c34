import { backoffMs } from '../../../src-shared/backoff.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Venue } from '../core/venue.ts'

/**
 * Reads again until `done`, with growing pauses. @returns the last that was read, or null when there was nothing, or
 * nothing readable: an exchange's refusal or silence ends nothing here, since this comes after a write that it has
 * acknowledged.
 */
export async function readUntil<T>(
  venue: Venue,
  attempts: number,
  read: () => Promise<T | null>,
  done: (value: T) => boolean,
): Promise<T | null> {
  let latest: T | null = null
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      const value = await read()
      if (value !== null) latest = value
      if (value !== null && done(value)) break
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
    }
    if (attempt < attempts) await venue.pause(backoffMs(attempt, { firstMs: 100, longestMs: 2_000 }))
  }
  return latest
}

/**
 * Reads an acknowledgement. If that fails, the order stands all the same: its outcome is unknown to us, not refused.
 */
export async function acknowledged<T>(clientOrderId: string, read: () => Promise<T> | T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw new GatewayError('unknown-outcome', 'order.outcome.unknown', { clientOrderId }, { cause: error })
  }
}
