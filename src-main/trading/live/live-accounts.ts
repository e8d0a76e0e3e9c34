import type { Fill } from '../../../src-shared/order.ts'
import type { Clock } from '../../infra/clock.ts'
import { LiveAccount, type LiveAccountOptions } from './live-account.ts'

type OfAccount<Call extends (...told: never[]) => unknown> = (
  accountId: string,
  ...told: Parameters<Call>
) => ReturnType<Call>

export interface LiveAccountsOptions extends Pick<LiveAccountOptions, 'news' | 'clock' | 'logger'> {
  readonly clientFor: OfAccount<LiveAccountOptions['client']>
  readonly seen: OfAccount<LiveAccountOptions['seen']>
  readonly changed: OfAccount<LiveAccountOptions['changed']>
  /** Told of accounts that are held. */
  readonly touched: OfAccount<LiveAccountOptions['touched']>
  readonly open: OfAccount<LiveAccountOptions['open']>
  readonly balances: OfAccount<LiveAccountOptions['balances']>
  /** Told of fills that are pushed, and from when on none is missed; missing: nobody wants to know. */
  readonly fills?: {
    readonly pushed: (accountId: string, fill: Fill) => void
    readonly complete: (accountId: string) => void
  }
}

/** An account that nobody has asked about for so long is let go. */
const idleMs = 10 * 60_000

interface Kept {
  readonly account: LiveAccount
  cancelTimer: () => void
}

/** The accounts that somebody asks about, or that are held, kept from what their exchanges push. */
export class LiveAccounts {
  readonly #options: LiveAccountsOptions
  readonly #clock: Clock
  readonly #kept = new Map<string, Kept>()
  /** By account, how many hold it. */
  readonly #held = new Map<string, number>()
  #closed = false

  constructor(options: LiveAccountsOptions) {
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

  /** It is followed whether anybody asks or not, for as long as somebody holds it. @returns how to let go */
  hold(accountId: string): () => void {
    this.#held.set(accountId, (this.#held.get(accountId) ?? 0) + 1)
    this.of(accountId)
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const others = (this.#held.get(accountId) ?? 1) - 1
      if (others > 0) this.#held.set(accountId, others)
      else this.#held.delete(accountId)
      this.of(accountId)
    }
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
    const { clientFor, seen, changed, touched, open, balances, fills, ...parts } = this.#options
    const account = new LiveAccount({
      ...parts,
      accountId,
      client: () => clientFor(accountId),
      seen: (...told) => seen(accountId, ...told),
      changed: (isKnown) => changed(accountId, isKnown),
      touched: (reference) => {
        if (this.#held.has(accountId)) touched(accountId, reference)
      },
      open: () => (this.#held.has(accountId) ? open(accountId) : []),
      balances: (told) => balances(accountId, told),
      ...(fills && {
        fills: { pushed: (fill) => fills.pushed(accountId, fill), complete: () => fills.complete(accountId) },
      }),
    })
    const kept: Kept = { account, cancelTimer: () => undefined }
    this.#kept.set(accountId, kept)
    return kept
  }
}
