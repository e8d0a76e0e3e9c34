import { z } from 'zod'
import type { LevelChange } from './book-side.ts'
import { decimalText } from './decimal-text.ts'

/** What books' payloads have in common. They are read by `parseJson`, so that every number is text. */

/**
 * A count that may be beyond 2^53: its text, or a JavaScript number where that is exact (an answer read by
 * `parseLargeJson`).
 */
export const sequence = z
  .union([z.string().regex(/^\d{1,30}$/), z.int().nonnegative()])
  .transform((value) => BigInt(value))

/** A price or a quantity, in plain notation. */
export const decimal = z.string().transform((text, context) => {
  const plain = decimalText(text)
  if (plain !== null) return plain
  context.addIssue({ code: 'custom', message: 'not a decimal number' })
  return z.NEVER
})

const row = z.tuple([decimal, decimal]).rest(z.unknown())
/** Rows of `[price, quantity, …]`. */
export const levels: z.ZodType<readonly LevelChange[]> = z.array(row)
