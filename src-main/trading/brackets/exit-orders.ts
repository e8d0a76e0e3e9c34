import {
  type ExitRole,
  type ExitForm,
  kindOfExit,
  legOf,
  mainRole,
  type WantedExits,
} from '../../../src-shared/exit-plan.ts'
import type { Market } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { ExitLeg, OcoRequest, OrderRequest, Side } from '../../../src-shared/order.ts'
import { triggerSide } from '../../exchange/orders/normalise.ts'

/** Whether a price has reached an exit. */
export function isReached(role: ExitRole, leg: ExitLeg, side: Side, price: Money | null): boolean {
  if (price === null) return false
  return triggerSide(role, side) === 'above' ? price.atLeast(leg.triggerPrice) : price.atMost(leg.triggerPrice)
}

/** What both exits of a bracket have in common. */
interface ExitTerms {
  readonly symbol: string
  /** The side of the exits. */
  readonly side: Side
  readonly quantity: Money
}

/** One exit that waits at the exchange for its price. Pure. */
export function waitingExit(role: ExitRole, leg: ExitLeg, { symbol, side, quantity }: ExitTerms): OrderRequest {
  const { triggerPrice, limitPrice } = leg
  const common = { symbol, side, quantity, triggerPrice }
  const kind = kindOfExit(role, leg)
  if (kind === 'stop_loss' || kind === 'take_profit') return { ...common, kind }
  return { ...common, kind, price: limitPrice ?? triggerPrice, timeInForce: 'gtc' }
}

/** What is sent first for exits of coins that are held; null: the application holds them all. Pure. */
export function firstExitOf(request: OcoRequest, form: ExitForm): OrderRequest | null {
  const { symbol, side, quantity } = request
  switch (form) {
    case 'oco':
      return request
    case 'pair':
    case 'one': {
      const role = mainRole(request)
      const leg = legOf(request, role)
      return leg && waitingExit(role, leg, { symbol, side, quantity })
    }
    case 'guarded':
      return null
  }
}

/** Both exits as a pair of the exchange; null: one of them is not wanted. */
export function ocoOf({ takeProfit, stopLoss }: WantedExits, about: ExitTerms): OcoRequest | null {
  return takeProfit === null || stopLoss === null ? null : { kind: 'oco', ...about, takeProfit, stopLoss }
}

/** How far past the last price an exit may reach where it cannot be sent at market, in basis points. */
const reachBips = 100

/**
 * An exit whose price was reached, as the order that is sent now: at its limit, or at market. Where the symbol takes no
 * market order for a base quantity, it is a limit order a little past the last price that takes at once what there is;
 * null: there is no price to reach from. Pure.
 */
export function firedExit(
  { limitPrice }: ExitLeg,
  { symbol, side, quantity }: ExitTerms,
  market: Market,
  last: Money | null,
): OrderRequest | null {
  const limit = { kind: 'limit', symbol, side, quantity, postOnly: false, exits: null } as const
  if (limitPrice !== null) return { ...limit, price: limitPrice, timeInForce: 'gtc' }
  const { orderKinds, marketAmountUnits } = market.capabilities
  if (orderKinds.includes('market') && marketAmountUnits[side].includes('base'))
    return { kind: 'market', symbol, side, amount: { unit: 'base', value: quantity }, exits: null }
  if (last === null) return null
  const reach = last.times(Money.parse(String(reachBips))).dividedBy(Money.parse('10000'))
  const price = (side === 'sell' ? last.minus(reach) : last.plus(reach)).floorToStep(market.tickSize)
  return price.isPositive() ? { ...limit, price, timeInForce: 'ioc' } : null
}
