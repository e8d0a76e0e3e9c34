import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { Money } from '../../../src-shared/money.ts'
import type { LimitOrderRequest } from '../../../src-shared/order.ts'
import { limit } from '../sample-orders.ts'
import { caught } from '../scripted.ts'
import { answer, orderRecord, type Script, scriptedClient } from './scripted-venue.ts'

const m = (text: string) => Money.parse(text)
const reference = { symbol: 'BTC/USDT', orderId: '17' }

describe('sending', () => {
  it('signs the whole query, last, with the key in its header', async () => {
    const { client, calls } = scriptedClient({ 'POST /api/v3/order': () => answer(200, orderRecord()) })
    await client.placeOrder(limit, 'id1', withoutPermit)
    const { request } = calls('POST /api/v3/order')[0] ?? {}
    expect(request?.headers).toEqual({ 'X-MBX-APIKEY': 'the-key' })
    expect(request?.url).toMatch(
      /^http:\/\/exchange\.test\/api\/v3\/order\?symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0\.01&price=50000&newClientOrderId=id1&newOrderRespType=FULL&recvWindow=5000&timestamp=\d{13}&signature=SIGNED$/,
    )
  })

  it('never sends a write twice, whatever comes back', async () => {
    for (const outcome of [
      { kind: 'unknown', reason: 'ECONNRESET' } as const,
      { kind: 'not-sent', reason: 'ECONNREFUSED' } as const,
      answer(503, ''),
      answer(400, { code: -1021, msg: 'Timestamp for this request was 1000ms ahead of the server’s time.' }),
      answer(429, { code: -1015, msg: 'Too many new orders.' }, { 'retry-after': '1' }),
      answer(200, '{"symbol":"BTCUSDT"'),
    ]) {
      const { client, calls } = scriptedClient({ 'POST /api/v3/order': () => outcome })
      await caught(client.placeOrder(limit, 'id1', withoutPermit))
      expect(calls('POST /api/v3/order')).toHaveLength(1)
    }
  })

  it('takes an answer of the wrong shape for an unknown outcome', async () => {
    for (const body of ['', '[]', '{}', 'null', { ...orderRecord(), executedQty: 'NaN' }]) {
      const { client } = scriptedClient({ 'POST /api/v3/order': () => answer(200, body) })
      expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).class).toBe('unknown-outcome')
    }
  })

  it('measures the clock again on -1021 and asks once more for a read', async () => {
    const { client, calls } = scriptedClient({
      'GET /api/v3/openOrders': (_params, count) =>
        count === 1 ? answer(400, { code: -1021, msg: 'Timestamp…' }) : answer(200, []),
    })
    expect(await client.fetchOpenOrders(null)).toEqual([])
    expect(calls('GET /api/v3/openOrders')).toHaveLength(2)
    expect(calls('GET /api/v3/time')).toHaveLength(6)
  })

  it('asks for open orders of every symbol in one request', async () => {
    const { client, calls } = scriptedClient({ 'GET /api/v3/openOrders': () => answer(200, [orderRecord()]) })
    expect(await client.fetchOpenOrders(null)).toHaveLength(1)
    expect(calls('GET /api/v3/openOrders').map(({ params }) => params.symbol)).toEqual([undefined])
  })

  it('stops a single account’s orders on -1015 and everything on 429', async () => {
    const orders = scriptedClient({
      'POST /api/v3/order': () => answer(429, { code: -1015, msg: 'Too many new orders' }, { 'retry-after': '60' }),
      'GET /api/v3/openOrders': () => answer(200, []),
    })
    expect((await caught(orders.client.placeOrder(limit, 'id1', withoutPermit))).class).toBe('unknown-outcome')
    expect((await caught(orders.client.placeOrder(limit, 'id2', withoutPermit))).class).toBe('rate-limit')
    expect(orders.calls('POST /api/v3/order')).toHaveLength(1)
    expect(await orders.client.fetchOpenOrders(null)).toEqual([])

    const everything = scriptedClient({
      'GET /api/v3/openOrders': () => answer(418, 'banned', { 'retry-after': '600' }),
    })
    const { retryAfterMs } = await caught(everything.client.fetchOpenOrders(null))
    expect(retryAfterMs).toBeGreaterThan(590_000)
    expect(retryAfterMs).toBeLessThanOrEqual(600_000)
    expect((await caught(everything.client.placeOrder(limit, 'id1', withoutPermit))).class).toBe('rate-limit')
    expect(everything.calls('POST /api/v3/order')).toHaveLength(0)
    const { bannedUntil } = everything.venue.status()
    expect(Math.abs((bannedUntil ?? 0) - Date.now() - 600_000)).toBeLessThan(10_000)
  })

  it('follows the limits of exchangeInfo and the usage of the headers', async () => {
    const { client, venue } = scriptedClient(
      {
        'POST /api/v3/order': () =>
          answer(200, orderRecord(), { 'x-mbx-used-weight-1m': '321', 'x-mbx-order-count-10s': '7' }),
      },
      [
        { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 1234 },
        { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 77 },
      ],
    )
    await client.placeOrder(limit, 'id1', withoutPermit)
    expect(venue.status().usage).toEqual(
      expect.arrayContaining([
        { pool: 'weight', used: 321, limit: 1234, windowMs: 60_000 },
        { pool: 'orders:a:10S', used: 7, limit: 77, windowMs: 10_000 },
      ]),
    )
  })

  it('reads the markets anew after a refused filter', async () => {
    const { client, calls } = scriptedClient({
      'POST /api/v3/order': () => answer(400, { code: -1013, msg: 'Filter failure: LOT_SIZE' }),
    })
    const error = await caught(client.placeOrder(limit, 'id1', withoutPermit))
    expect([error.text.key, error.field]).toEqual(['exchange.broken_rule', 'quantity'])
    await client.getMarkets()
    expect(calls('GET /api/v3/exchangeInfo')).toHaveLength(2)
  })

  it('asks testnet and demo for no wallet endpoint', async () => {
    const { client, calls } = scriptedClient({
      'GET /api/v3/account': () => answer(200, { canTrade: true, accountType: 'SPOT', balances: [] }),
    })
    expect(await client.checkCredentials()).toMatchObject({
      canRead: true,
      canTrade: null,
      canWithdraw: null,
    })
    expect(calls('GET /sapi/v1/account/apiRestrictions')).toHaveLength(0)
  })
})

describe('the price that filters go by', () => {
  const sale: LimitOrderRequest = { ...limit, side: 'sell', price: m('250000') }
  const reference = (referencePrice: string | null) => () =>
    answer(200, { symbol: 'BTCUSDT', referencePrice, timestamp: 1 })

  it('is the symbol’s reference price where it has one', async () => {
    const { client } = scriptedClient({ 'GET /api/v3/referencePrice': reference('70000') })
    expect(await client.normalise(sale)).toMatchObject({ price: sale.price })
  })

  it.each([
    ['there is none', reference(null)],
    ['there never was one', () => answer(400, { code: -2043, msg: 'This symbol has no reference price.' })],
    ['it cannot be had', () => answer(503, '')],
  ])('is the average when %s', async (_when, script) => {
    const { client, calls } = scriptedClient({ 'GET /api/v3/referencePrice': script })
    const error = await caught(client.normalise(sale))
    expect(error.text).toMatchObject({ key: 'order.price.out_of_band', params: { maximum: '240000' } })
    expect(calls('GET /api/v3/referencePrice')).toHaveLength(1)
  })
})

describe('the dry run', () => {
  it('tries each order of a list as the type that the list gives it', async () => {
    const { client, calls } = scriptedClient({ 'POST /api/v3/order/test': () => answer(200, {}) })
    const takeProfit = { triggerPrice: m('70000'), limitPrice: m('70000') }
    const stopLoss = { triggerPrice: m('50000'), limitPrice: null }
    const pair = { kind: 'oco', symbol: 'BTC/USDT', side: 'sell', quantity: m('0.01') } as const
    await client.testOrder({ ...pair, takeProfit, stopLoss }, 'id1')
    const types = calls('POST /api/v3/order/test').map(({ params }) => params.type)
    expect(types).toEqual(['LIMIT_MAKER', 'STOP_LOSS'])
  })
})

describe('exits that were refused when their turn came', () => {
  const entry = orderRecord({
    orderId: 1,
    orderListId: 9,
    clientOrderId: 'id1',
    status: 'FILLED',
    executedQty: '0.01',
  })
  const stop = {
    orderId: 2,
    orderListId: 9,
    clientOrderId: 'id1-sl',
    type: 'STOP_LOSS',
    side: 'SELL',
    stopPrice: '40000.00',
  }
  const pending = orderRecord({ ...stop, status: 'PENDING_NEW', workingTime: -1, isWorking: false })
  const refused = orderRecord({ ...stop, status: 'EXPIRED', expiryReason: 'REJECTED', isWorking: false })
  const withStop = {
    ...limit,
    exits: { takeProfit: null, stopLoss: { triggerPrice: m('40000'), limitPrice: null } },
  }
  const list = {
    orderListId: 9,
    listOrderStatus: 'EXECUTING',
    listClientOrderId: 'id1-l',
    symbol: 'BTCUSDT',
    orders: [],
    orderReports: [entry, pending],
  }
  const unprotected = { key: 'order.note.exit_refused', params: { exchange: 'Binance', orderId: '2' } }

  it('says at once that the position is not protected', async () => {
    const { client } = scriptedClient({
      'POST /api/v3/orderList/opo': () => answer(200, list),
      'GET /api/v3/order': () => answer(200, refused),
    })
    const { legs, notes } = await client.placeOrder(withStop, 'id1', withoutPermit)
    expect(legs).toMatchObject([{ id: '2', status: 'rejected' }])
    expect(notes).toContainEqual(unprotected)
  })

  it('says it, too, when the outcome was found out later', async () => {
    const { client } = scriptedClient({
      'GET /api/v3/order': ({ origClientOrderId }) => {
        if (origClientOrderId === 'id1') return answer(200, entry)
        if (origClientOrderId === 'id1-sl') return answer(200, refused)
        return answer(400, { code: -2013, msg: 'Order does not exist.' })
      },
    })
    expect((await client.findOrder(withStop, 'id1'))?.notes).toEqual([unprotected])
  })

  it('says nothing while the exits wait', async () => {
    const { client } = scriptedClient({
      'POST /api/v3/orderList/opo': () => answer(200, list),
      'GET /api/v3/order': () => answer(200, pending),
    })
    expect((await client.placeOrder(withStop, 'id1', withoutPermit)).notes).not.toContainEqual(unprotected)
  })
})

describe('finding what became of an order', () => {
  it('asks for every member of a list by its own id, then for the list', async () => {
    const missing = () => answer(400, { code: -2013, msg: 'Order does not exist.' })
    const { client, sent } = scriptedClient({
      'GET /api/v3/order': missing,
      'GET /api/v3/orderList': missing,
    })
    const exits = { takeProfit: { triggerPrice: m('60000'), limitPrice: null }, stopLoss: null }
    expect(await client.findOrder({ ...limit, exits }, 'id1')).toBeNull()
    const ids = sent.flatMap(({ params }) => params.origClientOrderId ?? [])
    expect(ids).toEqual(['id1', 'id1-tp', 'id1-sl', 'id1-l'])
  })

  it('does not take an error for “not there”', async () => {
    const { client } = scriptedClient({ 'GET /api/v3/order': () => answer(500, '') })
    expect((await caught(client.findOrder(limit, 'id1'))).class).toBe('retryable')
  })

  it('knows how long “not there” proves nothing: window, engine’s wait, and a margin', () => {
    expect(scriptedClient({}).client.memory.byClientId.fromMs).toBeGreaterThanOrEqual(5_000 + 10_000 + 1_000)
  })
})

describe('cancelling', () => {
  const unknownOrder = () => answer(400, { code: -2011, msg: 'Unknown order sent.' })

  it('takes -2011 for a question: a filled order is reported as filled', async () => {
    const { client } = scriptedClient({
      'DELETE /api/v3/order': unknownOrder,
      'GET /api/v3/order': () => answer(200, orderRecord({ status: 'FILLED', executedQty: '0.01' })),
    })
    expect(await client.cancelOrder(reference)).toMatchObject({ status: 'filled' })
  })

  it('does not call an order cancelled that is still open', async () => {
    const { client } = scriptedClient({
      'DELETE /api/v3/order': () => ({ kind: 'unknown', reason: 'ECONNRESET' }),
      'GET /api/v3/order': () => answer(200, orderRecord()),
    })
    expect((await caught(client.cancelOrder(reference))).class).toBe('unknown-outcome')
  })

  it.each<[string, string, Script[string], string]>([
    ['-2011 about an order that is open', 'Unknown order sent.', () => answer(200, orderRecord()), 'unknown-outcome'],
    ['-2011 when nobody says what is', 'Unknown order sent.', () => answer(503, ''), 'unknown-outcome'],
    [
      '-2011 about no order',
      'Unknown order sent.',
      () => answer(400, { code: -2013, msg: 'Order does not exist.' }),
      'not-found',
    ],
    ['another refusal, of an open order', 'The moon is full.', () => answer(200, orderRecord()), 'refused'],
    ['another refusal, unread', 'The moon is full.', () => answer(503, ''), 'refused'],
  ])('is told for what it is: %s', async (_what, msg, order, expected) => {
    const { client } = scriptedClient({
      'DELETE /api/v3/order': () => answer(400, { code: -2011, msg }),
      'GET /api/v3/order': order,
    })
    expect((await caught(client.cancelOrder(reference))).class).toBe(expected)
  })

  it('is settled by an order that has ended, whatever the refusal says', async () => {
    const { client } = scriptedClient({
      'DELETE /api/v3/order': () => answer(400, { code: -2011, msg: 'The moon is full.' }),
      'GET /api/v3/order': () => answer(200, orderRecord({ status: 'FILLED', executedQty: '0.01' })),
    })
    expect(await client.cancelOrder(reference)).toMatchObject({ status: 'filled' })
  })

  it('stays unknown when the question goes unanswered too', async () => {
    const { client } = scriptedClient({
      'DELETE /api/v3/order': () => answer(503, ''),
      'GET /api/v3/order': () => answer(503, ''),
    })
    expect((await caught(client.cancelOrder(reference))).class).toBe('unknown-outcome')
  })
})

describe('editing', () => {
  const nothing = { quantity: null, price: null, triggerPrice: null }
  const query = (change: object = {}) => ({ 'GET /api/v3/order': () => answer(200, orderRecord(change)) })

  it('shrinks in place under the same client id', async () => {
    const { client, calls } = scriptedClient({
      'GET /api/v3/order': (_params, count) => answer(200, orderRecord(count === 1 ? {} : { origQty: '0.00500' })),
      'PUT /api/v3/order/amend/keepPriority': () =>
        answer(200, {
          transactTime: 1,
          executionId: 75,
          amendedOrder: {
            symbol: 'BTCUSDT',
            orderId: 17,
            orderListId: -1,
            clientOrderId: 'old',
            qty: '0.005',
            executedQty: '0',
            status: 'NEW',
          },
        }),
    })
    const edited = await client.editOrder(reference, { ...nothing, quantity: m('0.005009') }, 'new', withoutPermit)
    expect(edited).toMatchObject({ how: 'in_place', previousOrderId: '17', order: { quantity: m('0.005') } })
    expect(calls('PUT /api/v3/order/amend/keepPriority')[0]?.params).toMatchObject({
      orderId: '17',
      newQty: '0.005',
      newClientOrderId: 'old',
    })
  })

  it('counts what was prevented into the quantity that it asks for, as Binance does', async () => {
    const prevented = {
      origQty: '0.01000',
      preventedQuantity: '0.00400',
      selfTradePreventionMode: 'DECREMENT',
    }
    const amendedOrder = {
      symbol: 'BTCUSDT',
      orderId: 17,
      orderListId: -1,
      clientOrderId: 'old',
      qty: '0.009',
      executedQty: '0',
      status: 'NEW',
    }
    const { client, calls } = scriptedClient({
      'GET /api/v3/order': () => answer(200, orderRecord(prevented)),
      'PUT /api/v3/order/amend/keepPriority': () => answer(200, { transactTime: 1, amendedOrder }),
    })
    await client.editOrder(reference, { ...nothing, quantity: m('0.005') }, 'new', withoutPermit)
    expect(calls('PUT /api/v3/order/amend/keepPriority')[0]?.params.newQty).toBe('0.009')
  })

  it('replaces with STOP_ON_FAILURE, and only what has not begun to fill', async () => {
    const { client, calls } = scriptedClient({
      ...query(),
      'POST /api/v3/order/cancelReplace': () =>
        answer(200, {
          cancelResult: 'SUCCESS',
          newOrderResult: 'SUCCESS',
          cancelResponse: {},
          newOrderResponse: orderRecord({ orderId: 18, clientOrderId: 'new', price: '51000' }),
        }),
    })
    const edited = await client.editOrder(reference, { ...nothing, price: m('51000') }, 'new', withoutPermit)
    expect(edited).toMatchObject({ how: 'replace', previousOrderId: '17', order: { id: '18' } })
    expect(calls('POST /api/v3/order/cancelReplace')[0]?.params).toMatchObject({
      cancelOrderId: '17',
      cancelReplaceMode: 'STOP_ON_FAILURE',
      cancelRestrictions: 'ONLY_NEW',
      newClientOrderId: 'new',
      quantity: '0.01',
      price: '51000',
    })
  })

  const failed = (status: number, code: number, data: object) =>
    answer(status, { code, msg: 'Order cancel-replace failed.', data })

  it.each([
    [
      '409: the old order is gone, the new one was refused',
      failed(409, -2021, {
        cancelResult: 'SUCCESS',
        newOrderResult: 'FAILURE',
        cancelResponse: {},
        newOrderResponse: { code: -2010, msg: 'Order would immediately match and take.' },
      }),
      'refused order.edit.cancelled_not_replaced',
    ],
    [
      '409: the old order is gone, the new one is unclear',
      failed(409, -2021, {
        cancelResult: 'SUCCESS',
        newOrderResult: 'FAILURE',
        cancelResponse: {},
        newOrderResponse: { code: -1007, msg: 'Timeout waiting for response from backend server.' },
      }),
      'unknown-outcome order.edit.cancelled_replacement_unknown',
    ],
    [
      '400: the old order is not there any more, nothing was placed',
      failed(400, -2022, {
        cancelResult: 'FAILURE',
        newOrderResult: 'NOT_ATTEMPTED',
        cancelResponse: { code: -2011, msg: 'Unknown order sent.' },
        newOrderResponse: null,
      }),
      'not-found order.not_found',
    ],
    [
      '400: a fill came in between',
      failed(400, -2022, {
        cancelResult: 'FAILURE',
        newOrderResult: 'NOT_ATTEMPTED',
        cancelResponse: { code: -2011, msg: 'Order was not canceled due to cancel restrictions.' },
        newOrderResponse: null,
      }),
      'refused order.edit.partially_filled',
    ],
    [
      '400: whether the old order was cancelled is unclear',
      failed(400, -2022, {
        cancelResult: 'FAILURE',
        newOrderResult: 'NOT_ATTEMPTED',
        cancelResponse: { code: -1007, msg: 'Timeout waiting for response from backend server.' },
        newOrderResponse: null,
      }),
      'unknown-outcome order.edit.unknown',
    ],
    ['503', answer(503, ''), 'unknown-outcome exchange.no_answer'],
    [
      'a plain refusal',
      answer(400, { code: -1013, msg: 'Filter failure: PRICE_FILTER' }),
      'refused exchange.broken_rule',
    ],
  ])('tells what is left: %s', async (_name, outcome, expected) => {
    const { client, calls } = scriptedClient({
      ...query(),
      'POST /api/v3/order/cancelReplace': () => outcome,
    })
    const error = await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'new', withoutPermit))
    expect(`${error.class} ${error.text.key}`).toBe(expected)
    expect(calls('POST /api/v3/order/cancelReplace')).toHaveLength(1)
  })

  it.each([
    [{}, { ...nothing }, 'order.edit.nothing'],
    [{}, { ...nothing, price: m('50000.00') }, 'order.edit.nothing'],
    [{ status: 'FILLED' }, { ...nothing, price: m('1') }, 'order.edit.not_open'],
    [
      { executedQty: '0.004', status: 'PARTIALLY_FILLED' },
      { ...nothing, price: m('51000') },
      'order.edit.partially_filled',
    ],
    [{ orderListId: 5 }, { ...nothing, price: m('51000') }, 'order.edit.list_member'],
    [{}, { ...nothing, triggerPrice: m('51000') }, 'order.edit.unsupported'],
    // What a replacement could not carry over: the way a trailing stop has gone, a hidden part, a peg.
    [
      { type: 'TAKE_PROFIT', side: 'SELL', stopPrice: '70000.00', trailingDelta: 100 },
      { ...nothing, quantity: m('0.02') },
      'order.edit.unsupported',
    ],
    [{ icebergQty: '0.00100' }, { ...nothing, price: m('51000') }, 'order.edit.unsupported'],
    [{ pegPriceType: 'PRIMARY_PEG' }, { ...nothing, price: m('51000') }, 'order.edit.unsupported'],
    [{}, { ...nothing, price: m('51000.001') }, 'order.price.off_step'],
    [{ executedQty: '0.004', status: 'PARTIALLY_FILLED' }, { ...nothing, quantity: m('0.004') }, 'order.edit.not_open'],
  ])('refuses without sending (%#)', async (change, wanted, key) => {
    const { client, sent } = scriptedClient(query(change))
    expect((await caught(client.editOrder(reference, wanted, 'new', withoutPermit))).text.key).toBe(key)
    expect(sent.filter(({ request }) => request.method !== 'GET')).toHaveLength(0)
  })
})

describe('history', () => {
  const closed = (orderId: number, time: number) => orderRecord({ orderId, time, updateTime: time, status: 'CANCELED' })

  it('pages by order id from a moment on, past every 24-hour limit', async () => {
    const all = Array.from({ length: 2_300 }, (_, index) => closed(index + 1, 1_000_000 + index * 3_600_000))
    const { client, calls } = scriptedClient({
      'GET /api/v3/allOrders': (params) => {
        const from = params.orderId
        const found = all.filter((each) =>
          from ? each.orderId >= Number(from) : each.time >= Number(params.startTime),
        )
        return answer(200, found.slice(0, Number(params.limit)))
      },
    })
    const query = { symbol: 'BTC/USDT', symbols: [], since: 1_000_000, until: null, limit: 5_000 }
    const orders = await client.fetchClosedOrders(query)
    expect(orders).toHaveLength(2_300)
    expect(orders[0]?.id).toBe('2300')
    expect(calls('GET /api/v3/allOrders').map(({ params }) => params.orderId)).toEqual([undefined, '1001', '2001'])
  })

  it('reads backwards without a start, over pages that are full of open orders and equal moments', async () => {
    const all = Array.from({ length: 700 }, (_, index) => {
      const each = closed(index + 1, 1_000_000 + Math.floor(index / 7))
      return index > 300 ? { ...each, status: 'NEW' } : each
    })
    const { client } = scriptedClient({
      'GET /api/v3/allOrders': (params) => {
        const until = Number(params.endTime ?? Infinity)
        return answer(200, all.filter(({ time }) => time <= until).slice(-Number(params.limit)))
      },
    })
    const query = { symbol: 'BTC/USDT', symbols: [], since: null, until: null, limit: 120 }
    const orders = await client.fetchClosedOrders(query)
    expect(orders).toHaveLength(120)
    expect(new Set(orders.map(({ id }) => id)).size).toBe(120)
    expect(orders[0]?.updatedAt).toBe(1_000_000 + Math.floor(300 / 7))
  })

  it('finds symbols out by holdings and open orders, once a minute', async () => {
    const { client, calls } = scriptedClient({
      'GET /api/v3/openOrders': () => answer(200, []),
      'GET /api/v3/account': () =>
        answer(200, {
          canTrade: true,
          balances: [
            { asset: 'BTC', free: '1', locked: '0' },
            { asset: 'USDT', free: '0', locked: '3' },
          ],
        }),
      'GET /api/v3/allOrders': () => answer(200, [closed(1, 5)]),
    })
    const query = { symbol: null, symbols: [], since: null, until: null, limit: 10 }
    expect(await client.fetchClosedOrders(query)).toHaveLength(1)
    expect(await client.fetchClosedOrders(query)).toHaveLength(1)
    expect(calls('GET /api/v3/openOrders')).toHaveLength(1)
  })
})
