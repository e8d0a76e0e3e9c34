import type { Account } from '../../../src-shared/account.ts'
import { GatewayError, toGatewayError } from '../../../src-shared/errors.ts'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import { message, type MessageRef, sentence } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { isFinal, type Order, type OrderRequest, type Origin } from '../../../src-shared/order.ts'
import { editing } from '../../../src-shared/switched-off.ts'
import type { BaseExchangeClient } from '../../exchange/core/base-exchange-client.ts'
import { changedRequest, changedTerms } from '../../exchange/orders/change.ts'
import { orderAsAsked, type SingleRequest } from '../../exchange/orders/order-as-asked.ts'
import { clientOrderIdOf } from '../../trading/client-order-id.ts'
import type {
  CancelIntent,
  ClosedOrdersQuery,
  EditIntent,
  PlaceIntent,
  PlaceOutcome,
} from '../../trading/desk-types.ts'
import { checkLimits, needsApproval, needsNotional } from '../../trading/guard/guard-rules.ts'
import { notionalUsdOf } from '../../trading/guard/notional-usd.ts'
import { exitNotes, prepareOrder, type PreparedOrder } from '../../trading/order-preparation.ts'
import { requireSwitchedOn } from '../../trading/switched-off.ts'
import { listedSymbol, onStep } from '../../trading/which-order.ts'
import { jsonText } from '../json.ts'

interface Parts {
  readonly accounts: { get(id: string): Account | null }
  /** They must not be able to send anything that moves an order; see `readsOnly` of the manager. */
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
  /** BASE/QUOTE symbols that an account is known to have traded. */
  readonly tradedSymbols: (accountId: string) => readonly string[]
}

/** How many finished orders are looked through for one whose symbol nobody knows. */
const lastLook = 500
/** The id of an order that was never placed. */
const dryOrderId = 'rehearsal'

/**
 * The order desk of a rehearsal. It reads as the real one does. It prepares, rounds and checks orders as that one does,
 * asks the exchange for a dry run where it has one, and then stops: what it answers is what an accepted order would
 * look like before anything has filled. Nothing is written down anywhere.
 */
export class DryDesk {
  readonly #parts: Parts
  #notes: MessageRef[] = []

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** What there is to say of the last request, which is forgotten then. */
  takeNotes(): readonly MessageRef[] {
    const notes = this.#notes
    this.#notes = []
    return notes
  }

  async place({ accountId, request, offStep }: PlaceIntent, origin: Origin): Promise<PlaceOutcome> {
    const account = this.#account(accountId)
    const client = this.#parts.clients.clientFor(accountId)
    const prepared = await prepareOrder(client, request, offStep)
    await this.#guarded(account, client, prepared)
    const { sent, asked } = prepared
    if (sent === null) this.#note('rehearsal.would_place_nothing', { order: jsonText(asked) })
    else {
      this.#note('rehearsal.would_place', { order: jsonText(sent) })
      await this.#tried(client, sent)
    }
    const clientOrderId = clientOrderIdOf(origin, `broker ${account.brokerId}`)
    const notes = prepared.exits === null ? prepared.notes : [...prepared.notes, ...exitNotes(prepared.exits, client)]
    const { nativeId } = prepared.market
    const ids = { id: dryOrderId, clientOrderId, nativeSymbol: nativeId, at: Date.now() }
    const order = orderAsAsked(singleOf(sent ?? asked), ids)
    return { outcome: 'accepted', journalId: 1, clientOrderId, placed: { order, legs: [], notes } }
  }

  /** @throws GatewayError as the real desk: `not-found` when the exchange does not know the order */
  async cancel({ accountId, orderId, symbol }: CancelIntent): Promise<Order> {
    const order = await this.#find(accountId, orderId, symbol)
    if (isFinal(order.status)) {
      this.#note('rehearsal.already_over', { status: order.status })
      return order
    }
    this.#note('rehearsal.would_cancel', { order: jsonText({ symbol: order.symbol, orderId }) })
    return { ...order, status: 'cancelled', endReason: { kind: 'cancelled_here', word: null } }
  }

  /** @throws GatewayError as the real desk: `not-found`, or `refused` when the order cannot be changed so */
  async edit({ accountId, orderId, symbol, change: asked, offStep }: EditIntent): Promise<Order> {
    if (asked.quantity === null && asked.price === null && asked.triggerPrice === null)
      throw new GatewayError('refused', 'order.edit.nothing')
    const client = this.#parts.clients.clientFor(accountId)
    requireSwitchedOn(client, editing)
    const order = await this.#find(accountId, orderId, symbol)
    if (isFinal(order.status)) this.#note('rehearsal.already_over', { status: order.status })
    const reference = { symbol: order.symbol, orderId }
    const change = offStep === 'round' ? await onStep(client, reference, asked) : asked
    const wanted = changedRequest(order, change, client.exchange)
    await client.normalise(wanted)
    this.#note('rehearsal.would_edit', { order: jsonText(wanted) })
    return { ...order, quantity: wanted.quantity, terms: changedTerms(order.terms, wanted) }
  }

  async openOrders(accountId: string, symbol: string | null): Promise<readonly Order[]> {
    const client = this.#parts.clients.clientFor(accountId)
    return client.fetchOpenOrders(symbol === null ? null : await listedSymbol(client, symbol))
  }

  async closedOrders(accountId: string, query: ClosedOrdersQuery): Promise<readonly Order[]> {
    const client = this.#parts.clients.clientFor(accountId)
    const symbol = query.symbol === null ? null : await listedSymbol(client, query.symbol)
    return client.fetchClosedOrders({ ...query, symbol, symbols: this.#parts.tradedSymbols(accountId) })
  }

  /** @throws GatewayError `refused` by a limit of the account; kill switch and what was ordered before do not count. */
  async #guarded(account: Account, client: BaseExchangeClient, { market, asked }: PreparedOrder): Promise<void> {
    const notionalUsd = await notionalUsdOf(asked, market.quote, client, needsNotional(account.limits))
    const risk = { symbol: market.symbol, notionalUsd, isExit: false, reduces: asked.side === 'sell' }
    checkLimits(risk, account.limits, { ordersThisMinute: 0, notionalUsdToday: Money.zero }, account)
    if (needsApproval(risk, account.limits)) this.#note('rehearsal.would_wait')
  }

  /** @throws GatewayError when the exchange refuses the order in its dry run */
  async #tried(client: BaseExchangeClient, sent: OrderRequest): Promise<void> {
    const exchange = exchangeProfiles[client.exchange].label
    try {
      await client.testOrder(sent, dryRunId)
      this.#note('rehearsal.tried', { exchange })
    } catch (error) {
      const { text, exchange: words } = toGatewayError(error)
      if (words !== null) throw error
      // Ours: this exchange, or this kind of order, has no dry run.
      this.#note('rehearsal.not_tried', { exchange, reason: sentence(text, 'en') })
    }
  }

  /** By whatever leads to it: an order of a recording is often over by the time of the rehearsal. */
  async #find(accountId: string, orderId: string, symbol: string | null): Promise<Order> {
    const client = this.#parts.clients.clientFor(accountId)
    if (symbol !== null) return client.fetchOrder({ symbol: await listedSymbol(client, symbol), orderId })
    const open = (await client.fetchOpenOrders(null)).find(({ id }) => id === orderId)
    if (open !== undefined) return open
    const query = { symbol: null, since: null, until: null, limit: lastLook }
    const closed = (await this.closedOrders(accountId, query)).find(({ id }) => id === orderId)
    if (closed !== undefined) return closed
    throw new GatewayError('not-found', 'order.not_found_open', { orderId: orderId.slice(0, 128) })
  }

  #account(accountId: string): Account {
    const account = this.#parts.accounts.get(accountId)
    if (account === null) throw new GatewayError('not-found', 'account.unknown')
    return account
  }

  #note(key: MessageRef['key'], params: MessageRef['params'] = {}): void {
    this.#notes.push(message(key, params))
  }
}

/** Within the length and letters that every exchange takes. */
const dryRunId = 'agrehearsal000000'

/** Of two exits that end each other, the one that protects stands for both. */
function singleOf(request: OrderRequest): SingleRequest {
  if (request.kind !== 'oco') return request
  const { symbol, side, quantity, stopLoss } = request
  return { kind: 'stop_loss', symbol, side, quantity, triggerPrice: stopLoss.triggerPrice }
}
