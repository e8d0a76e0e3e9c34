import { act, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { AlertSettings } from '../../../src-renderer/alerts/alert-settings.tsx'
import { noteSentForm } from '../../../src-renderer/alerts/own-deeds.ts'
import { TradeAlerts } from '../../../src-renderer/alerts/trade-alerts.tsx'
import type { NewsView } from '../../../src-shared/news-text.ts'
import { usualAlerts } from '../../../src-shared/settings.ts'
import { info, newsFill } from '../support/samples.ts'
import { panel, show } from '../support/show.tsx'

let news: readonly NewsView[] = []
let sounds = 0

class SilentAudio {
  currentTime = 0
  destination = {}
  resume = (): Promise<void> => Promise.resolve()
  createOscillator = () => {
    sounds += 1
    return { frequency: { value: 0 }, connect: () => ({ connect: () => undefined }), start: vi.fn(), stop: vi.fn() }
  }
  createGain = () => ({ gain: { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() } })
}

beforeEach(() => {
  sessionStorage.clear()
  vi.stubGlobal('AudioContext', SilentAudio)
  news = []
  sounds = 0
  panel
    .answers({
      'news.list': ({ after }) => ({
        run: 'run',
        last: news.length,
        missed: 0,
        news: news.filter(({ sequence }) => sequence > (after?.sequence ?? 0)),
      }),
    })
    .forget()
})

async function happen(...happened: readonly NewsView[]): Promise<void> {
  news = [...news, ...happened]
  await act(async () => {
    panel.tell({ type: 'trade-news' })
    await Promise.resolve()
  })
}

const exit: NewsView = {
  ...newsFill(1),
  kind: 'exit',
  what: 'exit_filled',
  role: 'stop_loss',
  left: '0',
} as NewsView
const trouble: NewsView = {
  ...newsFill(1),
  kind: 'trouble',
  what: 'alarm',
  about: 'bracket',
  text: { key: 'bracket.alarm.exit_gone', params: { symbol: 'BTC/USDT' } },
}

describe('what happened is told by toast', () => {
  test.each([
    ['en', 'Stop-loss filled', 'Stop-loss of BTC/USDT (Binance main) sold 0.5 BTC at 79,950.10 USDT: bracket exited.'],
    [
      'fr',
      'Stop-loss exécuté',
      'Stop-loss sur BTC/USDT (Binance main) : vente de 0,5 BTC à 79\u202f950,10 USDT ; bracket terminé.',
    ],
  ] as const)('an exit, in %s, once', async (language, title, body) => {
    await show(<TradeAlerts info={{ ...info, language }} />, language)
    await happen(exit)
    await happen()
    const toast = await screen.findByRole('status')
    expect(toast.textContent).toContain(title)
    expect(toast.textContent).toContain(body)
    expect(screen.getAllByRole('status')).toHaveLength(1)
  })

  test('trouble stays, interrupts, sounds otherwise, and goes by key or button', async () => {
    const { user } = await show(<TradeAlerts info={{ ...info, alerts: { ...usualAlerts, sound: true } }} />)
    await happen(trouble)
    const toast = await screen.findByRole('alert')
    expect(toast.textContent).toContain('A bracket needs you')
    expect(sounds).toBe(4)
    toast.querySelector('button')?.focus()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })

  test('what is not wanted is not told, and trouble is', async () => {
    await show(<TradeAlerts info={{ ...info, alerts: { ...usualAlerts, fills: false, exits: false } }} />)
    await happen(newsFill(1), { ...exit, sequence: 2 }, { ...trouble, sequence: 3 })
    await screen.findByRole('alert')
    expect(screen.queryByRole('status')).toBeNull()
  })

  test('what the form itself has just said is not said again', async () => {
    await show(<TradeAlerts info={info} />)
    noteSentForm('mine')
    const told = (sequence: number, toldToForm: string): NewsView => {
      const piece = newsFill(sequence)
      return 'order' in piece ? { ...piece, order: { ...piece.order, toldToForm } } : piece
    }
    await happen(told(1, 'mine'), told(2, 'of another window'))
    await screen.findByRole('status')
    expect(screen.getAllByRole('status')).toHaveLength(1)
  })

  test('many are told in one', async () => {
    await show(<TradeAlerts info={info} />)
    await happen(...Array.from({ length: 12 }, (_, index) => newsFill(index + 1)))
    expect((await screen.findByRole('status')).textContent).toContain('12 orders filled')
  })
})

describe('how it is told', () => {
  test('is chosen, kept with the settings, and tried out', async () => {
    panel.answers({ 'settings.set': ({ alerts }) => ({ ...info, alerts: alerts ?? usualAlerts }) })
    const { user, button } = await show(<AlertSettings info={info} />)
    await user.click(screen.getByRole('switch', { name: 'Sound' }))
    await waitFor(() => expect(panel.asked('settings.set')).toEqual([{ alerts: { ...usualAlerts, sound: true } }]))
    expect(sounds).toBe(2)
    await user.click(button('Try it'))
    expect((await screen.findByRole('status')).textContent).toContain('An alert')
  })

  test('the browser is asked on the click that wants desktop notifications, and not before', async () => {
    const asked = vi.fn(() => Promise.resolve('granted'))
    vi.stubGlobal('Notification', { permission: 'default', requestPermission: asked })
    panel.answers({ 'settings.set': ({ alerts }) => ({ ...info, alerts: alerts ?? usualAlerts }) })
    const { user } = await show(<AlertSettings info={info} />)
    expect(asked).not.toHaveBeenCalled()
    await user.click(screen.getByRole('switch', { name: /Desktop notification/ }))
    await waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
    expect(panel.asked('settings.set')).toEqual([{ alerts: { ...usualAlerts, desktop: true } }])
  })

  test('a browser that does not let the page is said', async () => {
    vi.stubGlobal('Notification', { permission: 'denied' })
    await show(<AlertSettings info={{ ...info, alerts: { ...usualAlerts, desktop: true } }} />)
    screen.getByText(/does not let the page show notifications/)
  })
})
