import { act, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { PricePanel } from '../../../src-renderer/trade/price-panel.tsx'
import { btcUsdt } from '../sample-market.ts'
import { practiceAccount, ticker } from '../support/samples.ts'
import { panel, show } from '../support/show.tsx'

beforeEach(() => {
  panel.answers({ 'market.ticker': () => ticker }).forget()
})

describe('prices', () => {
  test('that are pushed are shown as they come, and not asked for', async () => {
    await show(<PricePanel accountId={practiceAccount.id} market={btcUsdt} />)
    await waitFor(() => expect(screen.getByTestId('last-price').textContent).not.toBe(''))
    act(() => {
      panel.push('market.ticker', { kind: 'state', state: { kind: 'live' } })
      panel.push('market.ticker', { kind: 'value', value: { ...ticker, last: '61234.5' } })
    })
    await waitFor(() => expect(screen.getByTestId('last-price').textContent).toBe('61,234.50'))
    const asked = panel.asked('market.ticker').length
    // Longer than it would take to be asked for again.
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(panel.asked('market.ticker')).toHaveLength(asked)
    act(() => {
      panel.push('market.ticker', { kind: 'state', state: { kind: 'stale', why: 'reset' } })
    })
    await waitFor(() => expect(panel.asked('market.ticker').length).toBeGreaterThan(asked), { timeout: 5_000 })
  })
})
