/**
 * Where the highest number that a key may have used is kept, so that numbers go on growing over restarts (Kraken
 * refuses any request whose nonce is not above the last). `key` names an API key without revealing it.
 */
export interface NonceStore {
  /** null: never used here. */
  highest(key: string): bigint | null
  /** Written through before it returns: a number that was handed out must not be handed out again after a crash. */
  raise(key: string, highest: bigint): void
}

/** Forgets with the process: for tests, and for keys that live no longer than this run. */
export class MemoryNonceStore implements NonceStore {
  readonly #highest = new Map<string, bigint>()

  highest(key: string): bigint | null {
    return this.#highest.get(key) ?? null
  }

  raise(key: string, highest: bigint): void {
    this.#highest.set(key, highest)
  }
}
