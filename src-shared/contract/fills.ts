import { z } from 'zod'
import type { FillFilter, FillImport, FillsPage } from '../fills.ts'
import type { JournalExport } from '../journal.ts'
import { languages } from '../messages/index.ts'
import { gives, read, write } from './call.ts'
import { id, nothing, symbol } from './fields.ts'

const fillFilterSchema = z.strictObject({
  accountId: id.nullable(),
  symbol: symbol.nullable(),
  from: z.int().nullable(),
  until: z.int().nullable(),
}) satisfies z.ZodType<FillFilter>
const cursor = z.string().max(500).nullable()

export const fillCalls = {
  /** Fills that are kept, the newest first; asks no exchange. */
  'fills.list': read(
    z.strictObject({ filter: fillFilterSchema, cursor, limit: z.int().min(1).max(500) }),
    gives<FillsPage>(),
  ),
  /** A part of them as a table for spreadsheets, in a language; `cursor` of the last part for the next. */
  'fills.export': read(
    z.strictObject({ filter: fillFilterSchema, language: z.enum(languages), cursor }),
    gives<JournalExport>(),
  ),
  /** How the import of each account's past fills stands. */
  'fills.imports': read(nothing, gives<readonly FillImport[]>()),
  /**
   * Fetches an account's past fills as far back as its exchange tells them, or no longer. `symbols`: to be asked for
   * besides those that are known, at exchanges that tell fills by symbol.
   */
  'fills.import': write(
    z.strictObject({ accountId: id, action: z.enum(['start', 'stop']), symbols: z.array(symbol).max(200) }),
    gives<readonly FillImport[]>(),
  ),
} as const
