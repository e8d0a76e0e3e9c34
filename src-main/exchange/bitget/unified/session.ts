import { GatewayError } from '../../../../src-shared/errors.ts'
import type { BitgetVenue } from '../bitget-venue.ts'
import type { BitgetMarket } from '../markets.ts'
import type { OrderMemory } from '../order-memory.ts'
import type { UnifiedRawClient } from './raw-client.ts'

/** What one unified account's operations work with. */
export interface UnifiedSession {
  readonly raw: UnifiedRawClient
  readonly shared: BitgetVenue
  readonly memory: OrderMemory
}

/** @throws GatewayError `refused` when the venue does not list it. */
export async function marketOf(
  { shared }: Pick<UnifiedSession, 'shared'>,
  symbol: string,
): Promise<BitgetMarket> {
  const found = (await shared.markets('unified')).bySymbol.get(symbol)
  if (found !== undefined) return found
  const params = { symbol, exchange: 'Bitget' }
  throw new GatewayError('refused', 'order.symbol.unknown', params, { field: 'symbol' })
}
