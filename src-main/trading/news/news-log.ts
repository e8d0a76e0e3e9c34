import { randomUUID } from 'node:crypto'
import type { NewsPage, TradeNews } from '../../../src-shared/trade-news.ts'

/** Pieces that are kept for windows that were away. */
const mostKept = 1_000

/** A piece of news before it has a number. */
export type Unnumbered<T> = T extends unknown ? Omit<T, 'sequence'> : never

/** The news of this run of the gateway, numbered, the latest of them. */
export class NewsLog {
  readonly #run = randomUUID()
  #news: readonly TradeNews[] = []
  #last = 0

  add(news: Unnumbered<TradeNews>): void {
    this.#last += 1
    this.#news = [...this.#news.slice(1 - mostKept), { ...news, sequence: this.#last }]
  }

  /** As the contract's `news.list`. */
  after(place: { readonly run: string; readonly sequence: number } | null): NewsPage {
    const from = place?.run === this.#run ? place.sequence : 0
    const kept = this.#news[0]?.sequence ?? this.#last + 1
    return {
      run: this.#run,
      last: this.#last,
      missed: Math.max(0, kept - 1 - from),
      news: this.#news.filter(({ sequence }) => sequence > from),
    }
  }
}
