import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { EventsCard, EventsSwitch } from '../../../src-renderer/gateway/events.tsx'
import { info } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

beforeEach(() => {
  panel.answers({ 'settings.set': () => info }).forget()
})

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  test('publishing is switched on with a usual length, and off', async () => {
    const { user } = await show(<EventsSwitch length={null} />, language)
    await user.click(screen.getByRole('switch'))
    await waitFor(() => expect(panel.asked('settings.set')).toEqual([{ exchangeEvents: 10_000 }]))
  })

  test('the length can be chosen, and one that is none of ours is shown', async () => {
    const { user } = await show(<EventsSwitch length={5_000} />, language)
    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: t('events.length') })
    expect(select.value).toBe('5000')
    await user.selectOptions(select, '100000')
    await waitFor(() => expect(panel.asked('settings.set')).toEqual([{ exchangeEvents: 100_000 }]))
    await user.click(screen.getByRole('switch'))
    await waitFor(() => expect(panel.asked('settings.set').at(-1)).toEqual({ exchangeEvents: null }))
  })

  test('what Redis does not take is told with its reason, and nothing is shown while none are published', async () => {
    const events = { published: 12, waiting: 3, dropped: 1, trouble: 'NOPERM' }
    await show(<EventsCard events={events} />, language)
    expect(screen.getByRole('status').textContent).toBe(t('events.trouble', { reason: 'NOPERM' }))
    for (const key of ['events.published', 'events.waiting', 'events.dropped'] as const) screen.getByText(t(key))
  })

  test('nothing is shown while none are published', async () => {
    await show(<EventsCard events={null} />, language)
    expect(screen.queryByText(t('events.title'))).toBeNull()
  })
})
