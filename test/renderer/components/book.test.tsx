import { act, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { BookPanel } from '../../../src-renderer/book/book-panel.tsx'
import { TapePanel } from '../../../src-renderer/book/tape-panel.tsx'
import { editDraft, useTicket } from '../../../src-renderer/trade/ticket-store.ts'
import type { OrderBookView, PublicTradeView } from '../../../src-renderer/views.ts'
import { btcUsdt } from '../sample-market.ts'
import { openOrder } from '../sample-order.ts'
import { refusal } from '../support/fake-panel.ts'
import { practiceAccount } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

const book: OrderBookView = {
  symbol: 'BTC/USDT',
  bids: [
    { price: '59999.9', quantity: '1.5' },
    { price: '59990', quantity: '2' },
  ],
  asks: [
    { price: '60000.1', quantity: '0.5' },
    { price: '60012', quantity: '3' },
  ],
}

beforeEach(() => {
  panel
    .answers({
      'market.orderBook': () => book,
      'streams.status': () => ({ market: 'live', account: 'live', orders: 'off' }),
      'orders.open': () => [],
    })
    .forget()
})

const list = (): HTMLElement => screen.getByRole('listbox')
const options = (): readonly HTMLElement[] => within(list()).getAllByRole('option')
const option = (at: number): HTMLElement => {
  const found = options()[at]
  if (found === undefined) throw new Error(`no row ${at}`)
  return found
}
const prices = (): readonly (string | undefined)[] => options().map((row) => row.dataset.price)
const active = (): string | undefined =>
  document.getElementById(list().getAttribute('aria-activedescendant') ?? '')?.dataset.price

async function showBook(language: 'en' | 'fr' = 'en') {
  const shown = await show(<BookPanel account={practiceAccount} market={btcUsdt} />, language)
  await screen.findByRole('listbox')
  return shown
}

describe.each(['en', 'fr'] as const)('the book in %s', (language) => {
  test('has asks above, bids below, and the spread between them', async () => {
    await showBook(language)
    expect(prices()).toEqual(['60012', '60000.1', '59999.9', '59990'])
    const spread = language === 'fr' ? '0,20' : '0.20'
    expect(list().textContent).toContain(`${t('price.spread')} ${spread}`)
    // Not by colour alone.
    expect(within(list()).getAllByText(t('price.ask'), { exact: false }).length).toBeGreaterThanOrEqual(2)
  })
})

describe('a price of the book', () => {
  test('is taken into the order by a click', async () => {
    editDraft({ kind: 'limit' })
    const { user } = await showBook()
    await user.click(option(3))
    expect(useTicket.getState().draft.price).toBe('59990')
  })

  test('is taken by keys alone: arrows go through the list, across the middle, Enter takes', async () => {
    editDraft({ kind: 'limit' })
    const { user } = await showBook()
    act(() => list().focus())
    expect(active()).toBe('60000.1')
    await user.keyboard('{ArrowUp}')
    expect(active()).toBe('60012')
    await user.keyboard('{ArrowUp}{ArrowDown}{ArrowDown}')
    expect(active()).toBe('59999.9')
    await user.keyboard('{End}{Enter}')
    expect(useTicket.getState().draft.price).toBe('59990')
    await user.keyboard('{Home}{Enter}')
    expect(useTicket.getState().draft.price).toBe('60012')
  })

  test('is not taken into an order that has no price', async () => {
    editDraft({ kind: 'market' })
    const { user } = await showBook()
    await user.click(option(0))
    expect(useTicket.getState().draft.price).toBe('')
    expect(list().title).toBe(t('book.noPrice'))
  })
})

test('levels are grouped by the step that is chosen', async () => {
  const { user } = await showBook()
  await user.selectOptions(screen.getByLabelText(t('book.step')), '10')
  expect(prices()).toEqual(['60020', '60010', '59990'])
})

test('one’s own orders are marked at their level', async () => {
  panel.answers({
    'orders.open': () => [
      { ...openOrder, terms: { kind: 'limit', price: '59990', timeInForce: 'gtc', postOnly: false } },
    ],
  })
  await showBook()
  const row = option(3)
  await waitFor(() => expect(row.title).toBe(t('book.own', { quantity: '0.5' })))
  expect(row.textContent).toContain('●')
})

describe('how the book stands', () => {
  test('is said where it is asked for, and not where it is pushed', async () => {
    await showBook()
    screen.getByText(t('book.asked'))
    act(() => {
      panel.push('market.book', { kind: 'state', state: { kind: 'live' } })
      panel.push('market.book', { kind: 'value', value: { ...book, asks: [{ price: '60005', quantity: '1' }] } })
    })
    await waitFor(() => expect(prices()).toEqual(['60005', '59999.9', '59990']))
    expect(screen.queryByText(t('book.asked'))).toBeNull()
    act(() => panel.push('market.book', { kind: 'state', state: { kind: 'stale', why: 'reset' } }))
    await screen.findByText(t('book.asked'))
  })

  test('is told when there is none, and when it cannot be had', async () => {
    panel.answers({ 'market.orderBook': () => ({ ...book, bids: [], asks: [] }) })
    await show(<BookPanel account={practiceAccount} market={btcUsdt} />)
    await screen.findByText(t('book.empty'))
  })

  test('is told when it cannot be had', async () => {
    panel.answers({ 'market.orderBook': () => refusal('error.internal') })
    await show(<BookPanel account={practiceAccount} market={btcUsdt} />)
    await screen.findByText(t('common.fetchFailed'))
  })
})

describe('trades', () => {
  const trade = (id: string, change: Partial<PublicTradeView> = {}): PublicTradeView => ({
    symbol: 'BTC/USDT',
    id,
    price: '60000.5',
    quantity: '0.25',
    takerSide: 'buy',
    time: 0,
    ...change,
  })
  const tell = (...value: readonly PublicTradeView[]): void =>
    act(() => panel.push('market.trades', { kind: 'value', value }))
  const rows = (): readonly string[] =>
    screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent)

  test('are not expected where the exchange tells none', async () => {
    await show(<TapePanel account={practiceAccount} market={btcUsdt} />)
    await screen.findByText(t('tape.notPushed'))
  })

  test('come newest first, each side named', async () => {
    await show(<TapePanel account={practiceAccount} market={btcUsdt} />)
    act(() => panel.push('market.trades', { kind: 'state', state: { kind: 'live' } }))
    await screen.findByText(t('tape.none'))
    tell(trade('1'), trade('2', { takerSide: 'sell', price: '60000' }))
    tell(trade('2', { takerSide: 'sell', price: '60000' }), trade('3', { price: '60001' }))
    await waitFor(() => expect(rows()).toHaveLength(3))
    expect(rows()[0]).toMatch(/▲ Buy 60,001\.00/)
    expect(rows()[1]).toMatch(/▼ Sell 60,000\.00/)
  })

  test('are called the past when the connection breaks', async () => {
    await show(<TapePanel account={practiceAccount} market={btcUsdt} />)
    act(() => panel.push('market.trades', { kind: 'state', state: { kind: 'live' } }))
    tell(trade('1'))
    expect(screen.queryByText(t('book.old'))).toBeNull()
    act(() => panel.push('market.trades', { kind: 'state', state: { kind: 'stale', why: 'reset' } }))
    await screen.findByText(t('book.old'))
  })
})
