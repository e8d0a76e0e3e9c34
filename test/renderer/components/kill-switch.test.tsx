import { screen, waitFor } from '@testing-library/react'
import { act } from 'react'
import { beforeEach, describe, expect, test } from 'vitest'
import { setConnection } from '../../../src-renderer/connection.ts'
import { KillSwitch } from '../../../src-renderer/guard/kill-switch.tsx'
import type { killSwitchStates } from '../../../src-shared/guard.ts'
import { refusal } from '../support/fake-panel.ts'
import { openGuard } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

beforeEach(() => {
  panel.answers({
    'guard.get': () => openGuard,
    'guard.set': ({ state }) => ({ ...openGuard, state }),
  })
  panel.forget()
})

/** The switch as it stands once the gateway has said so. */
async function showSwitch(state: (typeof killSwitchStates)[number], language: 'en' | 'fr' = 'en') {
  panel.answers({ 'guard.get': () => ({ ...openGuard, state }) })
  const shown = await show(<KillSwitch />, language)
  const control = screen.getByTestId('kill-switch')
  await waitFor(() => expect(control.textContent).toContain(t(`guard.state.${state}`)))
  const itemOf = async (each: (typeof killSwitchStates)[number]): Promise<HTMLElement> => {
    await shown.user.click(control)
    const items = await screen.findAllByRole('menuitemradio')
    return items.find(({ textContent }) => textContent.startsWith(t(`guard.state.${each}`))) ?? control
  }
  /** Opens the menu and chooses. */
  const choose = async (to: (typeof killSwitchStates)[number]): Promise<void> => shown.user.click(await itemOf(to))
  return { ...shown, control, itemOf, choose }
}

describe.each(['en', 'fr'] as const)('the kill switch in %s', (language) => {
  test.each([
    ['active', 'reducing'],
    ['active', 'halted'],
    ['reducing', 'halted'],
  ] as const)('from %s to %s is one more click and no word', async (from, to) => {
    const { user, button, choose } = await showSwitch(from, language)
    await choose(to)
    expect(panel.asked('guard.set')).toEqual([])
    await user.click(button(t(`guard.confirm.${to}`)))
    await waitFor(() => expect(panel.asked('guard.set')).toEqual([{ state: to, word: null }]))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  test.each([
    ['halted', 'active', 'ACTIVE'],
    ['halted', 'reducing', 'REDUCING'],
    ['reducing', 'active', 'ACTIVE'],
  ] as const)('from %s to %s asks for the word %s', async (from, to, word) => {
    const { user, button, field, choose } = await showSwitch(from, language)
    await choose(to)
    const confirm = button(t(`guard.confirm.${to}`))
    expect(confirm.disabled).toBe(true)
    const input = field(t('guard.typeWord', { word }))
    await user.type(input, word.toLowerCase())
    expect(confirm.disabled).toBe(true)
    // Enter in the field is no way around the button.
    await user.type(input, '{Enter}')
    expect(panel.asked('guard.set')).toEqual([])
    await user.clear(input)
    await user.type(input, `${word}{Enter}`)
    await waitFor(() => expect(panel.asked('guard.set')).toEqual([{ state: to, word }]))
  })
})

test('the state that it is in asks nothing', async () => {
  const { itemOf, user } = await showSwitch('active')
  const item = await itemOf('active')
  expect(item.getAttribute('aria-checked')).toBe('true')
  await user.click(item)
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('cancelling sends nothing', async () => {
  const { user, button, choose } = await showSwitch('active')
  await choose('halted')
  await user.click(button(t('common.cancel')))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(panel.asked('guard.set')).toEqual([])
})

test('a word that the gateway does not take is said beside the field, and the dialog stays', async () => {
  panel.answers({ 'guard.set': () => refusal('guard.word', { field: 'word', params: { word: 'ACTIVE' } }) })
  const { user, field, choose } = await showSwitch('halted')
  await choose('active')
  const input = field(t('guard.typeWord', { word: 'ACTIVE' }))
  await user.type(input, 'ACTIVE{Enter}')
  await waitFor(() => expect(input.getAttribute('aria-invalid')).toBe('true'))
  expect(screen.getByRole('dialog')).toBeDefined()
})

test('what the tray asks opens the same question', async () => {
  await showSwitch('active')
  act(() => panel.tell({ type: 'kill-switch-asked', to: 'halted' }))
  expect(await screen.findByRole('dialog', { name: t('guard.ask.halted') })).toBeDefined()
  expect(panel.asked('guard.set')).toEqual([])
})

test('nobody knows how it stands without the gateway: it can be neither read nor set', async () => {
  const { control } = await showSwitch('active')
  act(() => setConnection('lost'))
  expect(control.hasAttribute('disabled')).toBe(true)
  expect(control.textContent).not.toContain(t('guard.state.active'))
})
