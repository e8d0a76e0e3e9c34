import type { AccountView } from '../../src-shared/contract.ts'
import type { Accounts } from './accounts.ts'

export interface BackgroundChecksOptions {
  readonly accounts: Pick<Accounts, 'list' | 'subscribe'>
  readonly check: (accountId: string) => Promise<unknown>
  /** Before the first check and between two: orders and screens come first. */
  readonly gapMs?: number
  /** Until a key whose rights could not be read is asked about again. */
  readonly againMs?: number
}

/**
 * Checks every account's key once a run, one after the other, and a key that turns up later (from the `account`
 * command, or a keychain that was locked) when it does. What is found stands on the accounts; nothing is repeated here.
 */
export class BackgroundChecks {
  readonly #options: BackgroundChecksOptions
  readonly #done = new Set<string>()
  #timer: NodeJS.Timeout | null = null
  readonly #retries = new Set<NodeJS.Timeout>()
  #unsubscribe: (() => void) | null = null

  constructor(options: BackgroundChecksOptions) {
    this.#options = options
  }

  start(): void {
    this.#unsubscribe = this.#options.accounts.subscribe(({ accountId, change }) => {
      if (change === 'credentials') this.#done.delete(accountId)
      if (change === 'credentials' || change === 'added') this.#schedule()
    })
    this.#schedule()
  }

  /** Begins no further check. */
  close(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = null
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    for (const timer of this.#retries) clearTimeout(timer)
    this.#retries.clear()
  }

  #next(): AccountView | null {
    return this.#options.accounts.list().find((account) => isDue(account) && !this.#done.has(account.id)) ?? null
  }

  /** A key that may not trade before its rights were read is asked about until they are. */
  #again(accountId: string): void {
    const timer = setTimeout(() => {
      this.#retries.delete(timer)
      this.#done.delete(accountId)
      this.#schedule()
    }, this.#options.againMs ?? 60_000)
    timer.unref()
    this.#retries.add(timer)
  }

  #schedule(): void {
    if (this.#timer !== null || this.#unsubscribe === null || this.#next() === null) return
    this.#timer = setTimeout(() => void this.#checkNext(), this.#options.gapMs ?? 2_000)
    this.#timer.unref()
  }

  async #checkNext(): Promise<void> {
    const account = this.#next()
    if (account !== null) {
      this.#done.add(account.id)
      await this.#options.check(account.id)
      if (isUnread(this.#options.accounts.list(), account.id)) this.#again(account.id)
    }
    // Only now, so that one check at a time is under way.
    this.#timer = null
    this.#schedule()
  }
}

/** Whether an account waits for its exchange to say what its key may do. */
function isUnread(accounts: readonly AccountView[], id: string): boolean {
  return accounts.find((account) => account.id === id)?.rightsRead === false
}

/** This run's own practice accounts have keys that were made a moment ago. */
function isDue({ credentials, practice, health, rightsRead }: AccountView): boolean {
  return credentials !== 'missing' && !practice && (health.state === 'unchecked' || !rightsRead)
}
