import { z } from 'zod'
import type { CredentialsState } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { spoken } from '../../src-shared/messages/index.ts'
import type { Credentials } from '../exchange/accounts/credentials.ts'
import { type CredentialsInput, toCredentials } from './key-kind.ts'
import { type Keychain, type KeychainAvailability, probeKeychain, reasonOf, SystemKeychain } from './keychain.ts'
import type { Leftovers } from './leftovers.ts'
import { PartedKeychain, windowsEntryBytes } from './parted-keychain.ts'
import { type SecretNames, StoredSecret } from './stored-secret.ts'

const keychainService = 'Aristobot Exchange Gateway'

const storedSchema = z.object({ apiKey: z.string(), secret: z.string(), passphrase: z.string().nullable() })

interface Options {
  /** The name under which the keychain groups our entries; tests give their own. */
  readonly service?: string
  /** How long one keychain call may take. */
  readonly timeoutMs?: number
  /** Instead of the machine's keychain. */
  readonly keychain?: Keychain
  /** Where entries are kept in mind that could not be deleted yet. */
  readonly leftovers?: Leftovers
}

/** A keychain entry that could not be read at start. */
export interface VaultFailure {
  readonly accountId: string
  readonly reason: string
}

/**
 * The accounts' keys: one keychain entry an account (some more where entries are small), read once into memory; or in
 * memory alone, "for this run only". Nothing secret is ever written elsewhere.
 */
export class Vault {
  readonly #keychain: Keychain
  #availability: KeychainAvailability = { available: false, reason: spoken('keychain.not_asked') }
  readonly #held = new Map<
    string,
    { readonly credentials: Credentials; readonly state: 'keychain' | 'this_run_only' }
  >()

  readonly #leftovers: Leftovers | null

  private constructor(keychain: Keychain, leftovers: Leftovers | null) {
    this.#keychain = keychain
    this.#leftovers = leftovers
  }

  /**
   * Opens the vault and finds out whether there is a keychain. Never throws, never waits longer than the time limit.
   */
  static async open(options: Options = {}): Promise<Vault> {
    const keychain = options.keychain ?? systemKeychain(options.service ?? keychainService, options.timeoutMs ?? 10_000)
    const vault = new Vault(keychain, options.leftovers ?? null)
    await vault.probe()
    return vault
  }

  /** The answer of the last {@link probe}. */
  availability(): KeychainAvailability {
    return this.#availability
  }

  /** Asks the keychain anew: writes, reads back and deletes a random entry; and what else waited to be deleted. */
  async probe(): Promise<KeychainAvailability> {
    this.#availability = await probeKeychain(this.#keychain)
    if (this.#availability.available) await this.#deleteLeftovers()
    return this.#availability
  }

  /** How many keys of removed accounts may still be in the keychain. */
  get leftovers(): number {
    return this.#leftovers?.list().length ?? 0
  }

  /**
   * Makes sure, before a key is checked at its exchange, that it could be kept afterwards.
   * @throws GatewayError `retryable` `keychain.unavailable` when it could not.
   */
  async requirePlace(thisRunOnly: boolean): Promise<void> {
    if (thisRunOnly) return
    if (!this.#availability.available) await this.probe()
    if (!this.#availability.available) throw this.#unavailable(this.#availability.reason)
  }

  /** A secret of the application that is no account's key, in the same keychain. */
  secret(names: SecretNames): StoredSecret {
    return new StoredSecret({
      keychain: this.#keychain,
      names,
      isAvailable: () => this.#availability.available,
      whyNot: () => this.#availability.reason ?? spoken('keychain.silent'),
      requirePlace: () => this.requirePlace(false),
    })
  }

  /** Reads the keys of these accounts into memory. Failures are told, and the other accounts served. */
  async load(accountIds: readonly string[]): Promise<readonly VaultFailure[]> {
    const failures: VaultFailure[] = []
    for (const accountId of this.#availability.available ? accountIds : []) {
      try {
        const text = await this.#keychain.get(accountId)
        if (text !== null && !this.#held.has(accountId))
          this.#held.set(accountId, { credentials: parseStored(text), state: 'keychain' })
      } catch (error) {
        failures.push({ accountId, reason: error instanceof GatewayError ? error.message : reasonOf(error) })
      }
    }
    return failures
  }

  /**
   * Keeps an account's key, in place of the one before.
   * @throws GatewayError `refused` when the key is malformed or too long for the keychain; `retryable`
   * `keychain.unavailable` when there is no keychain and `thisRunOnly` was not asked for.
   */
  async put(
    accountId: string,
    input: CredentialsInput,
    options: { readonly thisRunOnly: boolean },
  ): Promise<Credentials> {
    const credentials = toCredentials(input)
    if (options.thisRunOnly) {
      await this.#forgetStored(accountId)
      return this.#hold(accountId, credentials, 'this_run_only')
    }
    await this.requirePlace(false)
    const { secret, passphrase } = credentials.reveal()
    try {
      await this.#keychain.set(accountId, JSON.stringify({ apiKey: credentials.apiKey, secret, passphrase }))
    } catch (error) {
      throw error instanceof GatewayError ? error : this.#unavailable(reasonOf(error))
    }
    return this.#hold(accountId, credentials, 'keychain')
  }

  /** Keeps a key in memory only, without touching the keychain: for the application's own practice accounts. */
  putForThisRun(accountId: string, input: CredentialsInput): Credentials {
    return this.#hold(accountId, toCredentials(input), 'this_run_only')
  }

  /** From memory. */
  get(accountId: string): Credentials | null {
    return this.#held.get(accountId)?.credentials ?? null
  }

  state(accountId: string): CredentialsState {
    return this.#held.get(accountId)?.state ?? 'missing'
  }

  /**
   * Deletes a key from memory and keychain. @returns `later`: the keychain does not answer, and what it may hold is
   * deleted once it does.
   * @throws GatewayError `retryable` `keychain.unavailable` when it is in the keychain and stays there.
   */
  async remove(accountId: string): Promise<'deleted' | 'later'> {
    const isStored = this.state(accountId) === 'keychain'
    if (!isStored && !this.#availability.available) await this.probe()
    let end: 'deleted' | 'later' = 'deleted'
    try {
      if (isStored || this.#availability.available) await this.#keychain.delete(accountId)
      else end = this.#leave(accountId)
    } catch (error) {
      if (isStored) throw this.#unavailable(reasonOf(error))
      end = this.#leave(accountId)
    }
    this.#held.delete(accountId)
    return end
  }

  #leave(accountId: string): 'later' {
    this.#leftovers?.add(accountId)
    return 'later'
  }

  async #deleteLeftovers(): Promise<void> {
    for (const entry of this.#leftovers?.list() ?? []) {
      try {
        await this.#keychain.delete(entry)
        this.#leftovers?.done(entry)
      } catch {
        // It stays in mind.
      }
    }
  }

  /** Drops a key from memory alone: another process has seen to the keychain. */
  forget(accountId: string): void {
    this.#held.delete(accountId)
  }

  /** So that an older key does not come back at the next start. */
  async #forgetStored(accountId: string): Promise<void> {
    if (!this.#availability.available) return
    try {
      await this.#keychain.delete(accountId)
    } catch (error) {
      throw this.#unavailable(reasonOf(error))
    }
  }

  #hold(accountId: string, credentials: Credentials, state: 'keychain' | 'this_run_only'): Credentials {
    this.#held.set(accountId, { credentials, state })
    return credentials
  }

  #unavailable(reason: string | null): GatewayError {
    return new GatewayError('retryable', 'keychain.unavailable', { reason: reason ?? 'unknown' })
  }
}

function systemKeychain(service: string, timeoutMs: number): Keychain {
  const keychain = new SystemKeychain(service, timeoutMs)
  return process.platform === 'win32' ? new PartedKeychain(keychain, windowsEntryBytes) : keychain
}

/** @throws GatewayError `refused` `account.key_malformed` on anything but what {@link Vault.put} wrote. */
function parseStored(text: string): Credentials {
  let stored: unknown
  try {
    stored = JSON.parse(text)
  } catch {
    throw new GatewayError('refused', 'account.key_malformed')
  }
  const parsed = storedSchema.safeParse(stored)
  if (!parsed.success) throw new GatewayError('refused', 'account.key_malformed')
  return toCredentials(parsed.data)
}
