import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { tellShortfall } from '../../src-main/exchange/orders/shortfall.ts'
import { clientOrderIdOf } from '../../src-main/trading/client-order-id.ts'
import type { PlaceOutcome } from '../../src-main/trading/desk-types.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { message, sentence } from '../../src-shared/messages/index.ts'
import type { Order } from '../../src-shared/order.ts'
import { type Answer, py } from './support/django-client.ts'
import { money, order } from './support/models.ts'
import { running, type Running } from './support/running.ts'

let run: Running
beforeAll(async () => {
  run = await running({ language: () => 'fr' })
})
afterAll(() => run[Symbol.asyncDispose]())
beforeEach(() => {
  const { desk, client, django } = run.services
  for (const list of [desk.placed, desk.cancelled, desk.edited, client.orderCalls]) list.length = 0
  for (const list of [client.feeCalls, django.kept]) list.length = 0
  desk.open = []
  desk.closed = []
})

const btc = { broker_id: 1, symbol: 'BTCUSDT' }
const notFound = (): GatewayError => new GatewayError('not-found', 'order.not_found', { orderId: '1', symbol: 'X' })
const asked = (): unknown => JSON.parse(JSON.stringify(run.services.desk.placed.at(-1)?.intent.request))

describe('edit_order', () => {
  it('takes amount and price as text, and answers the new id with the old one', async () => {
    const answer = await run.django.ask('edit_order', {
      ...btc,
      order_id: '77',
      type: 'limit',
      amount: '0.5',
      price: '60000.5',
    })
    expect(answer.data).toMatchObject({
      success: true,
      id: '78',
      order_id: '78',
      original_order_id: '77',
      status: 'modified',
      message: 'Ordre 78 modifié.',
      order: { id: '78', status: 'open' },
    })
    expect(run.services.desk.edited.map(({ intent }) => JSON.parse(JSON.stringify(intent)) as unknown)).toEqual([
      {
        accountId: 'account-1',
        orderId: '77',
        symbol: 'BTC/USDT',
        change: { quantity: '0.5', price: '60000.5', triggerPrice: null },
        deadline: { at: expect.any(Number) as unknown },
        offStep: 'round',
      },
    ])
  })

  it.each([
    [{ stop_price: 5 }, { price: null, triggerPrice: '5' }],
    [
      { type: 'take_profit', price: 6 },
      { price: null, triggerPrice: '6' },
    ],
    [
      { triggerPrice: 7, price: 8 },
      { price: '8', triggerPrice: '7' },
    ],
  ])('understands %o', async (change, expected) => {
    await run.django.ask('edit_order', { broker_id: 1, orderId: 77, ...change })
    const { intent } = run.services.desk.edited.at(-1) ?? {}
    expect(JSON.parse(JSON.stringify(intent))).toMatchObject({ symbol: null, change: expected })
  })

  it('answers a failed change as a failure, with the exchange’s reason', async () => {
    const { desk } = run.services
    const usual = desk.editAnswer
    desk.editAnswer = () =>
      Promise.reject(new GatewayError('refused', 'exchange.rejected', { exchange: 'Bitget', reason: 'no' }))
    const answer = await run.django.ask('edit_order', { ...btc, order_id: '77', amount: 1 })
    desk.editAnswer = usual
    expect(answer).toMatchObject({ success: false, data: null, error: 'Bitget a refusé : no' })
  })
})

describe('get_order_info', () => {
  it('is one order object, asked of the exchange where the symbol is told', async () => {
    const answer = await run.django.ask('get_order_info', { ...btc, order_id: '9007199254740993123' })
    expect(answer.data).toMatchObject({ id: '9007199254740993123', status: 'open', fee: { cost: 0 } })
    expect(run.services.client.orderCalls).toEqual([{ symbol: 'BTC/USDT', orderId: '9007199254740993123' }])
  })

  it('is found without a symbol among open and finished orders', async () => {
    run.services.desk.open = [order({ id: '1' })]
    run.services.desk.closed = [order({ id: '2', status: 'filled' })]
    expect((await run.django.ask('get_order_info', { broker_id: 1, orderId: '1' })).data.id).toBe('1')
    expect((await run.django.ask('get_order_info', { broker_id: 1, orderId: 2 })).data.id).toBe('2')
    const unknown = await run.django.ask('get_order_info', { broker_id: 1, orderId: 3 })
    expect(unknown).toMatchObject({ success: false, error: expect.stringContaining('ordre 3') as unknown })
  })

  it('is found by the client id that it was placed with, ours or the caller’s', async () => {
    const { client } = run.services
    const ours = clientOrderIdOf(
      { kind: 'redis', requestId: 'client_order_id:ARISTO_1', userId: 1, action: '', traceId: null },
      'broker 1',
    )
    const usual = client.orderAnswer
    client.orderAnswer = (reference) =>
      'clientOrderId' in reference && reference.clientOrderId === ours
        ? Promise.resolve(order({ id: '5' }))
        : Promise.reject(notFound())
    expect((await run.django.ask('get_order_info', { ...btc, client_oid: 'ARISTO_1' })).data.id).toBe('5')
    client.orderAnswer = usual
    run.services.desk.open = [order({ id: '6', clientOrderId: ours })]
    expect((await run.django.ask('get_order_info', { broker_id: 1, clientOid: 'ARISTO_1' })).data.id).toBe('6')
  })

  it.each([{}, { order_id: '1', client_oid: 'x' }])('needs exactly one id: %o', async (ids) => {
    const answer = await run.django.ask('get_order_info', { ...btc, ...ids })
    expect(answer.error).toBe('La requête doit porter l’un des champs order_id et client_oid, pas les deux.')
  })
})

describe('a caller’s own client_order_id', () => {
  const request = { broker_id: 1, symbol: 'BTC/USDT', side: 'sell', amount: 1, client_order_id: 'ARISTO_1_x' }

  it('names the order whatever its request id, so that the desk places it once', async () => {
    await run.django.ask('place_order', request)
    await run.django.ask('place_order', request)
    const ids = run.services.desk.placed.map(({ origin }) => origin.requestId)
    expect(ids).toEqual(['client_order_id:ARISTO_1_x', 'client_order_id:ARISTO_1_x'])
  })

  it('is kept under the exchange’s other names for it, and ours without one', async () => {
    const { client, django } = run.services
    client.references = [{ key: 'number_of:', value: '7' }]
    await run.django.ask('place_order', request)
    await run.django.ask('place_order', { ...request, client_order_id: null })
    client.references = []
    expect(django.kept).toEqual([
      { key: 'number_of:ARISTO_1_x', value: '7' },
      { key: 'number_of:ag0123456789abcdef', value: '7' },
    ])
  })
})

describe('orders of Terminal 3, which computes a value in USDT for everything', () => {
  const trace = { trace_id: 'a webhook' }
  const place = (params: object, more: object = trace): Promise<Answer> =>
    run.django.ask('place_order', { broker_id: 1, symbol: 'BTC/USDT', type: 'market', ...params }, more)

  it.each([
    ['a market sale', { side: 'sell', amount: py('500.0') }, /500 BTC, dont 0.5 sont disponibles/],
    ['a limit sale', { side: 'sell', amount: 500, type: 'limit', price: 60_000 }, /500 BTC, dont 0.5/],
    ['a limit buy', { side: 'buy', amount: 500, type: 'limit', price: 60_000 }, /30000000 USDT, dont 1000.1/],
    ['an amount below the minimum', { side: 'sell', amount: py('1e-06') }, /0.000001 BTC, sous le minimum/],
  ])('%s of more than there is, is refused with a sentence', async (_name, params, error) => {
    const answer = await place(params)
    expect(answer.success).toBe(false)
    expect(answer.error).toMatch(error)
    expect(answer.error).toContain('Terminal 3 envoie une valeur en USDT')
    expect(run.services.desk.placed).toHaveLength(0)
  })

  it.each([
    ['a market buy', { side: 'buy', amount: 500 }],
    ['a sale within the balance', { side: 'sell', amount: py('0.4') }],
    ['a stop loss', { side: 'sell', amount: 500, type: 'stop_loss', stop_price: 1 }],
  ])('%s goes on as it is', async (_name, params) => {
    expect((await place(params)).success).toBe(true)
    expect(run.services.desk.placed).toHaveLength(1)
  })

  it('an exchange that does not tell its balances judges itself', async () => {
    const { client } = run.services
    client.balanceError = new GatewayError('retryable', 'exchange.unreachable', { exchange: 'Binance' })
    const answer = await place({ side: 'sell', amount: 500 })
    client.balanceError = null
    expect(answer.success).toBe(true)
  })

  it('nobody else’s orders are looked at', async () => {
    expect((await place({ side: 'sell', amount: 500 }, { trace_id: null })).success).toBe(true)
  })

  describe('with the setting on', () => {
    beforeAll(() => (run.services.terminal3Meaning = 'usdt'))
    afterAll(() => (run.services.terminal3Meaning = 'coins'))

    it('a market sale is turned into base units at the best price, cut to the step', async () => {
      await place({ side: 'sell', amount: py('500.0') })
      expect(asked()).toMatchObject({ kind: 'market', amount: { unit: 'base', value: '0.00833' } })
    })

    it('a limit order is at its own price, a market buy stays in quote', async () => {
      await place({ side: 'buy', amount: 500, type: 'limit', price: 50_000 })
      expect(asked()).toMatchObject({ kind: 'limit', quantity: '0.01', price: '50000' })
      await place({ side: 'buy', amount: 500 })
      expect(asked()).toMatchObject({ kind: 'market', amount: { unit: 'quote', value: '500' } })
    })

    it('a pair in another currency is refused', async () => {
      const answer = await place({ side: 'sell', amount: 500, symbol: 'ETH/BTC' })
      expect(answer.error).toContain('ETH/BTC')
      expect(run.services.desk.placed).toHaveLength(0)
    })

    it('the orders of others are not touched', async () => {
      await place({ side: 'sell', amount: 500 }, { trace_id: null })
      expect(asked()).toMatchObject({ amount: { unit: 'base', value: '500' } })
    })
  })

  describe('while nobody has said what its amounts mean', () => {
    beforeEach(() => {
      run.services.terminal3Meaning = null
      run.services.terminal3Questions.length = 0
    })
    afterAll(() => {
      run.services.terminal3Meaning = 'coins'
      run.services.terminal3Answer = () => Promise.resolve('coins')
    })

    it.each([
      ['coins', '5'],
      ['usdt', '0.05'],
    ] as const)('a person is asked, and says %s', async (meaning, quantity) => {
      run.services.terminal3Answer = () => Promise.resolve(meaning)
      await place({ side: 'buy', amount: 5, type: 'limit', price: 100 })
      const [question, ...more] = run.services.terminal3Questions
      expect(more).toEqual([])
      expect(question?.notionalUsd?.toString()).toBe('500')
      expect(question?.readings.coins).toMatchObject({ quantity: money('5') })
      expect(asked()).toMatchObject({ kind: 'limit', quantity })
    })

    it('what can only be a value is refused as before', async () => {
      expect((await place({ side: 'sell', amount: py('0.6') })).success).toBe(false)
      expect(run.services.terminal3Questions).toEqual([])
    })

    it('nothing is placed when the person does not say', async () => {
      run.services.terminal3Answer = () => Promise.reject(new GatewayError('refused', 'guard.approval_expired'))
      const answer = await place({ side: 'sell', amount: py('0.4') })
      expect(answer.success).toBe(false)
      expect(run.services.desk.placed).toHaveLength(0)
    })

    it('a value too small for one step has no reading in USDT', async () => {
      await place({ side: 'sell', amount: py('0.001') })
      expect(run.services.terminal3Questions).toMatchObject([{ readings: { usdt: null } }])
    })

    it('a pair in another currency has one reading only', async () => {
      await place({ side: 'buy', amount: 1, type: 'limit', price: py('0.05'), symbol: 'ETH/BTC' })
      expect(run.services.terminal3Questions).toMatchObject([{ readings: { usdt: null } }])
    })

    it('a market buy, and the orders of others, are not asked about', async () => {
      await place({ side: 'buy', amount: 500 })
      await place({ side: 'sell', amount: py('0.4') }, { trace_id: null })
      expect(run.services.terminal3Questions).toEqual([])
    })
  })

  it('one that the desk knows already gets its stored outcome, whatever the balance is now', async () => {
    const { desk } = run.services
    const stored = await desk.outcome()
    Object.assign(desk, { recall: (): Promise<PlaceOutcome | null> => Promise.resolve(stored) })
    const answer = await place({ side: 'sell', amount: 500 })
    Object.assign(desk, { recall: undefined })
    expect(answer).toMatchObject({ success: true, data: { id: '9007199254740993123' } })
    expect(desk.placed).toHaveLength(0)
  })

  it('nor does an exchange that cannot be asked for its markets make it an order that was not placed', async () => {
    const { desk, client } = run.services
    const stored = await desk.outcome()
    const usual = client.marketsAnswer
    Object.assign(desk, { recall: (): Promise<PlaceOutcome | null> => Promise.resolve(stored) })
    client.marketsAnswer = () =>
      Promise.reject(new GatewayError('rate-limit', 'exchange.rate_limited', { exchange: 'X', seconds: '9' }))
    const answer = await place({ side: 'buy', amount: 500, type: 'limit', price: 50_000 })
    client.marketsAnswer = usual
    Object.assign(desk, { recall: undefined })
    expect(answer).toMatchObject({ success: true, data: { id: '9007199254740993123' } })
  })
})

describe('finished orders asked for without time bounds, as Terminal 7 does', () => {
  const hours = 3_600_000
  /** Once for all: what ended a millisecond apart must not end together because one passed meanwhile. */
  const started = Date.now()
  const filled = (id: string, agoMs: number): Order =>
    order({ id, status: 'filled', createdAt: 1, updatedAt: started - agoMs, fees: [] })
  const ids = (answer: Answer): unknown => Object.values(answer.data).map(({ id }) => id)
  /** Of an account that nobody has scanned yet. */
  const fresh = async (closed: readonly Order[]): Promise<Running> => {
    const other = await running()
    other.services.desk.closed = closed
    return other
  }

  it('come oldest first, so that a purchase comes before its sale', async () => {
    await using other = await fresh([filled('sale', 1_000), filled('purchase', 2_000)])
    expect(ids(await other.django.ask('fetch_closed_orders', { broker_id: 1, limit: 50 }))).toEqual([
      'purchase',
      'sale',
    ])
    expect(ids(await other.django.ask('fetch_closed_orders', { ...btc, limit: 50 }))).toEqual(['purchase', 'sale'])
    const bounded = await other.django.ask('fetch_closed_orders', { broker_id: 1, start_time: 1 })
    expect(ids(bounded)).toEqual(['sale', 'purchase'])
  })

  it('reach back a week, at the first scan with a thousand orders', async () => {
    const week = 7 * 24 * hours
    await using other = await fresh([filled('new', hours), filled('6 days', week - hours), filled('old', week + hours)])
    expect(ids(await other.django.ask('fetch_closed_orders', { broker_id: 1, limit: 1 }))).toEqual(['6 days', 'new'])
    expect(other.services.desk.closedQueries).toMatchObject([{ limit: 1_000, since: null }])
    await other.django.ask('fetch_closed_orders', { broker_id: 1, limit: 1 })
    expect(other.services.desk.closedQueries.slice(1)).toMatchObject([{ limit: 1 }])
  })

  it('leave none out that ended since the last scan', async () => {
    await using other = await fresh([])
    await other.django.ask('fetch_closed_orders', { broker_id: 1, limit: 2 })
    other.services.desk.closed = ['e', 'd', 'c', 'b', 'a'].map((id, at) => filled(id, at))
    expect(ids(await other.django.ask('fetch_closed_orders', { broker_id: 1, limit: 2 }))).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ])
  })
})

describe('orders in a list', () => {
  const entry = order({ id: 'e', role: 'entry', listId: 'L' })
  const exit = (id: string, role: 'take_profit' | 'stop_loss'): Order =>
    order({
      id,
      role,
      listId: 'L',
      side: 'sell',
      waiting: true,
      createdAt: 1,
      terms:
        role === 'stop_loss'
          ? { kind: 'stop_loss', triggerPrice: money('50000') }
          : { kind: 'limit', price: money('70000'), timeInForce: 'gtc', postOnly: true },
    })

  it('an entry shows the prices of its exits that are orders of their own', async () => {
    run.services.desk.open = [exit('t', 'take_profit'), entry, exit('s', 'stop_loss')]
    const { data } = await run.django.ask('fetch_open_orders', { broker_id: 1 })
    expect(data[0]).toMatchObject({
      id: 'e',
      type: 'sl_tp_combo',
      price: 60_000,
      preset_take_profit_price: 70_000,
      preset_stop_loss_price: 50_000,
    })
    const filtered = await run.django.ask('fetch_open_orders', { broker_id: 1, order_id: 'e', limit: 1 })
    expect(filtered.data).toMatchObject([{ id: 'e', preset_stop_loss_price: 50_000 }])
    expect(data[1]).toMatchObject({ preset_take_profit_price: null, preset_stop_loss_price: null })
  })

  it('an entry shows the exits of its bracket, wherever they are held, as long as it is open', async () => {
    const { desk } = run.services
    const legs = [{ role: 'take_profit', triggerPrice: money('71000') }] as const
    Object.assign(desk, {
      brackets: {
        list: () => [
          { entry: { orderId: 'b' }, legs },
          { entry: null, legs },
        ],
        heldHere: () => [],
      },
    })
    desk.open = [order({ id: 'b' }), order({ id: 'c' })]
    desk.closed = [order({ id: 'b', status: 'cancelled' })]
    const { data } = await run.django.ask('fetch_open_orders', { broker_id: 1 })
    const closed = await run.django.ask('fetch_closed_orders', { broker_id: 1, since: 1 })
    Object.assign(desk, { brackets: undefined })
    const presets = Object.values(data).map((each) => [each.id, each.preset_take_profit_price])
    expect(presets).toEqual([
      ['b', 71_000],
      ['c', null],
    ])
    expect(closed.data[0]?.preset_take_profit_price).toBeNull()
  })

  it('what the application holds is a row of its own, found by its id; cancelling one of a pair says what ends with it', async () => {
    const { desk } = run.services
    const held = { ...exit('guarded-x-tp', 'take_profit'), listId: null }
    Object.assign(desk, {
      brackets: { list: () => [], heldHere: () => [held], otherExits: () => ['take_profit'] },
    })
    desk.open = [exit('s', 'stop_loss')]
    const { data } = await run.django.ask('fetch_open_orders', btc)
    expect(Object.values(data).map(({ id }): unknown => id)).toEqual(expect.arrayContaining(['s', 'guarded-x-tp']))
    const one = await run.django.ask('get_order_info', { ...btc, order_id: 'guarded-x-tp' })
    expect(one.data).toMatchObject({ id: 'guarded-x-tp', type: 'limit' })
    const cancelled = await run.django.ask('cancel_order', { ...btc, order_id: 's' })
    Object.assign(desk, { brackets: undefined })
    expect(cancelled.data).toMatchObject({
      message: 'Ordre s annulé. Le take-profit de la même paire prend fin avec lui.',
      also_ended: ['take_profit'],
    })
  })

  it('an exit that changes hands while the exchange is asked is in the answer all the same', async () => {
    const { desk } = run.services
    let held = [{ ...exit('guarded-x-tp', 'take_profit'), listId: null }]
    Object.assign(desk, { brackets: { list: () => [], heldHere: () => held, otherExits: () => [] } })
    const answer = vi.spyOn(desk, 'openOrders').mockImplementationOnce(() => {
      // The exchange has made its list; then the exit is placed.
      held = []
      desk.open = [exit('tp', 'take_profit')]
      return Promise.resolve([])
    })
    const { data } = await run.django.ask('fetch_open_orders', { broker_id: 1 })
    answer.mockRestore()
    Object.assign(desk, { brackets: undefined })
    expect(Object.values(data).map(({ id }) => id)).toEqual(['tp'])
  })

  it('one exit is shown, and the entry keeps its own type', async () => {
    run.services.desk.open = [entry, exit('s', 'stop_loss')]
    const { data } = await run.django.ask('fetch_open_orders', { broker_id: 1 })
    expect(data[0]).toMatchObject({
      type: 'limit',
      preset_take_profit_price: null,
      preset_stop_loss_price: 50_000,
    })
  })

  it('are paged by the last id, whatever ids look like', async () => {
    run.services.desk.closed = ['OC', 'OA', 'OB'].map((id) => order({ id, status: 'filled' }))
    const ids = async (below: string): Promise<unknown> => {
      const { data } = await run.django.ask('fetch_closed_orders', { broker_id: 1, idLessThan: below })
      return Object.values(data).map(({ id }): unknown => id)
    }
    expect(await ids('OC')).toEqual(['OA', 'OB'])
    expect(await ids('OB')).toEqual([])
    run.services.desk.closed = ['30', '9', '4'].map((id) => order({ id, status: 'filled' }))
    expect(await ids('10')).toEqual(['9', '4'])
  })

  it('one closed order by its id is looked for beyond the last ones', async () => {
    const { client } = run.services
    const usual = client.orderAnswer
    client.orderAnswer = () => Promise.resolve(order({ id: '3', status: 'cancelled' }))
    const found = await run.django.ask('fetch_closed_orders', { ...btc, order_id: '3' })
    expect(found.data).toMatchObject([{ id: '3' }])
    client.orderAnswer = () => Promise.resolve(order({ id: '3', status: 'open' }))
    expect((await run.django.ask('fetch_closed_orders', { ...btc, order_id: '3' })).data).toEqual([])
    client.orderAnswer = () => Promise.reject(notFound())
    expect((await run.django.ask('fetch_closed_orders', { ...btc, order_id: '3' })).data).toEqual([])
    client.orderAnswer = usual
  })
})

describe('an answer that is not whole', () => {
  it('says what is missing, once, in the answers’ language; a whole one has no such field', async () => {
    const { desk } = run.services
    const usual = desk.tell
    const cut = message('exchange.history_cut', { exchange: 'Kraken', pages: '12' })
    desk.closed = [order({ id: 'n1', status: 'cancelled', updatedAt: Date.now() })]
    for (const params of [{}, { since: 1 }, { limit: 1 }]) {
      desk.tell = () => {
        tellShortfall(cut)
        tellShortfall(cut)
      }
      const answer = await run.django.ask('fetch_closed_orders', { broker_id: 1, ...params })
      expect(answer).toMatchObject({ success: true, notes: [sentence(cut, 'fr')] })
      expect(answer.data).toHaveLength(1)
      desk.tell = usual
      const whole = await run.django.ask('fetch_closed_orders', { broker_id: 1, ...params })
      expect(whole).not.toHaveProperty('notes')
    }
  })
})

describe('fees that the exchange’s list leaves out', () => {
  const filled = (id: string): Order =>
    order({ id, status: 'filled', filled: money('1'), quoteFilled: money('100'), averagePrice: money('100') })

  it('are asked for once an order, and shown in quote', async () => {
    const { client, desk } = run.services
    desk.closed = [filled('f1'), filled('f2'), order({ id: 'f3', status: 'cancelled' })]
    client.feesAnswer = () => Promise.resolve([{ asset: 'BTC', amount: money('0.001') }])
    const first = await run.django.ask('fetch_closed_orders', { broker_id: 1, since: 1 })
    expect(first.data[0]?.fee).toEqual({ cost: 0.1, currency: 'USDT' })
    expect(first.data[0]?.fee_detail).toEqual({ BTC: 0.001 })
    await run.django.ask('fetch_closed_orders', { broker_id: 1, since: 1 })
    expect([...client.feeCalls].sort()).toEqual(['f1', 'f2'])
    client.feesAnswer = () => Promise.resolve([])
  })

  it('that cannot be had now are zero, and asked for again', async () => {
    const { client, desk } = run.services
    desk.closed = [filled('g1')]
    client.feesAnswer = () => Promise.reject(notFound())
    const first = await run.django.ask('fetch_closed_orders', { broker_id: 1, since: 1 })
    expect(first.data[0]?.fee).toEqual({ cost: 0, currency: 'USDT' })
    client.feesAnswer = () => Promise.resolve([{ asset: 'USDT', amount: money('0.2') }])
    const second = await run.django.ask('fetch_closed_orders', { broker_id: 1, since: 1 })
    expect(second.data[0]?.fee).toEqual({ cost: 0.2, currency: 'USDT' })
    client.feesAnswer = () => Promise.resolve([])
  })
})

describe('parameters', () => {
  it('in two spellings that say different things are refused', async () => {
    const answer = await run.django.ask('get_balance', { broker_id: 1, brokerId: 2 })
    expect(answer.error).toBe('Les champs broker_id et brokerId de la requête se contredisent.')
    expect((await run.django.ask('get_balance', { broker_id: 1, brokerId: 1 })).success).toBe(true)
  })
})
