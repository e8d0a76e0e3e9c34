import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import i18next from 'i18next'
import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { initReactI18next } from 'react-i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../src-renderer/i18n/en.ts'
import { BalancesTable } from '../../src-renderer/portfolio/balances-table.tsx'
import { queryClient } from '../../src-renderer/query.ts'
import { emptyDraft, type OrderDraft, shapeOf } from '../../src-renderer/trade/draft.ts'
import { ExitsFields } from '../../src-renderer/trade/exits-fields.tsx'
import { OrderTicket } from '../../src-renderer/trade/order-ticket.tsx'
import type { TicketModel } from '../../src-renderer/trade/use-ticket.ts'
import type { AccountView, MarketView } from '../../src-renderer/views.ts'
import { noAttachedExits } from '../../src-shared/capabilities.ts'
import { toWire } from '../../src-shared/wire.ts'
import { sampleAccount } from '../support/sample-account.ts'
import { btcUsdt, withCapabilities } from './sample-market.ts'

/** What the form shows for markets of differing abilities, as the browser's first paint would have it. */

beforeAll(async () => {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  })
})

const account: AccountView = {
  ...toWire(sampleAccount({ name: 'Paper', exchange: 'kraken' })),
  credentials: 'this_run_only',
  practice: true,
  health: { state: 'unchecked' },
  blocked: false,
}

const show = (element: ReactNode): string =>
  renderToStaticMarkup(
    createElement(QueryClientProvider, { client: queryClient }, createElement(MantineProvider, null, element)),
  )
const form = (market: MarketView, change: Partial<AccountView> = {}): string =>
  show(createElement(OrderTicket, { account: { ...account, ...change }, market }))

const attached = (change: Partial<MarketView['capabilities']['attachedExits']>): MarketView =>
  withCapabilities({ attachedExits: { ...btcUsdt.capabilities.attachedExits, ...change } })

/** The exits of a form in which both legs are switched on. */
function exits(market: MarketView, change: Partial<OrderDraft> = {}): string {
  const on = { enabled: true, triggerPrice: '', limitPrice: '' }
  const draft = { ...emptyDraft, takeProfit: on, stopLoss: on, ...change }
  const shape = shapeOf(draft, market)
  if (shape.exits === null) return ''
  const model: TicketModel = {
    draft,
    shape,
    unit: 'base',
    request: null,
    problems: new Map(),
    preview: { state: 'none' },
    ticker: null,
    priced: false,
    available: null,
    warnings: [],
    short: null,
  }
  return show(
    createElement(ExitsFields, {
      exits: shape.exits,
      model,
      market,
      errorOf: () => null,
      offersOf: () => [],
    }),
  )
}

describe('the order form', () => {
  it('has a button for a dry run only where the exchange has one', () => {
    expect(form(btcUsdt)).toContain(en.ticket.dryRun)
    expect(form(withCapabilities({ dryRun: false }))).not.toContain(en.ticket.dryRun)
  })

  it('takes an amount or a total where the market takes both, else the one that it takes', () => {
    const disabled = (markup: string): readonly (string | undefined)[] =>
      [...markup.matchAll(/<input[^>]*>/g)]
        .map(([input]) => input)
        .filter((input) => input.includes('disabled=""') && input.includes('inputMode="decimal"'))
        .map((input) => /aria-label="([^"]*)"/.exec(input)?.[1])
    expect(disabled(form(btcUsdt))).toEqual([])
    const quoteOnly = form(withCapabilities({ marketAmountUnits: { buy: ['quote'], sell: ['base'] } }))
    expect(disabled(quoteOnly)).toEqual(['Amount (BTC)'])
  })

  it('offers exits on every exchange, with the one that is to hold each', () => {
    const spare = { attachedExits: noAttachedExits, oco: null, exitPair: 'one' } as const
    expect(form(btcUsdt)).toContain(en.ticket.exits)
    expect(form(withCapabilities(spare))).toContain(en.ticket.exits)
    const badges = (markup: string): readonly (string | undefined)[] =>
      [...markup.matchAll(/<span class="tag [^>]*>([^<]*)</g)].map(([, text]) => text)
    expect(badges(exits(btcUsdt))).toEqual([en.holder.exchange, en.holder.exchange])
    expect(badges(exits(withCapabilities(spare)))).toEqual([en.holder.application, en.holder.exchange])
    expect(badges(exits(withCapabilities(spare), { kind: 'oco' }))).toEqual([en.holder.application, en.holder.exchange])
  })

  it('says that a key which can withdraw is not used', () => {
    expect(form(btcUsdt, { blocked: true })).toContain(en.ticket.keyBlocked)
    expect(form(btcUsdt)).not.toContain(en.ticket.keyBlocked)
  })
})

describe('the exits of the form', () => {
  it('say what each way of keeping them asks of the person', () => {
    const nothing = { attachedExits: noAttachedExits, oco: null } as const
    const one = exits(withCapabilities({ ...nothing, exitPair: 'one' }))
    expect(one).toContain(en.holder.applicationNote)
    expect(one).toContain(en.holder.afterFillNote)
    const pair = exits(withCapabilities({ ...nothing, exitPair: 'independent' }))
    expect(pair).toContain(en.holder.pairNote)
    expect(pair).not.toContain(en.holder.applicationNote)
    expect(exits(btcUsdt)).toContain(en.holder.wholeFillNote)
    expect(exits(btcUsdt)).not.toContain(en.holder.afterFillNote)
    expect(exits(attached({ armedBy: 'each_fill' }))).not.toContain(en.holder.wholeFillNote)
  })

  it('warn where nobody has seen the exchange honour them', () => {
    expect(exits(attached({ confirmed: false }))).toContain(en.ticket.exitsUnconfirmed)
    expect(exits(btcUsdt)).not.toContain(en.ticket.exitsUnconfirmed)
    const off = { enabled: false, triggerPrice: '', limitPrice: '' }
    expect(exits(attached({ confirmed: false }), { takeProfit: off, stopLoss: off })).not.toContain(
      en.ticket.exitsUnconfirmed,
    )
  })
})

describe('the balances', () => {
  it('show what lies in other wallets under the asset, in the exchange’s word, and add it to nothing', () => {
    const markup = show(
      createElement(BalancesTable, {
        market: btcUsdt,
        balances: [
          {
            asset: 'BTC',
            available: '1',
            held: '0.5',
            total: '1.5',
            elsewhere: [{ wallet: 'main', amount: '7.25' }],
          },
        ],
      }),
    )
    const cells = [...markup.matchAll(/<td.*?<\/td>/g)].map(([cell]) => cell.replace(/<[^>]*>/g, ''))
    expect(cells).toEqual(['BTCin main 7.25', '1', '0.5', '1.5'])
  })
})
