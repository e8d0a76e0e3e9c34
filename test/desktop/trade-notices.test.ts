import { expect, test } from 'vitest'
import { tellOutside } from '../../src-main/desktop/trade-notices.ts'
import type { Panel, PanelEvent } from '../../src-shared/contract.ts'
import type { NewsView } from '../../src-shared/news-text.ts'
import { usualAlerts } from '../../src-shared/settings.ts'
import { settle } from '../support/fake-clock.ts'

const fill = (sequence: number): NewsView => ({
  sequence,
  at: 1_000,
  kind: 'fill',
  what: 'filled',
  accountId: 'a',
  accountName: 'Main',
  exchange: 'kraken',
  symbol: 'BTC/EUR',
  order: {
    id: String(sequence),
    side: 'sell',
    filled: '0.5',
    quantity: '0.5',
    price: '79950.1',
    priceDecimals: 1,
    toldToForm: null,
  },
})

function desktop(alerts: Partial<typeof usualAlerts>, isLookedAt = false) {
  const listeners = new Set<(event: PanelEvent) => void>()
  let news: readonly NewsView[] = []
  const panel = {
    call: (name: string, input: { after: { sequence: number } | null }) => {
      const after = input.after?.sequence ?? 0
      const page = { run: 'r', last: news.length, missed: 0, news: news.slice(after) }
      const info = { alerts: { ...usualAlerts, ...alerts }, language: 'fr' }
      return Promise.resolve({ ok: true, value: name === 'news.list' ? page : info })
    },
    subscribe: (listener: (event: PanelEvent) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Panel
  const shown: string[] = []
  const stop = tellOutside({
    panel,
    isLookedAt: () => isLookedAt,
    show: ({ title, body }) => void shown.push(`${title}: ${body}`),
    now: () => 1_000,
  })
  const happen = async (count: number): Promise<void> => {
    news = [...news, ...Array.from({ length: count }, (_, index) => fill(news.length + index + 1))]
    for (const listener of listeners) listener({ type: 'trade-news' })
    await settle()
  }
  return { shown, happen, stop, listeners }
}

test('news are told outside the window, each once and many in one', async () => {
  const { shown, happen, stop, listeners } = desktop({ desktop: true })
  await happen(1)
  expect(shown).toEqual(['Ordre exécuté: BTC/EUR (Main, Kraken) : vente de 0,5 BTC à 79\u202f950,1 EUR.'])
  await happen(12)
  expect(shown.slice(1)).toEqual(['12 ordres exécutés: Sur BTC/EUR.'])
  stop()
  expect(listeners.size).toBe(0)
})

test.each([
  ['nobody chose so', { desktop: false }, false],
  ['somebody looks at the window', { desktop: true }, true],
  ['that kind is not wanted', { desktop: true, fills: false }, false],
])('and not where %s', async (_why, alerts, isLookedAt) => {
  const { shown, happen } = desktop(alerts, isLookedAt)
  await happen(2)
  expect(shown).toEqual([])
})
