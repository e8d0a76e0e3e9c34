import { z } from 'zod'
import { Money } from './money.ts'

/** Money as it travels and is kept: decimal text. */
export const money = z.codec(
  z.string().max(64),
  z.custom<Money>((value) => value instanceof Money),
  {
    decode: (text, context) => {
      const value = Money.tryParse(text)
      if (value !== null) return value
      context.issues.push({ code: 'custom', input: text, message: 'not a decimal number' })
      return z.NEVER
    },
    encode: (value) => value.toString(),
  },
)

export const positiveMoney = money.refine((value) => value.isPositive(), { error: 'must be greater than 0' })

/** What a codec gives out, never to be changed. */
export type Kept<T> = T extends Money
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Kept<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Kept<T[Key]> }
      : T
