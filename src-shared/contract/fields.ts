import { z } from 'zod'
import { Money } from '../money.ts'

/** What inputs of several subjects have in common. */

/** Decimal text that stays one. */
export const decimal = z
  .string()
  .max(64)
  .refine((text) => Money.tryParse(text) !== null, { error: 'not a decimal number' })
export const id = z.string().min(1).max(128)
export const symbol = z.string().min(1).max(64)

export const nothing = z.strictObject({})
export const ofAccount = z.strictObject({ accountId: id })
