import { screen } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { MarketFill } from '../../../src-renderer/trade/market-fill.tsx'
import { btcUsdt } from '../sample-market.ts'
import { refusal } from '../support/fake-panel.ts'
import { practiceAccount } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

beforeEach(() => {
  panel.answers({
    'market.orderBook': () => ({
      symbol: 'BTC/USDT',
      bids: [{ price: '59999', quantity: '1' }],
      asks: [
        { price: '60000', quantity: '1' },
        { price: '60600', quantity: '1' },
      ],
    }),
  })
})

const showFill = (value: string, unit: 'base' | 'quote' = 'base', language: 'en' | 'fr' = 'en') =>
  show(
    <MarketFill
      accountId={practiceAccount.id}
      market={btcUsdt}
      request={{ kind: 'market', symbol: 'BTC/USDT', side: 'buy', amount: { unit, value }, exits: null }}
    />,
    language,
  )

test('a market order is told its average price and slippage', async () => {
  await showFill('2')
  await screen.findByText('≈ 60,300.00')
  screen.getByText(t('ticket.fromBest', { percent: '0.500' }))
  expect(screen.queryByText(/only/)).toBeNull()
})

test('the same in French, for an amount in quote', async () => {
  await showFill('120600', 'quote', 'fr')
  await screen.findByText('≈ 60 300,00')
})

test('a book that does not suffice says so', async () => {
  await showFill('5')
  await screen.findByText(t('ticket.bookThin', { quantity: '2', asset: 'BTC' }))
})

test('nothing is told where there is no book', async () => {
  panel.answers({ 'market.orderBook': () => refusal('error.internal') }).forget()
  await showFill('2')
  await expect.poll(() => panel.asked('market.orderBook').length).toBeGreaterThan(0)
  expect(screen.queryByText(t('ticket.bookAverage'))).toBeNull()
})
