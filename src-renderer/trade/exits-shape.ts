import type { Capabilities } from '../../src-shared/capabilities.ts'
import { type ExitPlan, planExits } from '../../src-shared/exit-plan.ts'
import { Money } from '../../src-shared/money.ts'
import type { Exits, OrderKind, TimeInForce } from '../../src-shared/order.ts'
import type { TypedNumber } from '../ui/typed-number.ts'

export type ExitLegName = 'takeProfit' | 'stopLoss'
export const exitLegNames: readonly ExitLegName[] = ['takeProfit', 'stopLoss']

/** The exits that a form offers: `oco`: both are the order itself; `entry`: either, both or none go with it. */
export type ExitsShape = 'oco' | 'entry'

/** What a kind of order offers; null: no exits. What an exchange cannot hold, the application holds. */
export function exitsShapeOf(kind: OrderKind): ExitsShape | null {
  if (kind === 'oco') return 'oco'
  return kind === 'market' || kind === 'limit' ? 'entry' : null
}

/** As much of an order as decides who holds its exits. */
interface WithExits {
  readonly kind: 'market' | 'limit' | 'oco'
  readonly timeInForce: TimeInForce
  /** null: that one is not wanted. */
  readonly takeProfit: { readonly limitPrice: TypedNumber | null } | null
  readonly stopLoss: { readonly limitPrice: TypedNumber | null } | null
}

type Abilities = Pick<Capabilities, 'attachedExits' | 'oco' | 'orderKinds' | 'exitPair'>

/** What becomes of the exits of an order whose numbers may still be missing; null: it has none. */
export function exitPlanOf(of: WithExits, able: Abilities): ExitPlan | null {
  const leg = (typed: WithExits['takeProfit']) =>
    typed && { triggerPrice: any, limitPrice: (typed.limitPrice ?? '') === '' ? null : any }
  const takeProfit = leg(of.takeProfit)
  const stopLoss = leg(of.stopLoss)
  const common = { symbol: '', side: 'buy' } as const
  if (of.kind === 'oco') {
    if (takeProfit === null || stopLoss === null) return null
    return planExits({ kind: 'oco', ...common, quantity: any, takeProfit, stopLoss }, able)
  }
  const exits: Exits | null = takeProfit !== null ? { takeProfit, stopLoss } : stopLoss && { takeProfit, stopLoss }
  if (of.kind === 'market')
    return planExits({ kind: 'market', ...common, amount: { unit: 'base', value: any }, exits }, able)
  const { timeInForce } = of
  return planExits({ kind: 'limit', ...common, quantity: any, price: any, timeInForce, postOnly: false, exits }, able)
}

/** Who holds an exit does not depend on its numbers. */
const any = Money.one
