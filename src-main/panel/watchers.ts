import { z } from 'zod'
import { isWatchName, type Panel, type WatchInput, type WatchName } from '../../src-shared/contract.ts'
import type { WatchAnswered } from '../../src-shared/watch-messages.ts'

/** Watches of one window at most: more than a screen has views. */
const mostWatches = 64

const asked = z.union([
  z.strictObject({ watch: z.int(), name: z.string().refine(isWatchName), input: z.unknown() }),
  z.strictObject({ unwatch: z.int() }),
])

/** The watches of one window, asked for over a border (IPC, WebSocket), where anything may come. */
export class Watchers {
  readonly #panel: Panel
  readonly #say: (answered: WatchAnswered) => void
  readonly #stops = new Map<number, () => void>()

  constructor(panel: Panel, say: (answered: WatchAnswered) => void) {
    this.#panel = panel
    this.#say = say
  }

  /** @returns false: what came is not of ours, or too much */
  take(message: unknown): boolean {
    const { data } = asked.safeParse(message)
    if (data === undefined) return false
    if ('unwatch' in data) {
      this.#stop(data.unwatch)
      return true
    }
    if (this.#stops.size >= mostWatches) return false
    const { watch, name, input } = data
    this.#stop(watch)
    // The panel checks the input against its schema.
    const stop = this.#panel.watch(name, input as WatchInput<WatchName>, (told) => this.#say({ watch, told }))
    this.#stops.set(watch, stop)
    return true
  }

  close(): void {
    for (const watch of [...this.#stops.keys()]) this.#stop(watch)
  }

  #stop(watch: number): void {
    this.#stops.get(watch)?.()
    this.#stops.delete(watch)
  }
}
