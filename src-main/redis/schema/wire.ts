import { z } from 'zod'
import type { Money } from '../../../src-shared/money.ts'

/** What an action may answer for a schema: exact decimals wherever it says number. */
export type AnswerData<T> = unknown extends T
  ? unknown
  : T extends number
    ? number | Money
    : { readonly [Key in keyof T]: AnswerData<T[Key]> }

/** A decimal in an answer: a JSON number with all its digits, in plain notation. */
export const decimal = z.number().describe('exact decimal, all digits, plain notation')
export const nullableDecimal = decimal.nullable()
/** Integer epoch milliseconds. */
export const epochMs = z.int().describe('epoch milliseconds')
/** ISO 8601 in UTC. */
export const isoTime = z.iso.datetime().describe('ISO 8601, UTC')

const idText = z.string().regex(/^\d{1,16}$/)

/** What a request may write, where ids and decimals come as numbers or as text. */
export const given = {
  id: z.union([z.int().positive(), idText]),
  decimal: z.union([z.number(), z.string().regex(/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/)]),
  integer: z.union([z.int(), z.string().regex(/^-?\d{1,16}$/)]),
  text: z.string().max(128),
  orderId: z.union([z.string().max(128), z.int()]),
}
