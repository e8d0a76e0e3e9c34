import type { Account } from '../../src-shared/account.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import type { PlacedOrder } from '../../src-shared/order.ts'
import type { BaseExchangeClient } from '../exchange/base-exchange-client.ts'
import type { Clock, Logger } from './clock.ts'
import type { Journal, NewOperation, Operation } from './journal.ts'
import { leavesDoubt, type Result, resultOf, unknownError } from './outcome.ts'
import { type Answer, Reconciler } from './reconciler.ts'
import { findOut } from './settlement.ts'
import { StartGate } from './start-gate.ts'

/** An operation ready to go: what is written down before, and the one call that sends it. */
export interface Prepared {
  readonly operation: NewOperation
  readonly send: () => Promise<PlacedOrder>
}

/** What became of an operation, told once when it is known and once more whenever that changes. */
export type Finished = Pick<NewOperation, 'accountId' | 'operation' | 'clientOrderId'> & {
  readonly result: Result
}

export interface RunnerOptions {
  readonly journal: Journal
  readonly accounts: { get(id: string): Account | null }
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
  readonly logger: Logger
  readonly clock: Clock
  readonly answerWaitMs: number
  readonly gateWaitMs: number
  readonly gateLongestMs: number
  readonly closeWaitMs: number
  readonly finished: (finished: Finished) => void
}

/** Longer than any client holds a request back before it sends it or gives up. */
const longestSendDelayMs = 60_000

/** Takes operations from intent to outcome: journal, send once, classify, journal, and the reconciler where there is doubt. */
export class OperationRunner {
  readonly #options: RunnerOptions
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #reconciler: Reconciler
  readonly #byRequest = new Map<string, { readonly payload: string; readonly result: Promise<Result> }>()
  readonly #underWay = new Set<Promise<Result>>()
  #gate: StartGate | null = null
  #closing = false

  constructor(options: RunnerOptions) {
    this.#options = options
    this.#journal = options.journal
    this.#clock = options.clock
    this.#reconciler = new Reconciler(options.clock, options.logger)
  }

  /**
   * Takes up what an earlier run left: an `intent` was never sent; what was sent is in doubt and asked about. Returns without
   * waiting for the exchange; new orders of the accounts concerned wait in the gate.
   */
  start(): void {
    if (this.#gate !== null) throw new Error('the order desk is already started')
    const inDoubt: Operation[] = []
    for (const left of this.#journal.unfinished()) {
      if (left.state === 'intent') {
        const params = { clientOrderId: left.clientOrderId ?? '' }
        const error = errorView(new GatewayError('retryable', 'order.outcome.not_placed', params))
        this.#journal.rejected(left.journalId, error)
        this.#tell(left, { state: 'rejected', journalId: left.journalId, error })
        continue
      }
      if (left.state === 'sent') {
        // It may have waited in the old process before it was sent; not longer than that process lived.
        const latest = Math.min(this.#clock.now(), (left.sentAt ?? 0) + longestSendDelayMs)
        this.#journal.unknown(left.journalId, unknownError(left, null), latest)
      }
      inDoubt.push(left)
    }
    for (const left of inDoubt) this.#reconcile(left.journalId, left.accountId, 'at_once')
    const { clock, gateWaitMs, gateLongestMs } = this.#options
    this.#gate = new StartGate(
      { clock, reconciler: this.#reconciler, waitMs: gateWaitMs, longestMs: gateLongestMs },
      inDoubt.filter((left) => left.operation !== 'cancel'),
    )
  }

  /** Holds a new order back while its account is being settled after a restart. @throws GatewayError `retryable`. */
  async passGate(account: Account): Promise<void> {
    await this.#gate?.pass(account)
  }

  /**
   * Carries an operation out, or gives the outcome of the same request before. Never throws. `prepare` runs before anything is
   * written; what it throws is a refusal.
   */
  run(draft: NewOperation, prepare: (account: Account) => Promise<Prepared>): Promise<Result> {
    if (this.#gate === null) return Promise.reject(new Error('the order desk is not started'))
    if (draft.operation === 'cancel') return this.#track(this.#carryOut(draft, prepare))
    const key = JSON.stringify([draft.operation, draft.origin.kind, draft.origin.requestId])
    const underWay = this.#byRequest.get(key)
    if (underWay !== undefined)
      return underWay.payload === draft.payload ? underWay.result : Promise.resolve(conflict(draft))
    const result = this.#track(this.#runOnce(draft, draft.operation, prepare))
    this.#byRequest.set(key, { payload: draft.payload, result })
    const forget = (): boolean => this.#byRequest.delete(key)
    result.then(forget, forget)
    return result
  }

  /** Refuses what comes from now on, lets what is under way end (for a bounded time), stops asking. */
  async close(): Promise<void> {
    this.#closing = true
    this.#reconciler.stopWaiting()
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(this.#options.closeWaitMs, resolve)
      void this.#idle().finally(() => {
        cancel()
        resolve()
      })
    })
  }

  async #idle(): Promise<void> {
    await Promise.allSettled(this.#underWay)
    await this.#reconciler.close()
  }

  #track(result: Promise<Result>): Promise<Result> {
    this.#underWay.add(result)
    const forget = (): boolean => this.#underWay.delete(result)
    result.then(forget, forget)
    return result
  }

  async #runOnce(
    draft: NewOperation,
    operation: 'place' | 'edit',
    prepare: (account: Account) => Promise<Prepared>,
  ): Promise<Result> {
    let before: Operation | null
    try {
      before = this.#journal.byRequest(operation, draft.origin)
    } catch (error) {
      return this.#unwritten(error)
    }
    if (before === null) return this.#carryOut(draft, prepare)
    if (before.payload !== draft.payload) return conflict(draft)
    return this.#afterWaiting(before.journalId, resultOf(before))
  }

  async #carryOut(draft: NewOperation, prepare: (account: Account) => Promise<Prepared>): Promise<Result> {
    const account = this.#options.accounts.get(draft.accountId)
    if (account === null) {
      const error = errorView(new GatewayError('not-found', 'account.unknown'))
      return { state: 'rejected', journalId: null, error }
    }
    let prepared: Prepared
    try {
      this.#refuseWhenClosing()
      prepared = await prepare(account)
      this.#refuseWhenClosing()
    } catch (error) {
      return this.#refuse(draft, error)
    }
    return this.#send(prepared)
  }

  /** Nothing asynchronous may come between the two journal entries and the call that sends. */
  async #send({ operation, send }: Prepared): Promise<Result> {
    let journalId: number
    try {
      journalId = this.#journal.intent(operation)
      this.#journal.sent(journalId)
    } catch (error) {
      return this.#unwritten(error)
    }
    let result: Result
    try {
      result = { state: 'accepted', journalId, placed: await send() }
    } catch (error) {
      if (leavesDoubt(error)) return this.#inDoubt(journalId, operation, error)
      result = { state: 'rejected', journalId, error: errorView(error) }
    }
    this.#write(journalId, result)
    this.#tell(operation, result)
    return result
  }

  async #inDoubt(journalId: number, operation: NewOperation, cause: unknown): Promise<Result> {
    if (!(cause instanceof GatewayError))
      this.#options.logger.error({ journalId, err: cause }, 'an error of ours after an order was sent')
    const result: Result = { state: 'unknown', journalId, error: unknownError(operation, cause) }
    this.#write(journalId, result)
    this.#tell(operation, result)
    this.#reconcile(journalId, operation.accountId, 'soon')
    return this.#afterWaiting(journalId, result)
  }

  /** Gives the reconciler a moment, so that the caller usually gets a final answer. */
  async #afterWaiting(journalId: number, result: Result): Promise<Result> {
    if (result.state !== 'unknown') return result
    await this.#reconciler.settled(journalId, this.#options.answerWaitMs)
    try {
      return resultOf(this.#journal.byId(journalId))
    } catch (error) {
      this.#options.logger.error({ journalId, err: error }, 'the journal could not be read')
      return result
    }
  }

  #reconcile(journalId: number, accountId: string, when: 'soon' | 'at_once'): void {
    const ask = (askedAt: number): Promise<Answer> => this.#ask(journalId, askedAt)
    this.#reconciler.add({ journalId, accountId, ask }, when)
  }

  async #ask(journalId: number, askedAt: number): Promise<Answer> {
    const operation = this.#journal.byId(journalId)
    const client = this.#options.clients.clientFor(operation.accountId)
    const since = operation.unknownAt ?? operation.updatedAt
    const finding = await findOut(operation, client, since, askedAt)
    if (finding.found === 'not_yet') return { settled: false, provableAt: finding.provableAt }
    const result: Result =
      finding.found === 'done'
        ? { state: 'accepted', journalId, placed: finding.placed }
        : { state: 'rejected', journalId, error: errorView(finding.error) }
    if (result.state === 'accepted') this.#journal.accepted(journalId, result.placed)
    else this.#journal.rejected(journalId, result.error)
    this.#tell(operation, result)
    return { settled: true }
  }

  #refuse(draft: NewOperation, error: unknown): Result {
    if (!(error instanceof GatewayError))
      this.#options.logger.error(
        { accountId: draft.accountId, err: error },
        'an error of ours before an order was sent',
      )
    const view = errorView(error)
    let journalId: number | null = null
    try {
      journalId = this.#journal.refused(draft, view)
    } catch (failure) {
      this.#options.logger.error({ err: failure }, 'a refused order could not be written to the journal')
    }
    const result: Result = { state: 'rejected', journalId, error: view }
    this.#tell(draft, result)
    return result
  }

  /** What cannot be written down is not sent. */
  #unwritten(error: unknown): Result {
    this.#options.logger.error({ err: error }, 'the journal cannot be used; the order was not sent')
    return { state: 'rejected', journalId: null, error: errorView(error) }
  }

  /** The outcome is true even if it cannot be written: then the row stays `sent`, and the next start asks about it. */
  #write(journalId: number, result: Result): void {
    try {
      if (result.state === 'accepted') this.#journal.accepted(journalId, result.placed)
      else if (result.state === 'rejected') this.#journal.rejected(journalId, result.error)
      else this.#journal.unknown(journalId, result.error)
    } catch (error) {
      this.#options.logger.error({ journalId, err: error }, 'an outcome could not be written to the journal')
    }
  }

  #tell(operation: Pick<NewOperation, 'accountId' | 'operation' | 'clientOrderId'>, result: Result): void {
    const { accountId, operation: kind, clientOrderId } = operation
    this.#options.finished({ accountId, operation: kind, clientOrderId, result })
  }

  #refuseWhenClosing(): void {
    if (this.#closing) throw new GatewayError('retryable', 'error.shutting_down')
  }
}

function conflict({ origin }: NewOperation): Result {
  const params = { requestId: origin.requestId.slice(0, 128) }
  const error = errorView(new GatewayError('refused', 'order.duplicate_request', params))
  return { state: 'rejected', journalId: null, error }
}
