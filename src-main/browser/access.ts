import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const secretBytes = 32

/**
 * Who may use the browser host. A token stands in the address that the terminal prints and opens one session, once; the session's
 * secret lives in a cookie. Only hashes are kept, and every comparison takes the same time.
 */
export class Access {
  #tokens: readonly Buffer[] = []
  #sessions: readonly Buffer[] = []

  /** A fresh one-time token: 256 bits, base64url. At most eight wait unused; older ones lapse. */
  mint(): string {
    const token = randomBytes(secretBytes).toString('base64url')
    this.#tokens = [...this.#tokens, digest(token)].slice(-8)
    return token
  }

  /** Uses a token up. @returns the new session's secret, or null when the token is not (or no longer) valid. */
  redeem(token: string): string | null {
    const found = find(this.#tokens, token)
    if (found === null) return null
    this.#tokens = this.#tokens.filter((each) => each !== found)
    const session = randomBytes(secretBytes).toString('base64url')
    this.#sessions = [...this.#sessions, digest(session)].slice(-64)
    return session
  }

  /** Whether a session's secret is good. */
  admits(session: string | null): boolean {
    return session !== null && find(this.#sessions, session) !== null
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Looks at every entry, found or not. */
function find(entries: readonly Buffer[], text: string): Buffer | null {
  const wanted = digest(text)
  let found: Buffer | null = null
  for (const entry of entries) if (timingSafeEqual(entry, wanted)) found = entry
  return found
}
