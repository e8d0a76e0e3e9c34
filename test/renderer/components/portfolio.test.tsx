import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { PortfolioScreen } from '../../../src-renderer/portfolio/portfolio-screen.tsx'
import type { PortfolioView } from '../../../src-renderer/portfolio/queries.ts'
import { queryClient } from '../../../src-renderer/query.ts'
import { holding } from '../support/sample-portfolio.ts'
import { info, practiceAccount } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

const account = { id: 'acc-1', name: 'Paper', exchange: 'binance', value: '60', error: null, fills: null } as const
const portfolio: PortfolioView = {
  currency: 'USDT',
  value: '60',
  unrealised: '2',
  holdings: [
    holding('BTC', { value: '50', share: '83.33', unrealised: '2' }),
    holding('EUR', { value: '9', share: '15' }),
    holding('PEPE', { value: '0.5', share: '1.66', dust: true }),
    holding('NONE', { value: null, share: null }),
  ],
  unpriced: ['NONE'],
  accounts: [account],
  at: Date.UTC(2026, 11, 1),
}
const period = {
  period: '2026-12',
  result: '-3',
  proceeds: '97',
  cost: '100',
  sales: 2,
  incomplete: 1,
  fees: '1',
  unvaluedFees: 0,
}

beforeEach(() => {
  queryClient.clear()
  panel
    .answers({
      'accounts.list': () => [practiceAccount],
      'portfolio.get': () => portfolio,
      'portfolio.history': () => [],
      'portfolio.results': () => ({ currency: 'USDT', periods: [period], fees: [], failed: [] }),
      'fills.imports': () => [],
      'settings.set': () => info,
    })
    .forget()
})

async function open(language: 'en' | 'fr' = 'en') {
  const shown = await show(<PortfolioScreen info={info} />, language)
  const table = await screen.findByRole('table', { name: t('portfolio.holdings') })
  const assets = () =>
    within(table)
      .getAllByRole('rowheader')
      .map(({ textContent }) => textContent.trim())
  return { ...shown, table, assets }
}

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  test('holdings are sorted by their heads, and say so', async () => {
    const { user, table, assets } = await open(language)
    expect(assets()).toEqual(['BTC', 'EUR', 'NONE'])
    await user.click(within(table).getByRole('button', { name: new RegExp(`^${t('portfolio.columns.asset')}`) }))
    expect(assets()).toEqual(['BTC', 'EUR', 'NONE'])
    expect(within(table).getAllByRole('columnheader')[0]?.getAttribute('aria-sort')).toBe('ascending')
    expect(within(table).getByText(t('portfolio.noPrice'))).toBeDefined()
    expect(screen.getByText(t('portfolio.unpriced', { assets: 'NONE' }))).toBeDefined()
  })

  test('dust is folded, and an asset opens into its accounts', async () => {
    const { user, button, assets } = await open(language)
    await user.click(button(t('portfolio.showDust', { count: 1 })))
    expect(assets().some((text) => text.startsWith('PEPE'))).toBe(true)
    await user.click(button(t('portfolio.byAccount', { asset: 'BTC' })))
    expect(assets()).toContain('Paper')
  })

  test('a loss has its sign, and sales of unknown cost are said', async () => {
    await open(language)
    const results = within(await screen.findByRole('table', { name: t('portfolio.results') }))
    expect(results.getByText(language === 'fr' ? '−3,00' : '−3.00')).toBeDefined()
    expect(results.getByText(t('portfolio.incomplete', { count: 1 }))).toBeDefined()
  })
})

test('currency and method are kept with the settings, and one account can be looked at alone', async () => {
  const { user } = await open()
  await user.selectOptions(screen.getByLabelText(t('portfolio.currency')), 'EUR')
  await user.selectOptions(screen.getByLabelText(t('portfolio.method')), 'average')
  await waitFor(() =>
    expect(panel.asked('settings.set')).toEqual([
      { portfolio: { currency: 'EUR', method: 'fifo' } },
      { portfolio: { currency: 'USDT', method: 'average' } },
    ]),
  )
  await user.selectOptions(screen.getByLabelText(t('portfolio.accounts')), practiceAccount.id)
  await waitFor(() =>
    expect(panel.asked('portfolio.get').at(-1)).toEqual({
      currency: 'USDT',
      method: 'fifo',
      accounts: [practiceAccount.id],
    }),
  )
})

test('an account that cannot be read is named, and the others are shown', async () => {
  const error = {
    class: 'retryable',
    text: { key: 'error.shutting_down', params: {} },
    field: null,
    exchange: null,
  } as const
  panel.answers({
    'portfolio.get': () => ({
      ...portfolio,
      accounts: [account, { ...account, id: 'b', name: 'Main', value: null, error }],
    }),
  })
  const { assets } = await open()
  expect(screen.getByText(t('portfolio.unreachable', { name: 'Main' }))).toBeDefined()
  expect(assets()).toContain('BTC')
})

test('without an account the screen says what to do', async () => {
  panel.answers({ 'portfolio.get': () => ({ ...portfolio, holdings: [], accounts: [] }) })
  await show(<PortfolioScreen info={info} />)
  expect(await screen.findByText(t('portfolio.noAccount'))).toBeDefined()
})
