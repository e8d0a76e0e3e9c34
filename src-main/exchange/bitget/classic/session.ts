import type { Market } from '../../../../src-shared/market.ts'
import type { BitgetVenue } from '../venue.ts'
import type { BitgetMarket } from '../markets.ts'
import type { OrderMemory } from '../own/order-memory.ts'
import type { PlanSymbols } from './own/plan-symbols.ts'
import type { ClassicRawClient } from './raw-client.ts'

/** What one classic account's operations work with. */
export interface ClassicSession {
  readonly raw: ClassicRawClient
  readonly shared: BitgetVenue
  readonly memory: OrderMemory
  readonly plans: PlanSymbols
}

/** @throws GatewayError `refused` when the venue does not list it. */
export function marketOf({ shared }: Pick<ClassicSession, 'shared'>, symbol: string): Promise<BitgetMarket> {
  return shared.market('classic', symbol)
}

export async function nativeIdOf(session: ClassicSession, symbol: string): Promise<Market['nativeId']> {
  return (await marketOf(session, symbol)).market.nativeId
}
