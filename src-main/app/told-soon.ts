import type { Clock } from '../infra/clock.ts'

interface Options<T> {
  readonly clock: Clock
  readonly tell: (event: T) => void
}

/** What an exchange pushes of one happening comes within this time. */
const togetherMs = 10
/** Twenty times a second. */
const shortestGapMs = 50

/**
 * Events of which several at once say no more than one: each is told once, soon enough for nobody to notice, and equal
 * ones no oftener than their pause, the last of them always.
 */
export class ToldSoon<T> {
  readonly #options: Options<T>
  readonly #due = new Map<string, () => void>()
  /** Epoch ms. */
  readonly #toldAt = new Map<string, number>()
  #closed = false

  constructor(options: Options<T>) {
    this.#options = options
  }

  /** @param gapMs from one to the next that is equal to it; shorter ones are {@link shortestGapMs} */
  tell(event: T, gapMs = shortestGapMs): void {
    const text = JSON.stringify(event)
    if (this.#closed || this.#due.has(text)) return
    const { clock, tell } = this.#options
    const sinceLast = clock.now() - (this.#toldAt.get(text) ?? -Infinity)
    // A clock that was set back must not keep anybody waiting.
    const gap = Math.max(gapMs, shortestGapMs)
    const wait = Math.max(togetherMs, Math.min(gap, gap - sinceLast))
    const cancel = clock.after(wait, () => {
      this.#due.delete(text)
      this.#toldAt.set(text, clock.now())
      tell(event)
    })
    this.#due.set(text, cancel)
  }

  close(): void {
    this.#closed = true
    for (const cancel of this.#due.values()) cancel()
    this.#due.clear()
  }
}
