import { Listeners } from '../../src-shared/listeners.ts'
import type { Logger } from '../infra/clock.ts'

/** What a listener is told: ask again for the state, or for requests and counts. */
export type BridgeEvent = 'state' | 'requests'

const tellEveryMs = 100

/** Who is told what happens at the bridge. */
export class BridgeEvents {
  readonly #listeners: Listeners<[BridgeEvent]>
  #timer: NodeJS.Timeout | null = null

  constructor(logger: Logger) {
    this.#listeners = new Listeners((error) => logger.error({ err: error }, 'a listener of the Redis bridge failed'))
  }

  /** @returns how to stop listening. */
  subscribe(listener: (event: BridgeEvent) => void): () => void {
    return this.#listeners.add(listener)
  }

  tell(event: BridgeEvent): void {
    this.#listeners.tell(event)
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
