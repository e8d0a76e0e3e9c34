import {
  auth,
  byCode,
  clock,
  codesOf,
  duplicate,
  type ErrorRow,
  type Meaning,
  missing,
  refused,
  refusedAs,
  refusedAt as at,
  staleAt,
  unclearMeaning as unclear,
  unknownSymbol,
} from '../core/classify.ts'
import { soundsBusy } from '../http/busy-words.ts'

const poor = refusedAs('exchange.insufficient_balance')
const withdrawn = refusedAs('exchange.kucoin.withdrawn')

/**
 * For spot. 400100 and 600100 share their code between many reasons: {@link byWords} decides. Source:
 * docs/exchanges/kucoin.md §12, KuCoin's pages of spot and gateway errors, and what other clients list.
 */
const rows: readonly ErrorRow[] = [
  // After these nobody knows what became of a write. The short ones are HTTP's, which some parts of KuCoin write as
  // codes.
  ['408000 500000 230005 500 503 504', unclear],
  ['429000 509 429', unclear],
  ['400001 400003 400004 400005 400006 400007 400008 400009 400010 400011 400012 400401 401', auth],
  ['400002 126041', clock],
  // The account: identity, region, risk, frozen, of another mode, too many orders.
  ['200009 400301 400303 400500 400700 126046 126047 126048 411100 101030', refused],
  ['112010 116104 200003 102427 126011 300001 300004', refused],
  // What we never ask for: partners' headers, leverage, withdrawals.
  ['400201 400202 400800 260000 260210 260220', refused],
  ['102411 400400 300000 415000 400 403 405 415 103000 210014 900014', refused],
  ['900001 400000', unknownSymbol],
  // 400200: "forbidden to place an order" on this pair. To partners, whose headers we do not send, it says that they
  // are unknown.
  ['400200 400600 600203 200001 200002', staleAt('symbol')],
  ['200004 102421 230003 260100 210021 126013 300003', poor],
  ['600100 600101 102435 102434', staleAt('quantity')],
  ['400350', at('quantity')],
  ['400330 400370 400760 102429 126022 126029 126030 300011 300012', at('price')],
  ['102426 126033 126044 300018', duplicate],
  ['102436 100001 126043', missing],
  // "Being processed", "may not be cancelled": nothing was done, and asking again in a moment is right.
  ['102428 300002', { class: 'retryable', key: 'exchange.rejected' }],
  ['100004', refused],
  ['401000 404000 404', withdrawn],
]

/** Words that decide where a code does not, or that come under codes we do not know, or as codes. */
const byWords: readonly (readonly [RegExp, Meaning])[] = [
  [/order_?\s?not_?\s?exist|order does not exist/i, missing],
  [/unsupported trading pair|symbol_?\s?not_?\s?(?:exist|found)/i, unknownSymbol],
  [/symbolNotAvailable|forbidden to place/i, staleAt('symbol')],
  [/account\.available\.amount|balance[ _]insufficient|insufficient[ _]balance|noBalance/i, poor],
  [/match(?:ed)? immediately|immediately match/i, refusedAs('exchange.would_match')],
  [/price increment|priceIncrement/i, staleAt('price')],
  [/below the minimum|size increment|increment is invalid|minimum requirement/i, staleAt('quantity')],
]

const meanings = byCode(rows)
const codes = new Set(codesOf(rows))

/** KuCoin asks for quiet: too many, or overloaded (limits.ts tells the two apart). */
export function saysBusy(code: string): boolean {
  return code === '429000' || code === '509' || code === '429'
}

/** Codes whose meaning is in the words. */
const wordyCodes: ReadonlySet<string> = new Set(['400100', '600100'])

/** What a code means, or its words; null: nobody has listed either. Pure. */
export function meaningOf(code: string, words: string): Meaning | null {
  const listed = meanings.get(code) ?? null
  if (listed !== null && !wordyCodes.has(code)) return listed
  if (listed === null && soundsBusy(`${code} ${words}`.replaceAll('_', ' '))) return null
  return byWords.find(([pattern]) => pattern.test(`${code} ${words}`))?.[1] ?? listed
}

/** Whether the table has an entry for a code; one that is told by its words counts. */
export function isKnown(code: string): boolean {
  return codes.has(code) || wordyCodes.has(code)
}
