/** Nobody has ordered anything for so long: a few ms of the disk's time disturb nobody. */
const quietMs = 1_000
/** Fewer are not worth a wait for the disk. */
const worthCommits = 100

interface Options {
  readonly quietMs?: number
  readonly worthCommits?: number
}

/**
 * When the write-ahead log of a database is folded into its file: in quiet moments. SQLite would do it every 1,000
 * pages, within the commit of whichever order comes then, which waits for the disk twice more.
 */
export class QuietCheckpoint {
  readonly #fold: () => void
  readonly #options: Required<Options>
  #commits = 0
  #timer: NodeJS.Timeout | null = null

  constructor(fold: () => void, options: Options = {}) {
    this.#fold = fold
    this.#options = { quietMs, worthCommits, ...options }
  }

  committed(): void {
    this.#commits += 1
    if (this.#commits < this.#options.worthCommits) return
    if (this.#timer === null) this.#timer = setTimeout(() => this.#quiet(), this.#options.quietMs).unref()
    else this.#timer.refresh()
  }

  /** To be called before the database is closed. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#commits = 0
  }

  #quiet(): void {
    this.stop()
    this.#fold()
  }
}
