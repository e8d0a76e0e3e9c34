import type { Panel } from '../../src-shared/contract.ts'
import { type FreshNews, NewsReader } from '../../src-shared/news-reader.ts'
import { type NewsText, newsText, newsTogether } from '../../src-shared/news-text.ts'
import type { NewsKind } from '../../src-shared/trade-news.ts'

interface Options {
  readonly panel: Panel
  /** Whether somebody looks at the window, which tells it itself. */
  readonly isLookedAt: () => boolean
  readonly show: (text: NewsText) => void
  readonly now?: () => number
}

/** More of one kind at once are told in one notification. */
const mostAtOnce = 3

/** Tells news of trades outside the window, too, where the person chose so. @returns how to stop */
export function tellOutside({ panel, isLookedAt, show, now = Date.now }: Options): () => void {
  const tell = async ({ news }: FreshNews): Promise<void> => {
    const info = await panel.call('app.info', {})
    if (!info.ok || !info.value.alerts.desktop || isLookedAt()) return
    const { alerts, language } = info.value
    const wanted: Record<NewsKind, boolean> = { fill: alerts.fills, exit: alerts.exits, trouble: true }
    for (const kind of ['trouble', 'exit', 'fill'] as const) {
      const told = news.filter((each) => each.kind === kind && wanted[kind])
      if (told.length > mostAtOnce) show(newsTogether(kind, told, language))
      else for (const each of told) show(newsText(each, language))
    }
  }
  const reader = new NewsReader({
    call: (name, input) => panel.call(name, input),
    now,
    told: (fresh) => void tell(fresh),
  })
  void reader.look()
  return panel.subscribe(({ type }) => {
    if (type === 'trade-news') void reader.look()
  })
}
