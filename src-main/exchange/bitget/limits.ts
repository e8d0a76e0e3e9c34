import type { PoolLimit } from '../http/limit-pool.ts'
import type { Endpoint } from './endpoints.ts'

/** Every request counts against our IP address as a whole. */
export const addressPool = 'address'

export const initialLimits: Readonly<Record<string, PoolLimit>> = {
  [addressPool]: { kind: 'rolling', limit: 6_000, windowMs: 60_000, reports: 'most' },
}

/** Bitget does not say when its seconds begin: never more than so many within any second is safe whatever they are. */
export function endpointLimit({ perSecond }: Endpoint): PoolLimit {
  return { kind: 'rolling', limit: perSecond, windowMs: 1_000, reports: 'most' }
}

/** The limiter's name of an endpoint's own pool. */
export function endpointPool({ path, signed }: Endpoint, accountId: string | null): string {
  return signed && accountId !== null ? `${path} ${accountId}` : path
}

/** A refused endpoint is free again with the next second; a wall before the exchange (no envelope) stays up longer. */
export const endpointPauseMs = 1_000
export const firewallPauseMs = 30_000
