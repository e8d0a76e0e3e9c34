import { screen, waitFor, within } from '@testing-library/react'
import { act } from 'react'
import { beforeEach, describe, expect, test } from 'vitest'
import { setConnection } from '../../../src-renderer/connection.ts'
import { Approvals } from '../../../src-renderer/guard/approvals.tsx'
import type { CallOutput } from '../../../src-shared/contract.ts'
import { refusal } from '../support/fake-panel.ts'
import { openGuard, practiceAccount } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

type Approval = CallOutput<'guard.get'>['approvals'][number]

const sale: Approval['request'] = {
  kind: 'market',
  symbol: 'BTC/USDT',
  side: 'sell',
  amount: { unit: 'base', value: '0.05' },
  exits: null,
}

const approval: Approval = {
  id: 'one',
  accountId: practiceAccount.id,
  account: practiceAccount.name,
  origin: { kind: 'redis', requestId: 'r-1', traceId: null, action: 'place_order', userId: 7 },
  request: sale,
  notionalUsd: '3000',
  readings: null,
  askedAt: 0,
  expiresAt: Number.MAX_SAFE_INTEGER,
}

beforeEach(() => {
  panel.answers({ 'accounts.list': () => [practiceAccount], 'approvals.decide': () => null }).forget()
})

async function open(approvals: readonly Approval[], language: 'en' | 'fr' = 'en') {
  panel.answers({ 'guard.get': () => ({ ...openGuard, approvals }) })
  const shown = await show(<Approvals onClose={() => undefined} />, language)
  const dialog = within(await screen.findByRole('dialog'))
  await waitFor(() => expect(panel.asked('guard.get')).toHaveLength(1))
  return { ...shown, dialog }
}

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  test('letting an order through takes a second click', async () => {
    const { user, dialog } = await open([approval], language)
    await user.click(dialog.getByRole('button', { name: t('approvals.approve') }))
    expect(panel.asked('approvals.decide')).toEqual([])
    const name = t('approvals.confirm', { side: t('side.sell'), symbol: 'BTC/USDT' })
    await user.click(dialog.getByRole('button', { name }))
    await waitFor(() => expect(panel.asked('approvals.decide')).toEqual([{ id: 'one', approve: true, meaning: null }]))
  })

  test('an amount of two meanings asks which, and sends the one that was chosen', async () => {
    const usdt = { ...sale, amount: { unit: 'base', value: '0.000001' } } as const
    const two: Approval = { ...approval, readings: { coins: sale, usdt } }
    const { user, dialog } = await open([two], language)
    expect(dialog.queryByRole('button', { name: t('approvals.approve') })).toBeNull()
    const decimal = language === 'fr' ? '0,05' : '0.05'
    const asValue = dialog.getAllByRole('button').find(({ textContent }) => textContent.startsWith(`${decimal} USDT`))
    if (asValue === undefined) throw new Error('the value in USDT is not offered')
    await user.click(asValue)
    const [send] = dialog.getAllByRole('button').filter(({ className }) => className.includes('execute-sell'))
    if (send === undefined) throw new Error('there is no button that sends')
    await user.click(send)
    await waitFor(() =>
      expect(panel.asked('approvals.decide')).toEqual([{ id: 'one', approve: true, meaning: 'usdt' }]),
    )
  })
})

test('refusing is one click', async () => {
  const { user, dialog } = await open([approval])
  await user.click(dialog.getByRole('button', { name: t('approvals.refuse') }))
  await waitFor(() => expect(panel.asked('approvals.decide')).toEqual([{ id: 'one', approve: false, meaning: null }]))
})

test('going back leaves it waiting', async () => {
  const { user, dialog } = await open([approval])
  await user.click(dialog.getByRole('button', { name: t('approvals.approve') }))
  await user.click(dialog.getByRole('button', { name: t('common.back') }))
  expect(dialog.getByRole('button', { name: t('approvals.refuse') })).toBeDefined()
  expect(panel.asked('approvals.decide')).toEqual([])
})

test('two that wait are decided each by itself', async () => {
  const { user, dialog } = await open([approval, { ...approval, id: 'two', account: 'Other', accountId: 'b' }])
  const second = within(dialog.getByRole('region', { name: /^Other/ }))
  await user.click(second.getByRole('button', { name: t('approvals.refuse') }))
  await waitFor(() => expect(panel.asked('approvals.decide')).toMatchObject([{ id: 'two' }]))
})

test('one whose time is over is no longer offered', async () => {
  const { dialog } = await open([{ ...approval, expiresAt: 1 }])
  expect(dialog.getByText(t('approvals.none'))).toBeDefined()
})

test('a worth that nobody knows is said', async () => {
  const { dialog } = await open([{ ...approval, notionalUsd: null }])
  expect(dialog.getByText(t('approvals.worthUnknown'))).toBeDefined()
})

test('a decision that the gateway did not take is told, and the order stays', async () => {
  panel.answers({
    'approvals.decide': () => refusal('panel.write_unconfirmed', { class: 'unknown-outcome' }),
  })
  const { user, dialog } = await open([approval])
  await user.click(dialog.getByRole('button', { name: t('approvals.refuse') }))
  expect(await dialog.findByRole('alert')).toBeDefined()
  expect(dialog.getByRole('button', { name: t('approvals.refuse') })).toBeDefined()
})

test('nothing can be decided while the gateway is lost', async () => {
  const { dialog } = await open([approval])
  act(() => setConnection('lost'))
  expect(dialog.getByRole('group').hasAttribute('disabled')).toBe(true)
})

test('nothing waits: it says so', async () => {
  const { dialog } = await open([])
  expect(await dialog.findByText(t('approvals.none'))).toBeDefined()
})
