import type { z } from 'zod'
import type { MessageRef } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { limitPriceOf, triggerPriceOf } from '../../../src-shared/order-figures.ts'
import type { Order, OrderChange, OrderRequest } from '../../../src-shared/order.ts'
import type { adjustedSchema } from '../schema/answers.ts'
import type { AnswerData } from '../schema/wire.ts'
import type { OrderWords } from './order-request.ts'
import { inWireWords } from './wire-fields.ts'

type Adjusted = AnswerData<z.infer<typeof adjustedSchema>>

/** The prices of an order that were put on the market's step, by the caller's names. */
export function adjustedPrices(
  notes: readonly MessageRef[],
  request: OrderRequest,
  words: OrderWords,
): readonly Adjusted[] {
  return notes
    .filter(({ key }) => key === 'order.price.adjusted')
    .map((note) => {
      const { field = '', asked = '', used = '' } = inWireWords(note, request, words).params
      return { field, asked: Money.parse(asked), used: Money.parse(used) }
    })
}

/** As {@link adjustedPrices}, of a change: what was asked, beside what the order has now. */
export function adjustedChange(change: OrderChange, { terms }: Order): readonly Adjusted[] {
  const prices = [
    { field: 'price', asked: change.price, used: limitPriceOf(terms) },
    { field: 'trigger_price', asked: change.triggerPrice, used: triggerPriceOf(terms) },
  ]
  return prices.flatMap(({ field, asked, used }) =>
    asked === null || used === null || asked.equals(used) ? [] : [{ field, asked, used }],
  )
}
