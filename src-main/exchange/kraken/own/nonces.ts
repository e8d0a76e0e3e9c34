import type { NonceStore } from '../../stores/nonce-store.ts'

/**
 * Nonces are written down in blocks, so that not every request writes: after a crash the sequence goes on at most this
 * far ahead.
 */
export const nonceBlock = 30_000n
/** How far the sequence jumps when Kraken says that it has seen a larger nonce: ten minutes of milliseconds. */
export const nonceJump = 600_000n

/**
 * The nonces of one API key: milliseconds of the wall clock, or one more than the last where that is larger, so that
 * they grow whatever happens to the clock, over restarts too. Kraken knows no way to lower a key's nonce, so the
 * sequence never runs further ahead of the clock than it must.
 */
export class NonceSequence {
  readonly #store: NonceStore
  readonly #key: string
  readonly #now: () => number
  #last = 0n
  /** Up to here the store knows that nonces may have been used. */
  #reserved = 0n

  constructor(store: NonceStore, key: string, now: () => number) {
    this.#store = store
    this.#key = key
    this.#now = now
  }

  /** @throws what the store throws: then the nonce was not given out. */
  next(): bigint {
    const wanted = largest(this.#clock(), this.#last + 1n)
    const nonce = wanted > this.#reserved ? this.#reserve(wanted) : wanted
    this.#last = nonce
    return nonce
  }

  /**
   * Kraken refused a nonce: somebody else used a larger one with this key. Goes on beyond {@link nonceJump}, which
   * reaches another program that counts in milliseconds. @returns false right after such a jump: then the other one
   * counts in finer units, and no jump of ours would reach it.
   */
  jump(): boolean {
    const now = this.#clock()
    if (this.#last > now + nonceJump / 2n) return false
    this.#last = largest(now, this.#last) + nonceJump
    return true
  }

  #clock(): bigint {
    return BigInt(Math.floor(this.#now()))
  }

  #reserve(wanted: bigint): bigint {
    const stored = this.#store.highest(this.#key) ?? 0n
    // Larger than what was reserved here: an earlier run's, or another process's.
    const first = stored > this.#reserved ? largest(wanted, stored + 1n) : wanted
    this.#store.raise(this.#key, first + nonceBlock)
    this.#reserved = first + nonceBlock
    return first
  }
}

const largest = (a: bigint, b: bigint): bigint => (a > b ? a : b)
