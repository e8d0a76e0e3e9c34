import type { PracticeEngine } from '../engine/practice-engine.ts'
import { isWaiting, type EngineOrder } from '../engine/types.ts'
import { dashed, type KuCoinState } from './practice-kucoin.ts'

/**
 * What time alone does, up to `now` (epoch ms): orders good till a time end, dead man's switches that were not renewed
 * go off. To be called before anything else happens, so that nobody can tell that no clock is running.
 */
export function passTime(engine: PracticeEngine, state: KuCoinState, now: number): void {
  for (const { id: accountId, open } of engine.accounts()) {
    const timer = state.timers.get(accountId)
    const goesOff = timer !== undefined && timer.at <= now
    if (goesOff) state.timers.delete(accountId)
    for (const order of [...open]) {
      const reached = (endOf(order) ?? Infinity) <= now
      // KuCoin does not say whether the switch touches stop orders; here it does not.
      const switched = goesOff && !isWaiting(order) && isMeant(timer.symbols, order)
      if (reached || switched) engine.expire(order)
    }
  }
}

function isMeant(symbols: readonly string[], order: EngineOrder): boolean {
  return symbols.length === 0 || symbols.includes(dashed(order.symbol))
}

/**
 * Epoch ms at which a GTT order ends, reckoned from when it came into the book; null: never, or not in the book yet.
 */
function endOf({ labels, workingSince }: EngineOrder): number | null {
  const seconds = labels.cancelAfter
  return typeof seconds === 'number' && workingSince !== null ? workingSince + seconds * 1_000 : null
}
