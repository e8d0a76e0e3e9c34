import { type EndKind, type EndReason, endKindOfWord, endWords } from '../../../src-shared/end-reason.ts'
import type { OrderStatus, OrderTerms } from '../../../src-shared/order.ts'
import { endByTerms, wantsReason } from '../orders/end-reason.ts'
import type { OrderRecord } from './schemas.ts'

/**
 * `reason` of closed orders and of executions: sentences that Kraken publishes no list of. Recorded are
 * `User requested`, `Order replaced`, `Post only order` and `Insufficient funds`; the others are how its errors and
 * guides call these ends. What is none of them is told as Kraken says it.
 */
const closeReasons = endWords({
  'User requested': 'cancelled',
  'User cancelled': 'cancelled',
  'User canceled': 'cancelled',
  'Cancelled by user': 'cancelled',
  'Canceled by user': 'cancelled',
  'Order replaced': 'replaced',
  'Post only order': 'post_only_would_take',
  'Immediate or cancel': 'not_filled_at_once',
  'IOC order': 'not_filled_at_once',
  'Fill or kill': 'not_filled_at_once',
  'FOK order': 'not_filled_at_once',
  'Insufficient funds': 'insufficient_balance',
  'Insufficient margin': 'insufficient_balance',
  'Insufficient initial margin': 'insufficient_balance',
  'Out of funds': 'insufficient_balance',
  'Insufficient liquidity': 'no_liquidity',
  'Self trade': 'self_trade_prevention',
  'Self trade prevention': 'self_trade_prevention',
  'Price protection': 'price_protection',
  'Market price protection': 'price_protection',
  Expired: 'time_expired',
  'Order expired': 'time_expired',
  'Order expired timeout': 'time_expired',
  'Market suspended': 'market_halted',
  'Trading halted': 'market_halted',
})

/** Errors say more behind a colon or in brackets (`EOrder:Insufficient funds (insufficient user funds)`). */
function mainWords(text: string): string {
  return text.replace(/^E[A-Z]\w*:/, '').replace(/\s*[(:].*$/, '')
}

/** Why an order ended; null: it has not, or it filled. */
export function endOf(record: OrderRecord, status: OrderStatus, terms: OrderTerms): EndReason | null {
  if (!wantsReason(status)) return null
  const { reason: word } = record
  if (word !== '') return { kind: endKindOfWord(mainWords(word), closeReasons), word }
  const untold: EndKind = status === 'expired' ? 'time_expired' : 'not_told'
  return { kind: endByTerms(terms) ?? untold, word: null }
}
