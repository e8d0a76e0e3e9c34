import type { Clock } from '../../src-main/infra/clock.ts'

/**
 * A clock on which everything goes `speed` times as fast: the desk's settling time of many seconds passes in one, while
 * the exchange and the network stay real.
 */
export function fastClock(speed: number): Clock {
  const born = Date.now()
  return {
    now: () => Math.round(born + (Date.now() - born) * speed),
    after(ms, call) {
      const timer = setTimeout(call, ms / speed)
      return () => clearTimeout(timer)
    },
  }
}
