import type { OrderRole } from '../../../src-shared/order.ts'

/** The client ids of everything that one request may create. All within 36 characters of [a-z0-9-]. */
export interface LegIds {
  /** The order itself, or the entry that carries exits. */
  readonly order: string
  /** The list that holds the members together. */
  readonly list: string
  readonly takeProfit: string
  readonly stopLoss: string
}

/** The ids of an order and its list members, derived so that whoever has the order's id finds them all. */
export function legIds(clientOrderId: string): LegIds {
  return {
    order: clientOrderId,
    list: `${clientOrderId}-l`,
    takeProfit: `${clientOrderId}-tp`,
    stopLoss: `${clientOrderId}-sl`,
  }
}

/** What an id of ours says about the order's role in its list; null: not an id of an exit. */
export function roleFromLegId(clientOrderId: string): Extract<OrderRole, 'take_profit' | 'stop_loss'> | null {
  if (clientOrderId.endsWith('-tp')) return 'take_profit'
  return clientOrderId.endsWith('-sl') ? 'stop_loss' : null
}
