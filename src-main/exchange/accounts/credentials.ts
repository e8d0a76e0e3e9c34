import { inspect } from 'node:util'
import type { KeyKind } from '../../../src-shared/account.ts'

/**
 * An account's API key and its secret. It redacts itself when printed, logged or turned into JSON; the secret is
 * reached only through {@link reveal}, at the moment of signing. `secret` is the HMAC secret, or a PKCS#8 PEM private
 * key.
 */
export class Credentials {
  readonly apiKey: string
  readonly kind: KeyKind
  readonly #secret: string
  readonly #passphrase: string | null

  constructor(apiKey: string, secret: string, kind: KeyKind, passphrase: string | null = null) {
    this.apiKey = apiKey
    this.kind = kind
    this.#secret = secret
    this.#passphrase = passphrase
  }

  /** For signing only. */
  reveal(): { readonly secret: string; readonly passphrase: string | null } {
    return { secret: this.#secret, passphrase: this.#passphrase }
  }

  /** For striking out of what others say: key, secret, passphrase. */
  secrets(): readonly string[] {
    const passphrase = this.#passphrase
    return [this.apiKey, this.#secret, ...(passphrase === null ? [] : [passphrase])]
  }

  toJSON(): string {
    return '[credentials]'
  }

  toString(): string {
    return '[credentials]'
  }

  [inspect.custom](): string {
    return '[credentials]'
  }
}
