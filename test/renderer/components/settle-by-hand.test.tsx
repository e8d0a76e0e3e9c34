import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { SettleByHand } from '../../../src-renderer/attention/settle-by-hand.tsx'
import { refusal } from '../support/fake-panel.ts'
import { panel, show, t } from '../support/show.tsx'

beforeEach(() => {
  panel.answers({ 'orders.settle': () => refusal('error.internal') }).forget()
})

async function showForm(language: 'en' | 'fr' = 'en') {
  const shown = await show(<SettleByHand journalId={4} onClose={() => undefined} />, language)
  return {
    ...shown,
    became: (what: 'placed' | 'nothing') =>
      shown.user.click(screen.getByRole('radio', { name: t(`attention.${what}`) })),
    word: () => shown.field(t('attention.typeWord', { word: 'SETTLE' })),
    confirm: () => shown.button(t('attention.settleConfirm')),
  }
}

describe.each(['en', 'fr'] as const)('what became of an order, in %s', (language) => {
  test('nothing: needs the word, and no id', async () => {
    const { user, became, word, confirm } = await showForm(language)
    await became('nothing')
    expect(confirm().disabled).toBe(true)
    await user.type(word(), 'SETTLE')
    await user.click(confirm())
    await waitFor(() => expect(panel.asked('orders.settle')).toEqual([{ journalId: 4, orderId: null }]))
  })

  test('placed: needs the exchange’s id, too', async () => {
    const { user, became, word, confirm, field } = await showForm(language)
    await became('placed')
    await user.type(word(), 'SETTLE')
    expect(confirm().disabled).toBe(true)
    await user.type(field(t('attention.orderId')), ' 123 ')
    await user.click(confirm())
    await waitFor(() => expect(panel.asked('orders.settle')).toEqual([{ journalId: 4, orderId: '123' }]))
  })
})

test.each(['settle', 'SETTL', 'SETTLED'])('the word %j is not the word', async (typed) => {
  const { user, became, word, confirm } = await showForm()
  await became('nothing')
  await user.type(word(), `${typed}{Enter}`)
  expect(confirm().disabled).toBe(true)
  expect(panel.asked('orders.settle')).toEqual([])
})

test('the word alone settles nothing', async () => {
  const { user, word, confirm } = await showForm()
  await user.type(word(), 'SETTLE{Enter}')
  expect(confirm().disabled).toBe(true)
  expect(panel.asked('orders.settle')).toEqual([])
})
