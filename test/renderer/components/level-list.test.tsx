import { screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chartLevels } from '../../../src-renderer/chart/chart-levels.ts'
import { endDrag, useDrag } from '../../../src-renderer/chart/drag-store.ts'
import { LevelList } from '../../../src-renderer/chart/level-list.tsx'
import { ProposalDialog } from '../../../src-renderer/chart/proposal.tsx'
import { btcUsdt } from '../sample-market.ts'
import { openOrder } from '../sample-order.ts'
import { balances, info, openGuard, practiceAccount, ticker } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

beforeEach(() => {
  panel
    .answers({
      'app.info': () => info,
      'guard.get': () => openGuard,
      'market.ticker': () => ticker,
      'balances.get': () => balances,
      'journal.search': () => ({ lines: [], cursor: null }),
      'orders.preview': () => ({ accepted: true, quantity: null, quoteValue: null }),
    })
    .forget()
})
afterEach(endDrag)

const fixed = { ...openOrder, id: '2', listId: 'l', role: 'stop_loss' } as const

async function showList() {
  const proposed: string[] = []
  const shown = await show(
    <LevelList
      accountId={practiceAccount.id}
      market={btcUsdt}
      levels={chartLevels([openOrder, fixed], [], btcUsdt)}
      onPropose={({ id }, price) => proposed.push(`${id} ${price}`)}
    />,
  )
  await shown.user.click(shown.button(t('chart.levels', { count: 2 })))
  return { ...shown, proposed, level: screen.getByRole('spinbutton') }
}

describe('a line of the chart by keyboard', () => {
  test('moves by steps, and is proposed by Enter alone', async () => {
    const { user, level, proposed } = await showList()
    expect(level.getAttribute('aria-label')).toBe('Buy · Limit · 0.5')
    level.focus()
    await user.keyboard('{Enter}')
    expect(proposed).toEqual([])
    await user.keyboard('{ArrowDown}{ArrowDown}')
    expect(useDrag.getState().drag).toEqual({ levelId: '1 price', price: '59999.98' })
    expect(level.textContent).toContain('60,000.00 → 59,999.98')
    expect(level.getAttribute('aria-valuetext')).toContain('59,999.98 USDT')
    await user.keyboard('{Shift>}{PageUp}{/Shift}{Enter}')
    expect(proposed).toEqual(['1 price 60009.98'])
    expect(panel.asked('orders.edit')).toEqual([])
  })

  test('is put back by Escape', async () => {
    const { user, level, proposed } = await showList()
    level.focus()
    await user.keyboard('{ArrowUp}{Escape}{Enter}')
    expect(useDrag.getState().drag).toBeNull()
    expect(proposed).toEqual([])
  })

  test('stays where it is where it may not be edited, and says why', async () => {
    await showList()
    expect(screen.getAllByRole('spinbutton')).toHaveLength(1)
    screen.getByText(t('chart.fixed.list'))
  })
})

describe('what is proposed', () => {
  const [level] = chartLevels([openOrder], [], btcUsdt)
  const propose = async (price: string) => {
    if (level === undefined) throw new Error('no level')
    await show(
      <ProposalDialog
        account={practiceAccount}
        market={btcUsdt}
        proposal={{ level, price }}
        onClose={() => undefined}
      />,
    )
    return within(await screen.findByRole('dialog'))
  }

  test('is looked at once more, from what to what, and not sent', async () => {
    const dialog = await propose('59500')
    expect(dialog.getByText(/→/).textContent).toBe('60,000 → 59,500')
    await dialog.findByRole('button', { name: t('orders.editConfirm', { symbol: 'BTC/USDT' }) })
    expect(panel.asked('orders.edit')).toEqual([])
  })

  test('is in the form where the market does not take it', async () => {
    const dialog = await propose('59500.001')
    const field = dialog.getByRole<HTMLInputElement>('textbox', { name: `${t('orders.newPrice')} (USDT)` })
    expect(field.value).toBe('59500.001')
    expect(field.getAttribute('aria-invalid')).toBe('true')
  })
})
