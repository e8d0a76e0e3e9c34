import { screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { OtherGateways } from '../../../src-renderer/gateway/other-gateways.tsx'
import { panel, show, t } from '../support/show.tsx'

const standby = {
  state: 'standby',
  url: 'redis://127.0.0.1:6379/0',
  holder: null,
  others: [],
  oldTerminal: { seenBy: 'list', addresses: ['127.0.0.1:4711'] },
} as const

describe.each(['en', 'fr'] as const)('a gateway behind an old Terminal 5, in %s', (language) => {
  test('says so, and takes requests all the same when a person confirms it', async () => {
    panel.forget()
    const { user, button } = await show(<OtherGateways redis={standby} />, language)
    expect(screen.getByRole('status').textContent).toContain(t('sharing.standbyOld'))
    await user.click(button(t('sharing.takeAnyway')))
    expect((await screen.findByRole('dialog')).textContent).toContain(t('sharing.takeAnywayHelp'))
    await user.click(button(t('sharing.takeAnywayConfirm')))
    expect(panel.asked('redis.takeOver')).toHaveLength(1)
  })

  test('behind another gateway it is that one which is named', async () => {
    const holder = { instance: 'a', host: 'trading-1', pid: 7, since: 1, mode: 'alone', takes: true } as const
    const { button } = await show(<OtherGateways redis={{ ...standby, holder }} />, language)
    expect(screen.getByRole('status').textContent).toContain('trading-1')
    expect(button(t('sharing.takeOver'))).toBeDefined()
  })
})
