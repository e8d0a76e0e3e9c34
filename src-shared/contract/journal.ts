import { z } from 'zod'
import {
  type JournalDetail,
  type JournalExport,
  type JournalFilter,
  journalKinds,
  journalOrigins,
  type JournalPage,
  lifecycleStates,
} from '../journal.ts'
import { gives, read, write } from './call.ts'
import { nothing } from './fields.ts'

const journalFilterSchema = z.strictObject({
  text: z.string().max(200).nullable(),
  accountId: z.string().max(128).nullable(),
  origin: z.enum(journalOrigins).nullable(),
  kind: z.enum(journalKinds).nullable(),
  symbol: z.string().max(64).nullable(),
  lines: z.enum(['orders', 'changes']).nullable(),
  state: z.enum(lifecycleStates).nullable(),
  from: z.int().nullable(),
  to: z.int().nullable(),
}) satisfies z.ZodType<JournalFilter>

export const journalCalls = {
  'journal.search': read(
    z.strictObject({
      filter: journalFilterSchema,
      cursor: z.string().max(100).nullable(),
      limit: z.int().min(1).max(500),
    }),
    gives<JournalPage>(),
  ),
  /** One operation with all that is known of it. */
  'journal.detail': read(z.strictObject({ journalId: z.int() }), gives<JournalDetail>()),
  /** A part of an export as text; `cursor` of the last part for the next. */
  'journal.export': read(
    z.strictObject({
      filter: journalFilterSchema,
      format: z.enum(['csv', 'jsonl']),
      cursor: z.string().max(100).nullable(),
    }),
    gives<JournalExport>(),
  ),
  /** Puts a new journal in the place of a damaged one. */
  'journal.renew': write(nothing, gives<null>()),
} as const
