import { afterEach, describe, expect, it } from 'vitest'
import { withEvidence, type Heard } from '../../../src-main/exchange/http/evidence.ts'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { OrderRoute } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import { firstAccount, type PracticeHarness, startPracticeHarness } from '../practice-harness.ts'
import { limit } from '../sample-orders.ts'
import { caught } from '../scripted.ts'

const running: PracticeHarness[] = []

afterEach(async () => {
  for (const each of running.splice(0)) await each.close()
})

interface Fixture extends PracticeHarness {
  readonly warnings: string[]
  /** Spoils the next request of a name, over a socket or over REST. */
  readonly spoil: (method: string, path: string, fault: unknown, count?: number) => Promise<void>
  /** Requests that change orders, by how often they arrived. */
  readonly arrived: () => Promise<Readonly<Record<string, number>>>
  /** How often the exchange accepted an order under an id. */
  readonly accepted: (clientOrderId: string) => Promise<number>
  readonly act: (now: unknown) => Promise<void>
  readonly sockets: () => Promise<readonly number[]>
  readonly state: () => string
  /** Waits until the account's orders go that way. */
  readonly until: (state: string) => Promise<void>
}

async function start(orderRoute: OrderRoute = 'websocket'): Promise<Fixture> {
  const warnings: string[] = []
  const logger = { debug: () => undefined, warn: (_: object, text: string) => void warnings.push(text) }
  const practice = await startPracticeHarness({ logger }, { exchange: 'binance', account: firstAccount, orderRoute })
  running.push(practice)
  if (orderRoute === 'websocket') await practice.openSocket()
  const { control, streams } = practice
  const state = (): string => streams.status(firstAccount.accountId)?.orders?.state.kind ?? 'off'
  return {
    ...practice,
    warnings,
    async spoil(method, path, fault, count = 1) {
      await control('POST', '/faults', { match: { exchange: 'binance', method, path }, count, fault })
    },
    async arrived() {
      const { requests } = (await control('GET', '/statistics')) as {
        readonly requests: readonly { readonly endpoint: string; readonly seen: number }[]
      }
      const isWrite = (endpoint: string): boolean => /binance (?:WS order|(?:POST|PUT|DELETE) )/.test(endpoint)
      return Object.fromEntries(
        requests.filter(({ endpoint }) => isWrite(endpoint)).map(({ endpoint, seen }) => [endpoint.slice(8), seen]),
      )
    },
    async accepted(clientOrderId) {
      const { clientOrders } = (await control('GET', '/statistics')) as {
        readonly clientOrders: { readonly binance: readonly { clientOrderId: string; accepted: number }[] }
      }
      return clientOrders.binance.find((each) => each.clientOrderId === clientOrderId)?.accepted ?? 0
    },
    async act(now) {
      await control('POST', '/streams', { match: { exchange: 'binance' }, now })
    },
    async sockets() {
      const told = (await control('GET', '/streams')) as {
        readonly sockets: readonly { readonly id: number; readonly path: string }[]
      }
      return told.sockets.filter(({ path }) => path === '/ws-api/v3').map(({ id }) => id)
    },
    state,
    async until(wanted) {
      await new Promise<void>((resolve) => {
        const stop = streams.subscribe(() => look())
        const look = (): void => {
          if (state() !== wanted) return
          stop()
          resolve()
        }
        look()
      })
    },
  }
}

const order = (id: string) => [limit, id, withoutPermit] as const
const m = (text: string): Money => Money.parse(text)
const exits = {
  takeProfit: { triggerPrice: m('70000'), limitPrice: m('70000') },
  stopLoss: { triggerPrice: m('45000'), limitPrice: null },
}

describe('orders of Binance over a socket', () => {
  it('are placed, cancelled, amended, replaced, and come in lists, all over the WebSocket API', async () => {
    const fixture = await start()
    const { client } = fixture
    const { order: first } = await client.placeOrder(...order('first'))
    const smaller = await client.editOrder(
      { symbol: 'BTC/USDT', orderId: first.id },
      { quantity: m('0.005'), price: null, triggerPrice: null },
      'unused',
      withoutPermit,
    )
    expect(smaller).toMatchObject({ how: 'in_place', order: { id: first.id } })
    const dearer = await client.editOrder(
      { symbol: 'BTC/USDT', orderId: first.id },
      { quantity: null, price: m('51000'), triggerPrice: null },
      'second',
      withoutPermit,
    )
    expect(dearer).toMatchObject({ how: 'replace', order: { clientOrderId: 'second' } })
    await client.cancelOrder({ symbol: 'BTC/USDT', clientOrderId: 'second' })
    const { order: entry, legs } = await client.placeOrder({ ...limit, exits }, 'third', withoutPermit)
    expect(legs.map(({ role }) => role)).toEqual(['take_profit', 'stop_loss'])
    await client.cancelOrder({ symbol: 'BTC/USDT', orderId: entry.id })
    const pair = { kind: 'oco', symbol: 'BTC/USDT', side: 'sell', quantity: m('0.01'), ...exits } as const
    await client.placeOrder(pair, 'fourth', withoutPermit)
    expect(await fixture.arrived()).toEqual({
      'WS order.place': 1,
      'WS order.amend.keepPriority': 1,
      'WS order.cancelReplace': 1,
      'WS order.cancel': 2,
      'WS orderList.place.opoco': 1,
      'WS orderList.place.oco': 1,
    })
    expect(fixture.warnings).toEqual([])
  })

  it('count against the limits as over REST: what answers report, weight and unfilled orders', async () => {
    const { client, manager, control } = await start()
    await client.getMarkets()
    const limits = { ordersPer10Seconds: 100, ordersPerDay: 200_000 }
    await control('POST', '/limits', { limits })
    await client.placeOrder(...order('first'))
    const taken = { ...limit, price: m('90000') }
    await client.placeOrder(taken, 'second', withoutPermit)
    await client.placeOrder(taken, 'third', withoutPermit)
    const { usage = [] } = manager.statusFor(firstAccount.accountId) ?? {}
    // Fills take an order off the count again, which nobody knows but from the answers.
    expect(usage.filter(({ pool }) => pool === 'orders:first:1D')).toMatchObject([{ used: 1 }])
    expect(usage.find(({ pool }) => pool === 'weight')?.used).toBeGreaterThan(20)
  })

  it('go by REST where the account has it so, and the socket closes when no account wants it', async () => {
    const fixture = await start()
    expect(await fixture.sockets()).toHaveLength(1)
    fixture.setConnection({ orderRoute: 'rest' })
    fixture.streams.refresh()
    expect(fixture.state()).toBe('off')
    await fixture.client.placeOrder(...order('first'))
    expect(await fixture.arrived()).toEqual({ 'POST /api/v3/order': 1 })
    await expect.poll(fixture.sockets).toEqual([])
    expect(fixture.warnings).toEqual([])
    const rest = await start('rest')
    rest.streams.refresh()
    expect(await rest.sockets()).toEqual([])
  })

  it('are held back by the permit', async () => {
    const fixture = await start()
    const refusal = new GatewayError('refused', 'guard.halted')
    const placing = fixture.client.placeOrder(limit, 'first', () => {
      throw refusal
    })
    expect(await caught(placing)).toBe(refusal)
    expect(await fixture.arrived()).toEqual({})
  })

  it('leave evidence under the name of the endpoint, without key and signature', async () => {
    const fixture = await start()
    const heard: Heard[] = []
    const body = { code: -2010, msg: 'not with practice-key-1' }
    await fixture.spoil('WS', 'order.place', { status: 400, body })
    await withEvidence(
      (each) => heard.push(each),
      () => caught(fixture.client.placeOrder(...order('first'))),
    )
    expect(heard.filter(({ method }) => method === 'POST')).toEqual([
      {
        method: 'POST',
        path: '/api/v3/order',
        status: 400,
        text: '{"code":-2010,"msg":"not with […]"}',
        over: 'websocket',
      },
    ])
  })
})

describe('when the socket fails', () => {
  it.each([
    ['drop_after', 1],
    ['truncate', 1],
    ['drop_before', 0],
  ] as const)(
    'an order whose answer is lost (%s) is unknown, never sent again, and found by its id',
    async (fault, times) => {
      const fixture = await start()
      const { client } = fixture
      await fixture.spoil('WS', 'order.place', fault)
      expect((await caught(client.placeOrder(...order('first')))).class).toBe('unknown-outcome')
      expect(fixture.state()).not.toBe('live')
      expect((await client.placeOrder(...order('second'))).order.status).toBe('open')
      expect(await fixture.arrived()).toEqual({ 'WS order.place': 1, 'POST /api/v3/order': 1 })
      expect(await fixture.accepted('first')).toBe(times)
      expect((await client.findOrder(limit, 'first'))?.order.clientOrderId).toBe(times === 1 ? 'first' : undefined)
      await fixture.until('live')
      await client.placeOrder(...order('third'))
      expect(await fixture.arrived()).toEqual({ 'WS order.place': 2, 'POST /api/v3/order': 1 })
      expect(fixture.warnings.filter((text) => text.startsWith('requests go'))).toEqual([
        'requests go over HTTP for now, instead of a socket',
        'requests go over a socket again',
      ])
    },
  )

  it('a cancel whose answer is lost is settled by asking for the order', async () => {
    const fixture = await start()
    await fixture.client.placeOrder(...order('first'))
    await fixture.spoil('WS', 'order.cancel', 'drop_after')
    const cancelled = await fixture.client.cancelOrder({ symbol: 'BTC/USDT', clientOrderId: 'first' })
    expect(cancelled.status).toBe('cancelled')
    expect(await fixture.arrived()).toEqual({ 'WS order.place': 1, 'WS order.cancel': 1 })
  })

  it('and cannot be opened again, orders go by REST until it can', async () => {
    const fixture = await start()
    await fixture.control('POST', '/streams', { match: { exchange: 'binance' }, count: 2, fault: { refuse: 503 } })
    await fixture.act('cut')
    await fixture.until('down')
    await fixture.client.placeOrder(...order('first'))
    expect(await fixture.arrived()).toEqual({ 'POST /api/v3/order': 1 })
    await fixture.until('live')
    await fixture.client.placeOrder(...order('second'))
    expect(await fixture.arrived()).toEqual({ 'POST /api/v3/order': 1, 'WS order.place': 1 })
  })

  it('changes over when the exchange says that it goes: an order under way is answered, the next goes by the new one', async () => {
    const fixture = await start()
    const [old] = await fixture.sockets()
    await fixture.spoil('WS', 'order.place', { delayMs: 400, when: 'after' })
    const underWay = fixture.client.placeOrder(...order('first'))
    await expect.poll(() => fixture.accepted('first')).toBe(1)
    await fixture.act('notice')
    await expect.poll(async () => (await fixture.sockets()).length).toBe(2)
    const { order: second } = await fixture.client.placeOrder(...order('second'))
    expect(second.status).toBe('open')
    expect((await underWay).order.status).toBe('open')
    await expect.poll(fixture.sockets).toEqual([expect.any(Number)])
    expect(await fixture.sockets()).not.toContain(old)
    expect(await fixture.arrived()).toEqual({ 'WS order.place': 2 })
    expect(fixture.warnings).toEqual([])
  })
})

describe('when the exchange answers over the socket without a verdict', () => {
  const overloaded = { status: 503, body: { code: -1008, msg: 'Server is currently overloaded.' } }
  const disconnected = { status: 500, body: { code: -1001, msg: 'Internal error; unable to process your request.' } }
  const timeout = { status: 408, when: 'after', body: { code: -1007, msg: 'Timeout waiting for response.' } }

  it('three times in a row, orders go by REST until a new socket is there, and each one is known by its id', async () => {
    const fixture = await start()
    const { client } = fixture
    const [old] = await fixture.sockets()
    await fixture.control('POST', '/streams', { match: { exchange: 'binance' }, count: 1, fault: { refuse: 503 } })
    for (const [id, fault] of Object.entries({ a: overloaded, b: disconnected, c: timeout })) {
      expect(fixture.state()).toBe('live')
      await fixture.spoil('WS', 'order.place', fault)
      expect((await caught(client.placeOrder(...order(id)))).class).toBe('unknown-outcome')
    }
    expect(fixture.streams.status(firstAccount.accountId)?.orders?.state).toEqual({
      kind: 'down',
      reason: 'several requests in a row had no clear answer',
    })
    expect((await client.placeOrder(...order('d'))).order.status).toBe('open')
    expect(await fixture.arrived()).toEqual({ 'WS order.place': 3, 'POST /api/v3/order': 1 })
    const found = await Promise.all(['a', 'b', 'c'].map((id) => client.findOrder(limit, id)))
    expect(found.map((each) => each?.order.clientOrderId)).toEqual([undefined, undefined, 'c'])
    await fixture.until('live')
    await client.placeOrder(...order('e'))
    expect(await fixture.arrived()).toEqual({ 'WS order.place': 4, 'POST /api/v3/order': 1 })
    await expect.poll(fixture.sockets).toEqual([expect.any(Number)])
    expect(await fixture.sockets()).not.toContain(old)
  })

  it('the socket stays while its answers are refusals, or clear ones come between', async () => {
    const fixture = await start()
    const [socket] = await fixture.sockets()
    const refused = { status: 400, body: { code: -2010, msg: 'Order would immediately match and take.' } }
    for (const fault of [overloaded, overloaded, refused, overloaded, overloaded, refused, refused, refused]) {
      await fixture.spoil('WS', 'order.place', fault)
      await caught(fixture.client.placeOrder(...order('a')))
    }
    expect(fixture.state()).toBe('live')
    expect(await fixture.sockets()).toEqual([socket])
  })
})

describe('what the exchange refuses over a socket', () => {
  const business = (code: number, msg: string, status = 400) => ({ status, body: { code, msg } })
  it.each([
    business(-2010, 'Account has insufficient balance for requested action.'),
    business(-2010, 'Order would immediately match and take.'),
    business(-2010, 'Duplicate order sent.'),
    business(-1013, 'Filter failure: PRICE_FILTER'),
    business(-1013, 'Market is closed.'),
    business(-1021, 'Timestamp for this request is outside of the recvWindow.'),
    business(-1022, 'Signature for this request is not valid.'),
    business(-2015, 'Invalid API-key, IP, or permissions for action.', 401),
    business(-1111, 'Parameter has too much precision.'),
    business(-1007, 'Timeout waiting for response from backend server.', 408),
    business(-1000, 'An unknown error occurred.', 500),
    business(-1008, 'Server is currently overloaded.', 503),
    business(-7777, 'Something new.'),
    business(-1003, 'Too much request weight used.', 429),
    business(-1015, 'Too many new orders.', 429),
    business(-1003, 'Way too much; IP banned until 9999999999999.', 418),
    business(0, 'Forbidden', 403),
  ])('means the same as over REST: $body.code $body.msg', async (fault) => {
    const told = async (route: OrderRoute, method: string, path: string): Promise<unknown> => {
      const fixture = await start(route)
      await fixture.client.getMarkets()
      await fixture.spoil(method, path, fault)
      const { class: errorClass, text, field, exchange } = await caught(fixture.client.placeOrder(...order('first')))
      expect(await fixture.arrived()).toEqual({ [`${method} ${path}`]: 1 })
      return { errorClass, key: text.key, field, exchange }
    }
    expect(await told('websocket', 'WS', 'order.place')).toEqual(await told('rest', 'POST', '/api/v3/order'))
  })

  it.each([
    [429, -1003, 'Too much request weight used.', 60_000, true],
    [418, -1003, 'Way too much request weight used.', 600_000, true],
    [429, -1015, 'Too many new orders.', 60_000, false],
  ])(
    'with %i %i is heeded until the moment that it names, over REST, too',
    async (status, code, msg, waitMs, stopsAll) => {
      const fixture = await start()
      const { client } = fixture
      await client.getMarkets()
      const serverTime = Date.now()
      const body = { code, msg, data: { serverTime, retryAfter: serverTime + waitMs } }
      await fixture.spoil('WS', 'order.place', { status, body })
      const first = await caught(client.placeOrder(...order('first')))
      expect(first).toMatchObject({ class: 'unknown-outcome', retryAfterMs: waitMs })
      const second = await caught(client.placeOrder(...order('second')))
      expect(second.class).toBe('rate-limit')
      expect(second.retryAfterMs).toBeGreaterThan(waitMs - 5_000)
      fixture.setConnection({ orderRoute: 'rest' })
      expect((await caught(client.placeOrder(...order('third')))).class).toBe('rate-limit')
      expect(await fixture.arrived()).toEqual({ 'WS order.place': 1 })
      const read = client.getBalance()
      if (stopsAll) expect((await caught(read)).class).toBe('rate-limit')
      else expect((await read).length).toBeGreaterThan(0)
    },
  )

  it('keeps the socket from being opened anew, too, for as long as it asks to wait', async () => {
    const fixture = await start()
    await fixture.client.getMarkets()
    const body = { code: -1003, msg: 'Way too much request weight used.', data: { retryAfter: Date.now() + 60_000 } }
    await fixture.spoil('WS', 'order.place', { status: 418, body })
    await caught(fixture.client.placeOrder(...order('first')))
    await fixture.act('cut')
    await expect.poll(() => fixture.warnings).toContain('a stream could not be opened')
    expect(await fixture.sockets()).toEqual([])
    expect(fixture.state()).toBe('down')
  })

  it('of which half was done is told as over REST', async () => {
    const fixture = await start()
    const { client } = fixture
    const { order: placed } = await client.placeOrder(...order('first'))
    const data = {
      cancelResult: 'SUCCESS',
      newOrderResult: 'FAILURE',
      cancelResponse: {},
      newOrderResponse: { code: -2010, msg: 'Order would immediately match and take.' },
    }
    const body = { code: -2021, msg: 'Order cancel-replace partially failed.', data }
    await fixture.spoil('WS', 'order.cancelReplace', { status: 409, body })
    const reference = { symbol: 'BTC/USDT', orderId: placed.id }
    const error = await caught(
      client.editOrder(reference, { quantity: null, price: m('51000'), triggerPrice: null }, 'second', withoutPermit),
    )
    expect(error).toMatchObject({ class: 'refused', text: { key: 'order.edit.cancelled_not_replaced' } })
  })
})
