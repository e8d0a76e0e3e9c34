import type { Vault } from './vault.ts'

interface Options {
  readonly vault: Pick<Vault, 'probe'>
  /** Whether something waits for the keychain: only then is it asked, since it may ask its person to unlock it. */
  readonly isWaitedFor: () => boolean
  /** It answers now. */
  readonly answered: () => Promise<void>
  readonly failed: (error: unknown) => void
  /** Between questions; the last one again and again. */
  readonly gapsMs?: readonly number[]
}

const usualGapsMs = [10_000, 20_000, 30_000, 60_000]

/** Asks a keychain that was locked or absent at the start (autostart before the login) until it answers. */
export class KeychainWatch {
  readonly #options: Options
  readonly #gapsMs: readonly number[]
  #timer: NodeJS.Timeout | null = null
  #isClosed = false
  #asked = 0

  constructor(options: Options) {
    this.#options = options
    this.#gapsMs = options.gapsMs ?? usualGapsMs
  }

  start(): void {
    this.#schedule()
  }

  close(): void {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #schedule(): void {
    if (this.#isClosed) return
    const gap = this.#gapsMs[Math.min(this.#asked, this.#gapsMs.length - 1)] ?? 0
    this.#timer = setTimeout(() => void this.#ask(), gap)
    this.#timer.unref()
  }

  async #ask(): Promise<void> {
    const { vault, isWaitedFor, answered, failed } = this.#options
    try {
      if (isWaitedFor()) {
        this.#asked += 1
        const { available } = await vault.probe()
        if (available && !this.#isClosed) await answered()
      } else this.#asked = 0
    } catch (error) {
      failed(error)
    }
    this.#schedule()
  }
}
