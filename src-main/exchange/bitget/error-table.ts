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
  refusedAt as at,
  staleAt as stale,
  unclearMeaning as unclear,
  unknownSymbol,
} from '../core/classify.ts'
import { soundsBusy } from '../http/busy-words.ts'

const closed: Meaning = { class: 'refused', key: 'exchange.symbol_closed', field: 'symbol', stale: true }

/** A price with too many decimals, whatever code says it. */
const offScale = stale('price')

/**
 * Every code that Bitget's documents and the clients of others list and that a spot account can meet, classic and
 * unified. Where the sources contradict each other on whether a code is a verdict or a failure, it counts as a failure:
 * a write is then looked up, not taken for refused. Codes that are not here are refusals too, which name themselves.
 * Source: docs/exchanges/bitget.md §9; JKorf/Bitget.Net (2026-08); ccxt 4.5.84.
 */
const rows: readonly ErrorRow[] = [
  // Timed out, or executed by two at once.
  ['40010 40910 25001 25003 40725 45001 43059 50008', unclear],
  // In trouble, overloaded, being upgraded: nobody says that this comes before the order is taken in.
  ['40015 40200 40400 25000 40604 40846 500 40105 40106 40107', unclear],
  // "Unknown error" and "system abnormal, try again later".
  ['19000 31027 49040 50010 50031 59021 59046 80002 01001 20003', unclear],
  ['429 25004 1001 50009 30006 30007', limited],

  ['40001 40002 40003 40006 40009 40011 40012 40036 40037 40041 401', auth],
  ['30004 30005 30011 30012 30015 40506 40507', auth],
  ['40014 40040 40021 40018 40038 49003 40016 25620 40731 40301 403', auth],
  ['40022 40023 40024 40025 40026 40916 40013 40031 40710', refusedAs('exchange.account_restricted')],
  ['40027 40035 40100 40101 40111 59005', refusedAs('exchange.account_restricted')],
  ['40052 50006 50007', refusedAs('exchange.account_restricted')],
  ['40000 40103 40104 59006', refusedAs('exchange.restricted_location')],
  ['40084 40085', refusedAs('bitget.account_mode')],
  ['40099', { class: 'auth', key: 'bitget.environment' }],
  ['40004 40005 40008 40078 40911 30013 30014', clock],

  ['40308 40309 40844 40845 41113 41114 43115 43119 43120 50025 50026 50027 50028 50030', closed],
  ['25101 25102 25104 25105 25108 25013 22004 22056', closed],
  ['40072 40102 25100', unknownSymbol],
  ['50032 13002 25201', refused],

  ['40079 40007 40017 40019 40020 40034 40811 40813 40808 40812 40724 400172 00171 00172', refused],
  ['41002 41101 41103 43011 43058 43111 43123 43125 25200 48001 48002 50011 60006 80001 70101 95011', refused],
  ['31002 31003 31028 40053 40056 40057 40058 40059 40201 40302 40306 40401 40700 59013 59014', refused],
  ['01002 49024 49026 50001 50002 50003 50004 40716 22005 400 404 405 415', refused],
  // Spans of time and pages of a history.
  ['40209 40303 40408 40409 40704 40705 40707 42072 20001 00001 43130 70006 70007 70008 70103 70104', refused],
  ['40304 40305 40500 40924 40402 40925', refused],

  [
    '43012 40711 40712 40754 40798 40800 45002 50020 40762 43132 49023 59011 59022 59042 60013',
    refusedAs('exchange.insufficient_balance'),
  ],
  ['25202 25203 25228 25231', refusedAs('exchange.insufficient_balance')],
  // A cancel that comes too late is answered so as well: the order has filled or is gone.
  ['43001 40109 40768 40819 45057 22001 43025 43020 40307 25204 31007 80011', notFound],

  ['45110 45111 45114 43006 43010 43027 43037 43042 50014 50019', stale('quantity')],
  // Of unified accounts. The sources give 25205 and 25206 to the price and to the amount; the words tell.
  ['25205 25206 25207 25208 25610 25611 13008 22034 22038', stale('quantity')],
  ['43007 43038 43041 45103 45104 45112 45113 40108 50015 25230', stale('quantity')],
  ['43008 43009 43039 43040 40815 40816 41117 40706 50016 50018 50021 50046 50047 22046 22047', at('price')],
  ['40787 43028 45035 45115 25244', stale('price')],
  [
    '43013 43014 43015 43016 43034 43035 40735 40736 40737 40738 40739 40740 40741 40742 ' +
      '40829 40830 40831 40832 40833 40834 40835 40836 40915 40917 31004 31005 ' +
      '45060 45061 45062 45063 45064 45065 45066 45067 45122',
    refusedAs('exchange.bad_exit_prices'),
  ],
  [
    '25579 25580 25581 25582 25583 25584 25585 25586 25587 25588 25589 25590 25591 25592 ' +
      '25602 25603 25604 25605 25606 25607 25608 25609 25650 25651 25652 25653',
    refusedAs('exchange.bad_exit_prices'),
  ],
  ['40708 40786 43118 45034 50060 25212', duplicate],
  ['40723 40761 43005 43128 45118 40889 50048 50017 45091 25599', refusedAs('exchange.too_many_orders')],
  ['40824 45123', refused],
]

const meanings = byCode(rows)

/** The codes of the table, in no order. */
export const tabledCodes = codesOf(rows)

/** 40808 is "parameter error" for many things; only its words tell a price with too many decimals. */
const scaleWords = /checkBDScale/i

/** null: a code that nobody has listed. Pure. */
export function meaningOf(code: string, words: string): Meaning | null {
  const listed = meanings.get(code) ?? null
  const isVerdict = listed === null ? !soundsBusy(words) : listed.class !== 'unclear' && listed.class !== 'limited'
  return isVerdict && scaleWords.test(words) ? offScale : listed
}
