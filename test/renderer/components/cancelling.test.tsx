import { screen, waitFor, within } from '@testing-library/react'
import { act } from 'react'
import { beforeEach, describe, expect, test } from 'vitest'
import { setConnection } from '../../../src-renderer/connection.ts'
import { CancelAll } from '../../../src-renderer/orders/cancel-all.tsx'
import { CancelOrder } from '../../../src-renderer/orders/cancel-order.tsx'
import type { OrderView } from '../../../src-renderer/views.ts'
import { openOrder } from '../sample-order.ts'
import { refusal } from '../support/fake-panel.ts'
import { practiceAccount } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

const meant = [
  { accountId: 'a', account: 'Paper', orderId: '1', symbol: 'BTC/USDT' },
  { accountId: 'a', account: 'Paper', orderId: '2', symbol: 'ETH/USDT' },
]

beforeEach(() => {
  panel
    .answers({
      'orders.cancel': () => ({ ...openOrder, status: 'cancelled' }),
      'orders.meantToCancel': () => ({ orders: meant, brackets: 0, failed: [] }),
      'orders.cancelAll': () => ({ cancelled: meant, failed: [] }),
    })
    .forget()
})

describe.each(['en', 'fr'] as const)('one order in %s', (language) => {
  const showCancel = async (order: OrderView = openOrder) => {
    let closed = 0
    const shown = await show(
      <CancelOrder account={practiceAccount} order={order} member={null} onClose={() => (closed += 1)} />,
      language,
    )
    return { ...shown, closed: () => closed }
  }

  test('is cancelled by its id, and the dialog closes', async () => {
    const { user, button, closed } = await showCancel()
    await user.click(button(t('orders.cancelConfirm')))
    await waitFor(() => expect(closed()).toBe(1))
    expect(panel.asked('orders.cancel')).toEqual([{ accountId: 'a', orderId: '1', symbol: 'BTC/USDT' }])
  })

  test('is kept by the other button', async () => {
    const { user, button, closed } = await showCancel()
    await user.click(button(t('orders.keep')))
    expect(closed()).toBe(1)
    expect(panel.asked('orders.cancel')).toEqual([])
  })

  test('of a list takes the others along, and that is said', async () => {
    await showCancel({ ...openOrder, listId: '9' })
    expect(screen.getByText(t('orders.cancelList'))).toBeDefined()
  })
})

test('a cancellation that failed is told, and the dialog stays', async () => {
  panel.answers({ 'orders.cancel': () => refusal('panel.write_unconfirmed', { class: 'unknown-outcome' }) })
  const { user, button } = await show(
    <CancelOrder account={practiceAccount} order={openOrder} member={null} onClose={() => expect.unreachable()} />,
  )
  await user.click(button(t('orders.cancelConfirm')))
  expect(await screen.findByRole('alert')).toBeDefined()
})

describe('many orders', () => {
  const showMany = async () => {
    const shown = await show(<CancelAll account={practiceAccount} onClose={() => undefined} />)
    return { ...shown, dialog: within(await screen.findByRole('dialog')) }
  }
  const confirm = (count: number) =>
    screen.findByRole<HTMLButtonElement>('button', { name: t('cancelAll.confirm', { count }) })

  test('are counted before they are cancelled, and told one by one after', async () => {
    const { user, dialog } = await showMany()
    const button = await confirm(2)
    expect(dialog.getByText('ETH/USDT')).toBeDefined()
    await user.click(button)
    await screen.findByText(t('cancelAll.cancelled', { count: 2 }))
    expect(panel.asked('orders.cancelAll')).toEqual([{ accountId: 'a', scope: 'mine', includeExits: false }])
  })

  test('of every account, exits included, are asked for again before they are cancelled', async () => {
    const { user } = await showMany()
    await confirm(2)
    panel.answers({ 'orders.meantToCancel': () => ({ orders: meant.slice(0, 1), brackets: 1, failed: [] }) })
    await user.selectOptions(screen.getByRole('combobox', { name: t('cancelAll.where') }), 'all')
    await user.click(screen.getByRole('checkbox', { name: t('cancelAll.includeExits') }))
    await user.click(await confirm(1))
    await waitFor(() =>
      expect(panel.asked('orders.cancelAll')).toEqual([{ accountId: null, scope: 'mine', includeExits: true }]),
    )
    expect(panel.asked('orders.meantToCancel').at(-1)).toEqual({
      accountId: null,
      scope: 'mine',
      includeExits: true,
    })
  })

  test('that are none cannot be cancelled', async () => {
    panel.answers({ 'orders.meantToCancel': () => ({ orders: [], brackets: 0, failed: [] }) })
    await showMany()
    await screen.findByText(t('cancelAll.none'))
    expect((await confirm(0)).disabled).toBe(true)
  })

  test('that could not all be cancelled are told apart', async () => {
    const error = refusal('exchange.insufficient_balance')
    panel.answers({
      'orders.cancelAll': () => ({
        cancelled: meant.slice(0, 1),
        failed: [{ accountId: 'a', account: 'Paper', orderId: '2', error }],
      }),
    })
    const { user } = await showMany()
    await user.click(await confirm(2))
    await screen.findByText(t('cancelAll.failed', { count: 1 }))
    expect(screen.getByRole('table', { name: t('cancelAll.notDone') }).textContent).toContain('2')
  })

  test('are not cancelled while the gateway is lost', async () => {
    await showMany()
    const button = await confirm(2)
    act(() => setConnection('lost'))
    expect(button.disabled).toBe(true)
  })
})
