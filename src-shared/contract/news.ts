import { z } from 'zod'
import type { NewsPage } from '../trade-news.ts'
import { gives, read } from './call.ts'
import { id } from './fields.ts'

export const newsCalls = {
  /** News after the one of this number in this run; of another run, and without one (null): all that is kept. */
  'news.list': read(
    z.strictObject({ after: z.strictObject({ run: id, sequence: z.int().min(0) }).nullable() }),
    gives<NewsPage>(),
  ),
} as const
