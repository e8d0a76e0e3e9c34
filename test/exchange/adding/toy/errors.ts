import {
  type AskedFor,
  auth,
  byCode,
  classify,
  duplicate,
  type ErrorFrame,
  type ErrorRow,
  limitedMeaning,
  missing,
  refused,
  refusedAs,
  staleAt,
  unclearMeaning,
} from '../../../../src-main/exchange/core/classify.ts'
import type { MeaningOf } from '../../../../src-main/exchange/core/writing.ts'
import { tryParse } from '../../../../src-main/exchange/http/rest-caller.ts'
import type { TransportOutcome } from '../../../../src-main/exchange/http/transport.ts'
import { name } from './name.ts'
import { frameSchema } from './schemas.ts'

/** The table: what the documents list, and nothing of the rule. */
const rows: readonly ErrorRow[] = [
  ['KEY', auth],
  ['POOR', refusedAs('exchange.insufficient_balance')],
  ['TICK', staleAt('price')],
  ['TAKEN', duplicate],
  ['GONE', missing],
  ['SLOW', limitedMeaning],
  ['TROUBLE', unclearMeaning],
]
const table = byCode(rows)
export const meaningOf: MeaningOf = (code) => table.get(code) ?? null

/** Where code and words stand: `{ error: { code, words } }`; a success is `{ data }`. */
const frame: ErrorFrame = {
  exchange: name,
  told({ text }) {
    const answer = frameSchema.safeParse(tryParse(text)).data
    if (answer === undefined) return null
    if (answer.error === undefined) return 'success'
    const { code, words: message } = answer.error
    return { code, message, meaning: meaningOf(code, message) }
  },
  waitMs: (_response, told) => (told?.meaning?.class === 'limited' ? 2_000 : null),
  unlisted: refused,
}

export const errorOf = (outcome: TransportOutcome, asked: AskedFor) => classify(outcome, asked, frame)
