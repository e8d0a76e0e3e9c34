import type { RuleViolation } from './rules.ts'

/** Why the engine refuses; each server puts its own code and sentence to it. */
export type RejectionReason =
  | 'insufficient_balance'
  | 'would_trigger'
  | 'would_take'
  | 'duplicate_client_order_id'
  | 'duplicate_client_list_id'
  | 'market_closed'
  | 'bad_price_relation'
  | 'no_liquidity'
  | 'unknown_order'
  | 'unknown_list'
  | 'cancel_restricted'
  | 'amend_increases'
  | 'amend_changes_nothing'
  | 'amend_of_pending_proceeds'
  | 'rule'

/** The engine's only exception for a command that it will not carry out; nothing has changed when it is thrown. */
export class EngineRejection extends Error {
  readonly reason: RejectionReason
  /** Which rule, when the reason is `rule`. */
  readonly violation: RuleViolation | null

  constructor(reason: RejectionReason, violation: RuleViolation | null = null) {
    super(violation === null ? reason : `${reason}: ${violation}`)
    this.name = 'EngineRejection'
    this.reason = reason
    this.violation = violation
  }
}
