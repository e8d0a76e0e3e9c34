import { expect, test } from 'vitest'
import { Bursts } from '../../src-renderer/alerts/bursts.ts'
import type { NewsView } from '../../src-shared/news-text.ts'
import { newsFill } from './support/samples.ts'

const fills = (from: number, count: number) => Array.from({ length: count }, (_, index) => newsFill(from + index))

test('few pieces have a toast each, many of a kind one together that grows', () => {
  const bursts = new Bursts()
  const few = bursts.toasts(fills(1, 3), 'en', 0)
  expect(few.map(({ id, title }) => [id, title])).toEqual([1, 2, 3].map((each) => [`news-${each}`, 'Order filled']))
  const [many, ...rest] = bursts.toasts(fills(4, 9), 'en', 1_000)
  expect(rest).toEqual([])
  expect(many).toMatchObject({
    title: '12 orders filled',
    body: 'On BTC/USDT.',
    replaces: ['news-1', 'news-2', 'news-3'],
  })
  const [more] = bursts.toasts(fills(13, 2), 'fr', 2_000)
  expect(more).toMatchObject({ id: many?.id, title: '14 ordres exécutés', replaces: [] })
})

test('kinds are not mixed, and what comes later has a toast of its own again', () => {
  const bursts = new Bursts()
  const exit = { ...newsFill(1), kind: 'exit', what: 'exit_filled', role: 'stop_loss', left: '0' } as NewsView
  const toasts = bursts.toasts([...fills(2, 5), exit], 'en', 0)
  expect(toasts.map(({ kind, title }) => [kind, title])).toEqual([
    ['fill', '5 orders filled'],
    ['exit', 'Stop-loss filled'],
  ])
  expect(bursts.toasts(fills(10, 1), 'en', 11_000).map(({ id }) => id)).toEqual(['news-10'])
})
