import type { TimeSource } from '../../http/server-clock.ts'
import type { BanStore } from '../../stores/ban-store.ts'
import { lockedOut } from '../errors.ts'
import { lockoutMs } from '../limits.ts'

/**
 * Of an API key that Kraken locks out, nothing is sent for minutes, cancels included, since every call would make it
 * longer: after a restart neither.
 */
export class Lockout {
  readonly #store: BanStore
  readonly #place: string
  readonly #time: TimeSource
  /** By the monotonic clock. */
  #until: number

  /** @param key names the key in the store, without revealing it. */
  constructor(store: BanStore, key: string, time: TimeSource) {
    this.#store = store
    this.#place = `kraken key ${key}`
    this.#time = time
    const leftMs = (store.bannedUntil(this.#place) ?? 0) - time.now()
    // A clock that was wrong must not lock us out for longer than Kraken does.
    this.#until = time.monotonic() + Math.min(leftMs, lockoutMs)
  }

  /** @throws what the store throws; the key rests all the same. */
  begin(): void {
    this.#until = this.#time.monotonic() + lockoutMs
    this.#store.keepBan(this.#place, this.#time.now() + lockoutMs)
  }

  /** @throws GatewayError `rate-limit` while the key rests; nothing is sent then. */
  check(): void {
    const waitMs = this.#until - this.#time.monotonic()
    if (waitMs > 0) throw lockedOut(waitMs)
  }
}
