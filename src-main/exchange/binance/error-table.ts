import type { ErrorClass } from '../../../src-shared/errors.ts'
import type { MessageKey } from '../../../src-shared/messages/index.ts'

/**
 * What a code or a sentence of Binance's means for whoever asked. `unclear`: nobody knows what became of a write, and a read may be tried again;
 * `limited`: too many requests, which leaves a write just as unclear.
 */
export interface Meaning {
  readonly class: ErrorClass | 'unclear' | 'limited'
  readonly key: MessageKey
  /** The request's field at fault. */
  readonly field?: string
}

const refused: Meaning = { class: 'refused', key: 'exchange.rejected' }
const unclear: Meaning = { class: 'unclear', key: 'exchange.no_answer' }
const limited: Meaning = { class: 'limited', key: 'exchange.rate_limited' }
const auth: Meaning = { class: 'auth', key: 'exchange.auth' }
const notFound: Meaning = { class: 'not-found', key: 'exchange.rejected' }
const refusedAs = (key: MessageKey, field?: string): Meaning => ({
  class: 'refused',
  key,
  ...(field !== undefined && { field }),
})

/**
 * Every code of spot and of margin over /sapi. Codes that are not here are refusals too, which name themselves.
 * Source: binance-spot-api-docs, errors.md (2026-08); docs/exchanges/binance.md §11, §12; docs/exchanges/binance-margin.md §10.
 */
const rows: readonly (readonly [codes: string, meaning: Meaning])[] = [
  // The answer came from before or beside the matching engine, which may have had the request. -1004: busy, of older pages.
  ['-1000 -1001 -1004 -1006 -1007 -1008 -1016', unclear],
  // Another loan operation is under way, or a transfer failed half-way: whether this one came through, records tell.
  ['-3007 -3029 -3044', unclear],
  ['-1003 -1015 -1034', limited],
  ['-1002 -1022 -1099 -2008 -2014 -2015', auth],
  ['-1021', { class: 'clock', key: 'exchange.clock' }],
  ['-1121', refusedAs('order.symbol.unknown', 'symbol')],
  // With the rule that was broken in its words.
  ['-1013 -20204', refused],
  ['-2013 -2026', notFound],

  // Parameters: mistakes of ours, told in the exchange's words.
  ['-1014 -1020 -1100 -1101 -1102 -1103 -1104 -1105 -1106 -1108 -1111 -1114 -1115 -1116 -1117', refused],
  [
    '-1118 -1119 -1120 -1122 -1127 -1128 -1130 -1134 -1135 -1139 -1145 -1151 -1194 -1210 -1211 -1220',
    refused,
  ],
  ['-1158 -1160 -1165 -1166 -1168 -1196 -1197 -1198 -1199 -1222 -1223 -1224 -1225', refused],
  ['-1112 -2016 -2043', refused],
  // Of the matching engine: the words tell (see {@link reasonOf}).
  ['-1010 -2010 -2011 -2021 -2022 -2038 -2039', refused],

  ['-3003 -3004 -3022 -3012 -3014 -3999 -11001', refusedAs('exchange.account_restricted')],
  ['-3041', refusedAs('exchange.insufficient_balance')],
  ['-3005 -3006 -3008 -3009 -3010 -3013 -3015 -3016 -3017 -3020 -3021 -3023 -3024 -3027 -3028', refused],
  ['-3036 -3037 -3042 -3043 -3045 -3064 -3067 -3111 -4047 -11008 -51006 -51014 -51061', refused],
]

const meanings: ReadonlyMap<string, Meaning> = new Map(
  rows.flatMap(([codes, meaning]) => codes.split(' ').map((code) => [code, meaning] as const)),
)

/** null: a code that nobody has listed. */
export function meaningOf(code: string): Meaning | null {
  return meanings.get(code) ?? null
}

/** The codes of the table, in no order. */
export const tabledCodes: readonly string[] = rows.flatMap(([codes]) => codes.split(' '))

/** Sentences that share -1010, -2010, -2011, -2021, -2022 and -2038 (errors.md), and those of lists and missing orders under other codes. */
const reasons: readonly (readonly [RegExp, Meaning])[] = [
  [/insufficient balance/i, refusedAs('exchange.insufficient_balance')],
  [/would trigger immediately/i, refusedAs('exchange.would_trigger')],
  [/immediately match and take/i, refusedAs('exchange.would_match')],
  [/relationship of the prices/i, refusedAs('exchange.bad_exit_prices')],
  [/duplicate order/i, refusedAs('exchange.duplicate_order')],
  [/unknown order|order list does not exist/i, notFound],
  [/market is closed/i, refusedAs('exchange.symbol_closed', 'symbol')],
  [
    /action is disabled on this account|may not place or cancel orders/i,
    refusedAs('exchange.account_restricted'),
  ],
  [
    /not permitted for this account|restricted for this account/i,
    refusedAs('exchange.account_restricted', 'symbol'),
  ],
  [/price \* qty is zero|liquidity is less than/i, { ...refused, field: 'quantity' }],
]

/** What an engine's sentence means by itself; null: its code tells. */
export function reasonOf(words: string): Meaning | null {
  return reasons.find(([pattern]) => pattern.test(words))?.[1] ?? null
}
