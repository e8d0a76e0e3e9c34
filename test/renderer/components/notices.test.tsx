import { screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { Notices } from '../../../src-renderer/gateway/notices.tsx'
import { type MessageRef, sentence } from '../../../src-shared/messages/index.ts'
import { info } from '../support/samples.ts'
import { show, t } from '../support/show.tsx'

const wanted: MessageRef = {
  key: 'redis.broker_wanted',
  params: { brokerId: '12', userId: '3', count: '4', action: 'place_order' },
}
const damaged: MessageRef = { key: 'error.internal', params: {} }

describe.each(['en', 'fr'] as const)('notices in %s', (language) => {
  test('are sentences of that language, read out at once', async () => {
    await show(<Notices info={info} notices={[damaged]} />, language)
    expect(screen.getByRole('alert').textContent).toContain(sentence(damaged, language))
  })

  test('of a broker that Django asks for in vain offer the account, with what is known filled in', async () => {
    const { user, button, field } = await show(<Notices info={info} notices={[wanted]} />, language)
    expect(screen.queryByRole('alert')).toBeNull()
    await user.click(button(t('gateway.addBroker', { brokerId: '12' })))
    await screen.findByRole('dialog')
    expect(field(t('accounts.brokerId')).value).toBe('12')
    expect(field(t('accounts.userId')).value).toBe('3')
  })
})
