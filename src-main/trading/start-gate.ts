import type { Account } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { Reconciler } from './reconciler.ts'

interface Options {
  readonly reconciler: Reconciler
  /** How long one request waits for its account. */
  readonly waitMs: number
}

/**
 * Holds back new orders of an account until every order from before the restart is settled, or left to a person. Other
 * accounts are not held back.
 */
export class StartGate {
  readonly #options: Options
  readonly #left = new Map<string, Set<number>>()

  constructor(options: Options, leftovers: readonly { readonly accountId: string; readonly journalId: number }[]) {
    this.#options = options
    for (const { accountId, journalId } of leftovers) {
      const ids = this.#left.get(accountId) ?? new Set()
      this.#left.set(accountId, ids.add(journalId))
    }
  }

  /** @throws GatewayError `retryable` `order.account_settling` when the account is still held back after the wait. */
  async pass(account: Account): Promise<void> {
    const { reconciler, waitMs } = this.#options
    const ids = [...(this.#left.get(account.id) ?? [])]
    if (ids.length === 0) return
    await Promise.all(ids.map((id) => reconciler.settled(id, waitMs)))
    if (ids.some((id) => reconciler.isPending(id)))
      throw new GatewayError('retryable', 'order.account_settling', { name: account.name })
    this.#left.delete(account.id)
  }
}
