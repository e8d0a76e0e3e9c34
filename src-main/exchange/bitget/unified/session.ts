import type { Markets } from '../../core/markets.ts'
import type { Urgency } from '../../http/urgency.ts'
import type { BitgetMarket } from '../markets.ts'
import type { OrderMemory } from '../own/order-memory.ts'
import type { BitgetVenue } from '../venue.ts'
import type { UnifiedRawClient } from './raw-client.ts'

/** What one unified account's operations work with. */
export interface UnifiedSession {
  readonly raw: UnifiedRawClient
  readonly shared: BitgetVenue
  /** As this kind of account has them. */
  readonly markets: Markets<BitgetMarket>
  readonly memory: OrderMemory
  readonly urgency: Urgency
}
