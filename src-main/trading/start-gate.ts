import type { Account } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { Clock } from './clock.ts'
import type { Reconciler } from './reconciler.ts'

interface Options {
  readonly clock: Clock
  readonly reconciler: Reconciler
  /** How long one request waits for its account. */
  readonly waitMs: number
  /** From when on an account is open again even if the exchange still gives no answer, in ms after the start. */
  readonly longestMs: number
}

/** Holds back new orders of an account while orders from before the restart are in doubt. Other accounts are not held back. */
export class StartGate {
  readonly #options: Options
  readonly #opensAt: number
  readonly #left = new Map<string, Set<number>>()

  constructor(
    options: Options,
    leftovers: readonly { readonly accountId: string; readonly journalId: number }[],
  ) {
    this.#options = options
    this.#opensAt = options.clock.now() + options.longestMs
    for (const { accountId, journalId } of leftovers) {
      const ids = this.#left.get(accountId) ?? new Set()
      this.#left.set(accountId, ids.add(journalId))
    }
  }

  /** @throws GatewayError `retryable` `order.account_settling` when the account is still held back after the wait. */
  async pass(account: Account): Promise<void> {
    const { clock, reconciler, waitMs } = this.#options
    const ids = [...(this.#left.get(account.id) ?? [])]
    const remaining = this.#opensAt - clock.now()
    if (ids.length === 0 || remaining <= 0) return
    await Promise.all(ids.map((id) => reconciler.settled(id, Math.min(waitMs, remaining))))
    if (clock.now() >= this.#opensAt) return
    if (ids.some((id) => reconciler.isPending(id)))
      throw new GatewayError('retryable', 'order.account_settling', { name: account.name })
    this.#left.delete(account.id)
  }
}
