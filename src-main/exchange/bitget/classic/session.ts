import type { Market } from '../../../../src-shared/market.ts'
import { GatewayError } from '../../../../src-shared/errors.ts'
import type { BitgetVenue } from '../bitget-venue.ts'
import type { BitgetMarket } from '../markets.ts'
import type { OrderMemory } from '../order-memory.ts'
import type { PlanSymbols } from './plan-symbols.ts'
import type { ClassicRawClient } from './raw-client.ts'

/** What one classic account's operations work with. */
export interface ClassicSession {
  readonly raw: ClassicRawClient
  readonly shared: BitgetVenue
  readonly memory: OrderMemory
  readonly plans: PlanSymbols
}

/** @throws GatewayError `refused` when the venue does not list it. */
export async function marketOf(
  { shared }: Pick<ClassicSession, 'shared'>,
  symbol: string,
): Promise<BitgetMarket> {
  const found = (await shared.markets('classic')).bySymbol.get(symbol)
  if (found !== undefined) return found
  const params = { symbol, exchange: 'Bitget' }
  throw new GatewayError('refused', 'order.symbol.unknown', params, { field: 'symbol' })
}

export async function nativeIdOf(session: ClassicSession, symbol: string): Promise<Market['nativeId']> {
  return (await marketOf(session, symbol)).market.nativeId
}
