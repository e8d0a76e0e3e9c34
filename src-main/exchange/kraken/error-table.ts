import {
  auth,
  duplicate,
  limitedMeaning as limited,
  type Meaning,
  missing,
  refused,
  refusedAs,
  unclearMeaning as unclear,
  unknownSymbol,
} from '../core/classify.ts'

/**
 * What an error means that stands for more than its text says. `nonce`: somebody else used a larger one with this key.
 * `lockout`: the key is kept out for minutes. `mode`: the market takes no such order now. `no-such-id`: an id that
 * Kraken never gave to anybody, where the request names an order; a refusal elsewhere.
 */
export type Circumstantial = 'nonce' | 'lockout' | 'mode' | 'no-such-id'

/** Not executed, since its deadline was past, or too far away. */
const late: Meaning = { class: 'clock', key: 'exchange.kraken.late' }
const rule = (filter: string, field: string): Meaning => ({
  ...refusedAs('exchange.filter', field),
  params: { filter },
  stale: true,
})

/**
 * Errors by the beginning of their text, blanks around colons taken away. Errors of funding are left to their category:
 * nothing is paid in or out here. Source: docs/exchanges/kraken.md §10; Kraken's guide to errors; what other clients
 * list.
 */
export const errorTable: Readonly<Record<string, Meaning | Circumstantial>> = {
  'EAPI:Invalid key': auth,
  'EAPI:Invalid signature': auth,
  'EAPI:Invalid nonce': 'nonce',
  'EGeneral:Permission denied': auth,
  'EGeneral:Temporary lockout': 'lockout',
  'EAuth:Account temporary disabled': auth,
  'EAuth:Account unconfirmed': auth,
  'EAuth:Rate limit exceeded': auth,
  'EAuth:Too many requests': auth,
  'EAccount:Invalid permissions': auth,
  'ETrade:User Locked': auth,
  'ETrade:Locked': auth,
  'ESession:Invalid session': auth,

  'EAPI:Rate limit exceeded': limited,
  'EOrder:Rate limit exceeded': limited,
  'EOrder:Domain rate limit exceeded': limited,
  'EService:Throttled': limited,
  'EGeneral:Too many requests': limited,

  'EService:Unavailable': unclear,
  'EService:Busy': unclear,
  'EService:Timeout': unclear,
  'EDatabase:Internal error': unclear,
  'EGeneral:Internal error': unclear,

  // Which mode is in the text: cancel_only, post_only, limit_only, reduce_only, and whatever is to come.
  'EService:Market in': 'mode',
  'EService:Deadline elapsed': late,
  // The only deadline that we send is one of our own reckoning, so a wrong one means that our idea of Kraken's clock
  // is.
  'EGeneral:Invalid arguments:deadline': late,

  'EGeneral:Invalid arguments': refused,
  'EGeneral:Invalid arguments:volume minimum not met': rule('order minimum', 'quantity'),
  'EGeneral:Invalid arguments:volume': rule('volume', 'quantity'),
  'EGeneral:Invalid arguments:price': rule('price', 'price'),
  'EGeneral:Invalid arguments:price2': rule('price', 'price'),
  'EGeneral:Invalid arguments:cost minimum not met': rule('cost minimum', 'quantity'),
  'EGeneral:Unknown method': refused,
  'EAPI:Bad request': refused,
  'EAPI:Feature disabled': refused,
  'EGeneral:Feature disabled': refused,
  'EQuery:Unknown asset pair': unknownSymbol,
  'EQuery:Invalid asset pair': unknownSymbol,
  'EQuery:Unknown asset': refused,
  'EOrder:Invalid order': 'no-such-id',
  'ETrade:Invalid request': refused,

  'EOrder:Invalid price': rule('price precision', 'price'),
  'EOrder:Invalid volume': rule('volume', 'quantity'),
  'EOrder:Tick size check failed': rule('tick size', 'price'),
  'EOrder:Order minimum not met': rule('order minimum', 'quantity'),
  'EOrder:Cost minimum not met': rule('cost minimum', 'quantity'),
  'EOrder:Orders limit exceeded': refused,
  'EOrder:Scheduled orders limit exceeded': refused,
  'EOrder:Positions limit exceeded': refused,
  'EOrder:Position size exceeded': refused,
  'EOrder:Trading agreement required': refused,
  'EOrder:Post only order': refusedAs('exchange.would_match'),

  'EOrder:Insufficient funds': refusedAs('exchange.insufficient_balance'),
  'EOrder:Insufficient margin': refused,
  'EOrder:Margin allowance exceeded': refused,
  'EOrder:Margin level too low': refused,
  'EOrder:Margin position size exceeded': refused,
  'EOrder:Cannot open position': refused,
  'EOrder:Cannot open opposing position': refused,
  'EOrder:Reduce only': refused,
  'EBM:limit exceeded': refused,

  'EOrder:Unknown order': missing,
  'EOrder:Unknown position': missing,
}

const prefixes = Object.keys(errorTable).sort((a, b) => b.length - a.length)

/** An error of Kraken's: its category, and its text. */
const anError = /^E[A-Za-z]+:./
/**
 * Categories in which an error that the table does not know is trouble of the exchange's own, and not its judgement of
 * the request.
 */
const troubled = /^E(?:Service|Database):/i

/** Text as the table writes it: Kraken puts blanks around colons at times. */
export function tidy(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/ ?: ?/g, ':')
}

/** The table's entry for an error, the longest that fits; null: not in the table. */
export function knownPrefix(text: string): string | null {
  const tidied = tidy(text).toLowerCase()
  return prefixes.find((prefix) => tidied.startsWith(prefix.toLowerCase())) ?? null
}

/** What an error means; null: a refusal that nobody has listed. Pure. */
export function meaningOf(text: string): Meaning | Circumstantial | null {
  // No source names the error of a client id that is taken, so it is known by its words.
  if (/cl_?ord_?id|client order id/i.test(text) && /duplicate|unique|already|exists|in use/i.test(text))
    return duplicate
  const prefix = knownPrefix(text)
  if (prefix !== null) return errorTable[prefix] ?? null
  const tidied = tidy(text)
  return anError.test(tidied) && !troubled.test(tidied) ? null : unclear
}

/** The mode that "Market in … mode" tells; the whole text where it tells it otherwise. */
export function modeIn(text: string): string {
  return /market in (\S+)/i.exec(text)?.[1] ?? tidy(text)
}
