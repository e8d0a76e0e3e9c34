import type { Clock } from '../../infra/clock.ts'
import { LiveAccount, type LiveAccountOptions } from './live-account.ts'

interface Options extends Pick<LiveAccountOptions, 'news' | 'clock' | 'logger'> {
  readonly clientFor: (accountId: string) => ReturnType<LiveAccountOptions['client']>
  readonly seen: (accountId: string, ...told: Parameters<LiveAccountOptions['seen']>) => void
  readonly changed: (accountId: string, isKnown: boolean) => void
  readonly touched?: (accountId: string, ...told: Parameters<NonNullable<LiveAccountOptions['touched']>>) => void
}

/** An account that nobody has asked about for so long is let go. */
const idleMs = 10 * 60_000

interface Kept {
  readonly account: LiveAccount
  cancelTimer: () => void
}

/** The accounts that somebody asks about, or that are held, kept from what their exchanges push. */
export class LiveAccounts {
  readonly #options: Options
  readonly #clock: Clock
  readonly #kept = new Map<string, Kept>()
  #held: ReadonlySet<string> = new Set()
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#clock = options.clock
  }

  /** Somebody asks about an account, and will again: it is followed from now on. */
  of(accountId: string): LiveAccount | null {
    if (this.#closed) return null
    const kept = this.#kept.get(accountId) ?? this.#begin(accountId)
    kept.cancelTimer()
    if (!this.#held.has(accountId)) kept.cancelTimer = this.#clock.after(idleMs, () => this.forget(accountId))
    return kept.account
  }

  /** These are followed whether anybody asks or not, and no others. */
  hold(accountIds: readonly string[]): void {
    const before = this.#held
    this.#held = new Set(accountIds)
    for (const accountId of new Set([...accountIds, ...before])) this.of(accountId)
  }

  /** The account, if it is followed. */
  known(accountId: string): LiveAccount | null {
    return this.#kept.get(accountId)?.account ?? null
  }

  forget(accountId: string): void {
    const kept = this.#kept.get(accountId)
    this.#kept.delete(accountId)
    kept?.cancelTimer()
    kept?.account.close()
  }

  close(): void {
    this.#closed = true
    for (const accountId of [...this.#kept.keys()]) this.forget(accountId)
  }

  #begin(accountId: string): Kept {
    const { clientFor, seen, changed, touched, ...parts } = this.#options
    const account = new LiveAccount({
      ...parts,
      accountId,
      client: () => clientFor(accountId),
      seen: (...told) => seen(accountId, ...told),
      changed: (isKnown) => changed(accountId, isKnown),
      ...(touched !== undefined && { touched: (reference) => touched(accountId, reference) }),
    })
    const kept: Kept = { account, cancelTimer: () => undefined }
    this.#kept.set(accountId, kept)
    return kept
  }
}
