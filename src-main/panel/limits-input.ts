import type { CallInput } from '../../src-shared/contract.ts'
import type { AccountLimits } from '../../src-shared/guard.ts'
import { Money } from '../../src-shared/money.ts'

/** An account's limits from a form's decimal texts, which the contract has checked. */
export function limitsFromInput(input: CallInput<'accounts.setLimits'>['limits']): AccountLimits {
  const money = (text: string | null): Money | null => (text === null ? null : Money.parse(text))
  return {
    symbols: input.symbols,
    largestOrder: money(input.largestOrder),
    ordersPerMinute: input.ordersPerMinute,
    dailyNotional: money(input.dailyNotional),
    approvalAbove: money(input.approvalAbove),
  }
}
