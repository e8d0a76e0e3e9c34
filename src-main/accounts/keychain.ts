import { randomUUID } from 'node:crypto'
import { AsyncEntry, type EntryOptions } from '@napi-rs/keyring'
import { spoken } from '../../src-shared/messages/index.ts'

/** Named texts in the operating system's keychain. Every method rejects when it cannot be reached in time. */
export interface Keychain {
  get(name: string): Promise<string | null>
  set(name: string, text: string): Promise<void>
  /** Whether there was one. */
  delete(name: string): Promise<boolean>
}

export interface KeychainAvailability {
  readonly available: boolean
  /** A parameter of a sentence (see {@link spoken}), or the platform's own words. */
  readonly reason: string | null
}

/** Unpinned, the library falls back in silence to kernel keys, which vanish at reboot. Pinned, it throws instead. */
const pinned: EntryOptions = { linux: { store: 'secret-service' } }

/** Long enough for writing, reading back and deleting. */
const sameEntryMs = 500

/** The keychain of this machine: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows. */
export class SystemKeychain implements Keychain {
  readonly #service: string
  readonly #timeoutMs: number
  #last: { readonly name: string; readonly entry: AsyncEntry; readonly at: number } | null = null

  constructor(service: string, timeoutMs: number) {
    this.#service = service
    this.#timeoutMs = timeoutMs
  }

  /** Bytes rather than text: Windows keeps text as UTF-16, in which half as much fits an entry. */
  async get(name: string): Promise<string | null> {
    const bytes = await this.#bounded((signal) => this.#entry(name).getSecret(signal))
    // The declared type knows only arrays, some platforms answer undefined for "none".
    return bytes ? Buffer.from(bytes).toString('utf8') : null
  }

  set(name: string, text: string): Promise<void> {
    return this.#bounded((signal) => this.#entry(name).setSecret(Buffer.from(text, 'utf8'), signal))
  }

  delete(name: string): Promise<boolean> {
    return this.#bounded((signal) => this.#entry(name).deleteCredential(signal))
  }

  /** Each is a connection of its own: what is asked of one name in a row goes over one. */
  #entry(name: string): AsyncEntry {
    const now = performance.now()
    const last = this.#last
    const entry =
      last?.name === name && now - last.at < sameEntryMs ? last.entry : new AsyncEntry(this.#service, name, pinned)
    this.#last = { name, entry, at: now }
    return entry
  }

  /** A locked keychain asks its person and would wait for minutes. */
  async #bounded<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController()
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new KeychainSilent(`no answer within ${this.#timeoutMs / 1000} s`))
        abort.abort()
      }, this.#timeoutMs)
    })
    try {
      const working = work(abort.signal)
      // What fails once is asked anew the next time: the keychain's service may have been started again.
      working.catch(() => (this.#last = null))
      return await Promise.race([working, tooLate])
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Whether a keychain really keeps things: writes, reads back and deletes a random entry. */
export async function probeKeychain(keychain: Keychain): Promise<KeychainAvailability> {
  const name = `probe-${randomUUID()}`
  try {
    await keychain.set(name, name)
    const found = await keychain.get(name)
    await keychain.delete(name)
    if (found === name) return { available: true, reason: null }
    return { available: false, reason: spoken('keychain.forgets') }
  } catch (error) {
    return { available: false, reason: reasonOf(error) }
  }
}

class KeychainSilent extends Error {}

/** Of a text that is kept in several entries, something is missing: what there is makes no key. */
export class KeychainIncomplete extends Error {}

/**
 * A keychain's error in a few words, in the reader's language where we know it. Only used where the text cannot hold a
 * secret: these come from the platform.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof KeychainSilent) return spoken('keychain.silent')
  if (error instanceof KeychainIncomplete) return spoken('keychain.incomplete')
  const text = error instanceof Error ? error.message : String(error)
  if (/DBUS_SESSION_BUS_ADDRESS|autolaunch/i.test(text)) return spoken('keychain.no_session_bus')
  return text.slice(0, 200)
}
