import type { OrderEvent } from '../../engine/feed.ts'

/** As what an order's change is told. */
export interface ToldChange {
  /** As a plan or an exit that waits for its price. */
  readonly asWaiting: boolean
  /** As an order. */
  readonly asOrder: boolean
}

const untold: ToldChange = { asWaiting: false, asOrder: false }

/**
 * Exits are no orders before their entry has filled, and plans and exits are none before they trigger. That something
 * rests is not told: it is `live` from the beginning.
 */
export function changeOf({ order, change }: OrderEvent): ToldChange {
  if (order.state === 'pending' || order.expiryReason === 'entry_ended' || change === 'rested') return untold
  if (order.trigger === null) return { asWaiting: false, asOrder: true }
  if (change === 'triggered') return { asWaiting: true, asOrder: true }
  const worked = order.workingSince !== null
  return { asWaiting: !worked, asOrder: worked }
}
