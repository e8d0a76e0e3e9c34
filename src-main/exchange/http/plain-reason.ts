import { type MessageKey, spoken } from '../../../src-shared/messages/index.ts'

/**
 * Our own and the network library's words for what went wrong on the way, as messages: a sentence is told in one
 * language.
 */
const reasons: readonly (readonly [RegExp, MessageKey])[] = [
  [/^(?:UND_ERR_(?:HEADERS|BODY|CONNECT)_TIMEOUT|ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'exchange.reason.late'],
  [/^no (?:whole )?answer within the deadline$/, 'exchange.reason.late'],
  [/^unreadable (?:answer|order)$/, 'exchange.reason.unreadable'],
  [/^no such (?:ticker|fees)$/, 'exchange.reason.absent'],
  [/^success without data$/, 'exchange.reason.empty'],
  [/^nothing was heard$/, 'exchange.reason.silent'],
  [/^several requests in a row had no clear answer$/, 'exchange.reason.unclear'],
]

/** A reason as a parameter of a sentence; names of errors and an exchange's own words stay as they are. Pure. */
export function plainReason(reason: string): string {
  const found = reasons.find(([pattern]) => pattern.test(reason))
  return found === undefined ? reason : spoken(found[1])
}
