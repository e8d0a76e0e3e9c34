interface Timer {
  readonly ms: () => number
  readonly action: () => void
  readonly repeats: boolean
  handle: NodeJS.Timeout
}

/** Timers whose lengths (real ms) may change while they run. None keeps the process alive. */
export class Timers {
  readonly #timers = new Set<Timer>()

  /** Calls `action` again and again. Returns what ends that. */
  every(ms: () => number, action: () => void): () => void {
    return this.#start(ms, action, true)
  }

  /** Calls `action` once. Returns what prevents that. */
  after(ms: () => number, action: () => void): () => void {
    return this.#start(ms, action, false)
  }

  /** Starts every one anew with the length that it has now. */
  rearm(): void {
    for (const timer of this.#timers) {
      clearTimeout(timer.handle)
      timer.handle = this.#armed(timer)
    }
  }

  get running(): number {
    return this.#timers.size
  }

  #start(ms: () => number, action: () => void, repeats: boolean): () => void {
    const timer = { ms, action, repeats } as Timer
    timer.handle = this.#armed(timer)
    this.#timers.add(timer)
    return () => {
      clearTimeout(timer.handle)
      this.#timers.delete(timer)
    }
  }

  #armed(timer: Timer): NodeJS.Timeout {
    const handle = setTimeout(() => {
      if (timer.repeats) timer.handle = this.#armed(timer)
      else this.#timers.delete(timer)
      timer.action()
    }, timer.ms())
    handle.unref()
    return handle
  }
}
