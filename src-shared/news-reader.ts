import type { Panel } from './contract.ts'
import type { NewsView } from './news-text.ts'

/** How long before somebody began to listen something may have happened to be told all the same. */
const justNowMs = 60_000

/** What is new, the oldest first; `missed`: so many pieces are not kept any more. */
export interface FreshNews {
  readonly news: readonly NewsView[]
  readonly missed: number
}

/** The number of the last piece that somebody was told, in a run of the gateway. */
export interface NewsPlace {
  readonly run: string
  readonly sequence: number
}

interface Options {
  readonly call: Panel['call']
  readonly now: () => number
  readonly told: (fresh: FreshNews) => void
  /** Where a window that is loaded anew goes on; missing: at what happens from now on. */
  readonly place?: NewsPlace | null
  /** Told the place after each look. */
  readonly moved?: (place: NewsPlace) => void
}

/**
 * Tells each piece of news once, whatever was missed meanwhile: an event only says that there is some. What had
 * happened more than a minute before the listening began is not told; a gateway that was started anew counts anew, and
 * has no news of what an earlier one told.
 */
export class NewsReader {
  readonly #options: Options
  readonly #since: number
  #place: NewsPlace | null
  #looking: Promise<void> | null = null
  /** How many looks were asked for. */
  #wanted = 0

  constructor(options: Options) {
    this.#options = options
    this.#since = options.now() - justNowMs
    this.#place = options.place ?? null
  }

  /** Looks for news; never throws. What cannot be asked for now is there at the next look. */
  look(): Promise<void> {
    this.#wanted += 1
    this.#looking ??= this.#lookOn().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #lookOn(): Promise<void> {
    for (let looked = 0; looked < this.#wanted;) {
      looked = this.#wanted
      await this.#lookOnce()
    }
    this.#wanted = 0
  }

  async #lookOnce(): Promise<void> {
    const before = this.#place
    const result = await this.#options.call('news.list', { after: before })
    if (!result.ok) return
    const { run, last, missed, news } = result.value
    this.#place = { run, sequence: last }
    this.#options.moved?.(this.#place)
    // Of what an earlier run did nobody knows how much is missing.
    const known = before?.run === run ? missed : 0
    const fresh = news.filter(({ at }) => before?.run === run || at >= this.#since)
    if (fresh.length > 0 || known > 0) this.#options.told({ news: fresh, missed: known })
  }
}
