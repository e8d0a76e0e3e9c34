import { lockedOut } from './errors.ts'
import { lockoutMs } from './limits.ts'

/** Of an API key that Kraken locks out, nothing is sent for minutes, cancels included, since every call would make it longer. */
export class Lockout {
  readonly #monotonic: () => number
  #until = -Infinity

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  begin(): void {
    this.#until = this.#monotonic() + lockoutMs
  }

  /** @throws GatewayError `rate-limit` while the key rests; nothing is sent then. */
  check(): void {
    const waitMs = this.#until - this.#monotonic()
    if (waitMs > 0) throw lockedOut(waitMs)
  }
}
