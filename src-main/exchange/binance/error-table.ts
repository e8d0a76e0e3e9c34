import {
  auth,
  byCode,
  clock,
  codesOf,
  duplicate,
  type ErrorRow,
  limitedMeaning as limited,
  type Meaning,
  missing as notFound,
  refused,
  refusedAs,
  refusedAt,
  unclearMeaning as unclear,
  unknownSymbol,
} from '../core/classify.ts'
import { soundsBusy } from '../http/busy-words.ts'

/**
 * Every code of spot and of margin over /sapi. Codes that are not here are refusals too, which name themselves. Source:
 * binance-spot-api-docs, errors.md (2026-08); docs/exchanges/binance.md §11, §12; docs/exchanges/binance-margin.md §10.
 */
const rows: readonly ErrorRow[] = [
  // The answer came from before or beside the matching engine, which may have had the request. -1004: busy, of older
  // pages.
  ['-1000 -1001 -1004 -1006 -1007 -1008 -1016', unclear],
  // Another loan operation is under way, or a transfer failed half-way: whether this one came through, records tell.
  ['-3007 -3029 -3044', unclear],
  ['-1003 -1015 -1034', limited],
  ['-1002 -1022 -1099 -2008 -2014 -2015', auth],
  ['-1021', clock],
  ['-1121', unknownSymbol],
  // With the rule that was broken in its words.
  ['-1013', { ...refused, stale: true }],
  ['-20204', refused],
  ['-2013 -2026', notFound],

  // A decimal too many.
  ['-1111', { ...refused, stale: true }],
  // Parameters: mistakes of ours, told in the exchange's words.
  ['-1014 -1020 -1100 -1101 -1102 -1103 -1104 -1105 -1106 -1108 -1114 -1115 -1116 -1117', refused],
  ['-1118 -1119 -1120 -1122 -1127 -1128 -1130 -1134 -1135 -1139 -1145 -1151 -1194 -1210 -1211 -1220', refused],
  ['-1158 -1160 -1165 -1166 -1168 -1196 -1197 -1198 -1199 -1222 -1223 -1224 -1225', refused],
  ['-1112 -2016 -2043', refused],
  // Of the matching engine: the words tell (see {@link meaningOf}).
  ['-1010 -2010 -2011 -2021 -2022 -2038 -2039', refused],

  ['-3003 -3004 -3022 -3012 -3014 -3999 -11001', refusedAs('exchange.account_restricted')],
  ['-3041', refusedAs('exchange.insufficient_balance')],
  ['-3005 -3006 -3008 -3009 -3010 -3013 -3015 -3016 -3017 -3020 -3021 -3023 -3024 -3027 -3028', refused],
  ['-3036 -3037 -3042 -3043 -3045 -3064 -3067 -3111 -4047 -11008 -51006 -51014 -51061', refused],
]

const meanings = byCode(rows)

/** The codes of the table, in no order. */
export const tabledCodes = codesOf(rows)

/**
 * Sentences that share -1010, -2010, -2011, -2021, -2022 and -2038 (errors.md), and those of lists and missing orders
 * under other codes.
 */
const reasons: readonly (readonly [RegExp, Meaning])[] = [
  [/insufficient balance/i, refusedAs('exchange.insufficient_balance')],
  [/would trigger immediately/i, refusedAs('exchange.would_trigger')],
  [/immediately match and take/i, refusedAs('exchange.would_match')],
  [/relationship of the prices/i, refusedAs('exchange.bad_exit_prices')],
  [/duplicate order/i, duplicate],
  [/unknown order|order list does not exist/i, notFound],
  [/market is closed/i, refusedAs('exchange.symbol_closed', 'symbol')],
  [/action is disabled on this account|may not place or cancel orders/i, refusedAs('exchange.account_restricted')],
  [/not permitted for this account|restricted for this account/i, refusedAs('exchange.account_restricted', 'symbol')],
  [/price \* qty is zero|liquidity is less than/i, refusedAt('quantity')],
]

/**
 * What a code and its words mean: a rule that the words name, then the words by themselves, then the code. Where the
 * exchange was not able to decide, no words make a verdict of it. null: nobody has listed it. Pure.
 */
export function meaningOf(code: string, words: string): Meaning | null {
  const listed = meanings.get(code) ?? null
  if (listed === null ? soundsBusy(words) : listed.class === 'unclear' || listed.class === 'limited') return listed
  const filter = /Filter failure:\s*(\w+)/i.exec(words)?.[1]
  if (filter !== undefined) return brokenRule(filter)
  return reasons.find(([pattern]) => pattern.test(words))?.[1] ?? listed
}

function brokenRule(filter: string): Meaning {
  return { ...refusedAs('exchange.broken_rule', fieldOf(filter)), params: { filter }, stale: true }
}

function fieldOf(filter: string): string {
  if (filter.includes('LOT') || filter.includes('NOTIONAL') || filter.includes('POSITION')) return 'quantity'
  if (filter === 'TRAILING_DELTA') return 'trailingBips'
  return filter.includes('PRICE') ? 'price' : 'symbol'
}
