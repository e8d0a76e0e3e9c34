import type { ErrorClass } from '../../../src-shared/errors.ts'
import type { MessageKey } from '../../../src-shared/messages/index.ts'
import { soundsBusy } from '../http/busy-words.ts'

/** What a code of KuCoin's means for us. */
export interface Meaning {
  readonly class: ErrorClass
  readonly key: MessageKey
  /** The request's field at fault. */
  readonly field?: string
}

const auth: Meaning = { class: 'auth', key: 'exchange.auth' }
const refused: Meaning = { class: 'refused', key: 'exchange.rejected' }
const poor: Meaning = { class: 'refused', key: 'exchange.insufficient_balance' }
const clock: Meaning = { class: 'clock', key: 'exchange.clock' }
const missing: Meaning = { class: 'not-found', key: 'exchange.rejected' }
const duplicate: Meaning = { class: 'refused', key: 'exchange.duplicate_order' }
const unknownSymbol: Meaning = { class: 'refused', key: 'order.symbol.unknown', field: 'symbol' }
const withdrawn: Meaning = { class: 'refused', key: 'exchange.kucoin.withdrawn' }
const at = (field: string): Meaning => ({ ...refused, field })

/** After these nobody knows what became of a write. The short ones are HTTP's, which some parts of KuCoin write as codes. */
const troubleCodes: ReadonlySet<string> = new Set(['408000', '500000', '230005', '500', '503', '504'])
export const busyCodes: ReadonlySet<string> = new Set(['429000', '509', '429'])

function each(codes: string, meaning: Meaning): readonly (readonly [string, Meaning])[] {
  return codes.split(' ').map((code) => [code, meaning] as const)
}

/**
 * For spot. 400100 and 600100 share their code between many reasons: {@link byWords} decides. Source: docs/exchanges/kucoin.md §12, KuCoin's pages of
 * spot and gateway errors, and what other clients list.
 */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ...each('400001 400003 400004 400005 400006 400007 400008 400009 400010 400011 400012 400401 401', auth),
  ...each('400002 126041', clock),
  // The account: identity, region, risk, frozen, of another mode, too many orders.
  ...each('200009 400301 400303 400500 400700 126046 126047 126048 411100 101030', refused),
  ...each('112010 116104 200003 102427 126011 300001 300004', refused),
  // What we never ask for: partners' headers, leverage, withdrawals.
  ...each('400201 400202 400800 260000 260210 260220', refused),
  ...each('102411 400400 300000 415000 400 403 405 415 103000 210014 900014', refused),
  ...each('900001 400000', unknownSymbol),
  // 400200: "forbidden to place an order" on this pair. To partners, whose headers we do not send, it says that they are unknown.
  ...each('400200 400600 600203 200001 200002', at('symbol')),
  ...each('200004 102421 230003 260100 210021 126013 300003', poor),
  ...each('600100 600101 102435 102434 400350', at('quantity')),
  ...each('400330 400370 400760 102429 126022 126029 126030 300011 300012', at('price')),
  ...each('102426 126033 126044 300018', duplicate),
  ...each('102436 100001 126043', missing),
  // "Being processed", "may not be cancelled": nothing was done, and asking again in a moment is right.
  ...each('102428 300002', { class: 'retryable', key: 'exchange.rejected' }),
  ...each('100004', refused),
  ...each('401000 404000 404', withdrawn),
])

/** Words that decide where a code does not, or that come under codes we do not know, or as codes. */
const byWords: readonly (readonly [RegExp, Meaning])[] = [
  [/order_?\s?not_?\s?exist|order does not exist/i, missing],
  [/unsupported trading pair|symbol_?\s?not_?\s?(?:exist|found)/i, unknownSymbol],
  [/symbolNotAvailable|forbidden to place/i, at('symbol')],
  [/account\.available\.amount|balance[ _]insufficient|insufficient[ _]balance|noBalance/i, poor],
  [/match(?:ed)? immediately|immediately match/i, { class: 'refused', key: 'exchange.would_match' }],
  [/price increment|priceIncrement/i, at('price')],
  [/below the minimum|size increment|increment is invalid|minimum requirement/i, at('quantity')],
]

/** Codes whose meaning is in the words. */
const wordyCodes: ReadonlySet<string> = new Set(['400100', '600100'])

/** Whether KuCoin tells trouble of its own, and no judgement of the request. Pure. */
export function isTrouble(code: string, msg: string): boolean {
  return troubleCodes.has(code) || (!meanings.has(code) && soundsBusy(`${code} ${msg}`.replaceAll('_', ' ')))
}

/** What KuCoin's judgement of a request means: by its code, or by its words; a refusal that names both where neither is known. Pure. */
export function meaningOf(code: string, msg: string): Meaning {
  const told = meanings.get(code)
  if (told !== undefined && !wordyCodes.has(code)) return told
  const words = `${code} ${msg}`
  return byWords.find(([pattern]) => pattern.test(words))?.[1] ?? told ?? refused
}

/** Whether the table has an entry for a code; one that is told by its words counts. */
export function isKnown(code: string): boolean {
  return meanings.has(code) || troubleCodes.has(code) || busyCodes.has(code) || wordyCodes.has(code)
}

/** Codes that contradict the markets we hold: they are read anew before the next order. */
export const marketCodes: ReadonlySet<string> = new Set(
  '900001 400200 400600 600203 200001 200002 600100 600101 102435 102434'.split(' '),
)
