import type { z } from 'zod'
import { GatewayError, toGatewayError } from '../../../src-shared/errors.ts'
import { message } from '../../../src-shared/messages/index.ts'
import { amountOf, averageOf, costOf, feeOf, limitPriceOf } from '../../../src-shared/order-figures.ts'
import type { OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import { clientOrderIdOf } from '../../trading/client-order-id.ts'
import type { PlaceIntent, PlaceOutcome } from '../../trading/desk-types.ts'
import { errorText } from '../error-text.ts'
import { late } from '../patience.ts'
import type { placedSchema } from '../schema/answers.ts'
import type { AnswerData } from '../schema/wire.ts'
import { type Action, type ActionAnswer, type ActionContext, done, marketOf, type RedisOrigin } from './action.ts'
import { adjustedPrices } from './adjusted.ts'
import { exitSourcesOf } from './order-presets.ts'
import { type OrderWords, orderRequestOf, placeOrderWords, tradeWords } from './order-request.ts'
import { endOf, isoTime, orderShapes, rawObject, remainingOf, wireType } from './order-shape.ts'
import { placingOrigin } from './request-origin.ts'
import { terminal3Request } from './terminal3.ts'
import { beginRow, withRow } from './trade-row.ts'
import { inWireWords } from './wire-fields.ts'

type Accepted = Extract<PlaceOutcome, { outcome: 'accepted' }>

/** An order that is under way when its sender can wait no longer. */
interface Pending {
  readonly outcome: 'pending'
  readonly clientOrderId: string
}

/** What came of handing an order to the desk, with the request it was. */
export interface Placing {
  readonly request: OrderRequest
  readonly outcome: PlaceOutcome | Pending
}

/**
 * Reads the order from the parameters and hands it to the desk, unless it has become too old. What is not known of it
 * in good time follows: its sender is told that it is under way.
 */
export async function placeThroughDesk(context: ActionContext, words: OrderWords): Promise<Placing> {
  const { params, patience, account } = context
  const unplaced = orderRequestOf(params, '', words)
  const origin = placingOrigin(context)
  const placing = await patience.within(placed(context, words, unplaced, origin))
  if (placing !== late) return placing
  const clientOrderId = clientOrderIdOf(origin, `broker ${account.brokerId}`)
  return { request: unplaced, outcome: { outcome: 'pending', clientOrderId } }
}

async function placed(
  context: ActionContext,
  words: OrderWords,
  unplaced: OrderRequest,
  origin: RedisOrigin,
): Promise<Placing> {
  const { params, account, deadline } = context
  const trade = { context, words, clientOrderId: clientOrderIdOf(origin, `broker ${account.brokerId}`) }
  // Asked before anything that may fail: an order that was placed already must not be answered as one that was not. It
  // has changed the balances, too.
  const asked = { ...unplaced, symbol: flat(params.requiredText('symbol')) }
  const known = await context.services.desk.recall?.(context.account.id, origin, asked)
  if (known) return { request: unplaced, outcome: known }
  let request: OrderRequest
  try {
    request = await readRequest(context, words)
  } catch (error) {
    // In the journal like every other: what was not placed for want of an answer of the exchange's, too.
    const order = { ...unplaced, symbol: params.requiredText('symbol') }
    await beginRow(trade, order, false)
    return { request: order, outcome: refused(context, { request: order, asked }, origin, error) }
  }
  deadline.check()
  try {
    await beginRow(trade, request, words === tradeWords)
  } catch (error) {
    return { request, outcome: refused(context, { request, asked }, origin, error) }
  }
  const outcome = await withRow(trade, () => {
    deadline.check()
    return place(context, { request, asked, offStep: 'round' }, origin)
  })
  await nameForDjango(context, outcome)
  return { request, outcome }
}

async function readRequest(context: ActionContext, words: OrderWords): Promise<OrderRequest> {
  const market = await marketOf(context)
  const listed = orderRequestOf(context.params, market.symbol, words)
  return words === placeOrderWords ? terminal3Request(context, listed, market) : listed
}

/** @throws the error where nobody writes refusals down, and any error of ours. */
function refused(
  { services, account }: ActionContext,
  order: Pick<PlaceIntent, 'request' | 'asked'>,
  origin: RedisOrigin,
  error: unknown,
): PlaceOutcome {
  if (!(error instanceof GatewayError) || error.class === 'bug' || services.desk.refused === undefined) throw error
  return services.desk.refused({ accountId: account.id, ...order }, origin, error)
}

/** A symbol however it is spelled, for comparison without the exchange's list. */
const flat = (symbol: string): string => symbol.toUpperCase().replace(/[^A-Z0-9]/g, '')

async function place(
  { services, account, deadline }: ActionContext,
  order: Omit<PlaceIntent, 'accountId' | 'deadline'>,
  origin: RedisOrigin,
): Promise<PlaceOutcome> {
  try {
    return await services.desk.place({ accountId: account.id, ...order, deadline }, origin)
  } catch (error) {
    const { class: errorClass, text, field, exchange } = toGatewayError(error)
    if (errorClass === 'bug') throw error
    return { outcome: 'rejected', journalId: null, error: { class: errorClass, text, field, exchange } }
  }
}

/**
 * Writes the exchange's other names of the order where Django looks them up (Kraken's numbers,
 * docs/wire-contract.md §5.5).
 */
async function nameForDjango({ client, params, services }: ActionContext, outcome: PlaceOutcome): Promise<void> {
  if (outcome.outcome === 'rejected' || services.django === undefined) return
  const name = params.text('client_order_id') ?? outcome.clientOrderId
  await services.django.keep(client.crossReferences(name))
}

/**
 * The failure answer of an order that was refused, is under way, or whose outcome nobody knows yet. Unknown is a
 * failure on the wire, for Django would take a success for an order at the exchange; its sentence holds the client id
 * and says not to send it again.
 */
export function failedPlacing(
  { request, outcome }: { readonly request: OrderRequest; readonly outcome: Exclude<Placing['outcome'], Accepted> },
  words: OrderWords,
  context: ActionContext,
): ActionAnswer {
  if (outcome.outcome === 'rejected') {
    const error = inWireWords(outcome.error.text, request, words)
    return { kind: 'failed', data: { success: false, error: errorText(error, context.language) }, error }
  }
  if (outcome.outcome === 'pending') {
    const { clientOrderId } = outcome
    const error = message('order.outcome.pending', { clientOrderId })
    const text = errorText(error, context.language)
    const data = { success: false, error: text, status: 'pending', client_order_id: clientOrderId }
    return { kind: 'pending', data, error }
  }
  const { clientOrderId, journalId } = outcome
  const error = message('order.outcome.unknown', { clientOrderId })
  const text = errorText(error, context.language)
  const data = {
    success: false,
    error: text,
    status: 'unknown',
    client_order_id: clientOrderId,
    trade_id: String(journalId),
  }
  return { kind: 'failed', data, error }
}

/**
 * The answer of place_order (docs/wire-contract.md §4.7): the reference's keys, `id`, and what the dormant readers
 * expect.
 */
function placedShape(
  { placed, journalId, clientOrderId }: Accepted,
  request: OrderRequest,
  context: ActionContext,
): AnswerData<z.infer<typeof placedSchema>> {
  const { order } = placed
  const average = averageOf(order)
  return {
    success: true,
    id: order.id,
    order_id: order.id,
    client_order_id: order.clientOrderId ?? clientOrderId,
    trade_id: String(journalId),
    symbol: order.symbol,
    side: order.side,
    type: wireType(order.terms),
    status: order.status,
    ...endOf(order, context.language),
    filled_amount: order.filled,
    remaining_amount: remainingOf(order),
    filled: order.filled,
    amount_total: amountOf(order),
    price: average ?? limitPriceOf(order.terms),
    average,
    quote_volume: costOf(order),
    fee: feeOf(order),
    update_time: isoTime(order.updatedAt),
    executed_at: order.filled.isZero() ? null : isoTime(order.updatedAt),
    list_id: order.listId,
    legs: orderShapes(placed.legs, exitSourcesOf(context), context.language),
    notes: notesOf(placed, context, request, placeOrderWords),
    adjusted: adjustedPrices(placed.notes, request, placeOrderWords),
    specialized_fields: {},
    exchange_raw_data: rawObject(order.raw),
  }
}

/** What the sender should know, as sentences that name fields as it does. */
export function notesOf(
  { notes }: PlacedOrder,
  { language }: ActionContext,
  request: OrderRequest,
  words: OrderWords,
): readonly string[] {
  return notes.map((note) => errorText(inWireWords(note, request, words), language))
}

export const placeOrder: Action = {
  needs: 'trade',
  run: async (context) => {
    const { request, outcome } = await placeThroughDesk(context, placeOrderWords)
    if (outcome.outcome !== 'accepted') return failedPlacing({ request, outcome }, placeOrderWords, context)
    return done(placedShape(outcome, request, context))
  },
}
