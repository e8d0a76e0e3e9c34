import { screen, waitFor, within } from '@testing-library/react'
import { act } from 'react'
import { beforeEach, describe, expect, test } from 'vitest'
import { setConnection } from '../../../src-renderer/connection.ts'
import { groupOf } from '../../../src-renderer/trade/kind-tabs.ts'
import { OrderTicket } from '../../../src-renderer/trade/order-ticket.tsx'
import type { AccountView, MarketView } from '../../../src-renderer/views.ts'
import type { Language } from '../../../src-shared/messages/index.ts'
import type { OrderKind } from '../../../src-shared/order.ts'
import { btcUsdt, withCapabilities } from '../sample-market.ts'
import { openOrder } from '../sample-order.ts'
import { refusal } from '../support/fake-panel.ts'
import { balances, info, openGuard, practiceAccount, ticker } from '../support/samples.ts'
import { panel, show, t } from '../support/show.tsx'

const placed = {
  outcome: 'accepted',
  journalId: 1,
  clientOrderId: 'c-1',
  placed: { order: openOrder, legs: [], listId: null, notes: [] },
} as const

beforeEach(() => {
  panel
    .answers({
      'app.info': () => info,
      'guard.get': () => openGuard,
      'market.ticker': () => ticker,
      'balances.get': () => balances,
      'journal.search': () => ({ lines: [], cursor: null }),
      'orders.preview': () => ({ accepted: true, quantity: null, quoteValue: null }),
      'orders.place': () => placed,
      'orders.open': () => [],
      'orders.get': () => openOrder,
      'orders.outcome': () => null,
    })
    .forget()
})

interface Options {
  readonly language?: Language
  readonly market?: MarketView
  readonly account?: AccountView
}

async function showTicket({ language = 'en', market = btcUsdt, account = practiceAccount }: Options = {}) {
  const shown = await show(<OrderTicket account={account} market={market} />, language)
  const { user } = shown
  const choose = async (label: string, value: string): Promise<void> => {
    await user.selectOptions(screen.getByRole('combobox', { name: label }), value)
  }
  const submit = (side: 'buy' | 'sell' = 'buy'): HTMLButtonElement => {
    const start = t(`ticket.${side}`, { what: '', account: '' }).trim().split(' ')[0] ?? ''
    return screen.getByRole('button', { name: (name) => name.startsWith(start) && name.endsWith(account.name) })
  }
  return {
    ...shown,
    choose,
    submit,
    kind: async (kind: OrderKind): Promise<void> => {
      const { tab, kinds } = groupOf(kind, market)
      await user.click(screen.getByRole('radio', { name: t(`kindTab.${tab}`) }))
      if (kinds.length > 1) await choose(t('ticket.kind'), kind)
    },
    amount: () => shown.field(`${t('ticket.amount')} (BTC)`),
    price: () => shown.field(t('ticket.price')),
    /** Goes through the last look and sends. */
    send: async (side: 'buy' | 'sell' = 'buy'): Promise<void> => {
      await waitFor(() => expect(submit(side).disabled).toBe(false), { timeout: 3000 })
      await user.click(submit(side))
      const dialog = await screen.findByRole('dialog', { name: t('confirm.title') })
      const execute = t('confirm.execute', { side: t(`side.${side}`), symbol: 'BTC/USDT' })
      await user.click(within(dialog).getByRole('button', { name: execute }))
    },
  }
}

/** The request of the one order that was placed. */
async function sentRequest(): Promise<unknown> {
  await waitFor(() => expect(panel.asked('orders.place')).toHaveLength(1))
  return (panel.asked('orders.place')[0] as { readonly request: unknown }).request
}

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  test('a limit order goes out as it was typed', async () => {
    const { user, kind, price, amount, send } = await showTicket({ language })
    await kind('limit')
    await user.type(price(), language === 'fr' ? '59 000,50' : '59,000.50')
    await user.type(amount(), language === 'fr' ? '0,05' : '0.05')
    await send()
    expect(await sentRequest()).toMatchObject({
      kind: 'limit',
      side: 'buy',
      symbol: 'BTC/USDT',
      price: '59000.5',
      quantity: '0.05',
      timeInForce: 'gtc',
      postOnly: false,
    })
  })

  test('a market sale names its amount in the unit that was typed', async () => {
    const { user, kind, send, field } = await showTicket({ language })
    await kind('market')
    await user.click(screen.getByRole('radio', { name: t('side.sell') }))
    await user.type(field(`${t('ticket.total')} (USDT)`), language === 'fr' ? '150,5' : '150.5')
    await send('sell')
    expect(await sentRequest()).toMatchObject({
      kind: 'market',
      side: 'sell',
      amount: { unit: 'quote', value: '150.5' },
    })
  })
})

test.each(['en', 'fr'] as const)('a limit order without a price is refused with a sentence in %s', async (language) => {
  const { user, kind, price, amount, submit } = await showTicket({ language })
  await kind('limit')
  await user.type(amount(), '1')
  await user.type(price(), '1{Backspace}')
  await screen.findByText(t('problem.missing', { field: t('field.price') }))
  expect(submit().disabled).toBe(true)
})

test('what is empty or wrong holds the button back, and is said once it was touched', async () => {
  const { user, kind, price, amount, submit } = await showTicket()
  await kind('limit')
  expect(submit().disabled).toBe(true)
  expect(price().getAttribute('aria-invalid')).not.toBe('true')
  await user.type(price(), '59000.005')
  await waitFor(() => expect(price().getAttribute('aria-invalid')).toBe('true'))
  await user.type(amount(), 'abc')
  expect(amount().getAttribute('aria-invalid')).toBe('true')
  expect(submit().disabled).toBe(true)
  expect(panel.asked('orders.preview')).toEqual([])
})

test('a price off the step is put on it by a click', async () => {
  const { user, kind, price } = await showTicket()
  await kind('limit')
  await user.type(price(), '59000.005')
  await user.click(await screen.findByRole('button', { name: t('number.take', { number: '59,000' }) }))
  expect(price().value).toBe('59000')
})

test('a share of the balance fills in the amount, rounded down to the step', async () => {
  const { user, kind, price, amount } = await showTicket()
  await kind('limit')
  await user.type(price(), '60000')
  const slider = await screen.findByRole('slider', { name: t('ticket.share') })
  await waitFor(() => expect(slider.getAttribute('tabindex')).toBe('0'))
  act(() => slider.focus())
  await user.keyboard('{End}')
  expect(amount().value).toBe('0.16666')
  await waitFor(() => expect(slider.getAttribute('aria-valuenow')).toBe('100'))
})

test('a typed total of a limit order is as many coins as it buys at the price, on the step', async () => {
  const { user, kind, price, amount, field, send } = await showTicket()
  await kind('limit')
  await user.type(field(`${t('ticket.total')} (USDT)`), '1000')
  await user.type(price(), '60000')
  expect(amount().placeholder).toBe('≈ 0.01666')
  await send()
  expect(await sentRequest()).toMatchObject({ kind: 'limit', quantity: '0.01666', price: '60000' })
})

test.each([
  ['bid', ticker.bid],
  ['last', ticker.last],
  ['ask', ticker.ask],
] as const)('the %s of now is one click away from the limit', async (name, value) => {
  const { user, kind, price } = await showTicket()
  await kind('limit')
  await user.click(await screen.findByRole('button', { name: new RegExp(t(`shortcut.${name}`)) }))
  expect(price().value.replaceAll(',', '')).toBe(value)
})

test('the button says what it does, and what stays free is told before', async () => {
  const { user, kind, price, amount, submit } = await showTicket()
  await kind('limit')
  await user.type(price(), '60000')
  await user.type(amount(), '0.1')
  await waitFor(() => expect(submit().textContent).toBe(`Buy 0.1 BTC · ${practiceAccount.name}`))
  // 10,000 less 6,000 and its fee of 0.1 %.
  await screen.findByText('3,994 USDT')
})

test('the gateway is asked once the typing pauses, and its refusal stands beside the field', async () => {
  panel.answers({
    'orders.preview': () => ({
      accepted: false,
      error: refusal('order.notional.below_minimum', { field: 'quantity' }),
    }),
  })
  const { user, kind, price, amount, submit } = await showTicket()
  await kind('limit')
  await user.type(price(), '60000')
  await user.type(amount(), '0.001')
  await waitFor(() => expect(amount().getAttribute('aria-invalid')).toBe('true'), { timeout: 3000 })
  expect(panel.asked('orders.preview')).toHaveLength(1)
  expect(submit().disabled).toBe(true)
})

test('going back from the last look sends nothing', async () => {
  const { user, kind, price, amount, submit } = await showTicket()
  await kind('limit')
  await user.type(price(), '59000')
  await user.type(amount(), '0.01')
  await waitFor(() => expect(submit().disabled).toBe(false), { timeout: 3000 })
  await user.click(submit())
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: t('common.back') }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(panel.asked('orders.place')).toEqual([])
})

test('what is out of the ordinary has to be ticked in the last look', async () => {
  const { user, kind, price, amount, submit } = await showTicket()
  await kind('limit')
  // Far away from the market.
  await user.type(price(), '20000')
  await user.type(amount(), '0.01')
  await waitFor(() => expect(submit().disabled).toBe(false), { timeout: 3000 })
  expect(screen.getByTestId('warnings')).toBeDefined()
  await user.click(submit())
  const dialog = await screen.findByRole('dialog')
  const name = t('confirm.execute', { side: t('side.buy'), symbol: 'BTC/USDT' })
  const execute = within(dialog).getByRole<HTMLButtonElement>('button', { name })
  expect(execute.disabled).toBe(true)
  for (const tick of within(dialog).getAllByRole('checkbox')) await user.click(tick)
  expect(execute.disabled).toBe(false)
})

test('an order of unknown outcome locks the form until a person starts a new one', async () => {
  panel.answers({
    'orders.place': () => ({
      outcome: 'unknown',
      clientOrderId: 'c-1',
      error: refusal('panel.write_unconfirmed', { class: 'unknown-outcome' }),
    }),
    'orders.outcome': () => null,
  })
  const { user, kind, price, amount, send, submit, button } = await showTicket()
  await kind('limit')
  await user.type(price(), '59000')
  await user.type(amount(), '0.01')
  await send()
  await screen.findByText(t('result.unknown'))
  expect(submit().disabled).toBe(true)
  expect(panel.asked('orders.place')).toHaveLength(1)
  await user.click(button(t('result.newOrder')))
  expect(screen.queryByText(t('result.unknown'))).toBeNull()
  expect(amount().value).toBe('')
})

test('two orders of one form have two form ids, and a refused one says that nothing was executed', async () => {
  panel.answers({
    'orders.place': () => ({ outcome: 'rejected', error: refusal('exchange.insufficient_balance') }),
  })
  const { user, kind, price, amount, send } = await showTicket()
  await kind('limit')
  await user.type(price(), '59000')
  await user.type(amount(), '0.01')
  await send()
  await screen.findByText(t('result.rejected'))
  panel.answers({ 'orders.place': () => placed })
  await send()
  await screen.findByText(t('result.accepted'))
  const ids = panel.asked('orders.place').map((each) => (each as { readonly formId: string }).formId)
  expect(new Set(ids).size).toBe(2)
})

describe('exits', () => {
  const on = async (shown: Awaited<ReturnType<typeof showTicket>>, name: 'takeProfit' | 'stopLoss') => {
    await shown.user.click(screen.getByRole('checkbox', { name: t(`ticket.${name}`) }))
  }

  test('go with the entry, at market where no limit is typed', async () => {
    const shown = await showTicket()
    const { user, kind, price, amount, field, send } = shown
    await kind('limit')
    await user.type(price(), '59000')
    await user.type(amount(), '0.01')
    await on(shown, 'takeProfit')
    await user.type(field(t('ticket.takeProfitTrigger')), '70000')
    await on(shown, 'stopLoss')
    await user.type(field(t('ticket.stopLossTrigger')), '50000')
    await user.type(field(t('ticket.stopLossLimit')), '49000')
    await send()
    expect(await sentRequest()).toMatchObject({
      exits: {
        takeProfit: { triggerPrice: '70000', limitPrice: null },
        stopLoss: { triggerPrice: '50000', limitPrice: '49000' },
      },
    })
  })

  test('that are switched off again are not sent', async () => {
    const shown = await showTicket()
    const { user, kind, price, amount, field, send } = shown
    await kind('limit')
    await user.type(price(), '59000')
    await user.type(amount(), '0.01')
    await on(shown, 'takeProfit')
    await user.type(field(t('ticket.takeProfitTrigger')), '70000')
    await on(shown, 'takeProfit')
    await send()
    expect(await sentRequest()).toMatchObject({ exits: null })
  })

  test('that the gateway refuses are told beside their own price', async () => {
    const error = refusal('error.input', { field: 'request.exits.stopLoss.triggerPrice' })
    panel.answers({ 'orders.preview': () => ({ accepted: false, error }) })
    const shown = await showTicket()
    const { user, kind, price, amount, field, submit } = shown
    await kind('limit')
    await user.type(price(), '59000')
    await user.type(amount(), '0.01')
    await on(shown, 'stopLoss')
    await user.type(field(t('ticket.stopLossTrigger')), '65000')
    const trigger = field(t('ticket.stopLossTrigger'))
    await waitFor(() => expect(trigger.getAttribute('aria-invalid')).toBe('true'), { timeout: 3000 })
    expect(submit().disabled).toBe(true)
  })

  test.each([
    ['the exchange', btcUsdt, 'exchange'],
    [
      'this application',
      withCapabilities({ attachedExits: { ...btcUsdt.capabilities.attachedExits, entries: [] }, oco: null }),
      'application',
    ],
  ] as const)('say that %s holds them', async (_who, market, holder) => {
    const shown = await showTicket({ market })
    await shown.kind('limit')
    await on(shown, 'stopLoss')
    await on(shown, 'takeProfit')
    expect(screen.getAllByText(t(`holder.${holder}`)).length).toBeGreaterThan(0)
  })
})

describe('no order is sent', () => {
  const typed = async (shown: Awaited<ReturnType<typeof showTicket>>): Promise<void> => {
    await shown.kind('limit')
    await shown.user.type(shown.price(), '59000')
    await shown.user.type(shown.amount(), '0.01')
  }

  test.each([
    ['halted', 'ticket.halted'],
    ['reducing', 'ticket.reducing'],
  ] as const)('with the kill switch %s', async (state, reason) => {
    panel.answers({ 'guard.get': () => ({ ...openGuard, state }) })
    const shown = await showTicket()
    await typed(shown)
    await screen.findByText(t(reason))
    expect(shown.submit().disabled).toBe(true)
  })

  test('while the gateway is lost', async () => {
    const shown = await showTicket()
    await typed(shown)
    act(() => setConnection('lost'))
    await screen.findByText(t('standingHelp.gatewayLost'))
    expect(shown.submit().disabled).toBe(true)
  })

  test.each([
    ['without a key', { practice: false, credentials: 'missing' }, 'ticket.noKey'],
    ['with a key that can withdraw', { blocked: true }, 'ticket.keyBlocked'],
  ] as const)('%s', async (_what, change, reason) => {
    const shown = await showTicket({ account: { ...practiceAccount, ...change } })
    await typed(shown)
    await screen.findByText(t(reason))
    expect(shown.submit().disabled).toBe(true)
  })
})
