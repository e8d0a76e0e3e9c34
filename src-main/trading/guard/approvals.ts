import { randomUUID } from 'node:crypto'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { OrderRequest, Origin } from '../../../src-shared/order.ts'
import type { Clock } from '../clock.ts'

/** An order of a bot that waits for a person. Times are epoch ms. */
export interface Approval {
  readonly id: string
  readonly accountId: string
  readonly origin: Origin
  readonly request: OrderRequest
  /** US dollars; null: nobody can tell. */
  readonly notional: Money | null
  readonly askedAt: number
  /** When its sender gives up, and with it this. */
  readonly expiresAt: number
}

interface Waiting {
  readonly approval: Approval
  readonly settle: (verdict: Verdict) => void
}

/** More of one account nobody decides before their senders give up. */
const mostWaiting = 100

export type Verdict = 'approved' | 'refused' | 'expired'

interface Options {
  readonly clock: Clock
  /** Something was added, decided or has expired. */
  readonly changed: () => void
  readonly decided: (approval: Approval, verdict: Verdict) => void
}

/** Orders of bots above an account's threshold, until a person lets them through or refuses them, or their sender gives up. */
export class Approvals {
  readonly #options: Options
  readonly #waiting = new Map<string, Waiting>()
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Those that wait, the oldest first. */
  list(): readonly Approval[] {
    return [...this.#waiting.values()].map(({ approval }) => approval)
  }

  /** Resolves when a person lets the order through. @throws GatewayError `refused` when it is refused, its time is over, or too many wait already. */
  async ask(about: Omit<Approval, 'id' | 'askedAt'>): Promise<void> {
    const { clock } = this.#options
    if (this.#closed) throw new GatewayError('retryable', 'error.shutting_down')
    const waiting = this.list().filter(({ accountId }) => accountId === about.accountId).length
    if (waiting >= mostWaiting)
      throw new GatewayError('refused', 'guard.approvals_full', { count: String(waiting) })
    const approval: Approval = { ...about, id: randomUUID(), askedAt: clock.now() }
    const verdict = await new Promise<Verdict>((resolve) => {
      const cancel = clock.after(Math.max(0, approval.expiresAt - clock.now()), () => settle('expired'))
      const settle = (result: Verdict): void => {
        if (!this.#waiting.delete(approval.id)) return
        cancel()
        this.#options.decided(approval, result)
        this.#options.changed()
        resolve(result)
      }
      this.#waiting.set(approval.id, { approval, settle })
      this.#options.changed()
    })
    if (verdict === 'refused') throw new GatewayError('refused', 'guard.approval_refused')
    if (verdict === 'expired') throw new GatewayError('refused', 'guard.approval_expired')
  }

  /** @throws GatewayError `not-found` when it does not wait any more. */
  decide(id: string, approve: boolean): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) throw new GatewayError('not-found', 'guard.approval_gone')
    waiting.settle(approve ? 'approved' : 'refused')
  }

  /** Lets nobody through any more. */
  close(): void {
    this.#closed = true
    for (const { settle } of [...this.#waiting.values()]) settle('expired')
  }
}
