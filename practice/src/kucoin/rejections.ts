import { EngineRejection, type RejectionReason } from '../engine/engine-rejection.ts'
import type { RuleViolation } from '../engine/rules.ts'
import { KuCoinError } from './kucoin-error.ts'

type Words = readonly [code: string, text: string]

const byReason: Readonly<Partial<Record<RejectionReason, Words>>> = {
  insufficient_balance: ['200004', 'Balance insufficient!'],
  would_take: ['102431', 'The post only order will be canceled because it would match immediately.'],
  duplicate_client_order_id: ['102426', 'The clientOid is duplicated.'],
  duplicate_client_list_id: ['102426', 'The clientOid is duplicated.'],
  market_closed: ['200001', 'Order creation for this pair suspended'],
  no_liquidity: ['400100', 'The order book is empty.'],
  unknown_order: ['400100', 'order_not_exist_or_not_allow_to_cancel'],
  unknown_list: ['400100', 'order_not_exist_or_not_allow_to_cancel'],
  amend_of_pending_proceeds: ['400100', 'order_not_exist_or_not_allow_to_cancel'],
  bad_price_relation: ['400100', 'The price relationship of the OCO order is invalid.'],
  would_trigger: ['400100', 'The trigger price is invalid.'],
}

const byViolation: Readonly<Partial<Record<RuleViolation, Words>>> = {
  price: ['400100', 'Order price is out of range.'],
  price_band: ['400370', 'Max. price limit exceeded.'],
  notional: ['600101', 'Order funds below the minimum requirement.'],
  iceberg_parts: ['400100', 'visibleSize is invalid'],
  max_open_orders: ['200003', 'Too many open orders.'],
  max_open_triggers: ['200003', 'Too many open orders.'],
  max_open_lists: ['200003', 'Too many open orders.'],
}
const tooSmall: Words = ['400100', 'Order size below the minimum requirement.']

/** Carries a command out; the engine's refusals become KuCoin's. @throws KuCoinError */
export function inKuCoinsWords<T>(command: () => T): T {
  return translated(command, ({ reason, violation }) =>
    violation === null ? (byReason[reason] ?? tooSmall) : (byViolation[violation] ?? tooSmall),
  )
}

/**
 * As {@link inKuCoinsWords}, for cancels: a pair that is closed for those has a code of its own. @throws KuCoinError
 */
export function cancelling<T>(command: () => T): T {
  return translated(command, ({ reason }) =>
    reason === 'market_closed'
      ? ['200002', 'Order cancellation for this pair suspended']
      : ['400100', 'order_not_exist_or_not_allow_to_cancel'],
  )
}

function translated<T>(command: () => T, wordsFor: (rejection: EngineRejection) => Words): T {
  try {
    return command()
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    throw new KuCoinError(...wordsFor(error))
  }
}
