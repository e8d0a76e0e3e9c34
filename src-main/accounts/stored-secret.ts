import type { CredentialsState } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { type Keychain, reasonOf } from './keychain.ts'

interface Options {
  readonly keychain: Keychain
  /** The entry's name; accounts' keys stand under their ids. */
  readonly name: string
  readonly isAvailable: () => boolean
  /** Rejects when nothing could be kept now. */
  readonly requirePlace: () => Promise<void>
}

/** One secret text that is no account's key: in the keychain and, once read, in memory; or in memory alone, "for this run only". */
export class StoredSecret {
  readonly #options: Options
  #held: { readonly text: string; readonly state: 'keychain' | 'this_run_only' } | null = null

  constructor(options: Options) {
    this.#options = options
  }

  /** From memory. */
  get text(): string | null {
    return this.#held?.text ?? null
  }

  get state(): CredentialsState {
    return this.#held?.state ?? 'missing'
  }

  /** Reads it into memory. @returns why it could not be read; null: it was, or there is none */
  async load(): Promise<string | null> {
    if (!this.#options.isAvailable()) return null
    try {
      const text = await this.#options.keychain.get(this.#options.name)
      if (text !== null) this.#held = { text, state: 'keychain' }
      return null
    } catch (error) {
      return reasonOf(error)
    }
  }

  /**
   * Keeps a text in place of the one before; null: none, and nothing of it stays.
   * @throws GatewayError `retryable` `keychain.unavailable` when the keychain does not do its part
   */
  async put(text: string | null, thisRunOnly: boolean): Promise<void> {
    const { keychain, name, requirePlace } = this.#options
    const keeps = text !== null && !thisRunOnly
    if (keeps) await requirePlace()
    try {
      if (keeps) await keychain.set(name, text)
      // So that an older one does not come back at the next start.
      else if (this.#options.isAvailable() || this.state === 'keychain') await keychain.delete(name)
    } catch (error) {
      throw new GatewayError('retryable', 'keychain.unavailable', { reason: reasonOf(error) })
    }
    this.#held = text === null ? null : { text, state: keeps ? 'keychain' : 'this_run_only' }
  }
}
