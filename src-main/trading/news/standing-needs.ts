import type { MessageRef } from '../../../src-shared/messages/index.ts'
import type { Clock } from '../../infra/clock.ts'

/** Something that waits for a person for as long as it is there. */
export interface Need {
  /** Names it as long as it lasts, whatever its sentence says meanwhile. */
  readonly key: string
  readonly what: 'alarm' | 'approval'
  /** The bracket, or the order that waits. */
  readonly about: string
  readonly accountId: string
  readonly symbol: string
  readonly text: MessageRef
}

interface Options {
  readonly list: () => readonly Need[]
  readonly told: (need: Need) => void
  readonly clock: Clock
}

/** What nobody tells of when it begins (a price that does not come) is looked for so often. */
const everyMs = 5_000

/** Tells each need once when it begins; one that was over for a while and comes back is told again. */
export class StandingNeeds {
  readonly #options: Options
  #known: ReadonlySet<string> = new Set()
  #cancel: () => void = () => undefined
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Looks at once, and from now on every few seconds. */
  look(): void {
    if (this.#closed) return
    this.#cancel()
    this.#cancel = this.#options.clock.after(everyMs, () => this.look())
    const needs = this.#options.list()
    const known = this.#known
    this.#known = new Set(needs.map(({ key }) => key))
    for (const need of needs) if (!known.has(need.key)) this.#options.told(need)
  }

  close(): void {
    this.#closed = true
    this.#cancel()
  }
}
