import type { Keychain } from '../../src-main/accounts/keychain.ts'

/** A keychain in memory that can be switched off. */
export class MemoryKeychain implements Keychain {
  readonly entries = new Map<string, string>()
  failure: Error | null = null

  get(name: string): Promise<string | null> {
    return this.#answer(() => this.entries.get(name) ?? null)
  }

  set(name: string, text: string): Promise<void> {
    return this.#answer(() => {
      this.entries.set(name, text)
    })
  }

  delete(name: string): Promise<boolean> {
    return this.#answer(() => this.entries.delete(name))
  }

  #answer<T>(answer: () => T): Promise<T> {
    return this.failure === null ? Promise.resolve(answer()) : Promise.reject(this.failure)
  }
}
