import type { MessageKey } from '../../../src-shared/messages/index.ts'
import { soundsBusy } from '../http/busy-words.ts'

/**
 * What an error of Kraken's means for us. `unclear`: a write may have been executed all the same. `late`: not executed, since its deadline
 * was past, or too far away. `limited`: asked to wait. `lockout`: the key is kept out for minutes. `mode`: the market takes no such order now.
 * `no-such-id`: an id that Kraken never gave to anybody, where the request names an order; a refusal elsewhere. The others are classes of
 * GatewayError; `field` is the request's.
 */
export type Meaning =
  | { readonly kind: 'auth' | 'nonce' | 'limited' | 'lockout' | 'unclear' | 'late' }
  | { readonly kind: 'not-found' | 'no-such-id' | 'duplicate' | 'mode' }
  | { readonly kind: 'rule'; readonly rule: string; readonly field: string }
  | { readonly kind: 'refused'; readonly key?: MessageKey; readonly field?: string }

const auth: Meaning = { kind: 'auth' }
const limited: Meaning = { kind: 'limited' }
const unclear: Meaning = { kind: 'unclear' }
const refused: Meaning = { kind: 'refused' }
const rule = (name: string, field: string): Meaning => ({ kind: 'rule', rule: name, field })

/**
 * Errors by the beginning of their text, blanks around colons taken away. Errors of funding are left to their category: nothing is paid in or
 * out here. Source: docs/exchanges/kraken.md §10; Kraken's guide to errors; what other clients list.
 */
export const errorTable: Readonly<Record<string, Meaning>> = {
  'EAPI:Invalid key': auth,
  'EAPI:Invalid signature': auth,
  'EAPI:Invalid nonce': { kind: 'nonce' },
  'EGeneral:Permission denied': auth,
  'EGeneral:Temporary lockout': { kind: 'lockout' },
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
  'EService:Market in': { kind: 'mode' },
  'EService:Deadline elapsed': { kind: 'late' },
  // The only deadline that we send is one of our own reckoning, so a wrong one means that our idea of Kraken's clock is.
  'EGeneral:Invalid arguments:deadline': { kind: 'late' },

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
  'EQuery:Unknown asset pair': { kind: 'refused', key: 'order.symbol.unknown', field: 'symbol' },
  'EQuery:Invalid asset pair': { kind: 'refused', key: 'order.symbol.unknown', field: 'symbol' },
  'EQuery:Unknown asset': refused,
  'EOrder:Invalid order': { kind: 'no-such-id' },
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
  'EOrder:Post only order': { kind: 'refused', key: 'exchange.would_match' },

  'EOrder:Insufficient funds': { kind: 'refused', key: 'exchange.insufficient_balance' },
  'EOrder:Insufficient margin': refused,
  'EOrder:Margin allowance exceeded': refused,
  'EOrder:Margin level too low': refused,
  'EOrder:Margin position size exceeded': refused,
  'EOrder:Cannot open position': refused,
  'EOrder:Cannot open opposing position': refused,
  'EOrder:Reduce only': refused,
  'EBM:limit exceeded': refused,

  'EOrder:Unknown order': { kind: 'not-found' },
  'EOrder:Unknown position': { kind: 'not-found' },
}

const prefixes = Object.keys(errorTable).sort((a, b) => b.length - a.length)

/** An error of Kraken's: its category, and its text. */
const anError = /^E[A-Za-z]+:./
/** Categories in which an error that the table does not know is trouble of the exchange's own, and not its judgement of the request. */
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

/** What an error means. Pure. */
export function meaningOf(text: string): Meaning {
  const prefix = knownPrefix(text)
  const known = prefix === null ? undefined : errorTable[prefix]
  // No source names the error of a client id that is taken, so it is known by its words.
  if (/cl_?ord_?id|client order id/i.test(text) && /duplicate|unique|already|exists|in use/i.test(text))
    return { kind: 'duplicate' }
  if (known !== undefined) return known
  const tidied = tidy(text)
  return anError.test(tidied) && !troubled.test(tidied) && !soundsBusy(tidied) ? refused : unclear
}

/** The mode that "Market in … mode" tells; the whole text where it tells it otherwise. */
export function modeIn(text: string): string {
  return /market in (\S+)/i.exec(text)?.[1] ?? tidy(text)
}
