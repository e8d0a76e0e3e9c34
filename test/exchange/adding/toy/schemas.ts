import { z } from 'zod'
import { rowsOf } from '../../../../src-main/exchange/core/readable-rows.ts'
import { id, integer, money } from '../../../../src-main/exchange/http/json.ts'

export const frameSchema = z.looseObject({
  error: z.object({ code: z.string(), words: z.string() }).optional(),
})
export const pairSchema = z.looseObject({
  pair: id,
  base: id,
  quote: id,
  tick: money,
  step: money,
  open: z.boolean(),
})
export const orderSchema = z.looseObject({
  id,
  client: id,
  pair: id,
  side: z.enum(['buy', 'sell']),
  price: money,
  size: money,
  done: money,
  state: z.string(),
  at: integer,
})
export type OrderRecord = z.infer<typeof orderSchema>
export const ordersSchema = rowsOf(orderSchema)
