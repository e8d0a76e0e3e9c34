import type { BitgetVenue } from '../venue.ts'
import type { BitgetMarket } from '../markets.ts'
import type { OrderMemory } from '../own/order-memory.ts'
import type { UnifiedRawClient } from './raw-client.ts'

/** What one unified account's operations work with. */
export interface UnifiedSession {
  readonly raw: UnifiedRawClient
  readonly shared: BitgetVenue
  readonly memory: OrderMemory
}

/** @throws GatewayError `refused` when the venue does not list it. */
export function marketOf({ shared }: Pick<UnifiedSession, 'shared'>, symbol: string): Promise<BitgetMarket> {
  return shared.market('unified', symbol)
}
