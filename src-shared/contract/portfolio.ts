import { z } from 'zod'
import type { JournalExport } from '../journal.ts'
import { languages } from '../messages/index.ts'
import { reportingCurrencies } from '../portfolio/conversion.ts'
import { costMethods } from '../portfolio/cost-basis.ts'
import { isTimeZone, periodSteps } from '../portfolio/periods.ts'
import type { Portfolio, PortfolioResults, ValuePoint } from '../portfolio/portfolio.ts'
import { gives, read } from './call.ts'
import { id } from './fields.ts'

const currency = z.enum(reportingCurrencies)
/** null: all accounts. */
const accounts = z.array(id).max(200).nullable()
const method = z.enum(costMethods)

export const portfolioCalls = {
  /** What is held and worth now. An account that cannot be read is named with its error; the others are there. */
  'portfolio.get': read(z.strictObject({ currency, accounts, method }), gives<Portfolio>()),
  /** Oldest first, one point an hour or a day at most; `from` inclusive, `until` exclusive, epoch ms. */
  'portfolio.history': read(
    z.strictObject({ currency, accounts, from: z.int(), until: z.int(), step: z.enum(['hour', 'day']) }),
    gives<readonly ValuePoint[]>(),
  ),
  /** Realised results and fees by day, month or year of a time zone (`Europe/Paris`). */
  'portfolio.results': read(
    z.strictObject({
      currency,
      accounts,
      method,
      step: z.enum(periodSteps),
      timeZone: z.string().max(64).refine(isTimeZone, { error: 'not a time zone' }),
    }),
    gives<PortfolioResults>(),
  ),
  /** One row a sale, as a table for spreadsheets in a language; `cursor` of the last part for the next. */
  'portfolio.export': read(
    z.strictObject({
      currency,
      accounts,
      method,
      language: z.enum(languages),
      cursor: z.string().max(100).nullable(),
    }),
    gives<JournalExport>(),
  ),
} as const
