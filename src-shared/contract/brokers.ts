import { z } from 'zod'
import { redisPermissions } from '../account.ts'
import type { DjangoBrokers } from '../django-brokers.ts'
import { type AccountView, despiteOpenWork, storing } from './accounts.ts'
import { gives, read, write } from './call.ts'

/** Django's, on its way in: it is used for this call and not kept. null: none was typed. */
const secretKey = z.string().max(4_096).nullable()

/** Where an account that is taken over shall trade. */
const place = z.discriminatedUnion('kind', [
  /** Where Django says. */
  z.strictObject({ kind: z.literal('exchange') }),
  /** On a practice exchange; `url`: of a server with all of them, null: this application's own, which needs no key. */
  z.strictObject({ kind: z.literal('practice'), url: z.url().max(200).nullable() }),
])

/** Brokers of Django's table, which becomes accounts here; their keys never come to the window. */
export const brokerCalls = {
  /** Reads them, and compares their keys with those here where the SECRET_KEY is given. */
  'brokers.list': read(z.strictObject({ secretKey }), gives<DjangoBrokers>()),
  /** Makes an account of one, or gives its account the key that Django has: checked as in `accounts.add`. */
  'brokers.takeOver': write(
    z.strictObject({
      brokerId: z.string().regex(/^\d{1,19}$/),
      secretKey,
      place,
      redisPermission: z.enum(redisPermissions),
      ...storing,
      ...despiteOpenWork,
    }),
    gives<AccountView>(),
  ),
} as const
