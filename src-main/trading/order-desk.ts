import type { Account } from '../../src-shared/account.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import { Listeners } from '../../src-shared/listeners.ts'
import type { Order, OrderHistory, OrderRequest, Origin, PlacedOrder } from '../../src-shared/order.ts'
import { editing } from '../../src-shared/switched-off.ts'
import type { ExchangeAccount } from '../exchange/accounts/exchange-account.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { Permit } from '../exchange/http/permit.ts'
import { withShortfalls } from '../exchange/orders/shortfall.ts'
import { type Clock, type Logger, silentLogger, systemClock } from '../infra/clock.ts'
import { authorise, requireReadRights } from './authorise.ts'
import type { AccountNewsSource } from './brackets/account-watch.ts'
import { BracketKeeper } from './brackets/bracket-keeper.ts'
import { type Bracket, newBracket } from './brackets/bracket.ts'
import { parseHeldExitId } from './brackets/held-exit.ts'
import { heldHere } from './brackets/held-here.ts'
import { type PriceSource, TickerPrices } from './brackets/price-source.ts'
import { type Membership, membershipIn } from './brackets/role-in-bracket.ts'
import { clientOrderIdOf } from './client-order-id.ts'
import type {
  CancelIntent,
  ClosedOrdersQuery,
  Deadline,
  DeskEvent,
  EditIntent,
  PlaceIntent,
  PlaceOutcome,
} from './desk-types.ts'
import type { Learned } from './events/learned.ts'
import { riskOfEdit } from './guard/edit-risk.ts'
import type { OrderRisk } from './guard/guard-rules.ts'
import { Guard } from './guard/guard.ts'
import type { Journal } from './journal.ts'
import { endedByCancel } from './known-endings.ts'
import { type Finished, OperationRunner, type Prepared, type Send } from './operation-runner.ts'
import { idOf, type NewCancel, type NewEdit, type NewPlace, sideOf } from './operation.ts'
import { exitNotes, prepareOrder, type PreparedOrder } from './order-preparation.ts'
import { placeOutcomeOf, type Result, toThrowable } from './outcome.ts'
import { payloadOf } from './request-identity.ts'
import { requireSwitchedOn } from './switched-off.ts'
import { listedSymbol, onStep, symbolOf } from './which-order.ts'

export interface OrderDeskOptions {
  readonly journal: Journal
  readonly accounts: { get(id: string): Account | null }
  /** The manager. */
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
  readonly logger?: Logger
  readonly clock?: Clock
  /** Where the prices come from that the application watches for the exits it holds; tickers unless told. */
  readonly prices?: PriceSource
  /** What exchanges push of accounts; missing: nothing, all is asked for. */
  readonly news?: AccountNewsSource
  /** Whose account at the exchange an account's key stands for now; missing: nobody knows. */
  readonly exchangeAccount?: (accountId: string) => ExchangeAccount | null
  /** How long a caller waits for an unknown outcome to be settled. */
  readonly answerWaitMs?: number
  /** How long a new order waits while orders from before the restart are in doubt. */
  readonly gateWaitMs?: number
  /** How long an operation in doubt is asked about before a person has to look. */
  readonly giveUpAfterMs?: number
  /** How long closing waits for requests under way. */
  readonly closeWaitMs?: number
}

/**
 * The one door through which orders are placed, changed and cancelled (docs/architecture.md §4). Every operation passes
 * the guard, is in the journal before it is sent, is sent once, and ends accepted or rejected, or stays visibly unknown
 * until the exchange says what happened. Exits that an exchange does not take along are the bracket keeper's.
 */
export class OrderDesk {
  readonly guard: Guard
  readonly brackets: BracketKeeper
  readonly #journal: Journal
  readonly #accounts: OrderDeskOptions['accounts']
  readonly #clients: OrderDeskOptions['clients']
  readonly #logger: Logger
  readonly #clock: Clock
  readonly #runner: OperationRunner
  /** By client order id; with the bracket that begins with it. */
  readonly #placing = new Map<string, Bracket | null>()
  readonly #listeners: Listeners<[DeskEvent]>

  constructor(options: OrderDeskOptions) {
    const { journal, clients } = options
    const logger = options.logger ?? silentLogger
    const clock = options.clock ?? systemClock
    this.#journal = journal
    this.#accounts = options.accounts
    this.#clients = clients
    this.#logger = logger
    // A listener that fails must not change what becomes of an order.
    this.#listeners = new Listeners((error) => logger.error({ err: error }, 'a listener of the order desk failed'))
    this.#clock = clock
    this.guard = new Guard({ journal, clock, changed: () => this.#listeners.tell({ type: 'guard' }) })
    this.#runner = new OperationRunner({
      journal,
      accounts: options.accounts,
      clients,
      logger,
      clock,
      answerWaitMs: options.answerWaitMs ?? 4000,
      gateWaitMs: options.gateWaitMs ?? 10_000,
      giveUpAfterMs: options.giveUpAfterMs ?? 15 * 60_000,
      closeWaitMs: options.closeWaitMs ?? 15_000,
      exchangeAccount: options.exchangeAccount ?? (() => null),
      heldHere: (accountId) => this.brackets.heldHere(accountId, null),
      finished: (finished) => this.#publish(finished),
    })
    this.brackets = new BracketKeeper({
      journal,
      clients,
      orders: this,
      prices: options.prices ?? new TickerPrices({ clients, clock, logger }),
      ...(options.news !== undefined && { news: options.news }),
      mayPlace: () => this.guard.killSwitch().state !== 'halted',
      seen: (...told) => this.tookNotice(...told),
      clock,
      logger,
      changed: (accountId, happened) => this.#listeners.tell({ type: 'bracket', accountId, happened }),
    })
  }

  /**
   * Takes up what an earlier run left in doubt; must come before the first operation. Does not wait for the exchange.
   */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#runner.start()
      this.brackets.start()
      resolve()
    })
  }

  /** Before closing: orders that have not left for the exchange do not leave any more. */
  endSending(): void {
    this.#runner.endSending()
  }

  /**
   * Refuses new operations, lets those under way end for a bounded time, stops asking. The journal stays open: its
   * owner closes it.
   */
  async close(): Promise<void> {
    this.guard.close()
    // Together: a bracket's step may be waiting for an order in doubt, and the runner lets go of those who wait.
    await Promise.all([this.brackets.close(), this.#runner.close()])
  }

  /**
   * Places an order at most once a request id. Never throws for what a request can cause: refusals are `rejected`, with
   * `journalId` null when there is no such account or the request id was used for another order.
   */
  async place(intent: PlaceIntent, origin: Origin): Promise<PlaceOutcome> {
    const { accountId, request, asked: words = request, offStep, deadline = null } = intent
    const draft = this.#placeDraft({ accountId, request, asked: words }, origin)
    const { clientOrderId } = draft
    // Of a request that came twice the first one knows the bracket.
    if (!this.#placing.has(clientOrderId)) this.#placing.set(clientOrderId, null)
    const run = this.#runner.run(draft, async (account) => {
      authorise(account, origin, 'trade')
      requireReadRights(account, origin)
      const client = this.#clients.clientFor(accountId)
      if (origin.kind !== 'bracket') await this.#runner.passGate(account)
      const prepared = await prepareOrder(client, request, offStep, 'left_to_exchange')
      const { market, asked, sent } = prepared
      const notionalUsd = await this.guard.notionalUsdOf(account, asked, market.quote, client)
      const isExit = origin.kind === 'bracket'
      const order = { symbol: market.symbol, notionalUsd, isExit, reduces: isExit || request.side === 'sell' }
      const permit = this.#permit(account, order, deadline)
      permit.check()
      await this.guard.approve(account, origin, asked, order, deadline)
      const operation = { ...draft, symbol: market.symbol, notionalUsd, normalised: sent }
      const begins = this.#bracketOf(prepared, { accountId, origin, clientOrderId })
      this.#placing.set(clientOrderId, begins.bracket ?? null)
      return {
        operation,
        permit: permit.check,
        permitSending: permit.checkSending,
        send: this.#sendOf(client, prepared, clientOrderId),
        ...begins,
      }
    })
    const result = await run.finally(() => this.#placing.delete(clientOrderId))
    return placeOutcomeOf(result, clientOrderId)
  }

  /** What an order is in a bracket that lives, or begins with an order that is being placed; null: nothing. */
  memberOf(accountId: string, order: Pick<Order, 'id' | 'clientOrderId' | 'role'>): Membership | null {
    const begun = [...this.#placing.values()].flatMap((each) => (each?.accountId === accountId ? [each] : []))
    return this.brackets.memberOf(accountId, order) ?? membershipIn(begun, order)
  }

  /** Whether an order of this client id is being placed, or nobody knows yet what became of it. */
  isUnderWay(accountId: string, clientOrderId: string): boolean {
    return this.#placing.has(clientOrderId) || this.#journal.isInDoubt(accountId, clientOrderId)
  }

  /**
   * Writes down an order that was refused on its way here, before anything was sent, as every other refusal is. Never
   * throws.
   */
  refused({ deadline: _, ...intent }: PlaceIntent, origin: Origin, error: GatewayError): PlaceOutcome {
    const draft = this.#placeDraft({ asked: intent.request, ...intent }, origin)
    const refusal =
      this.#accounts.get(intent.accountId) === null
        ? { state: 'rejected' as const, journalId: null, error: errorView(error) }
        : this.#runner.refuse(draft, error)
    return placeOutcomeOf(refusal, draft.clientOrderId)
  }

  #placeDraft(
    { accountId, request, asked }: Pick<PlaceIntent, 'accountId' | 'request'> & { readonly asked: unknown },
    origin: Origin,
  ): NewPlace {
    return {
      accountId,
      operation: 'place',
      origin,
      payload: payloadOf(accountId, origin, asked),
      clientOrderId: this.#clientOrderId(accountId, origin, 'place'),
      symbol: request.symbol.slice(0, 64),
      notionalUsd: null,
      request,
      normalised: null,
    }
  }

  /**
   * What became of a request id that was used earlier: its order as it is now; `rejected` when it stood for something
   * else than `asked`; null: it never got so far. Nothing is executed.
   */
  recall(accountId: string, origin: Origin, asked: unknown): Promise<PlaceOutcome | null> {
    const payload = payloadOf(accountId, origin, asked)
    return this.#recall(accountId, origin, payload)
  }

  /** As {@link recall}, whatever the request asked: for its sender, who has lost sight of it. */
  outcomeOf(accountId: string, origin: Origin): Promise<PlaceOutcome | null> {
    return this.#recall(accountId, origin, null)
  }

  async #recall(accountId: string, origin: Origin, payload: string | null): Promise<PlaceOutcome | null> {
    const result = await this.#runner.recall({ operation: 'place', origin, accountId, payload })
    return (
      result && placeOutcomeOf(this.#withEndings(accountId, result), this.#clientOrderId(accountId, origin, 'place'))
    )
  }

  /**
   * Cancels an order, and with it every member of its list; also an exit that the application holds. @returns its last
   * state, which may be `filled`. @throws GatewayError: `not-found`, `unknown-outcome` while the exchange has not
   * confirmed it, or why it was refused.
   */
  async cancel(intent: CancelIntent, origin: Origin): Promise<Order> {
    const { accountId, orderId } = intent
    const target = { orderId, symbol: intent.symbol }
    const draft: NewCancel = {
      accountId,
      operation: 'cancel',
      origin,
      payload: payloadOf(accountId, origin, target),
      symbol: intent.symbol?.slice(0, 64) ?? null,
      target,
    }
    const result = await this.#runner.run(draft, async (account): Promise<Prepared> => {
      authorise(account, origin, 'trade')
      const held = parseHeldExitId(orderId)
      if (held !== null) {
        const { symbol } = this.brackets.find(accountId, held.bracketId)
        const operation = { ...draft, symbol, target: { ...target, symbol } }
        const call = (): PlacedOrder => alone(this.brackets.drop(held))
        return { operation, permit: always, permitSending: always, send: { to: 'here', call } }
      }
      const client = this.#clients.clientFor(accountId)
      const symbol = await symbolOf(client, intent, this.#journal)
      const operation = { ...draft, symbol, target: { ...target, symbol } }
      const call = async (): Promise<PlacedOrder> => alone(await client.cancelOrder({ symbol, orderId }))
      return { operation, permit: always, permitSending: always, send: { to: 'exchange', call } }
    })
    const order = orderOrThrow(result)
    return endedByCancel(order, this.#clock.now()) ?? this.#withEnding(accountId, order)
  }

  /**
   * Changes an open order, at most once a request id. @returns the order as it is now; a replacement has an id of its
   * own.
   * @throws GatewayError as {@link cancel}.
   */
  async edit(intent: EditIntent, origin: Origin): Promise<Order> {
    const { accountId, orderId, change: asked, offStep, deadline = null } = intent
    const clientOrderId = this.#clientOrderId(accountId, origin, 'edit')
    const target = { orderId, symbol: intent.symbol, change: asked }
    const draft: NewEdit = {
      accountId,
      operation: 'edit',
      origin,
      payload: payloadOf(accountId, origin, target),
      clientOrderId,
      symbol: intent.symbol?.slice(0, 64) ?? null,
      notionalUsd: null,
      target,
    }
    const result = await this.#runner.run(draft, async (account): Promise<Prepared> => {
      authorise(account, origin, 'trade')
      requireReadRights(account, origin)
      if (asked.quantity === null && asked.price === null && asked.triggerPrice === null)
        throw new GatewayError('refused', 'order.edit.nothing')
      const client = this.#clients.clientFor(accountId)
      requireSwitchedOn(client, editing)
      if (origin.kind !== 'bracket') await this.#runner.passGate(account)
      const symbol = await symbolOf(client, intent, this.#journal)
      const reference = { symbol, orderId }
      const change = offStep === 'round' ? await onStep(client, reference, asked) : asked
      const { risk, request } = await riskOfEdit(this.guard, account, client, reference, change, origin)
      const permit = this.#permit(account, risk, deadline)
      permit.check()
      if (request !== null) await this.guard.approve(account, origin, request, risk, deadline)
      const operation = {
        ...draft,
        symbol,
        notionalUsd: risk.notionalUsd,
        target: { orderId, symbol, change },
      }
      const call = async (leave: Permit): Promise<PlacedOrder> =>
        alone((await client.editOrder(reference, change, clientOrderId, leave)).order)
      return {
        operation,
        permit: permit.check,
        permitSending: permit.checkSending,
        send: { to: 'exchange', call },
      }
    })
    return this.#withEnding(accountId, orderOrThrow(result))
  }

  /**
   * What an order would be after rounding. Nothing is written or sent. @throws GatewayError `refused` naming the field
   * and the limit.
   */
  async preview(intent: PlaceIntent): Promise<OrderRequest> {
    return (await prepareOrder(this.#clientOf(intent.accountId), intent.request, intent.offStep)).asked
  }

  /**
   * What would go to the exchange at once; null: nothing, since the application holds all of it. @throws GatewayError
   * `refused`
   */
  async sendable(intent: PlaceIntent): Promise<OrderRequest | null> {
    return (await prepareOrder(this.#clientOf(intent.accountId), intent.request, intent.offStep)).sent
  }

  /** Open orders as the exchange tells them; null: on every symbol. @throws GatewayError */
  async openOrders(accountId: string, symbol: string | null): Promise<readonly Order[]> {
    const client = this.#clientOf(accountId)
    const orders = await client.fetchOpenOrders(symbol === null ? null : await listedSymbol(client, symbol))
    this.tookNotice(accountId, orders)
    return orders
  }

  /** Finished orders, newest first, as the exchange tells them. @throws GatewayError */
  async closedOrders(accountId: string, query: ClosedOrdersQuery): Promise<readonly Order[]> {
    const client = this.#clientOf(accountId)
    const symbol = query.symbol === null ? null : await listedSymbol(client, query.symbol)
    const symbols = this.#journal.tradedSymbols(accountId)
    const orders = await client.fetchClosedOrders({ ...query, symbol, symbols })
    this.tookNotice(accountId, orders)
    return this.withEndings(accountId, orders)
  }

  /** Orders as the exchange tells them; of those that were cancelled it is added whether that was from here. */
  withEndings(accountId: string, orders: readonly Order[]): readonly Order[] {
    try {
      return this.#journal.orders.withEndings(accountId, orders)
    } catch (error) {
      this.#logger.warn({ accountId, err: error }, 'the journal cannot tell how orders ended')
      return orders
    }
  }

  /** {@link closedOrders}, with what is said of an answer that is not whole. @throws GatewayError */
  async history(accountId: string, query: ClosedOrdersQuery): Promise<OrderHistory> {
    const { value: orders, shortfalls } = await withShortfalls(() => this.closedOrders(accountId, query))
    const notes = new Map(shortfalls.map((note) => [JSON.stringify(note), note]))
    return { orders, notes: [...notes.values()] }
  }

  /** Journal rows whose outcome is still being asked, and those that wait for a person. */
  doubtful(): { readonly unknown: number; readonly needsAttention: number } {
    return this.#journal.doubtful()
  }

  /** How many orders of an account are in doubt, and how many brackets of its live. */
  openWork(accountId: string): { readonly orders: number; readonly brackets: number } {
    const { unknown, needsAttention } = this.#journal.doubtful(accountId)
    return { orders: unknown + needsAttention, brackets: this.brackets.live(accountId) }
  }

  /**
   * Asks the exchange once more about an operation that needs attention. @throws GatewayError `not-found` when it does
   * not.
   */
  askAgain(journalId: number): void {
    this.#runner.askAgain(journalId)
  }

  /**
   * A person says what became of an order in need of attention: nothing (`orderId` null), or an order that the exchange
   * knows.
   * @throws GatewayError `not-found` when there is no such order, or nothing to settle.
   */
  async settleByHand(journalId: number, orderId: string | null, origin: Origin): Promise<void> {
    const operation = this.#journal.byId(journalId)
    const { accountId } = operation
    const asked = operation.operation === 'place' ? operation.sentRequest : operation.target
    const at = operation.symbol ?? asked?.symbol ?? ''
    const order = orderId === null ? null : await this.#clientOf(accountId).fetchOrder({ symbol: at, orderId })
    this.#runner.settleByHand(journalId, order && alone(order))
    this.#journal.audit.add({ kind: 'settled', accountId, origin, detail: { journalId, orderId } })
  }

  /** @returns how to stop listening. */
  subscribe(listener: (event: DeskEvent) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** The same for every gateway that serves one Redis: a request over Redis names a broker, which they share. */
  #clientOrderId(accountId: string, origin: Origin, operation: 'place' | 'edit'): string {
    const account = this.#accounts.get(accountId)
    const scope = origin.kind === 'redis' && account !== null ? `broker ${account.brokerId}` : accountId
    return clientOrderIdOf(origin, scope, operation)
  }

  #permit(
    account: Account,
    order: OrderRisk,
    deadline: Deadline | null,
  ): { readonly check: () => void; readonly checkSending: () => void } {
    return {
      check: () => {
        deadline?.check()
        this.guard.check(account, order)
      },
      checkSending: () => {
        deadline?.check()
        this.guard.checkSwitch(order)
      },
    }
  }

  #sendOf(client: BaseExchangeClient, prepared: PreparedOrder, clientOrderId: string): Send {
    const { sent, exits } = prepared
    const notes = [...prepared.notes, ...(exits === null ? [] : exitNotes(exits, client))]
    if (sent === null) {
      const placed = { ...heldHere(prepared, clientOrderId, this.#clock.now()), notes }
      return { to: 'here', call: () => placed }
    }
    const call = async (permit: Permit): Promise<PlacedOrder> => {
      const placed = await client.placeOrder(sent, clientOrderId, permit)
      return notes.length === 0 ? placed : { ...placed, notes: [...placed.notes, ...notes] }
    }
    return { to: 'exchange', call }
  }

  /** The bracket that begins with an order that has exits, unless the order is itself a bracket's. */
  #bracketOf(
    { asked, sent, exits }: PreparedOrder,
    { accountId, origin, clientOrderId }: { accountId: string; origin: Origin; clientOrderId: string },
  ): Pick<Prepared, 'bracket'> {
    if (exits === null || origin.kind === 'bracket') return {}
    const { plan, wanted, held, exitSide } = exits
    const at = this.#clock.now()
    const bracket = newBracket({
      id: clientOrderId,
      accountId,
      origin,
      plan,
      wanted,
      held,
      exitSide,
      at,
      symbol: asked.symbol,
      sent,
    })
    return { bracket }
  }

  /** @throws GatewayError `not-found` when there is no such account. */
  #clientOf(accountId: string): BaseExchangeClient {
    if (this.#accounts.get(accountId) === null) throw new GatewayError('not-found', 'account.unknown')
    return this.#clients.clientFor(accountId)
  }

  /** Orders as an exchange has told them, by whatever way. */
  tookNotice(accountId: string, orders: readonly Order[], learned: Learned = 'asked'): void {
    const failed = (error: unknown): void =>
      this.#logger.warn({ accountId, err: error }, 'what the exchange shows could not be written to the journal')
    this.#journal.observe(accountId, orders, failed, learned)
  }

  #withEndings(accountId: string, result: Result): Result {
    if (result.state !== 'accepted') return result
    const { order, legs, notes } = result.placed
    const [now = order, ...others] = this.withEndings(accountId, [order, ...legs])
    return { ...result, placed: { order: now, legs: others, notes } }
  }

  #withEnding(accountId: string, order: Order): Order {
    return this.withEndings(accountId, [order])[0] ?? order
  }

  #publish(finished: Finished): void {
    const { about, result } = finished
    const { accountId } = about
    try {
      this.brackets.operationFinished(finished)
    } catch (error) {
      // What happens to exits must not change what happened to an order; they are seen to again.
      this.#logger.error({ accountId, order: idOf(about), err: error }, 'a bracket could not follow an order')
    }
    const asked = { origin: about.origin, symbol: about.symbol, side: sideOf(about) }
    if (about.operation === 'place') {
      const { journalId } = result
      if (journalId === null) return
      const clientOrderId = idOf(about)
      const outcome = placeOutcomeOf(result, clientOrderId)
      this.#listeners.tell({ type: 'order', accountId, journalId, clientOrderId, outcome, asked })
      return
    }
    const { operation } = about
    const { orderId } = about.target
    if (result.state === 'accepted') {
      const { order } = result.placed
      if (operation === 'cancel')
        this.#listeners.tell({ type: 'cancelled', accountId, order: endedByCancel(order, this.#clock.now()) ?? order })
      else this.#listeners.tell({ type: 'edited', accountId, order, previousId: orderId })
    }
    if (result.state === 'unknown') {
      const { journalId, error } = result
      this.#listeners.tell({ type: 'in-doubt', operation, accountId, journalId, orderId, asked, error })
    }
  }
}

/** Cancelling always passes. */
const always = (): void => undefined

function orderOrThrow(result: Result): Order {
  if (result.state === 'accepted') return result.placed.order
  throw toThrowable(result.error)
}

function alone(order: Order): PlacedOrder {
  return { order, legs: [], notes: [] }
}
