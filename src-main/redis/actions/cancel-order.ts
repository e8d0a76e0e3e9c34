import type { z } from 'zod'
import { message, spoken } from '../../../src-shared/messages/index.ts'
import { errorText } from '../error-text.ts'
import type { cancelledSchema } from '../schema/answers.ts'
import type { AnswerData } from '../schema/wire.ts'
import { type Action, done, inGoodTime, symbolInTime } from './action.ts'
import { endOf } from './order-shape.ts'

/** Cancels by order id; a missing symbol is found by the desk (docs/wire-contract.md §4.8). */
export const cancelOrder: Action = {
  needs: 'trade',
  run: async (context) => {
    const { services, account, origin, language } = context
    const orderId = context.params.requiredText('order_id')
    const symbol = await symbolInTime(context)
    const others = services.desk.brackets?.otherExits(account.id, orderId) ?? []
    const asked = services.desk.cancel({ accountId: account.id, orderId, symbol }, origin)
    const order = await inGoodTime(context, asked, message('order.cancel.unknown', { orderId }))
    const tooLate = order.status === 'filled' || order.status === 'rejected' || order.status === 'expired'
    const text = tooLate
      ? message('redis.done.not_cancelled', { orderId, status: order.status })
      : message('redis.done.cancelled', { orderId })
    if (tooLate) {
      const data = {
        success: false,
        order_id: orderId,
        status: order.status,
        ...endOf(order, language),
        error: errorText(text, language),
      }
      return { kind: 'failed', data, error: text }
    }
    const data: AnswerData<z.infer<typeof cancelledSchema>> = {
      success: true,
      id: orderId,
      order_id: orderId,
      symbol: order.symbol,
      status: 'cancelled',
      ...endOf(order, language),
      message: [
        text,
        ...others.map((role) => message('redis.done.pair_ended', { role: spoken(`bracket.role.${role}`) })),
      ]
        .map((each) => errorText(each, language))
        .join(' '),
      also_ended: others,
    }
    return done(data)
  },
}
