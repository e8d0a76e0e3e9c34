import { EngineRejection } from '../engine/engine-rejection.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import type { EngineOrder } from '../engine/types.ts'
import type { KrakenState } from './practice-kraken.ts'

/**
 * What time alone does, up to `now` (epoch ms): orders good till a date expire, dead man's timers that were not renewed
 * cancel everything of their account. To be called before anything else happens, so that nobody can tell that no clock
 * is running. `engine` is asked for only when something is due.
 */
export function passTime(engine: () => PracticeEngine, state: KrakenState, now: number): void {
  for (const [id, at] of state.expiries) {
    if (at > now) continue
    state.expiries.delete(id)
    const order = engine().order(id)
    if (order !== null) engine().expire(order)
  }
  for (const [accountId, at] of state.timers) {
    if (at > now) continue
    state.timers.delete(accountId)
    for (const { id } of engine().account(accountId).open) state.condemned.add(id)
  }
  for (const id of state.condemned) {
    const order = engine().order(id)
    if (order === null || hasGone(engine(), order)) state.condemned.delete(id)
  }
}

/** Cancels an order. False when its market stands still: the timer takes effect when it works again. */
function hasGone(engine: PracticeEngine, order: EngineOrder): boolean {
  try {
    engine.cancel(order)
    return true
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    return error.reason !== 'market_closed'
  }
}
