import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { TakeOver } from '../../../src-renderer/accounts/take-over.tsx'
import type { DjangoBroker } from '../../../src-shared/django-brokers.ts'
import { sentence } from '../../../src-shared/messages/index.ts'
import { refusal } from '../support/fake-panel.ts'
import { info, realAccount } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

const needed = { key: 'take_over.secret_needed', params: {} } as const
const fresh: DjangoBroker = {
  brokerId: '5',
  userId: '7',
  name: 'Fresh',
  exchange: 'binance',
  isTestnet: false,
  isActive: true,
  environment: 'production',
  problem: null,
  keyProblem: null,
  here: null,
}
const here = { accountId: 'real', name: 'Main', key: 'other', problem: null } as const
const brokers: readonly DjangoBroker[] = [
  fresh,
  { ...fresh, brokerId: '6', name: 'Other', here },
  { ...fresh, brokerId: '7', name: 'Same', here: { ...here, key: 'same' } },
  { ...fresh, brokerId: '8', name: 'Idle', isActive: false },
  {
    ...fresh,
    brokerId: '9',
    name: 'Foreign',
    exchange: 'okx',
    environment: null,
    problem: { key: 'take_over.exchange_unknown', params: { exchange: 'okx' } },
  },
]

beforeEach(() => {
  panel
    .answers({
      'accounts.list': () => [],
      'brokers.list': ({ secretKey }) =>
        secretKey === 'right'
          ? { state: 'read', secret: 'right', brokers }
          : {
              state: 'read',
              secret: secretKey === null ? 'needed' : 'wrong',
              brokers: brokers.map((broker) => ({ ...broker, keyProblem: broker.problem === null ? needed : null })),
            },
      'brokers.takeOver': () => realAccount,
    })
    .forget()
})

async function showDialog(language: 'en' | 'fr' = 'en') {
  const shown = await show(<TakeOver info={info} onClose={() => undefined} />, language)
  const table = (): HTMLElement => screen.getByRole('table')
  await waitFor(() => table())
  const choice = (name: string, brokerId: string): HTMLInputElement =>
    screen.getByRole<HTMLInputElement>('checkbox', { name: t('takeOver.choose', { name, brokerId }) })
  const submit = (number: number): HTMLButtonElement => shown.button(t('takeOver.submit', { number: String(number) }))
  return {
    ...shown,
    table,
    choice,
    submit,
    giveSecret: async (text: string): Promise<void> => {
      const field = screen.getByLabelText(t('takeOver.secretKey'))
      await shown.user.clear(field)
      await shown.user.type(field, text)
      await shown.user.click(shown.button(t('takeOver.readKeys')))
    },
  }
}

describe.each(['en', 'fr'] as const)('Django’s brokers in %s', (language) => {
  test('are shown at once, and can be chosen when the SECRET_KEY opens their keys', async () => {
    const { giveSecret, choice, submit, table } = await showDialog(language)
    expect(within(table()).getAllByText(sentence(needed, language)).length).toBe(4)
    expect(choice('Fresh', '5').disabled).toBe(true)
    await giveSecret('wrong')
    await screen.findByText(t('takeOver.secretWrong'))
    await giveSecret('right')
    await screen.findByText(t('takeOver.secretRight'))
    expect(panel.asked('brokers.list')).toEqual([{ secretKey: null }, { secretKey: 'wrong' }, { secretKey: 'right' }])
    // What is active and new is meant; another key here is a person’s decision.
    expect(choice('Fresh', '5').checked).toBe(true)
    expect(choice('Other', '6')).toMatchObject({ checked: false, disabled: false })
    expect(choice('Same', '7').disabled).toBe(true)
    expect(choice('Idle', '8')).toMatchObject({ checked: false, disabled: false })
    expect(choice('Foreign', '9').disabled).toBe(true)
    expect(submit(1).disabled).toBe(false)
  })
})

test('those that are chosen are taken over one by one, and each says what became of it', async () => {
  const { user, giveSecret, choice, submit } = await showDialog()
  panel.answers({
    'brokers.takeOver': ({ brokerId, acceptWithdrawals }) =>
      brokerId === '6' || acceptWithdrawals
        ? realAccount
        : refusal('account.key_can_withdraw', { class: 'refused', params: { exchange: 'Binance' } }),
  })
  await giveSecret('right')
  await screen.findByText(t('takeOver.secretRight'))
  await user.click(choice('Other', '6'))
  await user.click(submit(2))
  await screen.findByText(t('takeOver.replaced', { name: 'Main' }))
  const sent = {
    secretKey: 'right',
    place: { kind: 'exchange' },
    redisPermission: 'read',
    thisRunOnly: false,
    acceptWithdrawals: false,
    despiteOpenWork: false,
  }
  expect(panel.asked('brokers.takeOver')).toEqual([
    { ...sent, brokerId: '5' },
    { ...sent, brokerId: '6' },
  ])
  await user.click(choice('Other', '6'))
  await user.click(screen.getByRole('checkbox', { name: t('accounts.acceptWithdrawals') }))
  await user.click(submit(1))
  await screen.findByText(t('takeOver.taken', { name: 'Main' }))
  expect(panel.asked('brokers.takeOver').at(-1)).toEqual({ ...sent, brokerId: '5', acceptWithdrawals: true })
})

test('on this application’s own practice exchange they need no SECRET_KEY', async () => {
  const { user, choice, submit } = await showDialog()
  await user.selectOptions(screen.getByLabelText(t('takeOver.place')), 'practice')
  expect(choice('Fresh', '5').checked).toBe(true)
  expect(choice('Other', '6').disabled).toBe(true)
  await user.click(submit(1))
  await screen.findByText(t('takeOver.taken', { name: 'Main' }))
  expect(panel.asked('brokers.takeOver')).toMatchObject([
    { brokerId: '5', secretKey: null, place: { kind: 'practice', url: null } },
  ])
})

test('a login that may not read them is told how it may', async () => {
  panel.answers({
    'brokers.list': () => ({
      state: 'lacking',
      lacks: [{ use: 'accounts', table: 'brokers', column: 'api_key', lacks: 'SELECT' }],
      grants: ['GRANT SELECT ("api_key") ON "brokers" TO "gateway";'],
    }),
  })
  const { user, button } = await show(<TakeOver info={info} onClose={() => undefined} />)
  await screen.findByText(/GRANT SELECT/)
  panel.answers({ 'brokers.list': () => ({ state: 'read', secret: 'not_needed', brokers: [fresh] }) })
  await user.click(button(t('takeOver.lookAgain')))
  await screen.findByRole('table')
})
