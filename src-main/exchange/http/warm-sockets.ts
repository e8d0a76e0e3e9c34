/** Shorter than any server lets a socket idle, and than {@link idleSocketMs}. */
const everyMs = 15_000
/** How long our side keeps a socket that nobody uses. */
export const idleSocketMs = 20_000
/** An order, and what is asked beside it. */
const sockets = 2

/**
 * Keeps sockets to an exchange open, so that an order does not wait for TCP and TLS to be set up first: three round
 * trips instead of one. Asks something small over each of them now and then.
 */
export class WarmSockets {
  readonly #ask: () => Promise<unknown>
  #timer: NodeJS.Timeout | null = null

  /** @param ask one request; what comes of it does not matter. */
  constructor(ask: () => Promise<unknown>) {
    this.#ask = ask
  }

  /** Opens them now. Calls after the first do nothing. */
  start(): void {
    if (this.#timer !== null) return
    this.#timer = setInterval(() => this.#warm(), everyMs)
    this.#timer.unref()
    this.#warm()
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
  }

  #warm(): void {
    for (let socket = 0; socket < sockets; socket += 1) this.#ask().catch(() => undefined)
  }
}
