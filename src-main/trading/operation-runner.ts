import type { Account } from '../../src-shared/account.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import type { Order, PlacedOrder } from '../../src-shared/order.ts'
import { type ExchangeAccount, isSameAccount } from '../exchange/accounts/exchange-account.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { Permit } from '../exchange/http/permit.ts'
import { patient } from '../exchange/http/urgency.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import type { Bracket } from './brackets/bracket.ts'
import { currentOrders } from './current-orders.ts'
import type { Evidence } from './evidence-store.ts'
import type { Beginning, Journal } from './journal.ts'
import type { NewOperation, Operation } from './operation.ts'
import { OutcomeWriter } from './outcome-writer.ts'
import { leavesDoubt, needsAttentionError, type Result, resultOf, settledByHand, unknownError } from './outcome.ts'
import { type Finding, queryOutcome, findingAsEvidence } from './reconcile-query.ts'
import { type DoubtState, Reconciler } from './reconciler.ts'
import { conflict, type Identified, isSame, keyOf, mayTryAgain, type Repeatable } from './request-identity.ts'
import { StartGate } from './start-gate.ts'

/** An operation ready to go: what is written down before, and the one call that sends it. */
export interface Prepared {
  readonly operation: NewOperation
  /** Asked right before the operation is written down. @throws GatewayError when it must not be carried out. */
  readonly permit: Permit
  /** Asked again at the moment at which it leaves. @throws GatewayError when it must not be sent any more. */
  readonly permitSending: Permit
  readonly send: Send
  /** The bracket that begins with it. */
  readonly bracket?: Bracket
}

/** `here`: nothing goes to the exchange, since the application holds all of it. */
export type Send =
  | { readonly to: 'exchange'; readonly call: (permit: Permit) => Promise<PlacedOrder> }
  | { readonly to: 'here'; readonly call: () => PlacedOrder }

/** What became of an operation, told once when it is known and once more whenever that changes. */
export interface Finished {
  readonly about: NewOperation | Operation
  readonly result: Result
  /** The bracket that began with it just now. */
  readonly bracket?: Bracket | undefined
}

export interface RunnerOptions {
  readonly journal: Journal
  readonly accounts: { get(id: string): Account | null }
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
  readonly logger: Logger
  readonly clock: Clock
  readonly answerWaitMs: number
  readonly gateWaitMs: number
  /**
   * How long an operation in doubt is asked about before a person has to look; questions that prove something end it
   * sooner.
   */
  readonly giveUpAfterMs: number
  readonly closeWaitMs: number
  /** Whose account at the exchange an account's key stands for now; null: it has no key, or nobody knows. */
  readonly exchangeAccount: (accountId: string) => ExchangeAccount | null
  /** The exits of an account that the application holds at this moment. */
  readonly heldHere: (accountId: string) => readonly Order[]
  readonly finished: (finished: Finished) => void
}

/** Longer than any client holds a request back before it sends it or gives up. */
const longestSendDelayMs = 60_000

/**
 * Takes operations from intent to outcome: journal, send once, classify, journal, and the reconciler where there is
 * doubt.
 */
export class OperationRunner {
  readonly #options: RunnerOptions
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #reconciler: Reconciler
  readonly #outcomes: OutcomeWriter
  readonly #byRequest = new Map<string, { readonly payload: string; readonly result: Promise<Result> }>()
  readonly #underWay = new Set<Promise<Result>>()
  #gate: StartGate | null = null
  #startedAt = 0
  #closing = false
  #sendsNoMore = false

  constructor(options: RunnerOptions) {
    this.#options = options
    this.#journal = options.journal
    this.#clock = options.clock
    this.#reconciler = new Reconciler(options.clock, options.logger)
    this.#outcomes = new OutcomeWriter(options)
  }

  /**
   * Takes up what an earlier run left: an `intent` was never sent; what was sent is in doubt and asked about. Returns
   * without waiting for the exchange; new orders of the accounts concerned wait in the gate.
   */
  start(): void {
    if (this.#gate !== null) throw new Error('the order desk is already started')
    this.#startedAt = this.#clock.now()
    const inDoubt: Operation[] = []
    for (const left of this.#leftovers()) {
      if (left.state === 'intent') {
        const params = { clientOrderId: left.operation === 'cancel' ? '' : (left.clientOrderId ?? '') }
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
    const { gateWaitMs } = this.#options
    this.#gate = new StartGate(
      { reconciler: this.#reconciler, waitMs: gateWaitMs },
      inDoubt.filter((left) => left.operation !== 'cancel' && left.state !== 'needs_attention'),
    )
  }

  /** Of a damaged journal nothing can be settled: nothing is sent then either. */
  #leftovers(): readonly Operation[] {
    return this.#journal.damaged === null ? this.#journal.unfinished() : []
  }

  /**
   * Asks the exchange once more about an operation that needs attention. @throws GatewayError `not-found` when it does
   * not.
   */
  askAgain(journalId: number): void {
    const { accountId } = this.#needingAttention(journalId)
    this.#reconcile(journalId, accountId, 'at_once')
  }

  /**
   * A person says what became of an operation that needs attention: the order that it placed, or null, nothing.
   * @throws GatewayError `not-found` when it does not need attention (any more).
   */
  settleByHand(journalId: number, placed: PlacedOrder | null): void {
    const operation = this.#needingAttention(journalId)
    const result: Result =
      placed === null
        ? { state: 'rejected', journalId, error: settledByHand(operation) }
        : { state: 'accepted', journalId, placed }
    this.#journal.evidence.add(journalId, 'settled_by_hand', { orderId: placed?.order.id ?? null })
    if (result.state === 'accepted') this.#journal.accepted(journalId, result.placed)
    else this.#journal.rejected(journalId, result.error)
    this.#tell(operation, result)
  }

  #needingAttention(journalId: number): Operation {
    const operation = this.#journal.unfinished().find((each) => each.journalId === journalId)
    if (operation?.state === 'needs_attention') return operation
    throw new GatewayError('not-found', 'order.not_in_doubt')
  }

  /** Holds a new order back while its account is being settled after a restart. @throws GatewayError `retryable`. */
  async passGate(account: Account): Promise<void> {
    await this.#gate?.pass(account)
  }

  /**
   * Carries an operation out, or gives the outcome of the same request before. Never throws. `prepare` runs before
   * anything is written; what it throws is a refusal.
   */
  run(draft: NewOperation, prepare: (account: Account) => Promise<Prepared>): Promise<Result> {
    if (this.#gate === null) return Promise.reject(new Error('the order desk is not started'))
    if (draft.operation === 'cancel') return this.#track(this.#carryOut(draft, prepare))
    const underWay = this.#underWayFor(draft)
    if (underWay !== null) return underWay
    const key = keyOf(draft)
    const result = this.#track(this.#runOnce(draft, draft.operation, prepare))
    this.#byRequest.set(key, { payload: draft.payload, result })
    const forget = (): boolean => this.#byRequest.delete(key)
    result.then(forget, forget)
    return result
  }

  /**
   * What became of a place or an edit that came before under the same id, its order as it is now; a refusal where that
   * stood for something else; null: there was none. Nothing is executed. @throws what the journal throws.
   */
  async recall(request: Repeatable): Promise<Result | null> {
    return this.#underWayFor(request) ?? this.#recorded(request)
  }

  async #recorded(request: Repeatable): Promise<Result | null> {
    const before = this.#journal.byRequest(request.operation, request.origin, request.accountId)
    if (before === null) return null
    if (!isSame(before, request)) return conflict(request)
    if (mayTryAgain(before)) return null
    const result = await this.afterWaiting(before.journalId, resultOf(before))
    return result.state === 'accepted'
      ? { ...result, placed: await this.#withCurrentOrders(before, result.placed) }
      : result
  }

  #underWayFor(request: Identified): Promise<Result> | null {
    const underWay = this.#byRequest.get(keyOf(request))
    if (underWay === undefined) return null
    return isSame(underWay, request) ? underWay.result : Promise.resolve(conflict(request))
  }

  #withCurrentOrders(operation: Operation, placed: PlacedOrder): Promise<PlacedOrder> {
    const { clients, clock, answerWaitMs, heldHere } = this.#options
    const { accountId } = operation
    return currentOrders(operation, placed, {
      client: () => clients.clientFor(accountId),
      lifecycleOf: (orderId) => this.#journal.orders.lifecycleOf(accountId, orderId),
      endOf: (orderId) => this.#journal.orders.endOf(accountId, orderId),
      heldHere: () => heldHere(accountId),
      clock,
      patienceMs: answerWaitMs,
    })
  }

  /**
   * Orders that wait for their turn at the exchange are answered "nothing was sent"; those that have left end as they
   * would.
   */
  endSending(): void {
    this.#sendsNoMore = true
  }

  /** Refuses what comes from now on, lets what is under way end (for a bounded time), stops asking. */
  async close(): Promise<void> {
    this.#closing = true
    this.endSending()
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
    this.#outcomes.close()
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
    try {
      const before = await this.#recorded({ ...draft, operation })
      if (before !== null) return before
      this.#journal.freeName(operation, draft.origin, draft.accountId)
    } catch (error) {
      return this.#unwritten(error)
    }
    return this.#carryOut(draft, prepare)
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
      return this.refuse(draft, error)
    }
    return this.#send(prepared)
  }

  /** The permit is part of the step that writes the entry, and asked again as the request leaves. */
  async #send({ operation, send, permit, permitSending, bracket }: Prepared): Promise<Result> {
    let journalId: number
    const asking = { isRefused: false }
    const asked: Permit = () => {
      asking.isRefused = true
      permit()
      asking.isRefused = false
    }
    for (let tries = 1; ; tries += 1) {
      try {
        if (send.to === 'here') return this.#doHere(operation, send.call, { bracket, permit: asked })
        const account = this.#accountNow(operation.accountId)
        journalId = await this.#journal.begin(operation, account, { bracket, permit: asked })
        break
      } catch (error) {
        if (asking.isRefused) return this.refuse(operation, error)
        if (!isLocked(error) || tries === lockedTries) return this.#unwritten(error)
        await new Promise<void>((resolve) => this.#clock.after(lockedPauseMs, resolve))
      }
    }
    let result: Result
    try {
      const leaving: Permit = () => {
        this.#refuseUnsent(operation)
        permitSending()
      }
      result = { state: 'accepted', journalId, placed: await send.call(leaving) }
    } catch (error) {
      if (leavesDoubt(error)) return this.#inDoubt(journalId, operation, error, bracket)
      result = { state: 'rejected', journalId, error: errorView(error) }
    }
    this.#outcomes.write(journalId, result)
    this.#tell(operation, result, bracket)
    return result
  }

  /** Nothing leaves, so nothing can be in doubt: written down and done in one step. */
  #doHere(operation: NewOperation, call: () => PlacedOrder, beginning: Beginning): Result {
    let result: Result
    try {
      result = this.#journal.doHere(operation, call, beginning)
    } catch (error) {
      return error instanceof GatewayError ? this.refuse(operation, error) : this.#unwritten(error)
    }
    this.#tell(operation, result, beginning.bracket)
    return result
  }

  async #inDoubt(
    journalId: number,
    operation: NewOperation,
    cause: unknown,
    bracket: Bracket | undefined,
  ): Promise<Result> {
    if (!(cause instanceof GatewayError))
      this.#options.logger.error({ journalId, err: cause }, 'an error of ours after an order was sent')
    const result: Result = { state: 'unknown', journalId, error: unknownError(operation, cause) }
    this.#outcomes.write(journalId, result)
    this.#note(journalId, 'no_answer', evidenceOf(cause))
    this.#tell(operation, result, bracket)
    this.#reconcile(journalId, operation.accountId, 'soon')
    return this.afterWaiting(journalId, result)
  }

  /** Gives the reconciler a moment, so that the caller usually gets a final answer. */
  async afterWaiting(journalId: number, result: Result): Promise<Result> {
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
    const ask = (askedAt: number): Promise<DoubtState> => this.#ask(journalId, askedAt)
    this.#reconciler.add({ journalId, accountId, ask }, when)
  }

  async #ask(journalId: number, askedAt: number): Promise<DoubtState> {
    const operation = this.#journal.byId(journalId)
    if (operation.state === 'accepted' || operation.state === 'rejected') return { state: 'settled' }
    let finding: Finding
    try {
      const client = this.#options.clients.clientFor(operation.accountId)
      const evidence = this.#journal.evidence.of(journalId)
      const sameAccount = isSameAccount(operation.exchangeAccount, this.#accountNow(operation.accountId))
      const notBefore = operation.sentAt ?? operation.createdAt
      const about = { notBefore, since: sinceOf(operation), askedAt, evidence, sameAccount }
      finding = await queryOutcome(operation, client.as(patient), about)
    } catch (error) {
      this.#note(journalId, 'could_not_ask', evidenceOf(error))
      if (!this.#isHopeless(operation, askedAt)) throw error
      return this.#giveUp(operation)
    }
    this.#note(journalId, 'asked', findingAsEvidence(finding))
    switch (finding.found) {
      case 'not_yet':
        return { state: 'open', provableAt: finding.provableAt }
      case 'contradiction':
      case 'forgotten':
      case 'other_account':
        return this.#giveUp(operation)
      case 'done':
      case 'not_done':
        return this.#settle(operation, finding)
    }
  }

  #settle(operation: Operation, finding: Extract<Finding, { found: 'done' | 'not_done' }>): DoubtState {
    const { journalId } = operation
    const result: Result =
      finding.found === 'done'
        ? { state: 'accepted', journalId, placed: finding.placed }
        : { state: 'rejected', journalId, error: errorView(finding.error) }
    if (result.state === 'accepted') this.#journal.accepted(journalId, result.placed)
    else this.#journal.rejected(journalId, result.error)
    this.#tell(operation, result)
    return { state: 'settled' }
  }

  #accountNow(accountId: string): ExchangeAccount | null {
    return this.#options.exchangeAccount(accountId)
  }

  /**
   * Long enough in vain, counted from this run's start at the earliest: while the application did not run, nobody
   * asked.
   */
  #isHopeless(operation: Operation, askedAt: number): boolean {
    if (operation.state === 'needs_attention') return true
    return askedAt - Math.max(sinceOf(operation), this.#startedAt) >= this.#options.giveUpAfterMs
  }

  /** What cannot be found out is left to a person, with all that was asked and answered. It is never sent again. */
  #giveUp(operation: Operation): DoubtState {
    const { journalId, state } = operation
    if (state === 'needs_attention') return { state: 'given_up' }
    const error = needsAttentionError(operation)
    this.#journal.needsAttention(journalId, error)
    this.#note(journalId, 'given_up', {})
    this.#options.logger.error({ journalId, accountId: operation.accountId }, 'an order needs attention')
    this.#tell(operation, { state: 'unknown', journalId, error })
    return { state: 'given_up' }
  }

  /** Evidence is worth having and not worth failing for. */
  #note(journalId: number, what: Evidence['what'], detail: unknown): void {
    try {
      this.#journal.evidence.add(journalId, what, detail)
    } catch (error) {
      this.#options.logger.warn({ journalId, err: error }, 'evidence could not be written to the journal')
    }
  }

  /** Writes down what is refused before anything is sent, and tells it. Never throws. */
  refuse(draft: NewOperation, error: unknown): Result {
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

  #tell(about: Finished['about'], result: Result, bracket?: Bracket): void {
    this.#options.finished({ about, result, bracket })
  }

  /** Steps of brackets still leave: they guard a position, or end it. */
  #refuseUnsent({ origin }: NewOperation): void {
    if (this.#sendsNoMore && origin.kind !== 'bracket') throw new GatewayError('retryable', 'error.shutting_down')
  }

  #refuseWhenClosing(): void {
    if (this.#closing) throw new GatewayError('retryable', 'error.shutting_down')
  }
}

/** Another program holds the journal's file for a moment. */
const lockedTries = 10
const lockedPauseMs = 50
const isLocked = (error: unknown): boolean => error instanceof GatewayError && error.text.key === 'file.locked'

/** The latest moment at which an operation can have been sent, epoch ms. */
function sinceOf({ unknownAt, updatedAt }: Operation): number {
  return unknownAt ?? updatedAt
}

/** An error as evidence: its class, our key, the exchange's words. */
function evidenceOf(error: unknown): object {
  const { class: errorClass, text, exchange } = errorView(error)
  return { class: errorClass, key: text.key, exchange }
}
