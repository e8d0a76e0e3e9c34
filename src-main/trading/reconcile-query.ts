import { GatewayError } from '../../src-shared/errors.ts'
import type { Market } from '../../src-shared/market.ts'
import { isFinal, type Order, type OrderChange, type PlacedOrder } from '../../src-shared/order.ts'
import type { BaseExchangeClient, OrderReference } from '../exchange/core/base-exchange-client.ts'
import type { ExchangeMemory, ProofWindow } from '../exchange/orders/exchange-memory.ts'
import type { Evidence } from './evidence-store.ts'
import type { Operation } from './operation.ts'
import type { CancelTarget } from './order-codec.ts'

/** What became of an operation in doubt. `not_yet`: a "not found" is no proof before `provableAt` (epoch ms). */
export type Finding =
  | { readonly found: 'done'; readonly placed: PlacedOrder }
  | { readonly found: 'not_done'; readonly error: GatewayError }
  | { readonly found: 'not_yet'; readonly provableAt: number }
  /** The exchange's own words contradict each other: it said that it has an order of this client id, and shows none. */
  | { readonly found: 'contradiction' }
  /** The exchange knows nothing of it, but may have forgotten it by now. */
  | { readonly found: 'forgotten' }
  /** Asked with a key of another account than the one under which it was sent, the exchange knows nothing of it. */
  | { readonly found: 'other_account' }

/** How many of a symbol's last orders are looked through before an order counts as never placed. */
const historyDepth = 100

/** A question about an operation. Times are epoch ms. */
export interface OutcomeQuery {
  /** The earliest and the latest moment at which it can have been sent. */
  readonly notBefore: number
  readonly since: number
  readonly askedAt: number
  /** What was found out before. */
  readonly evidence: readonly Evidence[]
  /** Whether the account is still the one at the exchange under which it was sent. */
  readonly sameAccount: boolean
}

/**
 * Asks the exchange once what became of an operation whose outcome is unknown. Reads only. @throws whatever the client
 * throws while asking: then nothing is known.
 */
export async function queryOutcome(
  operation: Operation,
  client: BaseExchangeClient,
  { notBefore, since, askedAt, evidence, sameAccount }: OutcomeQuery,
): Promise<Finding> {
  const { fromMs, untilMs } = windowOf(operation, client.memory)
  const provableAt = since + fromMs
  const finding = await queryOnce(operation, client, askedAt >= provableAt)
  if (finding === null) return { found: 'not_yet', provableAt }
  if (finding.found === 'done') return finding
  if (!sameAccount) return { found: 'other_account' }
  if (askedAt > notBefore + untilMs) return { found: 'forgotten' }
  return operation.operation === 'place' && saidDuplicate(evidence) ? { found: 'contradiction' } : finding
}

/** What proves that nothing came of an operation, by the ids that it is looked for with. */
function windowOf({ operation }: Operation, { byClientId, byOrderId }: ExchangeMemory): ProofWindow {
  switch (operation) {
    case 'place':
      return byClientId
    case 'cancel':
      return byOrderId
    case 'edit':
      return {
        fromMs: Math.max(byClientId.fromMs, byOrderId.fromMs),
        untilMs: Math.min(byClientId.untilMs, byOrderId.untilMs),
      }
  }
}

function saidDuplicate(evidence: readonly Evidence[]): boolean {
  return evidence.some(
    ({ what, detail }) =>
      what === 'no_answer' &&
      typeof detail === 'object' &&
      detail !== null &&
      'key' in detail &&
      detail.key === 'exchange.duplicate_order',
  )
}

/** A finding as evidence. */
export function findingAsEvidence(finding: Finding): object {
  switch (finding.found) {
    case 'done': {
      const { order, legs } = finding.placed
      return { found: 'done', orderId: order.id, status: order.status, legs: legs.map(({ id }) => id) }
    }
    case 'not_done':
      return { found: 'not_done', key: finding.error.text.key }
    case 'not_yet':
      return { found: 'not_yet', provableAt: finding.provableAt }
    case 'contradiction':
    case 'forgotten':
    case 'other_account':
      return { found: finding.found }
  }
}

function queryOnce(operation: Operation, client: BaseExchangeClient, proof: boolean): Promise<Conclusion> {
  switch (operation.operation) {
    case 'place':
      return queryPlaced(operation, client, proof)
    case 'cancel':
      return queryCancelled(operation, client, proof)
    case 'edit':
      return queryEdited(operation, client, proof)
  }
}

type Conclusion = Extract<Finding, { found: 'done' | 'not_done' }> | null

async function queryPlaced(
  operation: Extract<Operation, { operation: 'place' }>,
  client: BaseExchangeClient,
  proof: boolean,
): Promise<Conclusion> {
  const { sentRequest, clientOrderId } = operation
  if (sentRequest === null || clientOrderId === null) throw new Error('a place without request in the journal')
  const found = await client.findOrder(sentRequest, clientOrderId)
  if (found !== null) return { found: 'done', placed: found }
  if (!proof) return null
  const listed = await findInLists(sentRequest.symbol, clientOrderId, client)
  if (listed !== null) return { found: 'done', placed: listed }
  return notDone(new GatewayError('retryable', 'order.outcome.not_placed', { clientOrderId }))
}

/** The second witness before an order is declared not placed: open and recent orders that carry our id. */
async function findInLists(
  symbol: string,
  clientOrderId: string,
  client: BaseExchangeClient,
): Promise<PlacedOrder | null> {
  const open = await client.fetchOpenOrders(symbol)
  const closed = await client.fetchClosedOrders({
    symbol,
    symbols: [symbol],
    since: null,
    until: null,
    limit: historyDepth,
  })
  const ours = new Map<string, Order>()
  for (const order of [...closed, ...open])
    if (order.clientOrderId?.startsWith(clientOrderId) === true) ours.set(order.id, order)
  const members = [...ours.values()]
  const first = members.find((order) => order.role === 'entry' || order.clientOrderId === clientOrderId) ?? members[0]
  if (first === undefined) return null
  return { order: first, legs: members.filter((order) => order !== first), notes: [] }
}

async function queryCancelled(
  { target }: Extract<Operation, { operation: 'cancel' }>,
  client: BaseExchangeClient,
  proof: boolean,
): Promise<Conclusion> {
  const { orderId, symbol } = withSymbol(target)
  const order = await fetchOrNull(client, { symbol, orderId })
  if (order !== null && isFinal(order.status)) return done(order)
  if (!proof) return null
  if (order === null) return notDone(new GatewayError('not-found', 'order.not_found', { orderId, symbol }))
  return notDone(new GatewayError('retryable', 'order.cancel.not_done', { orderId }))
}

/**
 * Where a replacement keeps the client id of the order that it replaces (KuCoin's alter): the order that has it now, if
 * it is another one.
 */
async function heirOf(order: Order, client: BaseExchangeClient): Promise<Order | null> {
  const { symbol, clientOrderId } = order
  if (clientOrderId === null || order.status !== 'cancelled') return null
  const heir = await fetchOrNull(client, { symbol, clientOrderId })
  return heir === null || heir.id === order.id ? null : heir
}

async function queryEdited(
  { target, clientOrderId }: Extract<Operation, { operation: 'edit' }>,
  client: BaseExchangeClient,
  proof: boolean,
): Promise<Conclusion> {
  const { orderId, symbol } = withSymbol(target)
  const { change } = target
  if (clientOrderId === null) throw new Error('an edit without client id in the journal')
  const replacement = await fetchOrNull(client, { symbol, clientOrderId })
  if (replacement !== null) return done(replacement)
  const order = await fetchOrNull(client, { symbol, orderId })
  const market = (await client.getMarkets()).get(symbol)
  if (order !== null && order.status !== 'cancelled' && carries(order, change, market)) return done(order)
  const heir = order === null ? null : await heirOf(order, client)
  if (heir !== null && carries(heir, change, market)) return done(heir)
  if (!proof) return null
  if (order === null) return notDone(new GatewayError('not-found', 'order.not_found', { orderId, symbol }))
  if (isFinal(order.status)) {
    const params = { orderId, status: order.status }
    return notDone(new GatewayError('refused', 'order.edit.replacement_missing', params))
  }
  return notDone(new GatewayError('retryable', 'order.edit.not_done', { orderId }))
}

/** Whether an order has the values that a change asked for, rounded to the market's steps. */
function carries(order: Order, change: OrderChange, market: Market | undefined): boolean {
  const price = 'price' in order.terms ? order.terms.price : null
  const trigger = 'triggerPrice' in order.terms ? order.terms.triggerPrice : null
  const wanted = [
    { asked: change.quantity, is: order.quantity, step: market?.lotStep },
    { asked: change.price, is: price, step: market?.tickSize },
    { asked: change.triggerPrice, is: trigger, step: market?.tickSize },
  ]
  return wanted.every(({ asked, is, step }) => {
    if (asked === null) return true
    return is?.equals(step === undefined ? asked : asked.floorToStep(step)) ?? false
  })
}

async function fetchOrNull(client: BaseExchangeClient, reference: OrderReference): Promise<Order | null> {
  try {
    return await client.fetchOrder(reference)
  } catch (error) {
    if (error instanceof GatewayError && error.class === 'not-found') return null
    throw error
  }
}

/** A target as it was sent: its symbol was found out before. */
function withSymbol({ orderId, symbol }: CancelTarget): {
  readonly orderId: string
  readonly symbol: string
} {
  if (symbol === null) throw new Error('a cancel or edit without symbol in the journal')
  return { orderId, symbol }
}

function done(order: Order): Conclusion {
  return { found: 'done', placed: { order, legs: [], notes: [] } }
}

function notDone(error: GatewayError): Conclusion {
  return { found: 'not_done', error }
}
