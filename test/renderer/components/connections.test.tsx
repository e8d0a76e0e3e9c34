import { act, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Connections } from '../../../src-renderer/shell/connections.tsx'
import type { AccountConnections, ConnectionView } from '../../../src-shared/contract.ts'
import { panel, show } from '../support/show.tsx'

const now = new Date('2026-11-30T12:00:10Z').getTime()
const off: ConnectionView = { state: 'off', since: null, heardAt: null, againAt: null, why: null }
const live: ConnectionView = { ...off, state: 'live', since: now - 60_000, heardAt: now - 2_000 }

const accounts: readonly AccountConnections[] = [
  { accountId: 'a', accountName: 'Main', exchange: 'binance', hasKey: true, account: live, market: off, orders: null },
  {
    accountId: 'b',
    accountName: 'Second',
    exchange: 'kraken',
    hasKey: true,
    account: { ...off, state: 'down', since: now - 3_000, againAt: now + 4_000, why: 'reset' },
    market: { ...off, state: 'connecting', since: now },
    orders: live,
  },
  {
    accountId: 'c',
    accountName: 'Third',
    exchange: 'kucoin',
    hasKey: true,
    account: { ...off, state: 'refused', since: now, why: 'Invalid KC-API-KEY' },
    market: live,
    orders: null,
  },
  { accountId: 'd', accountName: 'Bare', exchange: 'bitget', hasKey: false, account: off, market: off, orders: null },
]

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const part = (name: string, which: 'account' | 'market'): HTMLElement => {
  const row = screen.getByRole('row', { name: new RegExp(name) })
  const cell = row.querySelector<HTMLElement>(`[data-part="${which}"]`)
  if (cell === null) throw new Error('no such cell')
  return cell
}

test.each([
  [
    'en',
    'Live',
    'last heard 2 s ago',
    'reconnecting in 4 s',
    'Key refused',
    'Replace the key',
    'No key',
    'Orders over a socket',
  ],
  [
    'fr',
    'En direct',
    'dernier signe il y a 2 s',
    'reconnexion dans 4 s',
    'Clé refusée',
    'Remplacer la clé',
    'Sans clé',
    'Ordres par socket',
    ,
  ],
] as const)('how each account stands, and what is done about it (%s)', async (...words) => {
  const [language, liveWord, heard, again, refused, replace, noKey, orders] = words
  await show(<Connections />, language)
  act(() => {
    panel.push('streams.connections', { kind: 'state', state: { kind: 'live' } })
    panel.push('streams.connections', { kind: 'value', value: accounts })
  })
  expect(part('Main', 'account').textContent).toContain(liveWord)
  expect(part('Main', 'account').textContent).toContain(heard)
  expect(part('Second', 'account').textContent).toContain(again)
  expect(part('Second', 'account').textContent).toContain('reset')
  expect(part('Second', 'account').textContent).toContain(orders)
  expect(part('Main', 'account').textContent).not.toContain(orders)
  expect(part('Third', 'account').textContent).toContain(refused)
  expect(within(part('Third', 'account')).getByRole('link', { name: replace }).getAttribute('href')).toBe('#/accounts')
  expect(part('Third', 'account').textContent).toContain('Invalid KC-API-KEY')
  expect(part('Bare', 'account').textContent).toContain(noKey)
})

test('what the window cannot be told any more is marked as past', async () => {
  await show(<Connections />)
  act(() => {
    panel.push('streams.connections', { kind: 'state', state: { kind: 'live' } })
    panel.push('streams.connections', { kind: 'value', value: accounts })
  })
  expect(screen.queryByText(/lost the gateway/)).toBeNull()
  act(() => panel.push('streams.connections', { kind: 'state', state: { kind: 'stale', why: 'lost' } }))
  screen.getByText(/lost the gateway/)
})
