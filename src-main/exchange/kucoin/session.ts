import { GatewayError } from '../../../src-shared/errors.ts'
import type { KuCoinConditionalClient } from './own/conditional-client.ts'
import type { KuCoinVenue } from './venue.ts'
import type { KuCoinMarket } from './markets.ts'
import type { OrderMemory } from './own/order-memory.ts'
import type { KuCoinRawClient } from './raw-client.ts'

/** What one account's operations work with. */
export interface KuCoinSession {
  readonly raw: KuCoinRawClient
  readonly conditional: KuCoinConditionalClient
  readonly shared: KuCoinVenue
  readonly memory: OrderMemory
}

/** @throws GatewayError `refused` when the venue does not list it. */
export async function marketOf(shared: KuCoinVenue, symbol: string): Promise<KuCoinMarket> {
  const found = (await shared.markets()).bySymbol.get(symbol)
  if (found !== undefined) return found
  const params = { symbol, exchange: 'KuCoin' }
  throw new GatewayError('refused', 'order.symbol.unknown', params, { field: 'symbol' })
}
