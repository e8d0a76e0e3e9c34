/**
 * When "the exchange does not know it" is proof. Ages in ms: `fromMs` counts from the latest moment at which the order
 * can have been sent, `untilMs` from the earliest. Before, it may not be shown yet; after, it may have been executed
 * and forgotten.
 */
export interface ProofWindow {
  readonly fromMs: number
  readonly untilMs: number
}

/** How an exchange remembers orders, by the way in which it is asked. */
export interface ExchangeMemory {
  /** `findOrder`, and `fetchOrder` by our id. */
  readonly byClientId: ProofWindow
  /** `fetchOrder` by the exchange's id. */
  readonly byOrderId: ProofWindow
}

export const dayMs = 86_400_000

/** The same bounds for either way of asking. */
export function remembers(window: ProofWindow): ExchangeMemory {
  return { byClientId: window, byOrderId: window }
}
