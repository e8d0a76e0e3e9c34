import { screen, waitFor, within } from '@testing-library/react'
import { act } from 'react'
import { beforeEach, describe, expect, test } from 'vitest'
import { AttentionControl } from '../../../src-renderer/attention/attention-control.tsx'
import { setConnection } from '../../../src-renderer/connection.ts'
import { selectAccount, useSelection } from '../../../src-renderer/selection.ts'
import { AccountChip } from '../../../src-renderer/shell/account-chip.tsx'
import { StatusBar } from '../../../src-renderer/shell/status-bar.tsx'
import { quietStatus } from '../../support/quiet-status.ts'
import { info, openGuard, practiceAccount, realAccount } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

beforeEach(() => {
  panel
    .answers({
      'accounts.list': () => [practiceAccount, realAccount],
      'gateway.status': () => quietStatus,
      'guard.get': () => openGuard,
    })
    .forget()
  selectAccount(practiceAccount.id)
})

describe.each(['en', 'fr'] as const)('the account in the frame, in %s', (language) => {
  test('names the account and whose money it is; the menu has real money apart', async () => {
    const { user } = await show(<AccountChip />, language)
    const chip = screen.getByTestId('account')
    await waitFor(() => expect(chip.textContent).toContain(practiceAccount.name))
    expect(within(chip).getByTestId('environment-mark').textContent).toBe(t('environment.practice'))
    await user.click(chip)
    const items = await screen.findAllByRole('menuitemradio')
    expect(items.map((item) => item.getAttribute('aria-checked'))).toEqual(['false', 'true'])
    expect(items[0]?.textContent).toContain(t('environment.realMark'))
    await user.click(items[0] ?? chip)
    await waitFor(() => expect(useSelection.getState().accountId).toBe(realAccount.id))
    await waitFor(() => expect(chip.dataset.environment).toBe('production'))
  })
})

describe('what needs a person', () => {
  test('is one control that counts all of it, and says in words when there is nothing', async () => {
    const { user } = await show(<AttentionControl />)
    const control = screen.getByTestId('attention')
    await waitFor(() => expect(control.textContent).toContain(t('attention.none')))
    await user.click(control)
    expect((await screen.findByRole('dialog')).textContent).toContain(t('attention.none'))
  })

  test('leads to each kind', async () => {
    panel.answers({ 'gateway.status': () => ({ ...quietStatus, ordersInNeed: 1, bracketAlarms: 2 }) })
    const { user } = await show(<AttentionControl />)
    const control = screen.getByTestId('attention')
    await waitFor(() => expect(control.textContent).toContain(t('attention.badge', { count: 3 })))
    await user.click(control)
    await user.click(await screen.findByRole('button', { name: t('attention.needs', { count: 3 }) }))
    expect(await screen.findByRole('dialog', { name: t('attention.title') })).toBeDefined()
  })
})

describe('the line below', () => {
  test.each([
    ['reducing', 'guard.banner.reducing'],
    ['halted', 'guard.banner.halted'],
  ] as const)('says what %s holds back', async (state, key) => {
    panel.answers({ 'guard.get': () => ({ ...openGuard, state }) })
    await show(<StatusBar info={info} />)
    expect(await screen.findByText(t(key))).toBeDefined()
  })

  test('an active kill switch and a journal that is whole need no sentence', async () => {
    await show(<StatusBar info={info} />)
    await screen.findByText(t('redis.off'))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('a damaged journal and a lost gateway are alarms', async () => {
    panel.answers({ 'gateway.status': () => ({ ...quietStatus, journalDamaged: true }) })
    await show(<StatusBar info={info} />)
    expect((await screen.findByRole('alert')).textContent).toContain(t('journal.damagedBanner'))
    act(() => setConnection('lost'))
    expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toContain(t('standingHelp.gatewayLost'))
  })

  test('tells gateways apart: by the name given, else by the folder of its data', async () => {
    await show(<StatusBar info={{ ...info, dataFolder: '/home/me/second' }} />)
    expect(screen.getByTestId('gateway-name').textContent).toBe('second')
  })
})
