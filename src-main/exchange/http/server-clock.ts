/** Where the time comes from; tests give their own. */
export interface TimeSource {
  /** Wall clock, epoch ms. */
  readonly now: () => number
  /** Milliseconds that only ever grow. */
  readonly monotonic: () => number
}

export const systemTime: TimeSource = { now: () => Date.now(), monotonic: () => performance.now() }

export interface ClockSample {
  /** Server time minus this machine's, ms. */
  readonly offsetMs: number
  readonly roundTripMs: number
}

export interface ServerClockOptions {
  /**
   * Asks the server for its time, epoch ms; calls `onSend` when the request leaves, so that waiting before it does not
   * count.
   */
  readonly fetchServerTime: (onSend: () => void) => Promise<number>
  readonly time?: TimeSource
  readonly samples?: number
  readonly resyncAfterMs?: number
}

interface Measurement extends ClockSample {
  /** The server's time when the answer came, and both clocks of ours at that moment. */
  readonly serverAt: number
  readonly monotonicAt: number
  readonly wallAt: number
}

/** A wall clock that moved against the monotonic one by more than this was set, or the machine slept. */
const jumpMs = 500
/** A fast clock is fatal at 1 s, a slow one only at recvWindow: lean towards slow by at most this. */
const maxBiasMs = 250

/**
 * The time of one exchange's server, estimated from the sample with the shortest round trip and carried on by the
 * monotonic clock, so that setting this machine's clock does not move it.
 */
export class ServerClock {
  readonly #fetchServerTime: ServerClockOptions['fetchServerTime']
  readonly #time: TimeSource
  readonly #samples: number
  readonly #resyncAfterMs: number
  #best: Measurement | null = null
  #running: Promise<void> | null = null

  constructor(options: ServerClockOptions) {
    this.#fetchServerTime = options.fetchServerTime
    this.#time = options.time ?? systemTime
    this.#samples = options.samples ?? 3
    this.#resyncAfterMs = options.resyncAfterMs ?? 5 * 60_000
  }

  /** The last measurement; null before the first. */
  get sample(): ClockSample | null {
    return this.#best && { offsetMs: this.#best.offsetMs, roundTripMs: this.#best.roundTripMs }
  }

  /** The server's time now, epoch ms, leaning slightly late; this machine's own before the first measurement. */
  serverNow(): number {
    const best = this.#best
    if (best === null) return Math.floor(this.#time.now())
    const bias = Math.min(best.roundTripMs / 2, maxBiasMs)
    return Math.floor(best.serverAt + (this.#time.monotonic() - best.monotonicAt) - bias)
  }

  /**
   * Measures when there is no measurement, when it is old, or when the wall clock jumped. A failed refresh keeps the
   * old one.
   */
  async ensure(): Promise<void> {
    const best = this.#best
    if (best === null) return this.sync()
    const elapsed = this.#time.monotonic() - best.monotonicAt
    const jumped = Math.abs(this.#time.now() - best.wallAt - elapsed) > jumpMs
    if (!jumped && elapsed < this.#resyncAfterMs) return
    if (jumped) return this.sync()
    void this.sync().catch(() => undefined)
  }

  /**
   * Measures anew; calls at the same time share one measurement. @throws what the time request throws when every sample
   * failed.
   */
  sync(): Promise<void> {
    this.#running ??= this.#measure().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #measure(): Promise<void> {
    const candidates: Measurement[] = []
    let failure: unknown = new Error('no sample')
    for (let index = 0; index < this.#samples; index += 1) {
      let sent = this.#time.monotonic()
      try {
        const serverAt = await this.#fetchServerTime(() => {
          sent = this.#time.monotonic()
        })
        const received = this.#time.monotonic()
        const wallAt = this.#time.now()
        const roundTripMs = received - sent
        const serverNow = serverAt + roundTripMs / 2
        candidates.push({
          serverAt: serverNow,
          monotonicAt: received,
          wallAt,
          roundTripMs,
          offsetMs: Math.round(serverNow - wallAt),
        })
      } catch (error) {
        failure = error
        break
      }
    }
    const best = candidates.sort((a, b) => a.roundTripMs - b.roundTripMs)[0]
    if (best === undefined) throw failure
    this.#best = best
  }
}
