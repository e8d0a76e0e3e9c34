import type { GatewayStatus } from '../../src-shared/contract.ts'
import type { Clock } from '../infra/clock.ts'

interface Options {
  readonly status: () => GatewayStatus
  /** The gateway stands otherwise than it was told last. */
  readonly tell: () => void
  readonly clock: Clock
}

const gapMs = 250

/** Tells how the gateway stands: a thousand requests a second are not a thousand repaints of the window. */
export class StandingTold {
  readonly #options: Options
  #cancel: (() => void) | null = null
  #told = { redis: '', rest: '' }
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Something has happened that may be part of it. */
  mayHaveChanged(): void {
    if (this.#closed || this.#cancel !== null) return
    const { clock, tell } = this.#options
    this.#cancel = clock.after(gapMs, () => {
      this.#cancel = null
      if (this.#standsAnew()) tell()
    })
  }

  close(): void {
    this.#closed = true
    this.#cancel?.()
  }

  /**
   * Clocks and used limits move all the time, and a Redis that is out of reach is tried again every few seconds: no
   * window waits for that.
   */
  #standsAnew(): boolean {
    const { redis, venues: _venues, ...rest } = this.#options.status()
    const { state } = redis
    const told = {
      redis: state === 'connecting' ? this.#told.redis : JSON.stringify({ ...redis, nextAttemptAt: null }),
      rest: JSON.stringify(rest),
    }
    const isNew = told.redis !== this.#told.redis || told.rest !== this.#told.rest
    this.#told = told
    return isNew
  }
}
