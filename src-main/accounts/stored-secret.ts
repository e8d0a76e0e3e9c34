import type { CredentialsState } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { type Keychain, reasonOf } from './keychain.ts'

export interface SecretNames {
  /** The entry's; accounts' keys stand under their ids. */
  readonly name: string
  /** Under which an earlier version kept it: read where there is none under the other. */
  readonly formerName: string
}

interface Options {
  readonly keychain: Keychain
  readonly names: SecretNames
  readonly isAvailable: () => boolean
  /** Why it is not, in few words. */
  readonly whyNot: () => string
  /** Rejects when nothing could be kept now. */
  readonly requirePlace: () => Promise<void>
}

/**
 * One secret text that is no account's key: in the keychain and, once read, in memory; or in memory alone, "for this
 * run only".
 */
export class StoredSecret {
  readonly #options: Options
  #held: { readonly text: string; readonly state: 'keychain' | 'this_run_only' } | null = null

  #isFormer = false

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
    if (!this.#options.isAvailable()) return this.#options.whyNot()
    try {
      const { keychain, names } = this.#options
      const own = await keychain.get(names.name)
      const text = own ?? (await keychain.get(names.formerName))
      this.#isFormer = own === null && text !== null
      if (text !== null) this.#held = { text, state: 'keychain' }
      return null
    } catch (error) {
      return reasonOf(error)
    }
  }

  /**
   * Keeps a text in place of the one before; null: none, and nothing of it stays.
   * @throws GatewayError `retryable` `keychain.unavailable` when the keychain does not do its part; `refused`
   * `keychain.too_long`
   */
  async put(text: string | null, thisRunOnly: boolean): Promise<void> {
    const { keychain, names, requirePlace } = this.#options
    const keeps = text !== null && !thisRunOnly
    if (keeps) await requirePlace()
    try {
      if (keeps) await keychain.set(names.name, text)
      // So that an older one does not come back at the next start.
      else if (this.#options.isAvailable() || this.state === 'keychain') {
        await keychain.delete(names.name)
        // Another folder's, unless ours was read there.
        if (this.#isFormer) await keychain.delete(names.formerName)
      }
    } catch (error) {
      if (error instanceof GatewayError) throw error
      throw new GatewayError('retryable', 'keychain.unavailable', { reason: reasonOf(error) })
    }
    this.#held = text === null ? null : { text, state: keeps ? 'keychain' : 'this_run_only' }
  }
}
