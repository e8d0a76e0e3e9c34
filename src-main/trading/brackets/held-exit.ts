import { type ExitRole, exitRoles, legOf } from '../../../src-shared/exit-plan.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Order } from '../../../src-shared/order.ts'
import type { Bracket } from './bracket.ts'

/**
 * What stands in the place of an exchange's status for exits that the application holds. Django knows this word and the
 * prefix: they stay.
 */
const heldExitStatus = 'guarded'

const prefix = 'guarded-'
const suffixes: Readonly<Record<ExitRole, string>> = { take_profit: '-tp', stop_loss: '-sl' }

/** The id under which an exit that the application holds is shown, and can be cancelled. */
function heldExitId(bracketId: string, role: ExitRole): string {
  return `${prefix}${bracketId}${suffixes[role]}`
}

/** Which exit an id of {@link heldExitId} names; null: it is an id of the exchange. */
export function parseHeldExitId(orderId: string): { readonly bracketId: string; readonly role: ExitRole } | null {
  if (!orderId.startsWith(prefix)) return null
  for (const role of exitRoles)
    if (orderId.endsWith(suffixes[role]))
      return { bracketId: orderId.slice(prefix.length, -suffixes[role].length), role }
  return null
}

/** An exit that the application holds, in the shape of an order; null: that exit is not wanted. Pure. */
export function heldExit(
  bracket: Pick<Bracket, 'id' | 'wanted' | 'symbol' | 'exitSide' | 'createdAt'>,
  role: ExitRole,
  about: {
    readonly nativeSymbol: string
    readonly quantity: Money
    readonly status: Order['status']
    readonly at: number
  },
): Order | null {
  const leg = legOf(bracket.wanted, role)
  if (leg === null) return null
  const { triggerPrice, limitPrice } = leg
  const at = { triggerPrice, price: limitPrice ?? triggerPrice, timeInForce: 'gtc' } as const
  const terms: Order['terms'] =
    limitPrice === null
      ? { kind: role, triggerPrice }
      : { kind: role === 'take_profit' ? 'take_profit_limit' : 'stop_limit', ...at }
  return {
    id: heldExitId(bracket.id, role),
    clientOrderId: bracket.id,
    listId: bracket.id,
    role,
    symbol: bracket.symbol,
    nativeSymbol: about.nativeSymbol,
    side: bracket.exitSide,
    terms,
    status: about.status,
    nativeStatus: heldExitStatus,
    endReason: about.status === 'cancelled' ? { kind: 'cancelled_here', word: null } : null,
    waiting: about.status === 'open',
    quantity: about.quantity,
    quoteQuantity: null,
    filled: Money.zero,
    quoteFilled: Money.zero,
    averagePrice: null,
    fees: [],
    createdAt: bracket.createdAt,
    updatedAt: about.at,
    raw: { heldBy: 'application', bracketId: bracket.id },
  }
}
