import { createHash } from 'node:crypto'
import type { Account } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { Order, OrderRequest, Origin } from '../../src-shared/order.ts'
import type { BaseExchangeClient } from '../exchange/base-exchange-client.ts'
import { authorise } from './authorise.ts'
import { clientOrderIdOf } from './client-order-id.ts'
import { type Clock, type Logger, silentLogger, systemClock } from './clock.ts'
import type {
  CancelIntent,
  DeskEvent,
  EditIntent,
  JournalEntry,
  PlaceIntent,
  PlaceOutcome,
} from './desk-types.ts'
import type { Journal, NewOperation } from './journal.ts'
import { type Finished, OperationRunner, type Prepared } from './operation-runner.ts'
import { canonicalText } from './order-codec.ts'
import { placeOutcomeOf, type Result, toThrowable } from './outcome.ts'
import { resolveSymbol } from './resolve-symbol.ts'

export interface OrderDeskOptions {
  readonly journal: Journal
  readonly accounts: { get(id: string): Account | null }
  /** The manager. */
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
  readonly logger?: Logger
  readonly clock?: Clock
  /** How long a caller waits for an unknown outcome to be settled. */
  readonly answerWaitMs?: number
  /** How long a new order waits while orders from before the restart are in doubt. */
  readonly gateWaitMs?: number
  /** How long after the start new orders are let through although such orders are still in doubt. */
  readonly gateLongestMs?: number
  /** How long closing waits for requests under way. */
  readonly closeWaitMs?: number
}

export interface ClosedOrdersQuery {
  /** Any usual spelling; null: every symbol that the account traded. */
  readonly symbol: string | null
  /** Epoch ms, inclusive. */
  readonly since: number | null
  readonly until: number | null
  readonly limit: number
}

/**
 * The one door through which orders are placed, changed and cancelled (DESIGN.md §4). Every operation is in the journal before it is
 * sent, is sent once, and ends accepted or rejected, or stays visibly unknown until the exchange says what happened.
 */
export class OrderDesk {
  readonly #journal: Journal
  readonly #accounts: OrderDeskOptions['accounts']
  readonly #clients: OrderDeskOptions['clients']
  readonly #logger: Logger
  readonly #runner: OperationRunner
  readonly #listeners = new Set<(event: DeskEvent) => void>()

  constructor(options: OrderDeskOptions) {
    this.#journal = options.journal
    this.#accounts = options.accounts
    this.#clients = options.clients
    this.#logger = options.logger ?? silentLogger
    this.#runner = new OperationRunner({
      journal: options.journal,
      accounts: options.accounts,
      clients: options.clients,
      logger: this.#logger,
      clock: options.clock ?? systemClock,
      answerWaitMs: options.answerWaitMs ?? 4000,
      gateWaitMs: options.gateWaitMs ?? 10_000,
      gateLongestMs: options.gateLongestMs ?? 60_000,
      closeWaitMs: options.closeWaitMs ?? 15_000,
      finished: (finished) => this.#publish(finished),
    })
  }

  /** Takes up what an earlier run left in doubt; must come before the first operation. Does not wait for the exchange. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#runner.start()
      resolve()
    })
  }

  /** Refuses new operations, lets those under way end for a bounded time, stops asking. The journal stays open: its owner closes it. */
  close(): Promise<void> {
    return this.#runner.close()
  }

  /**
   * Places an order at most once a request id. Never throws for what a request can cause: refusals are `rejected`, with
   * `journalId` null when there is no such account or the request id was used for another order.
   */
  async place(intent: PlaceIntent, origin: Origin): Promise<PlaceOutcome> {
    const { accountId, request } = intent
    const clientOrderId = clientOrderIdOf(origin, accountId)
    const draft: NewOperation = {
      accountId,
      operation: 'place',
      origin,
      payload: digest(accountId, origin, request),
      clientOrderId,
      symbol: request.symbol.slice(0, 64),
      request,
      normalised: null,
    }
    const result = await this.#runner.run(draft, async (account) => {
      authorise(account, origin, 'trade')
      const client = this.#clients.clientFor(accountId)
      await this.#runner.passGate(account)
      const normalised = await client.normalise(await withListedSymbol(client, request))
      const operation = { ...draft, symbol: normalised.symbol, normalised }
      return { operation, send: () => client.placeOrder(normalised, clientOrderId) }
    })
    return placeOutcomeOf(result, clientOrderId)
  }

  /**
   * Cancels an order, and with it every member of its list. @returns its last state, which may be `filled`.
   * @throws GatewayError: `not-found`, `unknown-outcome` while the exchange has not confirmed it, or why it was refused.
   */
  async cancel(intent: CancelIntent, origin: Origin): Promise<Order> {
    const { accountId, orderId } = intent
    const target = { orderId, symbol: intent.symbol, change: null }
    const draft: NewOperation = {
      accountId,
      operation: 'cancel',
      origin,
      payload: digest(accountId, origin, target),
      clientOrderId: null,
      symbol: intent.symbol?.slice(0, 64) ?? null,
      request: target,
      normalised: null,
    }
    const result = await this.#runner.run(draft, async (account): Promise<Prepared> => {
      authorise(account, origin, 'trade')
      const client = this.#clients.clientFor(accountId)
      const symbol = await this.#symbolOf(client, intent)
      const operation = { ...draft, symbol, request: { ...target, symbol } }
      return { operation, send: async () => alone(await client.cancelOrder({ symbol, orderId })) }
    })
    return orderOrThrow(result)
  }

  /**
   * Changes an open order, at most once a request id. @returns the order as it is now; a replacement has an id of its own.
   * @throws GatewayError as {@link cancel}.
   */
  async edit(intent: EditIntent, origin: Origin): Promise<Order> {
    const { accountId, orderId, change } = intent
    const clientOrderId = clientOrderIdOf(origin, accountId, 'edit')
    const target = { orderId, symbol: intent.symbol, change }
    const draft: NewOperation = {
      accountId,
      operation: 'edit',
      origin,
      payload: digest(accountId, origin, target),
      clientOrderId,
      symbol: intent.symbol?.slice(0, 64) ?? null,
      request: target,
      normalised: null,
    }
    const result = await this.#runner.run(draft, async (account): Promise<Prepared> => {
      authorise(account, origin, 'trade')
      if (change.quantity === null && change.price === null && change.triggerPrice === null)
        throw new GatewayError('refused', 'order.edit.nothing')
      const client = this.#clients.clientFor(accountId)
      const symbol = await this.#symbolOf(client, intent)
      const operation = { ...draft, symbol, request: { ...target, symbol } }
      const reference = { symbol, orderId }
      return {
        operation,
        send: async () => alone((await client.editOrder(reference, change, clientOrderId)).order),
      }
    })
    return orderOrThrow(result)
  }

  /** What an order would be after rounding. Nothing is written or sent. @throws GatewayError `refused` naming the field and the limit. */
  async preview(intent: PlaceIntent): Promise<OrderRequest> {
    const client = this.#clientOf(intent.accountId)
    return client.normalise(await withListedSymbol(client, intent.request))
  }

  /** Open orders as the exchange tells them; null: on every symbol. @throws GatewayError */
  async openOrders(accountId: string, symbol: string | null): Promise<readonly Order[]> {
    const client = this.#clientOf(accountId)
    const orders = await client.fetchOpenOrders(symbol === null ? null : await listedSymbol(client, symbol))
    this.#noteSymbols(accountId, orders)
    return orders
  }

  /** Finished orders, newest first, as the exchange tells them. @throws GatewayError */
  async closedOrders(accountId: string, query: ClosedOrdersQuery): Promise<readonly Order[]> {
    const client = this.#clientOf(accountId)
    const symbol = query.symbol === null ? null : await listedSymbol(client, query.symbol)
    const symbols = this.#journal.tradedSymbols(accountId)
    const orders = await client.fetchClosedOrders({ ...query, symbol, symbols })
    this.#noteSymbols(accountId, orders)
    return orders
  }

  /** Journal rows whose outcome is still being asked. */
  unknownCount(): number {
    return this.#journal.unknownCount()
  }

  /** The journal, newest first. */
  entries(limit: number): readonly JournalEntry[] {
    return this.#journal.entries(limit)
  }

  /** @returns how to stop listening. */
  subscribe(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @throws GatewayError `not-found` when there is no such account. */
  #clientOf(accountId: string): BaseExchangeClient {
    if (this.#accounts.get(accountId) === null) throw new GatewayError('not-found', 'account.unknown')
    return this.#clients.clientFor(accountId)
  }

  /** The symbol of the order meant: as told, from the journal, or from the open orders. */
  async #symbolOf(client: BaseExchangeClient, intent: CancelIntent | EditIntent): Promise<string> {
    if (intent.symbol !== null) return listedSymbol(client, intent.symbol)
    const journalled = this.#journal.symbolOf(intent.accountId, intent.orderId)
    if (journalled !== null) return journalled
    const open = await client.fetchOpenOrders(null)
    const found = open.find((order) => order.id === intent.orderId)
    if (found !== undefined) return found.symbol
    throw new GatewayError('not-found', 'order.not_found_open', { orderId: intent.orderId.slice(0, 128) })
  }

  #noteSymbols(accountId: string, orders: readonly Order[]): void {
    try {
      this.#journal.noteSymbols(
        accountId,
        orders.map((order) => order.symbol),
      )
    } catch (error) {
      this.#logger.warn({ accountId, err: error }, 'traded symbols could not be written to the journal')
    }
  }

  #publish({ accountId, operation, clientOrderId, result }: Finished): void {
    if (operation === 'place') {
      const { journalId } = result
      if (journalId === null) return
      const outcome = placeOutcomeOf(result, clientOrderId ?? '')
      this.#emit({ type: 'order', accountId, journalId, outcome })
    } else if (result.state === 'accepted') {
      const type = operation === 'cancel' ? 'cancelled' : 'edited'
      this.#emit({ type, accountId, order: result.placed.order })
    }
  }

  /** A listener that throws must not change what happens to an order. */
  #emit(event: DeskEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        this.#logger.error({ err: error }, 'a listener of the order desk failed')
      }
    }
  }
}

async function listedSymbol(client: BaseExchangeClient, text: string): Promise<string> {
  return resolveSymbol(text, await client.getMarkets(), client.exchange)
}

async function withListedSymbol(client: BaseExchangeClient, request: OrderRequest): Promise<OrderRequest> {
  return { ...request, symbol: await listedSymbol(client, request.symbol) }
}

/** Equal for equal requests only: account, user and everything asked. */
function digest(accountId: string, origin: Origin, asked: unknown): string {
  const userId = origin.kind === 'redis' ? origin.userId : null
  return createHash('sha256')
    .update(canonicalText([accountId, userId, asked]))
    .digest('hex')
}

function alone(order: Order): {
  readonly order: Order
  readonly legs: readonly []
  readonly notes: readonly []
} {
  return { order, legs: [], notes: [] }
}

function orderOrThrow(result: Result): Order {
  if (result.state === 'accepted') return result.placed.order
  throw toThrowable(result.error)
}
