import { act, screen, waitFor } from '@testing-library/react'
import { type ReactNode, useState } from 'react'
import { beforeEach, expect, test } from 'vitest'
import { CandleStore } from '../../../src-renderer/chart/candle-store.ts'
import { useChartFeed } from '../../../src-renderer/chart/use-chart-feed.ts'
import { refusal } from '../support/fake-panel.ts'
import { panel, show } from '../support/show.tsx'

const candle = (time: number, close: string) => ({ time, open: '1', high: '2', low: '1', close, volume: '3' })

let draws = 0
let store: CandleStore

beforeEach(() => {
  draws = 0
  panel.answers({ 'market.candles': () => [candle(1, '1'), candle(2, '1.5')] }).forget()
})

function Feed(): ReactNode {
  const [own] = useState(() => new CandleStore())
  store = own
  draws += 1
  const feed = useChartFeed({ accountId: 'a', symbol: 'BTC/USDT', timeframe: '1m', limit: 300 }, own)
  return (
    <p data-testid="feed">
      {feed.feed} {feed.error === null ? 'well' : 'failed'}
    </p>
  )
}

const standing = (): string | null => screen.getByTestId('feed').textContent
const closes = (): readonly string[] => store.candles.map(({ close }) => close)

test('candles are asked for where none are pushed', async () => {
  await show(<Feed />)
  await waitFor(() => expect(closes()).toEqual(['1', '1.5']))
  expect(standing()).toBe('refused well')
})

test('pushed ones come with no component drawn anew, and nothing is asked', async () => {
  await show(<Feed />)
  act(() => panel.push('market.chart', { kind: 'state', state: { kind: 'live' } }))
  await waitFor(() => expect(standing()).toBe('live well'))
  const before = { draws, asked: panel.asked('market.candles').length }
  act(() => {
    const live = { ...candle(2, '1.6'), closed: null }
    panel.push('market.chart', { kind: 'value', value: [{ kind: 'whole', candles: [live] }] })
    for (let step = 0; step < 50; step += 1)
      panel.push('market.chart', { kind: 'value', value: [{ kind: 'candle', candle: { ...live, close: `${step}` } }] })
  })
  expect(closes()).toEqual(['49'])
  expect({ draws, asked: panel.asked('market.candles').length }).toEqual(before)
})

test('a failure to ask is told', async () => {
  panel.answers({ 'market.candles': () => refusal('error.internal') })
  await show(<Feed />)
  await waitFor(() => expect(standing()).toBe('refused failed'))
})
