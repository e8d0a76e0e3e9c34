import { GatewayError } from '../../../src-shared/errors.ts'
import type { AccountLimits, KillSwitchState } from '../../../src-shared/guard.ts'
import { spoken } from '../../../src-shared/messages/index.ts'
import type { Money } from '../../../src-shared/money.ts'

/** What of an order the guard's check goes by. */
export interface OrderRisk {
  /** It sells, or is an exit of a bracket. */
  readonly reduces: boolean
  /** It is an exit that the application places for a bracket: what it exits was measured when it was entered. */
  readonly isExit: boolean
  /** BASE/QUOTE. */
  readonly symbol: string
  /** US dollars; null: not measured. */
  readonly notionalUsd: Money | null
}

/** What the account has ordered already. */
export interface Used {
  readonly ordersThisMinute: number
  readonly notionalUsdToday: Money
}

/** @throws GatewayError `refused` `guard.halted` or `guard.reducing`. */
export function checkKillSwitch(state: KillSwitchState, { reduces }: Pick<OrderRisk, 'reduces'>): void {
  if (state === 'halted') throw new GatewayError('refused', 'guard.halted')
  if (state === 'reducing' && !reduces) throw new GatewayError('refused', 'guard.reducing')
}

/** @throws GatewayError `refused` naming the limit. */
export function checkLimits(
  order: OrderRisk,
  limits: AccountLimits,
  used: Used,
  account: { readonly name: string },
): void {
  if (order.isExit) return
  const { symbol, notionalUsd } = order
  const { name } = account
  if (limits.symbols !== null && !limits.symbols.includes(symbol))
    throw new GatewayError(
      'refused',
      'guard.symbol',
      { name, symbol, allowed: limits.symbols.join(', ') },
      { field: 'symbol' },
    )
  if (limits.ordersPerMinute !== null && used.ordersThisMinute >= limits.ordersPerMinute)
    throw new GatewayError('refused', 'guard.orders_per_minute', {
      name,
      limit: String(limits.ordersPerMinute),
    })
  if (limits.largestOrder === null && limits.dailyNotional === null) return
  if (notionalUsd === null) throw new GatewayError('refused', 'guard.not_measurable', { name, symbol })
  if (limits.largestOrder !== null && notionalUsd.greaterThan(limits.largestOrder))
    throw refusedWorth('guard.largest_order', name, notionalUsd, limits.largestOrder)
  if (limits.dailyNotional !== null && used.notionalUsdToday.plus(notionalUsd).greaterThan(limits.dailyNotional)) {
    const today = used.notionalUsdToday.truncated(2).toString()
    throw new GatewayError(
      'refused',
      'guard.daily_notional',
      { name, value: notionalUsd.truncated(2).toString(), today, limit: limits.dailyNotional.toString() },
      { field: 'quantity' },
    )
  }
}

function refusedWorth(key: 'guard.largest_order', name: string, value: Money, limit: Money): GatewayError {
  const params = { name, value: value.truncated(2).toString(), limit: limit.toString() }
  return new GatewayError('refused', key, params, { field: 'quantity' })
}

/** Whether an order has to be measured in dollars before it can be judged. */
export function needsNotional({ largestOrder, dailyNotional, approvalAbove }: AccountLimits): boolean {
  return largestOrder !== null || dailyNotional !== null || approvalAbove !== null
}

/** Whether a person has to let an order of a bot through. One whose worth nobody can tell has to wait, too. */
export function needsApproval({ notionalUsd, isExit }: OrderRisk, { approvalAbove }: AccountLimits): boolean {
  if (approvalAbove === null || isExit) return false
  return notionalUsd === null || notionalUsd.greaterThan(approvalAbove)
}

/** The start of the day by which daily limits count, epoch ms. */
export function startOfDay(now: number): number {
  return now - (now % 86_400_000)
}

/** The name of a state of the kill switch, for sentences. */
export function stateName(state: KillSwitchState): string {
  return spoken(`guard.state.${state}`)
}
