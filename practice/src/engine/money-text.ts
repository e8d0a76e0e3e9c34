import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'

/** A Money as {@link Money.toJSON} writes it. */
export const moneyText = z.string().transform((text, context): Money => {
  const value = Money.tryParse(text)
  if (value !== null) return value
  context.addIssue({ code: 'custom', message: 'not a decimal number' })
  return z.NEVER
})
