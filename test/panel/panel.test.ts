import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineStanding } from '../../src-main/exchange/streams/line.ts'
import { systemClock } from '../../src-main/infra/clock.ts'
import { callFromOutside } from '../../src-main/panel/call-from-outside.ts'
import { createPanel } from '../../src-main/panel/panel.ts'
import type { PanelAccounts, PanelServices } from '../../src-main/panel/services.ts'
import type { PlaceIntent } from '../../src-main/trading/desk-types.ts'
import type { OrderDesk } from '../../src-main/trading/order-desk.ts'
import { callNames } from '../../src-shared/contract.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'
import type { Origin } from '../../src-shared/order.ts'

interface Seen {
  readonly placed: { readonly intent: PlaceIntent; readonly origin: Origin }[]
  readonly bugs: unknown[]
}

/** A service of which a test needs these parts; all others fail loudly. */
function fake<T extends object>(parts: Partial<T> = {}): T {
  return new Proxy(parts, {
    get: (target, key) =>
      Reflect.get(target, key) ??
      (() => {
        throw new Error('secret detail of an internal failure')
      }),
  }) as T
}

function fakeServices(seen: Seen): PanelServices {
  const place: OrderDesk['place'] = (intent, origin) => {
    seen.placed.push({ intent, origin })
    const error = new GatewayError('refused', 'order.field.missing', { field: 'price' }, { field: 'price' })
    return Promise.resolve({
      outcome: 'rejected',
      journalId: null,
      error: { class: error.class, text: error.text, field: error.field, exchange: null },
    })
  }
  return {
    accounts: fake<PanelAccounts>({ list: () => [], remove: () => Promise.resolve() }),
    verifications: fake(),
    desk: fake<OrderDesk>({ place }),
    journal: fake(),
    journalReader: fake(),
    journalRenewed: () => undefined,
    clients: fake(),
    app: fake(),
    gateway: fake<PanelServices['gateway']>({ requests: () => [] }),
    redis: fake(),
    database: fake(),
    brokers: fake(),
    live: fake(),
    fills: fake(),
    news: { page: () => ({ run: 'run', last: 0, missed: 0, news: [] }) },
    portfolio: fake(),
    streams: { status: () => null },
    watching: { market: () => null, connections: fake(), history: fake(), clock: systemClock, logger: fake() },
    events: { subscribe: () => () => undefined },
    logBug: (error) => seen.bugs.push(error),
  }
}

const newSeen = (): Seen => ({ placed: [], bugs: [] })
const formId = '6f1fdf2e-5d2c-4a53-b6a5-0a51b1ac7d11'

const at = (state: LineStanding['state']): LineStanding => ({ state, since: 0, heardAt: null, againAt: null })

describe('the panel', () => {
  it('answers a call with wire data', async () => {
    const panel = createPanel(fakeServices(newSeen()))
    expect(await panel.call('accounts.list', {})).toEqual({ ok: true, value: [] })
    expect(await panel.call('accounts.remove', { accountId: 'a', despiteOpenWork: false })).toEqual({
      ok: true,
      value: null,
    })
  })

  it.each([
    [null, { market: 'off', account: 'off', orders: 'off' }],
    [
      { market: [], account: null, orders: null },
      { market: 'off', account: 'off', orders: 'off' },
    ],
    [
      {
        market: [at({ kind: 'live' }), at({ kind: 'connecting' })],
        account: at({ kind: 'live' }),
        orders: at({ kind: 'live' }),
      },
      { market: 'connecting', account: 'live', orders: 'live' },
    ],
    [
      { market: [], account: at({ kind: 'idle' }), orders: at({ kind: 'down', reason: 'reset' }) },
      { market: 'off', account: 'off', orders: 'down' },
    ],
  ] as const)('tells how connections stand: %j', async (status, view) => {
    const panel = createPanel({ ...fakeServices(newSeen()), streams: { status: () => status } })
    expect(await panel.call('streams.status', { accountId: 'a' })).toEqual({ ok: true, value: view })
  })

  it('turns decimal texts into exact numbers and keeps the form id as the request id', async () => {
    const seen = newSeen()
    const request = {
      kind: 'limit',
      symbol: 'PEPE/USDT',
      side: 'buy',
      quantity: '1000000',
      price: '1e-05',
      timeInForce: 'gtc',
      postOnly: false,
      exits: { takeProfit: { triggerPrice: '0.00002', limitPrice: null }, stopLoss: null },
    }
    await callFromOutside(createPanel(fakeServices(seen)), 'orders.place', {
      accountId: 'a',
      formId,
      request,
    })
    const [placed] = seen.placed
    expect(placed?.origin).toEqual({ kind: 'panel', requestId: formId })
    expect(JSON.parse(JSON.stringify(placed?.intent.request))).toMatchObject({
      quantity: '1000000',
      price: '0.00001',
    })
    expect(placed?.intent.request).toMatchObject({
      exits: { takeProfit: { triggerPrice: Money.parse('0.00002') } },
    })
  })

  it('tells what became of the order of a form, by the form id alone', async () => {
    const seen = newSeen()
    const services = fakeServices(seen)
    const asked: unknown[] = []
    const outcomeOf: PanelServices['desk']['outcomeOf'] = (...of) => {
      asked.push(of)
      return Promise.resolve(null)
    }
    const panel = createPanel({ ...services, desk: fake<OrderDesk>({ outcomeOf }) })
    expect(await panel.call('orders.outcome', { accountId: 'a', formId })).toEqual({ ok: true, value: null })
    expect(asked).toEqual([['a', { kind: 'panel', requestId: formId }]])
  })

  it.each([
    [
      'a number where text belongs',
      { kind: 'market', symbol: 'BTC/USDT', side: 'buy', amount: { unit: 'base', value: 1 }, exits: null },
    ],
    [
      'not a number',
      {
        kind: 'market',
        symbol: 'BTC/USDT',
        side: 'buy',
        amount: { unit: 'base', value: 'NaN' },
        exits: null,
      },
    ],
    [
      'a limit order without price',
      {
        kind: 'limit',
        symbol: 'BTC/USDT',
        side: 'buy',
        quantity: '1',
        timeInForce: 'gtc',
        postOnly: false,
        exits: null,
      },
    ],
    [
      'oversized text',
      {
        kind: 'market',
        symbol: 'B'.repeat(10_000),
        side: 'buy',
        amount: { unit: 'base', value: '1' },
        exits: null,
      },
    ],
    [
      'an unknown key',
      {
        kind: 'market',
        symbol: 'BTC/USDT',
        side: 'buy',
        amount: { unit: 'base', value: '1' },
        exits: null,
        extra: 1,
      },
    ],
    [
      'exits with no leg',
      {
        kind: 'market',
        symbol: 'BTC/USDT',
        side: 'buy',
        amount: { unit: 'base', value: '1' },
        exits: { takeProfit: null, stopLoss: null },
      },
    ],
  ])('refuses %s, naming the field, and asks nobody', async (_what, request) => {
    const seen = newSeen()
    const result = await callFromOutside(createPanel(fakeServices(seen)), 'orders.place', {
      accountId: 'a',
      formId,
      request,
    })
    expect(result).toMatchObject({ ok: false, error: { class: 'refused', text: { key: 'error.input' } } })
    expect(!result.ok && result.error.field).toMatch(/^request/)
    expect(seen.placed).toEqual([])
  })

  it.each(['nothing.known', '__proto__', 'constructor', 'toString', ''])(
    'refuses the unknown call %j',
    async (name) => {
      expect(await callFromOutside(createPanel(fakeServices(newSeen())), name, {})).toMatchObject({
        ok: false,
        error: { text: { key: 'error.unknown_channel' } },
      })
    },
  )

  it('tells the window nothing of an internal failure, and logs it', async () => {
    const seen = newSeen()
    const result = await createPanel(fakeServices(seen)).call('app.info', {})
    expect(result).toMatchObject({
      ok: false,
      error: { class: 'bug', text: { key: 'error.internal', params: {} } },
    })
    expect(JSON.stringify(result)).not.toContain('secret detail')
    expect(seen.bugs).toHaveLength(1)
  })

  it('never repeats a secret that it refuses', async () => {
    const canary = 'canary-5d1f3a'
    const result = await callFromOutside(createPanel(fakeServices(newSeen())), 'accounts.add', {
      name: 'x',
      credentials: { apiKey: canary, secret: canary, passphrase: canary, extra: canary },
      secret: canary,
    })
    expect(result.ok).toBe(false)
    expect(JSON.stringify(result)).not.toContain(canary)
  })

  it('answers arbitrary JSON on every call with a result, never an exception', async () => {
    const panel = createPanel(fakeServices(newSeen()))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...callNames), fc.jsonValue(), async (name, input) => {
        const result = await callFromOutside(panel, name, input)
        expect(typeof result.ok).toBe('boolean')
      }),
    )
  })
})
