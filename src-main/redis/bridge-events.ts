import type { Logger } from '../infra/clock.ts'

/** What a listener is told: ask again for the state, or for requests and counts. */
export type BridgeEvent = 'state' | 'requests'

const tellEveryMs = 100

/** Who is told what happens at the bridge. */
export class BridgeEvents {
  readonly #logger: Logger
  readonly #listeners = new Set<(event: BridgeEvent) => void>()
  #timer: NodeJS.Timeout | null = null

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** @returns how to stop listening. */
  subscribe(listener: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(event: BridgeEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        this.#logger.error({ err: error }, 'a listener of the Redis bridge failed')
      }
    }
  }

  /** Many requests a second are one event. */
  tellOfRequests(): void {
    if (this.#timer || this.#listeners.size === 0) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.tell('requests')
    }, tellEveryMs)
  }

  /** What was to be told later is not. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}
