/** Time and timers, so that tests bring their own. */
export interface Clock {
  /** Epoch ms. */
  readonly now: () => number
  /** Calls once after `ms`. @returns how to prevent it. */
  readonly after: (ms: number, call: () => void) => () => void
}

export const systemClock: Clock = {
  now: Date.now,
  after(ms, call) {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
}

/** What the desk tells the log; pino's logger fits. */
export interface Logger {
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
}

export const silentLogger: Logger = { warn: () => undefined, error: () => undefined }
