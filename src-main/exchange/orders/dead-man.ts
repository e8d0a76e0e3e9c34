import type { ExchangeName } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'

/**
 * An exchange's own switch that cancels orders when nobody calls it again in time. It knows nothing of what an order
 * protects: what it covers goes, exits included.
 */
export interface DeadMansSwitch {
  /** For how long silence may be allowed, inclusive. */
  readonly minSeconds: number
  readonly maxSeconds: number
  /** Whether it also cancels conditional orders that wait, stop-losses among them; null: the exchange does not say. */
  readonly coversStops: boolean | null
}

/** The seconds asked for, when they are within the bounds; null stays null. @throws GatewayError `refused`. */
export function armSeconds(
  seconds: number | null,
  { minSeconds, maxSeconds }: DeadMansSwitch,
  exchange: ExchangeName,
): number | null {
  if (seconds === null) return null
  if (Number.isInteger(seconds) && seconds >= minSeconds && seconds <= maxSeconds) return seconds
  const params = { minimum: String(minSeconds), maximum: String(maxSeconds), value: String(seconds) }
  throw new GatewayError('refused', 'exchange.dead_man_range', { exchange: labelOf(exchange), ...params })
}
