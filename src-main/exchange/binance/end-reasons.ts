import { type EndKind, type EndReason, endKindOfWord, endWords } from '../../../src-shared/end-reason.ts'
import type { OrderStatus, OrderTerms } from '../../../src-shared/order.ts'
import { endByTerms, wantsReason } from '../orders/end-reason.ts'
import type { OrderRecord } from './schemas.ts'

/**
 * `expiryReason`, in the words of JSON and the numbers of SBE. Source: enums.md (expiryReason), binance-spot-api-docs.
 */
const expiryReasons = endWords({
  REJECTED: 'refused_at_trigger',
  EXCHANGE_CANCELED: 'cancelled_by_exchange',
  OCO_TRIGGER: 'other_exit',
  OTO_PHASE_ONE_EXPIRED: 'entry_ended',
  UNFILLED_IOC_QUANTITY_EXPIRED: 'not_filled_at_once',
  UNFILLED_FOK_ORDER_EXPIRED: 'not_filled_at_once',
  INSUFFICIENT_LIQUIDITY: 'no_liquidity',
  EXECUTION_RULE_PRICE_RANGE_EXCEEDED: 'price_protection',
  1: 'refused_at_trigger',
  2: 'cancelled_by_exchange',
  3: 'other_exit',
  4: 'entry_ended',
  5: 'not_filled_at_once',
  6: 'not_filled_at_once',
  7: 'no_liquidity',
  8: 'price_protection',
})

/** What the status alone says of an end. */
const byStatus: ReadonlyMap<string, EndKind> = new Map([
  ['CANCELED', 'cancelled'],
  ['EXPIRED_IN_MATCH', 'self_trade_prevention'],
  ['REJECTED', 'refused_at_trigger'],
])

/** Why an order ended; null: it has not, or it filled. */
export function endOf(record: OrderRecord, status: OrderStatus, terms: OrderTerms): EndReason | null {
  if (!wantsReason(status)) return null
  const word = record.expiryReason ?? ''
  if (word !== '' && word !== 'NONE') return { kind: endKindOfWord(word, expiryReasons), word }
  const kind = byStatus.get(record.status) ?? endByTerms(terms) ?? 'not_told'
  return { kind, word: record.status }
}
