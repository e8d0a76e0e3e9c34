import { createHash, randomBytes } from 'node:crypto'
import type { KuCoinKey } from './security.ts'

const lifeMs = 86_400_000

interface Token {
  /** null: of the public kind. */
  readonly key: KuCoinKey | null
  readonly issuedAt: number
}

/** What the bullet endpoints give out: each opens sockets for a day. */
export class StreamTokens {
  readonly #tokens = new Map<string, Token>()
  readonly #secret = randomBytes(16)

  /** `number` is one that no other token has; `now` in epoch ms. */
  issue(key: KuCoinKey | null, number: number, now: number): string {
    const token = createHash('sha256').update(this.#secret).update(String(number)).digest('base64url')
    this.#tokens.set(token, { key, issuedAt: now })
    return token
  }

  /** Who may connect with a token, or what is wrong with it in KuCoin's words. */
  check(token: string | null, now: number): Token | 'token is invalid' | 'token is expired' {
    const found = token === null ? undefined : this.#tokens.get(token)
    if (found === undefined) return 'token is invalid'
    return now - found.issuedAt > lifeMs ? 'token is expired' : found
  }

  endOf(key: KuCoinKey): void {
    for (const [token, found] of this.#tokens) if (found.key === key) this.#tokens.delete(token)
  }
}
