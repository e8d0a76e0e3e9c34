import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { EditOrder } from '../../../src-renderer/orders/edit-order.tsx'
import { btcUsdt } from '../sample-market.ts'
import { openOrder } from '../sample-order.ts'
import { refusal } from '../support/fake-panel.ts'
import { balances, info, openGuard, practiceAccount, ticker } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

beforeEach(() => {
  panel
    .answers({
      'app.info': () => info,
      'guard.get': () => openGuard,
      'market.ticker': () => ticker,
      'balances.get': () => balances.map((each) => ({ ...each, available: '100000' })),
      'journal.search': () => ({ lines: [], cursor: null }),
      'orders.preview': () => ({ accepted: true, quantity: null, quoteValue: null }),
      'orders.edit': () => openOrder,
    })
    .forget()
})

async function showEdit(language: 'en' | 'fr' = 'en') {
  let closed = 0
  const shown = await show(
    <EditOrder account={practiceAccount} order={openOrder} market={btcUsdt} onClose={() => (closed += 1)} />,
    language,
  )
  const dialog = within(await screen.findByRole('dialog'))
  return {
    ...shown,
    dialog,
    closed: () => closed,
    quantity: () => shown.field(`${t('orders.newQuantity')} (BTC)`),
    price: () => shown.field(`${t('orders.newPrice')} (USDT)`),
    check: () => shown.button(t('common.check')),
    confirm: () =>
      screen.findByRole<HTMLButtonElement>('button', {
        name: t('orders.editConfirm', { symbol: 'BTC/USDT' }),
      }),
  }
}

describe.each(['en', 'fr'] as const)('changing an order in %s', (language) => {
  test('begins with what it is and sends only what changed', async () => {
    const { user, price, quantity, check, confirm, closed } = await showEdit(language)
    expect(quantity().value).toBe(language === 'fr' ? '0,5' : '0.5')
    expect(check().disabled).toBe(true)
    await user.clear(price())
    await user.type(price(), language === 'fr' ? '59 500,5' : '59,500.5')
    await user.click(check())
    const button = await confirm()
    expect(panel.asked('orders.edit')).toEqual([])
    await waitFor(() => expect(button.disabled).toBe(false), { timeout: 3000 })
    await user.click(button)
    await waitFor(() => expect(closed()).toBe(1))
    expect(panel.asked('orders.edit')).toEqual([
      {
        accountId: practiceAccount.id,
        orderId: '1',
        symbol: 'BTC/USDT',
        quantity: null,
        price: '59500.5',
        triggerPrice: null,
      },
    ])
  })
})

test('what the market does not take is said and holds the check back', async () => {
  const { user, price, check } = await showEdit()
  await user.clear(price())
  await user.type(price(), '59500.001')
  expect(price().getAttribute('aria-invalid')).toBe('true')
  expect(check().disabled).toBe(true)
})

test('the value that it had is no change', async () => {
  const { user, price, check } = await showEdit()
  await user.clear(price())
  await user.type(price(), '60000.00')
  expect(check().disabled).toBe(true)
})

test('a change of unknown outcome cannot be sent a second time', async () => {
  panel.answers({ 'orders.edit': () => refusal('panel.write_unconfirmed', { class: 'unknown-outcome' }) })
  const { user, price, check, confirm, closed } = await showEdit()
  await user.clear(price())
  await user.type(price(), '59500')
  await user.click(check())
  const button = await confirm()
  await waitFor(() => expect(button.disabled).toBe(false), { timeout: 3000 })
  await user.click(button)
  await screen.findByText(t('orders.editUnknown'))
  expect((await confirm()).disabled).toBe(true)
  expect(panel.asked('orders.edit')).toHaveLength(1)
  expect(closed()).toBe(0)
})

test('the way back from the last look keeps what was typed', async () => {
  const { user, price, check, confirm, button } = await showEdit()
  await user.clear(price())
  await user.type(price(), '59500')
  await user.click(check())
  await confirm()
  await user.click(button(t('common.back')))
  expect(price().value).toBe('59500')
  expect(panel.asked('orders.edit')).toEqual([])
})
