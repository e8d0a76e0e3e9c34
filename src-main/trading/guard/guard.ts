import type { Account, AmountMeaning } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { type KillSwitchState, loosens, wordFor } from '../../../src-shared/guard.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OrderRequest, Origin } from '../../../src-shared/order.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Deadline } from '../desk-types.ts'
import type { Journal } from '../journal.ts'
import { type AmountReadings, type Approval, Approvals } from './approvals.ts'
import {
  checkKillSwitch,
  checkLimits,
  type OrderRisk,
  needsApproval,
  needsNotional,
  startOfDay,
  stateName,
} from './guard-rules.ts'
import { notionalUsdOf, type Prices } from './notional-usd.ts'

interface Options {
  readonly journal: Journal
  readonly clock: Clock
  /** The kill switch or an approval changed. */
  readonly changed: () => void
}

/** How long a bot's order that does not say when its sender gives up waits for a person. */
const approvalMs = 60_000
const minuteMs = 60_000

/**
 * The last thing between an order and the exchange, for whoever asked for it: kill switch, each account's limits, a
 * person's approval. Asked once more at the moment of sending.
 */
export class Guard {
  readonly approvals: Approvals
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #changed: () => void

  constructor({ journal, clock, changed }: Options) {
    this.#journal = journal
    this.#clock = clock
    this.#changed = changed
    this.approvals = new Approvals({
      clock,
      changed,
      decided: (approval, verdict, meaning) => {
        const { accountId, origin, request, notionalUsd, askedAt } = approval
        const detail = {
          verdict,
          ...(meaning !== null && { meaning }),
          request,
          notional: notionalUsd,
          askedAt,
        }
        if (journal.damaged === null) journal.audit.add({ kind: 'approval', accountId, origin, detail })
      },
    })
  }

  /**
   * The kill switch as it is at this moment, whoever set it; `since` is epoch ms. A journal that cannot be read lets
   * nothing through.
   */
  killSwitch(): { readonly state: KillSwitchState; readonly since: number | null } {
    const { state, since } = this.#journal.killSwitch.get()
    return { state, since }
  }

  /**
   * Sets the kill switch. @throws GatewayError `refused` `guard.word` when that lets more through than before and
   * `word` is not the one asked for.
   */
  setKillSwitch(to: KillSwitchState, word: string | null, origin: Origin): void {
    const journal = this.#journal
    // One step: what another process sets between the look and the change would be loosened without its word.
    const changed = journal.inOneStep(() => {
      const { state: from } = journal.killSwitch.get()
      if (from === to) return false
      if (loosens(from, to) && word?.trim() !== wordFor(to))
        throw new GatewayError('refused', 'guard.word', { word: wordFor(to), state: stateName(to) }, { field: 'word' })
      journal.killSwitch.set(to, origin)
      journal.audit.add({ kind: 'guard', accountId: null, origin, detail: { from, to } })
      return true
    })
    if (changed) this.#changed()
  }

  /**
   * What an order is worth in US dollars, asked for where the account's limits need it. @throws whatever asking for
   * prices throws.
   */
  notionalUsdOf(account: Account, request: OrderRequest, quote: string, prices: Prices): Promise<Money | null> {
    return notionalUsdOf(request, quote, prices, needsNotional(account.limits))
  }

  /** Checks an order against kill switch and limits, at once. @throws GatewayError `refused`. */
  check(account: Account, order: OrderRisk): void {
    checkKillSwitch(this.killSwitch().state, order)
    const now = this.#clock.now()
    const { limits } = account
    const used = {
      ordersThisMinute:
        limits.ordersPerMinute === null ? 0 : this.#journal.sentSince(account.id, now - minuteMs).orders,
      notionalUsdToday:
        limits.dailyNotional === null ? Money.zero : this.#journal.sentSince(account.id, startOfDay(now)).notionalUsd,
    }
    checkLimits(order, limits, used, account)
  }

  /** The part of {@link check} that is asked again when an order leaves. @throws GatewayError `refused`. */
  checkSwitch(order: Pick<OrderRisk, 'reduces'>): void {
    checkKillSwitch(this.killSwitch().state, order)
  }

  /**
   * Waits for a person where a bot's order is worth more than the account lets through by itself. @throws GatewayError
   * `refused`.
   */
  async approve(
    account: Account,
    origin: Origin,
    request: OrderRequest,
    order: OrderRisk,
    deadline: Deadline | null,
  ): Promise<void> {
    if (origin.kind !== 'redis' || !needsApproval(order, account.limits)) return
    const approved = this.approvals.ask({
      accountId: account.id,
      origin,
      request,
      notionalUsd: order.notionalUsd,
      readings: null,
      expiresAt: deadline?.at ?? this.#clock.now() + approvalMs,
    })
    deadline?.onPerson?.()
    await approved
  }

  /**
   * Asks a person which of two orders a bot meant. @throws GatewayError `refused` when it is refused or nobody says in
   * time.
   */
  async askMeaning(
    about: Pick<Approval, 'accountId' | 'origin' | 'notionalUsd'> & { readonly readings: AmountReadings },
    deadline: Deadline,
  ): Promise<AmountMeaning> {
    const chosen = this.approvals.ask({ ...about, request: about.readings.coins, expiresAt: deadline.at })
    deadline.onPerson?.()
    const meaning = await chosen
    if (meaning === null) throw new GatewayError('bug', 'error.internal')
    return meaning
  }

  close(): void {
    this.approvals.close()
  }
}
