import { randomUUID } from 'node:crypto'
import { GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { VerificationReport, VerificationRisk } from '../../src-shared/verification.ts'
import { previewTrade } from './preview.ts'
import { RunReport } from './run-report.ts'
import { RunStore, type RunRecord } from './run-store.ts'
import { standingNames } from './trials.ts'
import type { TradeWish, VerificationsParts } from './verification-parts.ts'
import { Verifier } from './verifier.ts'

export interface VerificationWish {
  readonly accountId: string
  /** null: nothing is traded. */
  readonly trade: TradeWish | null
  /** The market to look at where nothing is traded; missing: the most liquid. */
  readonly symbol?: string | null
}

interface Running {
  readonly accountId: string
  readonly report: RunReport
  readonly ended: Promise<VerificationReport>
  stopped: boolean
}

/** "Check this account": starts runs, one at a time for an account, and keeps their reports. */
export class Verifications {
  readonly #parts: VerificationsParts
  readonly #runs: RunStore
  readonly #running = new Map<string, Running>()
  #notices: readonly MessageRef[] | null = null

  constructor(parts: VerificationsParts) {
    this.#parts = parts
    this.#runs = new RunStore(parts.dataFolder)
  }

  /**
   * Begins a run and returns its report's id; the run goes on by itself.
   * @throws GatewayError `not-found` without such an account, `refused` while one runs on it, where nothing can be
   * traded, without the word, and as `clients.clientFor`.
   */
  start({ accountId, trade, symbol = null }: VerificationWish): string {
    const { accounts, clients, desk, changed = () => undefined } = this.#parts
    const now = this.#parts.now ?? Date.now
    const account = accounts.get(accountId)
    if (account === null) throw new GatewayError('not-found', 'account.unknown')
    if ([...this.#running.values()].some((each) => each.accountId === accountId))
      throw new GatewayError('refused', 'verify.already_running', { name: account.name })
    if (trade !== null && desk === null) throw new GatewayError('refused', 'verify.no_desk')
    if (trade !== null && account.environment.kind !== 'practice' && trade.word?.trim() !== account.name)
      throw new GatewayError('refused', 'verify.name_not_typed', { name: account.name }, { field: 'name' })
    const client = clients.clientFor(accountId)
    const id = randomUUID()
    const report = RunReport.begin(account, id, now(), this.#runs, changed)
    const running = { accountId, report, stopped: false }
    const verifier = new Verifier({
      ...this.#parts,
      now,
      account,
      client,
      desk,
      trade,
      symbol: trade?.symbol ?? symbol,
      report,
      runs: this.#runs,
      isStopped: () => running.stopped,
    })
    const ended = verifier
      .run()
      .catch((error: unknown) => {
        this.#parts.logBug?.(error)
        this.#fail(report, error)
      })
      .then(() => {
        this.#running.delete(id)
        this.#notices = null
        this.#tidy()
        return report.report
      })
    this.#running.set(id, Object.assign(running, { ended }))
    this.#notices = null
    return id
  }

  /**
   * What {@link start} would put at risk as prices stand. Only reads. @throws GatewayError `not-found` without such an
   * account, `refused` where not even the smallest order may be placed, and what reading throws.
   */
  async preview(accountId: string, wish: TradeWish): Promise<VerificationRisk> {
    const { accounts, clients } = this.#parts
    if (accounts.get(accountId) === null) throw new GatewayError('not-found', 'account.unknown')
    return previewTrade(clients.clientFor(accountId), wish)
  }

  /** Newest first; of one that was cut off the outcome is `interrupted`. accountId null: of every account. */
  list(accountId: string | null): readonly VerificationReport[] {
    return this.#runs
      .list()
      .filter(({ report }) => accountId === null || report.accountId === accountId)
      .map((record) => this.#current(record))
  }

  get(id: string): VerificationReport | null {
    const record = this.#runs.get(id)
    return record && this.#current(record)
  }

  /**
   * Whether an interrupted or failed run of the account may have left orders standing, which the next run looks for
   * first.
   */
  hasLeftovers(accountId: string): boolean {
    return this.#runs.unfinished(accountId).some(({ orders }) => orders.some(({ gone }) => !gone))
  }

  /**
   * Of accounts whose checks were cut off and may have left orders standing, for a person. Kept until a run begins or
   * ends: it is asked for all the time.
   */
  notices(): readonly MessageRef[] {
    this.#notices ??= this.#leftoverNotices()
    return this.#notices
  }

  #leftoverNotices(): readonly MessageRef[] {
    const busy = new Set([...this.#running.values()].map(({ accountId }) => accountId))
    const idle = this.#parts.accounts.list().filter(({ id }) => !busy.has(id))
    return idle.flatMap(({ id, name }) => {
      const orders = standingNames(this.#runs.unfinished(id).flatMap((record) => record.orders))
      return orders.length === 0 ? [] : [message('verify.notice.left', { name, orders: orders.join(', ') })]
    })
  }

  /** Ends a run after its current step; what it placed is cleaned up. Nothing happens where it does not run. */
  stop(id: string): void {
    const running = this.#running.get(id)
    if (running !== undefined) running.stopped = true
  }

  /** A run's report once it has ended. */
  async ended(id: string): Promise<VerificationReport | null> {
    return this.#running.get(id)?.ended ?? this.get(id)
  }

  /** Stops every run and waits for them to clean up. */
  async close(): Promise<void> {
    const running = [...this.#running.entries()]
    for (const [id] of running) this.stop(id)
    await Promise.all(running.map(([, { ended }]) => ended))
  }

  #current({ report, orders }: RunRecord): VerificationReport {
    const isCutOff = report.outcome === 'running' && !this.#running.has(report.id)
    return isCutOff ? { ...report, outcome: 'interrupted', leftStanding: standingNames(orders) } : report
  }

  /** A run ended by a fault of ours: what it placed is looked for by the next. */
  #fail(report: RunReport, error: unknown): void {
    const now = this.#parts.now ?? Date.now
    const { steps } = report.report
    const remark = toGatewayError(error).text
    try {
      report.change({
        outcome: 'failed',
        endedAt: now(),
        steps: steps.map((step) =>
          step.state === 'running' ? { ...step, state: 'failed', remark, endedAt: now() } : step,
        ),
        leftStanding: standingNames(report.orders),
      })
    } catch (unwritable) {
      this.#parts.logBug?.(unwritable)
    }
  }

  #tidy(): void {
    try {
      this.#runs.tidy()
    } catch (error) {
      this.#parts.logBug?.(error)
    }
  }
}
