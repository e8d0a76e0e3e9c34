import { screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { Notices } from '../../../src-renderer/gateway/notices.tsx'
import { type MessageRef, sentence } from '../../../src-shared/messages/index.ts'
import { info } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

const wanted: MessageRef = {
  key: 'redis.broker_wanted',
  params: { brokerId: '12', userId: '3', count: '4', action: 'place_order' },
}
const damaged: MessageRef = { key: 'error.internal', params: {} }

describe.each(['en', 'fr'] as const)('notices in %s', (language) => {
  test('are sentences of that language, read out at once', async () => {
    await show(<Notices info={info} notices={[damaged]} hasDatabase={false} />, language)
    expect(screen.getByRole('alert').textContent).toContain(sentence(damaged, language))
  })

  test('of a broker that Django asks for in vain offer the account, with what is known filled in', async () => {
    const { user, button, field } = await show(<Notices info={info} notices={[wanted]} hasDatabase={false} />, language)
    expect(screen.queryByRole('alert')).toBeNull()
    await user.click(button(t('gateway.addBroker', { brokerId: '12' })))
    await screen.findByRole('dialog')
    expect(field(t('accounts.brokerId')).value).toBe('12')
    expect(field(t('accounts.userId')).value).toBe('3')
    expect(screen.queryByRole('button', { name: t('takeOver.open') })).toBeNull()
  })

  test('of what is new in Django offer to take it over, where its database is connected', async () => {
    panel.answers({ 'brokers.list': () => ({ state: 'read', secret: 'not_needed', brokers: [] }) })
    const fresh: MessageRef = { key: 'take_over.new_brokers', params: { brokers: 'Main (binance, 5)' } }
    const { user } = await show(<Notices info={info} notices={[wanted, fresh]} hasDatabase />, language)
    expect(screen.queryByRole('alert')).toBeNull()
    const [, ofFresh, ...others] = screen.getAllByRole('button', { name: t('takeOver.open') })
    if (ofFresh === undefined) throw new Error('the second notice offers nothing')
    expect(others).toEqual([])
    await user.click(ofFresh)
    await screen.findByText(t('takeOver.none'))
  })
})
