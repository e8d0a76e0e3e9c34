import { AsyncLocalStorage } from 'node:async_hooks'

/** Throws when an order may not be sent any more. */
export type Permit = () => void

const current = new AsyncLocalStorage<Permit>()

/**
 * Runs a call of a client under a permit, which is asked again at the moment at which an order leaves for the exchange: between the desk's own check
 * and that moment a request may have waited for the limiter, while the kill switch was set or its sender gave up. What the permit throws is thrown
 * as it is: nothing was sent then.
 */
export function underPermit<T>(permit: Permit, call: () => Promise<T>): Promise<T> {
  return current.run(permit, call)
}

/** Called right before a request that places or changes an order is sent. */
export function requirePermit(): void {
  current.getStore()?.()
}
