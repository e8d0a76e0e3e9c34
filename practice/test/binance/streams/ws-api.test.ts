import { describe, expect, it } from 'vitest'
import { readApiRequest } from '../../../src/binance/streams/api-requests.ts'
import { ApiClient, hmac, limitOrder } from './api-client.ts'
import { withStreams } from './stream-fixture.ts'

const apiKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'
const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'

describe('what is signed on the WebSocket API', () => {
  it.each([
    [
      'an order',
      `{"id":1,"method":"order.place","params":{"symbol":"BTCUSDT","side":"SELL","type":"LIMIT","timeInForce":"GTC","quantity":"0.01000000","price":"52000.00","recvWindow":100,"timestamp":1645423376532,"apiKey":"${apiKey}","signature":"x"}}`,
      'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24',
    ],
    [
      'numbers as they stand, names not encoded',
      `{"id":1,"method":"order.place","params":{"symbol":"１２３４５６","side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":1.00000000,"price":0.10000000,"recvWindow":5000,"timestamp":1645423376532,"apiKey":"${apiKey}"}}`,
      'b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd',
    ],
    [
      'a logon',
      `{"id":1,"method":"session.logon","params":{"timestamp":1649729878532,"apiKey":"${apiKey}"}}`,
      '1cf54395b336b0a9727ef27d5d98987962bc47aca6e13fe978612d0adee066ed',
    ],
  ])('%s: the documented vector', (_, text, signature) => {
    expect(hmac(secret)(readApiRequest(text).payload)).toBe(signature)
  })
})

describe('the WebSocket API of Binance', () => {
  it('answers with its id, a status and the limits, unless it is told not to', async () => {
    const fixture = await withStreams()
    const client = await ApiClient.open(fixture)
    expect(await client.ask('time')).toEqual({
      id: 'r1',
      status: 200,
      result: { serverTime: fixture.time },
      rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000, count: 3 }],
    })
    expect(await client.ask('v3/ping', { returnRateLimits: false })).toEqual({ id: 'r2', status: 200, result: {} })
    const quiet = await ApiClient.open(fixture, '?returnRateLimits=false')
    expect(await quiet.ask('ping')).toEqual({ id: 'r1', status: 200, result: {} })
  })

  it('places, tells, changes and cancels orders as REST does', async () => {
    const fixture = await withStreams()
    const client = await ApiClient.open(fixture)
    const placed = await client.askSigned('order.place', { ...limitOrder, newClientOrderId: 'mine' })
    expect(placed).toMatchObject({ status: 200, result: { clientOrderId: 'mine', status: 'NEW' } })
    expect(placed.rateLimits?.map(({ rateLimitType, count }) => [rateLimitType, count])).toEqual([
      ['ORDERS', 1],
      ['ORDERS', 1],
      ['REQUEST_WEIGHT', 2],
    ])
    const naming = { symbol: 'BTCUSDT', origClientOrderId: 'mine' }
    const { body } = await fixture.signed('GET', '/api/v3/order', naming)
    expect((await client.askSigned('order.status', naming)).result).toEqual(body)
    expect((await client.askSigned('openOrders.status')).result).toEqual([body])
    expect((await client.askSigned('allOrders', { symbol: 'BTCUSDT' })).result).toEqual([body])
    const amended = await client.askSigned('order.amend.keepPriority', {
      ...naming,
      newQty: '0.005',
      newClientOrderId: 'mine',
    })
    expect(amended).toMatchObject({ status: 200, result: { amendedOrder: { qty: '0.00500000' } } })
    const replace = {
      ...limitOrder,
      cancelReplaceMode: 'STOP_ON_FAILURE',
      cancelOrigClientOrderId: 'mine',
      newClientOrderId: 'next',
    }
    expect(await client.askSigned('order.cancelReplace', replace)).toMatchObject({
      status: 200,
      result: { cancelResult: 'SUCCESS', newOrderResult: 'SUCCESS' },
    })
    expect((await client.askSigned('openOrders.cancelAll', { symbol: 'BTCUSDT' })).result).toMatchObject([
      { origClientOrderId: 'next', status: 'CANCELED' },
    ])
    expect(await client.askSigned('order.cancel', naming)).toMatchObject({ status: 400, error: { code: -2011 } })
    expect(await client.askSigned('order.test', limitOrder)).toMatchObject({ status: 200, result: {} })
    expect((await client.askSigned('myTrades', { symbol: 'BTCUSDT' })).result).toEqual([])
    expect(await client.askSigned('account.status')).toMatchObject({ result: { accountType: 'SPOT' } })
  })

  it.each([
    [
      'oco',
      2,
      {
        side: 'SELL',
        quantity: '0.01',
        aboveType: 'LIMIT_MAKER',
        abovePrice: '70000',
        belowType: 'STOP_LOSS',
        belowStopPrice: '60000',
      },
    ],
    [
      'oto',
      2,
      {
        workingType: 'LIMIT',
        workingSide: 'BUY',
        workingPrice: '60000',
        workingQuantity: '0.01',
        workingTimeInForce: 'GTC',
        pendingType: 'STOP_LOSS',
        pendingSide: 'SELL',
        pendingStopPrice: '59000',
        pendingQuantity: '0.01',
      },
    ],
    [
      'opo',
      2,
      {
        workingType: 'LIMIT',
        workingSide: 'BUY',
        workingPrice: '60000',
        workingQuantity: '0.01',
        workingTimeInForce: 'GTC',
        pendingType: 'STOP_LOSS',
        pendingSide: 'SELL',
        pendingStopPrice: '59000',
      },
    ],
    [
      'otoco',
      3,
      {
        workingType: 'LIMIT',
        workingSide: 'BUY',
        workingPrice: '60000',
        workingQuantity: '0.01',
        workingTimeInForce: 'GTC',
        pendingSide: 'SELL',
        pendingQuantity: '0.01',
        pendingAboveType: 'LIMIT_MAKER',
        pendingAbovePrice: '70000',
        pendingBelowType: 'STOP_LOSS',
        pendingBelowStopPrice: '59000',
      },
    ],
    [
      'opoco',
      3,
      {
        workingType: 'LIMIT',
        workingSide: 'BUY',
        workingPrice: '60000',
        workingQuantity: '0.01',
        workingTimeInForce: 'GTC',
        pendingSide: 'SELL',
        pendingAboveType: 'LIMIT_MAKER',
        pendingAbovePrice: '70000',
        pendingBelowType: 'STOP_LOSS',
        pendingBelowStopPrice: '59000',
      },
    ],
  ] as const)('places, shows and cancels an order list: %s', async (kind, count, params) => {
    const fixture = await withStreams()
    const client = await ApiClient.open(fixture)
    const placed = await client.askSigned(`orderList.place.${kind}`, {
      symbol: 'BTCUSDT',
      listClientOrderId: 'list',
      ...params,
    })
    expect(placed).toMatchObject({ status: 200, result: { listClientOrderId: 'list' } })
    expect((placed.result as { orders: unknown[] }).orders).toHaveLength(count)
    const status = await client.askSigned('orderList.status', { origClientOrderId: 'list' })
    expect(status).toMatchObject({ result: { listOrderStatus: 'EXECUTING' } })
    expect((await client.askSigned('openOrderLists.status')).result).toEqual([status.result])
    const cancelled = await client.askSigned('orderList.cancel', { symbol: 'BTCUSDT', listClientOrderId: 'list' })
    expect(cancelled).toMatchObject({ result: { listOrderStatus: 'ALL_DONE' } })
  })

  it('says 409 when half of a cancelReplace was done', async () => {
    const fixture = await withStreams()
    const client = await ApiClient.open(fixture)
    await client.askSigned('order.place', { ...limitOrder, newClientOrderId: 'mine' })
    const answer = await client.askSigned('order.cancelReplace', {
      ...limitOrder,
      quantity: '100',
      cancelReplaceMode: 'ALLOW_FAILURE',
      cancelOrigClientOrderId: 'mine',
    })
    expect(answer).toMatchObject({
      status: 409,
      error: { code: -2021, data: { cancelResult: 'SUCCESS', newOrderResult: 'FAILURE' } },
    })
  })

  it('refuses what is not right', async () => {
    const fixture = await withStreams()
    const client = await ApiClient.open(fixture)
    client.stream.send('{"id":7,"method":')
    expect(await client.stream.nextJson()).toMatchObject({ id: null, status: 400, error: { code: -1135 } })
    client.stream.send('{"id":7,"method":"ping","params":[]}')
    expect(await client.stream.nextJson()).toMatchObject({ id: 7, status: 400, error: { code: -1135 } })
    const wrong = { ...client.signed(limitOrder), signature: 'f'.repeat(64) }
    expect(await client.ask('order.place', wrong)).toMatchObject({ status: 400, error: { code: -1022 } })
    const other = client.signed(limitOrder, 'nobody')
    expect(await client.ask('order.place', other)).toMatchObject({ status: 401, error: { code: -2015 } })
    expect(await client.ask('order.place', limitOrder)).toMatchObject({ status: 400, error: { code: -1102 } })
    expect(await client.ask('no.such')).toMatchObject({ status: 400, error: { code: -1020 } })
    expect(await client.askSigned('order.place', { ...limitOrder, extra: '1' })).toMatchObject({
      error: { code: -1104 },
    })
    fixture.time += 1
    const late = client.signed(limitOrder)
    fixture.time += 6000
    expect(await client.ask('order.place', late)).toMatchObject({ status: 400, error: { code: -1021 } })
  })

  it('says when to come back, and cuts who does not listen', async () => {
    const fixture = await withStreams()
    await fixture.control('POST', '/limits', { limits: { weightPerMinute: 30, banAfter: 1, banSeconds: 120 } })
    const client = await ApiClient.open(fixture)
    await client.ask('exchangeInfo', { symbol: 'BTCUSDT' })
    expect(await client.ask('exchangeInfo', { symbol: 'BTCUSDT' })).toMatchObject({
      status: 429,
      error: { code: -1003, data: { serverTime: fixture.time, retryAfter: fixture.time + 60_000 } },
    })
    expect(await client.ask('exchangeInfo', { symbol: 'BTCUSDT' })).toMatchObject({
      status: 418,
      error: { code: -1003, data: { retryAfter: fixture.time + 120_000 } },
    })
    await client.stream.closed
    await expect(ApiClient.open(fixture)).rejects.toThrow('refused with 418')
  })
})
