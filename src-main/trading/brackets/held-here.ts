import { GatewayError } from '../../../src-shared/errors.ts'
import { exitRoles } from '../../../src-shared/exit-plan.ts'
import { Money } from '../../../src-shared/money.ts'
import type { PlacedOrder } from '../../../src-shared/order.ts'
import type { PreparedOrder } from '../order-preparation.ts'
import { heldExit } from './held-exit.ts'

/**
 * What is answered for exits of which nothing goes to the exchange: each in the shape of an order, the stop-loss first.
 * Pure.
 */
export function heldHere(
  { market, exits, asked }: PreparedOrder,
  bracketId: string,
  at: number,
): Omit<PlacedOrder, 'notes'> {
  if (exits === null) throw new GatewayError('bug', 'error.internal')
  const quantity = exits.held ?? Money.zero
  const orders = exitRoles.flatMap((role) => {
    const about = {
      id: bracketId,
      wanted: exits.wanted,
      symbol: asked.symbol,
      exitSide: exits.exitSide,
      createdAt: at,
    }
    return heldExit(about, role, { nativeSymbol: market.nativeId, quantity, status: 'open', at }) ?? []
  })
  const [order, ...legs] = orders
  if (order === undefined) throw new GatewayError('bug', 'error.internal')
  return { order, legs }
}
