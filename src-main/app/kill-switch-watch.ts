import type { KillSwitchState } from '../../src-shared/guard.ts'
import type { Clock, Logger } from '../infra/clock.ts'

interface Options {
  readonly state: () => KillSwitchState
  /** Another process has set it. */
  readonly changed: () => void
  /** Tells other processes which is heeded here. */
  readonly heeding: (state: KillSwitchState) => void
  readonly clock: Clock
  readonly logger: Logger
}

const everyMs = 1_000

/**
 * Another process may set the kill switch (the `guard` command), or take the journal away; orders heed it at once, the
 * window should show it, and the command waits to be told.
 */
export class KillSwitchWatch {
  readonly #options: Options
  #told: KillSwitchState | null = null
  #cancel: () => void = () => undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Looks at once, and from now on every second. */
  start(): void {
    const { state, clock } = this.#options
    this.#tell(state())
    this.#cancel = clock.after(everyMs, () => this.start())
  }

  close(): void {
    this.#cancel()
  }

  #tell(state: KillSwitchState): void {
    if (state === this.#told) return
    const { changed, heeding, logger } = this.#options
    if (this.#told !== null) changed()
    this.#told = state
    try {
      heeding(state)
    } catch (error) {
      // Once more when it is looked again.
      this.#told = null
      logger.warn({ err: error }, 'other processes cannot be told of the kill switch')
    }
  }
}
