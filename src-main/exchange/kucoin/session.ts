import type { KuCoinConditionalClient } from './own/conditional-client.ts'
import type { KuCoinVenue } from './venue.ts'
import type { OrderMemory } from './own/order-memory.ts'
import type { KuCoinRawClient } from './raw-client.ts'

/** What one account's operations work with. */
export interface KuCoinSession {
  readonly raw: KuCoinRawClient
  readonly conditional: KuCoinConditionalClient
  readonly shared: KuCoinVenue
  readonly memory: OrderMemory
}
