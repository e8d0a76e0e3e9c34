import type { z } from 'zod'
import { message } from '../../../src-shared/messages/index.ts'
import type { Money } from '../../../src-shared/money.ts'
import { errorText } from '../error-text.ts'
import type { editedSchema } from '../schema/answers.ts'
import type { AnswerData } from '../schema/wire.ts'
import { type Action, done, inGoodTime, symbolInTime } from './action.ts'
import { adjustedChange } from './adjusted.ts'
import { exitSourcesOf } from './order-presets.ts'
import { orderShapes } from './order-shape.ts'
import type { Params } from './params.ts'

/** The trigger under any of its names; `price` of a take-profit that names no other (Terminals 3 and 7 write it so). */
function triggerOf(params: Params): Money | null {
  const trigger = params.priceOf(['trigger_price', 'stop_price', 'stop_loss_price', 'take_profit_price'])
  return trigger ?? (isTakeProfit(params) ? params.optionalPrice('price') : null)
}

function isTakeProfit(params: Params): boolean {
  return params.text('type')?.toLowerCase() === 'take_profit'
}

/**
 * Changes quantity and price of an open order (docs/wire-contract.md §4.9). A replacement has an id of its own, which
 * is answered.
 */
export const editOrder: Action = {
  needs: 'trade',
  run: async (context) => {
    const { params, services, account, origin, language } = context
    const orderId = params.requiredText('order_id')
    const change = {
      quantity: params.money('amount'),
      price: isTakeProfit(params) ? null : params.optionalPrice('price'),
      triggerPrice: triggerOf(params),
    }
    const symbol = await symbolInTime(context)
    const intent = {
      accountId: account.id,
      orderId,
      symbol,
      change,
      offStep: 'round',
      deadline: context.deadline,
    } as const
    const asked = services.desk.edit(intent, origin)
    const order = await inGoodTime(context, asked, message('order.edit.unknown', { orderId }))
    const [shape] = orderShapes([order], exitSourcesOf(context), language)
    if (shape === undefined) throw new Error('an order without a shape')
    const data: AnswerData<z.infer<typeof editedSchema>> = {
      success: true,
      id: order.id,
      order_id: order.id,
      original_order_id: orderId,
      symbol: order.symbol,
      status: 'modified',
      message: errorText(message('redis.done.edited', { orderId: order.id }), language),
      order: shape,
      adjusted: adjustedChange(change, order),
    }
    return done(data)
  },
}
