import type { Venue } from '../core/venue.ts'
import { tellCut } from './search.ts'

/** What looking through an exchange's history may cost. */
export interface WalkLimits {
  readonly pages: number
  readonly ms: number
}

/**
 * One walk through a history that is told page by page: whoever asks for the next page asks here first. A list that is
 * cut short for that reason says so, in the log and to whoever collects it.
 */
export class Walk {
  readonly #venue: Venue
  readonly #limits: WalkLimits
  readonly #hasRoom: () => boolean
  readonly #startedAt: number
  #pages = 0
  #isCut = false

  /** @param hasRoom whether the exchange's own limit leaves enough for what is more urgent. */
  constructor(venue: Venue, limits: WalkLimits, hasRoom: () => boolean = () => true) {
    this.#venue = venue
    this.#limits = limits
    this.#hasRoom = hasRoom
    this.#startedAt = venue.time.monotonic()
  }

  /** Whether one more page may be asked for; the first always may. */
  mayGoOn(): boolean {
    const within =
      this.#pages < this.#limits.pages &&
      this.#venue.time.monotonic() - this.#startedAt < this.#limits.ms &&
      this.#hasRoom()
    if (this.#pages > 0 && !within) {
      this.#isCut = true
      return false
    }
    this.#pages += 1
    return true
  }

  /** To be called at the end: a walk that was cut says how far it came. */
  end(): void {
    if (!this.#isCut) return
    tellCut(this.#venue, this.#pages)
  }
}
