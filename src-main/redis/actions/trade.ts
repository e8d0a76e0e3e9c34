import type { z } from 'zod'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import { message } from '../../../src-shared/messages/index.ts'
import { averageOf, costOf, feeOf } from '../../../src-shared/order-figures.ts'
import type { Order, OrderRequest } from '../../../src-shared/order.ts'
import type { PlaceOutcome } from '../../trading/desk-types.ts'
import { errorText } from '../error-text.ts'
import type { tradeSchema } from '../schema/answers.ts'
import type { AnswerData } from '../schema/wire.ts'
import { type Action, type ActionContext, done } from './action.ts'
import { adjustedPrices } from './adjusted.ts'
import { tradeWords, typeOf } from './order-request.ts'
import { endOf } from './order-shape.ts'
import { failedPlacing, notesOf, placeThroughDesk } from './place-order.ts'

/** The status of Django's trade row: at most 10 characters, `executed` once nothing is left to execute. */
function tradeStatus(order: Order): 'pending' | 'executed' {
  return order.status === 'filled' ? 'executed' : 'pending'
}

/**
 * The answer of create_and_execute_trade (docs/wire-contract.md §4.15). `trade_id` is the id of its row in Django's table,
 * else the journal's number: an integer below 2^53.
 */
function tradeShape(
  { placed, journalId, clientOrderId }: Extract<PlaceOutcome, { outcome: 'accepted' }>,
  request: OrderRequest,
  context: ActionContext,
): AnswerData<z.infer<typeof tradeSchema>> {
  const { order } = placed
  const status = tradeStatus(order)
  const { end_reason_text: end } = endOf(order, context.language)
  const text = message(status === 'executed' ? 'redis.done.filled' : 'redis.done.placed', {
    orderId: order.id,
    exchange: exchangeProfiles[context.account.exchange].label,
  })
  return {
    trade_id: context.services.trades?.idOf(clientOrderId) ?? journalId,
    status,
    exchange_order_id: order.id,
    message: [
      errorText(text, context.language),
      // The page shows this sentence alone, so it also says what will never be executed.
      ...(end === null ? [] : [`${end}.`]),
      ...notesOf(placed, context, request, tradeWords),
    ].join(' '),
    symbol: order.symbol,
    side: order.side,
    order_type: typeOf(context.params, tradeWords),
    client_order_id: order.clientOrderId ?? clientOrderId,
    exchange_order_status: order.status,
    ...endOf(order, context.language),
    filled_quantity: order.filled,
    filled_price: averageOf(order),
    quote_volume: costOf(order),
    fees: feeOf(order).cost,
    adjusted: adjustedPrices(placed.notes, request, tradeWords),
  }
}

/** The web page's order path: one order, answered with the number of its row. */
export const createAndExecuteTrade: Action = {
  needs: 'trade',
  run: async (context) => {
    const { request, outcome } = await placeThroughDesk(context, tradeWords)
    if (outcome.outcome !== 'accepted') return failedPlacing({ request, outcome }, tradeWords, context)
    // The page reads Django's table as soon as it has the answer.
    await context.services.trades?.settled(outcome.clientOrderId)
    return done(tradeShape(outcome, request, context))
  },
}
