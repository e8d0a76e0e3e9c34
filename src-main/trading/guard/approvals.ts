import { randomUUID } from 'node:crypto'
import type { AmountMeaning } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { OrderRequest, Origin } from '../../../src-shared/order.ts'
import type { Clock } from '../../infra/clock.ts'

/** An order of a bot that waits for a person. Times are epoch ms. */
export interface Approval {
  readonly id: string
  readonly accountId: string
  readonly origin: Origin
  readonly request: OrderRequest
  /** US dollars; null: nobody can tell. */
  readonly notionalUsd: Money | null
  /** What its amount may have meant, where the person is asked that; null: only whether it may go. */
  readonly readings: AmountReadings | null
  readonly askedAt: number
  /** When its sender gives up, and with it this. */
  readonly expiresAt: number
}

/**
 * The orders that a request may have meant; `usdt` null: that reading is none, since the pair has another currency or
 * no price.
 */
export interface AmountReadings {
  readonly coins: OrderRequest
  readonly usdt: OrderRequest | null
}

interface Waiting {
  readonly approval: Approval
  readonly settle: (verdict: Verdict, meaning: AmountMeaning | null) => void
}

/** More of one account nobody decides before their senders give up. */
const mostWaiting = 100

type Verdict = 'approved' | 'refused' | 'expired'

interface Decision {
  readonly verdict: Verdict
  readonly meaning: AmountMeaning | null
}

interface Options {
  readonly clock: Clock
  /** Something was added, decided or has expired. */
  readonly changed: () => void
  readonly decided: (approval: Approval, verdict: Verdict, meaning: AmountMeaning | null) => void
}

/**
 * Orders of bots above an account's threshold, until a person lets them through or refuses them, or their sender gives
 * up.
 */
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

  /**
   * Resolves when a person lets the order through, with the reading chosen where there was a choice. @throws
   * GatewayError `refused` when it is refused, its time is over, or too many wait already.
   */
  async ask(about: Omit<Approval, 'id' | 'askedAt'>): Promise<AmountMeaning | null> {
    const { clock } = this.#options
    if (this.#closed) throw new GatewayError('retryable', 'error.shutting_down')
    const waiting = this.list().filter(({ accountId }) => accountId === about.accountId).length
    if (waiting >= mostWaiting) throw new GatewayError('refused', 'guard.approvals_full', { count: String(waiting) })
    const approval: Approval = { ...about, id: randomUUID(), askedAt: clock.now() }
    const { verdict, meaning } = await new Promise<Decision>((resolve) => {
      const cancel = clock.after(Math.max(0, approval.expiresAt - clock.now()), () => settle('expired', null))
      const settle = (result: Verdict, chosen: AmountMeaning | null): void => {
        if (!this.#waiting.delete(approval.id)) return
        cancel()
        this.#options.decided(approval, result, chosen)
        this.#options.changed()
        resolve({ verdict: result, meaning: chosen })
      }
      this.#waiting.set(approval.id, { approval, settle })
      this.#options.changed()
    })
    if (verdict === 'refused') throw new GatewayError('refused', 'guard.approval_refused')
    if (verdict === 'expired') throw new GatewayError('refused', 'guard.approval_expired')
    return meaning
  }

  /**
   * `meaning`: how an order with readings is meant. @throws GatewayError `not-found` when it does not wait any more,
   * `refused` where it has readings and none that it has was chosen.
   */
  decide(id: string, approve: boolean, meaning: AmountMeaning | null = null): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) throw new GatewayError('not-found', 'guard.approval_gone')
    const { readings } = waiting.approval
    if (!approve) waiting.settle('refused', null)
    else if (readings === null) waiting.settle('approved', null)
    else if (meaning !== null && readings[meaning] !== null) waiting.settle('approved', meaning)
    else throw new GatewayError('refused', 'guard.meaning_missing', {}, { field: 'meaning' })
  }

  /** Lets nobody through any more. */
  close(): void {
    this.#closed = true
    for (const { settle } of [...this.#waiting.values()]) settle('expired', null)
  }
}
