import type { Language } from '../../src-shared/messages/index.ts'
import { newsMissed, type NewsText, newsText, newsTogether, type NewsView } from '../../src-shared/news-text.ts'
import type { NewsKind } from '../../src-shared/trade-news.ts'

/** More of one kind in so short a time are told in one. */
const mostAtOnce = 4
const togetherMs = 10_000

export interface Toast extends NewsText {
  readonly id: string
  readonly kind: NewsKind
  /** It is over by itself: nobody has to close it. */
  readonly passes: boolean
  /** Toasts in whose place it is. */
  readonly replaces: readonly string[]
}

interface Burst {
  readonly news: readonly NewsView[]
  readonly at: number
  /** The toast that tells all of it; null: each has its own. */
  readonly together: string | null
}

/** Which toasts to show of news: one each, or one for many. */
export class Bursts {
  readonly #bursts = new Map<NewsKind, Burst>()
  #count = 0

  /** @param now epoch ms */
  toasts(news: readonly NewsView[], language: Language, now: number): readonly Toast[] {
    const kinds = [...new Set(news.map(({ kind }) => kind))]
    return kinds.flatMap((kind) =>
      this.#ofKind(
        kind,
        news.filter((each) => each.kind === kind),
        language,
        now,
      ),
    )
  }

  /** That more happened than could be told. */
  missed(count: number, language: Language): Toast {
    return { ...newsMissed(count, language), id: this.#newId(), kind: 'trouble', passes: false, replaces: [] }
  }

  #ofKind(kind: NewsKind, fresh: readonly NewsView[], language: Language, now: number): readonly Toast[] {
    const before = this.#bursts.get(kind)
    const goesOn = before !== undefined && now - before.at <= togetherMs
    const news = [...(goesOn ? before.news : []), ...fresh]
    if (news.length <= mostAtOnce) {
      this.#bursts.set(kind, { news, at: goesOn ? before.at : now, together: null })
      return fresh.map((each) => ({
        ...newsText(each, language),
        id: idOf(each),
        kind: looksLike(each),
        passes: passes(each),
        replaces: [],
      }))
    }
    const together = (goesOn ? before.together : null) ?? this.#newId()
    this.#bursts.set(kind, { news, at: now, together })
    const alone = goesOn && before.together === null ? before.news.map(idOf) : []
    return [{ ...newsTogether(kind, news, language), id: together, kind, passes: news.every(passes), replaces: alone }]
  }

  #newId(): string {
    this.#count += 1
    return `news-${this.#count}-together`
  }
}

const idOf = (news: NewsView): string => `news-${'about' in news ? news.about : news.sequence}`

/** Trouble stays until somebody has seen it; a bot's order does not wait longer than its sender. */
const passes = ({ kind, what }: NewsView): boolean => kind !== 'trouble' || what === 'approval' || what === 'doubt_over'

/** The end of a trouble is none. */
const looksLike = ({ kind, what }: NewsView): NewsKind => (what === 'doubt_over' ? 'fill' : kind)
