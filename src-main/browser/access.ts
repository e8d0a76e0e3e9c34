import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const secretBytes = 32
const hourMs = 3_600_000
/** A session whose page has not asked for anything for so long is over; a page that is open asks every few seconds. */
const idleMs = 12 * hourMs
/** No session lasts longer, used or not. */
const lifeMs = 30 * 24 * hourMs
const mostSessions = 64

/** What a browser gets for a one-time token, both base64url of 256 bits. */
export interface NewSession {
  /**
   * For the cookie. Browsers send it to every port of this machine, so that it alone opens nothing but the page's
   * files.
   */
  readonly cookie: string
  /** For the page alone, which the browser keeps by address and port: without it no call and no event. */
  readonly page: string
}

interface Session {
  readonly cookie: Buffer
  readonly page: Buffer
  readonly begunAt: number
  readonly seenAt: number
}

/**
 * Who may use the browser host. A token stands in the address that the terminal prints and opens one session, once; a
 * session has two secrets. Only hashes are kept, and every comparison takes the same time.
 */
export class Access {
  readonly #now: () => number
  #tokens: readonly Buffer[] = []
  #sessions: readonly Session[] = []

  /** @param now epoch ms */
  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** A fresh one-time token: 256 bits, base64url. At most eight wait unused; older ones lapse. */
  mint(): string {
    const token = newSecret()
    this.#tokens = [...this.#tokens, digest(token)].slice(-8)
    return token
  }

  /** Uses a token up. @returns the new session's secrets, or null when the token is not (or no longer) valid. */
  redeem(token: string): NewSession | null {
    const wanted = digest(token)
    const found = find(this.#tokens, (each) => timingSafeEqual(each, wanted))
    if (found === null) return null
    this.#tokens = this.#tokens.filter((each) => each !== found)
    const session = { cookie: newSecret(), page: newSecret() }
    const now = this.#now()
    const kept = { cookie: digest(session.cookie), page: digest(session.page), begunAt: now, seenAt: now }
    this.#sessions = [...this.#sessions, kept].slice(-mostSessions)
    return session
  }

  /** Whether a cookie is a session's: enough for the page's files. */
  admits(cookie: string | null): boolean {
    return this.#find(cookie) !== null
  }

  /** Whether both secrets are of one session: who has them may act, and the session goes on. */
  admitsPage(cookie: string | null, page: string | null): boolean {
    const session = this.#find(cookie)
    if (session === null || page === null || !timingSafeEqual(session.page, digest(page))) return false
    this.#sessions = this.#sessions.map((each) => (each === session ? { ...session, seenAt: this.#now() } : each))
    return true
  }

  /** Ends every session, and takes back every address that was not used yet. */
  signOutAll(): void {
    this.#sessions = []
    this.#tokens = []
  }

  #find(cookie: string | null): Session | null {
    const now = this.#now()
    this.#sessions = this.#sessions.filter(({ begunAt, seenAt }) => now - seenAt < idleMs && now - begunAt < lifeMs)
    if (cookie === null) return null
    const wanted = digest(cookie)
    return find(this.#sessions, (each) => timingSafeEqual(each.cookie, wanted))
  }
}

const newSecret = (): string => randomBytes(secretBytes).toString('base64url')
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Looks at every entry, found or not. */
function find<Entry>(entries: readonly Entry[], fits: (entry: Entry) => boolean): Entry | null {
  let found: Entry | null = null
  for (const entry of entries) if (fits(entry)) found = entry
  return found
}
