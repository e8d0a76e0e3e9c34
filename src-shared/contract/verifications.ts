import { z } from 'zod'
import { positiveMoney } from '../money-codec.ts'
import type { VerificationReport, VerificationRisk } from '../verification.ts'
import { gives, read, write } from './call.ts'
import { id, ofAccount, symbol } from './fields.ts'

/** With which orders an account is checked. */
const checkedWith = {
  /** null: the most traded symbol for which there is a balance. */
  symbol: symbol.nullable(),
  /** The most that may be at risk, in the symbol's quote currency. */
  most: positiveMoney,
}

export const verificationCalls = {
  /** What checks of the account found out, the newest first. */
  'verifications.list': read(ofAccount, gives<readonly VerificationReport[]>()),
  /** What a check with orders would put at risk as prices stand; nothing is sent. */
  'verifications.preview': read(z.strictObject({ accountId: id, ...checkedWith }), gives<VerificationRisk>()),
  /** Checks an account; `trade` null: it only reads. @returns the report so far, which events tell to be read again. */
  'verifications.start': write(
    z.strictObject({
      accountId: id,
      trade: z
        .strictObject({
          ...checkedWith,
          /** The account's name, typed by the person where it is no practice account. */
          name: z.string().max(100).nullable(),
        })
        .nullable(),
    }),
    gives<VerificationReport>(),
  ),
  /** Ends the check of an account that runs after its present step, with everything cleaned up. */
  'verifications.stop': write(ofAccount, gives<null>()),
} as const
