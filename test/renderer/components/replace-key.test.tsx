import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { ReplaceKey } from '../../../src-renderer/accounts/replace-key.tsx'
import type { AccountView } from '../../../src-renderer/views.ts'
import { sentence } from '../../../src-shared/messages/index.ts'
import { refusal } from '../support/fake-panel.ts'
import { info, realAccount } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

const bitget: AccountView = { ...realAccount, exchange: 'bitget' }

beforeEach(() => {
  panel.answers({ 'accounts.setCredentials': () => realAccount, 'accounts.list': () => [realAccount] }).forget()
})

async function showForm(account = realAccount, language: 'en' | 'fr' = 'en', keychain = info.keychain) {
  let closed = 0
  const shown = await show(
    <ReplaceKey account={account} info={{ ...info, keychain }} onClose={() => (closed += 1)} />,
    language,
  )
  const dialog = await screen.findByRole('dialog')
  const { user } = shown
  return {
    ...shown,
    closed: () => closed,
    save: () => shown.button(t('common.save')),
    type: async (key: string, secret: string, passphrase?: string): Promise<void> => {
      await user.type(screen.getByLabelText(t('accounts.apiKey')), key)
      const area = dialog.querySelector('textarea')
      if (area === null) throw new Error('there is no field for the secret')
      await user.click(area)
      await user.paste(secret)
      if (passphrase !== undefined) await user.type(screen.getByLabelText(t('accounts.passphrase')), passphrase)
    },
  }
}

const sent = (change: object = {}): object => ({
  accountId: realAccount.id,
  credentials: { apiKey: 'key', secret: 'secret', passphrase: null },
  thisRunOnly: false,
  acceptWithdrawals: false,
  despiteOpenWork: false,
  ...change,
})

describe.each(['en', 'fr'] as const)('a new key in %s', (language) => {
  test('is sent without the blanks of copying, and the form closes', async () => {
    const { user, type, save, closed } = await showForm(realAccount, language)
    await type(' key ', '  secret\n')
    await user.click(save())
    await waitFor(() => expect(closed()).toBe(1))
    expect(panel.asked('accounts.setCredentials')).toEqual([sent()])
  })

  test('needs its passphrase where the exchange has one', async () => {
    const { user, type, save } = await showForm(bitget, language)
    await type('key', 'secret')
    expect(save().disabled).toBe(true)
    await user.type(screen.getByLabelText(t('accounts.passphrase')), ' pass ')
    expect(save().disabled).toBe(false)
    await user.click(save())
    // A passphrase may begin or end with a blank.
    const credentials = { apiKey: 'key', secret: 'secret', passphrase: ' pass ' }
    await waitFor(() => expect(panel.asked('accounts.setCredentials')).toEqual([sent({ credentials })]))
  })
})

test('a private key keeps its lines', async () => {
  const { user, type, save } = await showForm()
  await type('key', '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n')
  await user.click(save())
  await waitFor(() => expect(panel.asked('accounts.setCredentials')).toHaveLength(1))
  expect(panel.asked('accounts.setCredentials')[0]).toMatchObject({
    credentials: { secret: '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----' },
  })
})

test('an unfinished key is not sent, also not by Enter', async () => {
  const { user, save } = await showForm()
  await user.type(screen.getByLabelText(t('accounts.apiKey')), 'key{Enter}')
  expect(save().disabled).toBe(true)
  expect(panel.asked('accounts.setCredentials')).toEqual([])
})

test('without a keychain a key is taken for one run only', async () => {
  const { user, type, save } = await showForm(realAccount, 'en', { available: false, reason: 'none here' })
  await type('key', 'secret')
  expect(save().disabled).toBe(true)
  await user.click(screen.getByRole('checkbox', { name: t('accounts.thisRunOnly') }))
  await user.click(save())
  await waitFor(() => expect(panel.asked('accounts.setCredentials')).toEqual([sent({ thisRunOnly: true })]))
})

test('a key that can withdraw is taken after a tick, which holds for that key only', async () => {
  panel.answers({ 'accounts.setCredentials': () => refusal('account.key_can_withdraw') })
  const { user, type, save } = await showForm()
  await type('key', 'secret')
  await user.click(save())
  const name = t('accounts.acceptWithdrawals')
  await user.click(await screen.findByRole('checkbox', { name }))
  await user.click(save())
  await waitFor(() =>
    expect(panel.asked('accounts.setCredentials')).toEqual([sent(), sent({ acceptWithdrawals: true })]),
  )
  await user.type(screen.getByLabelText(t('accounts.apiKey')), '2')
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>('checkbox', { name }).checked).toBe(false))
})

test('an error of one input stands beside it', async () => {
  panel.answers({
    'accounts.setCredentials': () => refusal('account.field_invalid', { field: 'credentials.apiKey' }),
  })
  const { user, type, save } = await showForm()
  await type('key', 'secret')
  await user.click(save())
  const said = sentence({ key: 'account.field_invalid', params: {} }, 'en')
  const input = screen.getByLabelText(t('accounts.apiKey'))
  await waitFor(() => expect(input.closest('[data-size]:has(label)')?.textContent).toContain(said))
  expect(screen.queryByRole('alert')).toBeNull()
})
