import type { Markets } from '../../core/markets.ts'
import type { Urgency } from '../../http/urgency.ts'
import type { BitgetMarket } from '../markets.ts'
import type { OrderMemory } from '../own/order-memory.ts'
import type { BitgetVenue } from '../venue.ts'
import type { PlanSymbols } from './own/plan-symbols.ts'
import type { ClassicRawClient } from './raw-client.ts'

/** What one classic account's operations work with. */
export interface ClassicSession {
  readonly raw: ClassicRawClient
  readonly shared: BitgetVenue
  /** As this kind of account has them. */
  readonly markets: Markets<BitgetMarket>
  readonly memory: OrderMemory
  readonly plans: PlanSymbols
  readonly urgency: Urgency
}
