import { act, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { OrderRouteChoice, OrderRouteTag } from '../../../src-renderer/accounts/order-route.tsx'
import { onPanelEvent } from '../../../src-renderer/query.ts'
import type { AccountView } from '../../../src-renderer/views.ts'
import type { StreamView } from '../../../src-shared/contract.ts'
import { practiceAccount } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

const onBinance: AccountView = { ...practiceAccount, exchange: 'binance' }
const overSocket: AccountView = { ...onBinance, orderRoute: 'websocket' }
const stands = (orders: StreamView['orders']): void => {
  panel.answers({ 'streams.status': () => ({ market: 'off', account: 'off', orders }) })
}

beforeEach(() => {
  panel.answers({ 'accounts.setOrderRoute': () => overSocket, 'accounts.list': () => [overSocket] }).forget()
  stands('off')
})

describe.each(['en', 'fr'] as const)('how orders are sent in %s', (language) => {
  test('is chosen, and kept at once', async () => {
    const { user } = await show(<OrderRouteChoice account={onBinance} />, language)
    await user.selectOptions(screen.getByLabelText(t('orderRoute.label')), t('orderRoute.websocket'))
    await waitFor(() =>
      expect(panel.asked('accounts.setOrderRoute')).toEqual([{ accountId: onBinance.id, route: 'websocket' }]),
    )
    const saved = t('orderRoute.saved', { name: onBinance.name, route: t('orderRoute.websocket') })
    await screen.findByText(saved)
  })

  test.each(['bitget', 'kucoin', 'kraken'] as const)('is no question for %s', async (exchange) => {
    await show(<OrderRouteChoice account={{ ...onBinance, exchange }} />, language)
    expect(screen.queryByLabelText(t('orderRoute.label'))).toBeNull()
  })

  test.each(['off', 'connecting', 'live', 'down', 'refused'] as const)(
    'says how they go when it is %s',
    async (state) => {
      stands(state)
      await show(
        <>
          <OrderRouteChoice account={overSocket} />
          <OrderRouteTag account={overSocket} />
        </>,
        language,
      )
      const now = t(`orderRoute.now.${state}`, { exchange: 'Binance' })
      await screen.findByText(now)
      const tag = await screen.findByText(t(state === 'live' ? 'orderRoute.tag' : 'orderRoute.tagRest'))
      expect(tag.getAttribute('title')).toBe(now)
    },
  )

  test('has no tag where they go by REST as they should', async () => {
    await show(<OrderRouteTag account={onBinance} />, language)
    expect(panel.asked('streams.status')).toEqual([])
  })
})

test('a connection that breaks shows while one looks', async () => {
  stands('live')
  await show(<OrderRouteTag account={overSocket} />, 'en')
  await screen.findByText(t('orderRoute.tag'))
  stands('down')
  act(() => onPanelEvent({ type: 'streams-changed' }))
  await screen.findByText(t('orderRoute.tagRest'))
})
