import type { FeedState } from '../../src-shared/feed-state.ts'
import type { FeedListener } from '../exchange/streams/feed.ts'
import type { Clock } from '../infra/clock.ts'

/** So often a view is drawn at most: twenty times a second. */
const everyMs = 50
/** Events that wait for their turn at most; the oldest go, for nobody reads hundreds in a twentieth of a second. */
const mostWaiting = 200

export interface CoalescedOptions<T> {
  readonly clock: Clock
  readonly tells: 'state' | 'events'
  readonly told: (told: { readonly state: FeedState } | { readonly value: T }) => void
}

/** A feed as a view takes it: of states the latest, of events all of them together, at most so often. */
export class Coalesced<T> implements FeedListener<T> {
  readonly #options: CoalescedOptions<T>
  #waiting: T | null = null
  #state: FeedState | null = null
  #cancelTimer: (() => void) | null = null
  #toldAt = -Infinity

  constructor(options: CoalescedOptions<T>) {
    this.#options = options
  }

  value(value: T): void {
    this.#waiting = this.#options.tells === 'events' ? together(this.#waiting, value) : value
    this.#schedule()
  }

  state(state: FeedState): void {
    // What was not told yet is not the present any more.
    if (state.kind !== 'live' && this.#options.tells === 'state') this.#waiting = null
    this.#state = state
    this.#schedule()
  }

  close(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }

  #schedule(): void {
    if (this.#cancelTimer !== null) return
    const wait = Math.max(0, this.#toldAt + everyMs - this.#options.clock.now())
    this.#cancelTimer = this.#options.clock.after(wait, () => {
      this.#cancelTimer = null
      this.#tell()
    })
  }

  #tell(): void {
    this.#toldAt = this.#options.clock.now()
    const [state, value] = [this.#state, this.#waiting]
    this.#state = null
    this.#waiting = null
    if (state !== null) this.#options.told({ state })
    if (value !== null) this.#options.told({ value })
  }
}

/** Lists one behind the other. */
function together<T>(waiting: T | null, value: T): T {
  if (!Array.isArray(waiting) || !Array.isArray(value)) return value
  const all: readonly unknown[] = [...(waiting as readonly unknown[]), ...(value as readonly unknown[])]
  return all.slice(-mostWaiting) as T
}
