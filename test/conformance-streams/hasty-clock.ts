import type { Clock } from '../../src-main/infra/clock.ts'

interface Pending {
  readonly at: number
  readonly call: () => void
  timer: NodeJS.Timeout
}

/** The machine's clock, on which time may pass faster: silences and pauses of seconds are over in a moment. */
export class HastyClock implements Clock {
  #times = 1
  #from = Date.now()
  #since = performance.now()
  readonly #pending = new Set<Pending>()

  readonly now = (): number => Math.floor(this.#from + (performance.now() - this.#since) * this.#times)

  readonly after = (ms: number, call: () => void): (() => void) => {
    const pending: Pending = { at: this.now() + ms, call, timer: setTimeout(() => undefined, 0) }
    this.#pending.add(pending)
    this.#arm(pending)
    return () => {
      clearTimeout(pending.timer)
      this.#pending.delete(pending)
    }
  }

  /** How many wait for their time. */
  get waiting(): number {
    return this.#pending.size
  }

  hurry(times: number): void {
    this.#from = this.now()
    this.#since = performance.now()
    this.#times = times
    for (const pending of this.#pending) this.#arm(pending)
  }

  #arm(pending: Pending): void {
    clearTimeout(pending.timer)
    pending.timer = setTimeout(
      () => {
        this.#pending.delete(pending)
        pending.call()
      },
      Math.max(0, pending.at - this.now()) / this.#times,
    )
  }
}
