import type { KrakenKey } from './security.ts'

/** How long a token waits for its first use. */
export const tokenSeconds = 900

interface Token {
  readonly key: KrakenKey
  readonly issuedAt: number
  /** Private subscriptions that live on it: it does not end while there is one. */
  uses: number
}

/** Tokens of GetWebSocketsToken. */
export class StreamTokens {
  readonly #tokens = new Map<string, Token>()

  /** `now` in epoch ms. */
  issue(token: string, key: KrakenKey, now: number): void {
    this.#tokens.set(token, { key, issuedAt: now, uses: 0 })
  }

  /** The key behind a token that is valid; null: it is not. */
  keyOf(token: string, now: number): KrakenKey | null {
    const found = this.#tokens.get(token)
    if (found === undefined) return null
    if (found.uses > 0 || now - found.issuedAt <= tokenSeconds * 1_000) return found.key
    this.#tokens.delete(token)
    return null
  }

  use(token: string): void {
    const found = this.#tokens.get(token)
    if (found !== undefined) found.uses += 1
  }

  release(token: string): void {
    const found = this.#tokens.get(token)
    if (found !== undefined) found.uses -= 1
  }

  /** Ends a token before its time. */
  end(token: string): void {
    this.#tokens.delete(token)
  }

  endOf(key: KrakenKey): void {
    for (const [token, found] of this.#tokens) if (found.key === key) this.#tokens.delete(token)
  }
}
