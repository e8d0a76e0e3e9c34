/**
 * Throws when an order may not be sent any more. Asked at the moment at which a request that places or changes an order
 * leaves for the exchange: between the desk's own check and that moment it may have waited for the limiter, while the
 * kill switch was set or its sender gave up. What it throws is thrown as it is: nothing was sent then.
 */
export type Permit = () => void

/** For whoever sends on nobody's behalf, and says so: tests. */
export const withoutPermit: Permit = () => undefined
