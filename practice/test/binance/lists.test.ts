import { describe, expect, it } from 'vitest'
import {
  at,
  BinanceFixture,
  code,
  field,
  list,
  message,
  type Answer,
  type Parameters,
  textOf,
} from './binance-fixture.ts'

const oco = {
  symbol: 'BTCUSDT',
  side: 'SELL',
  quantity: '0.1',
  aboveType: 'LIMIT_MAKER',
  abovePrice: '70000',
  aboveClientOrderId: 'profit',
  belowType: 'STOP_LOSS_LIMIT',
  belowPrice: '59900',
  belowStopPrice: '60000',
  belowTimeInForce: 'GTC',
  belowClientOrderId: 'loss',
  listClientOrderId: 'the-list',
}

const working = {
  symbol: 'BTCUSDT',
  workingType: 'LIMIT',
  workingSide: 'BUY',
  workingPrice: '60000',
  workingQuantity: '0.1',
  workingTimeInForce: 'GTC',
  workingClientOrderId: 'entry',
  pendingSide: 'SELL',
}
const pendingPair = {
  pendingAboveType: 'LIMIT_MAKER',
  pendingAbovePrice: '66000',
  pendingAboveClientOrderId: 'profit',
  pendingBelowType: 'STOP_LOSS',
  pendingBelowStopPrice: '58000',
  pendingBelowClientOrderId: 'loss',
}

async function statuses(fixture: BinanceFixture): Promise<readonly (readonly [unknown, unknown, unknown])[]> {
  const { body } = await fixture.signed('GET', '/api/v3/allOrders', { symbol: 'BTCUSDT' })
  return list(body).map((order) => [
    field(order, 'clientOrderId'),
    field(order, 'status'),
    field(order, 'expiryReason'),
  ])
}

describe('OCO', () => {
  it('answers with the list and the reports of its orders', async () => {
    const fixture = await BinanceFixture.start()
    const { status, body } = await fixture.signed('POST', '/api/v3/orderList/oco', oco)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      contingencyType: 'OCO',
      listStatusType: 'EXEC_STARTED',
      listOrderStatus: 'EXECUTING',
      listClientOrderId: 'the-list',
      transactionTime: fixture.time,
      symbol: 'BTCUSDT',
      orders: [{ clientOrderId: 'profit' }, { clientOrderId: 'loss' }],
      orderReports: [
        { clientOrderId: 'profit', type: 'LIMIT_MAKER', status: 'NEW', workingTime: fixture.time },
        {
          clientOrderId: 'loss',
          type: 'STOP_LOSS_LIMIT',
          status: 'NEW',
          stopPrice: '60000.00000000',
          workingTime: -1,
        },
      ],
    })
    expect(await fixture.locked('BTC')).toBe('0.10000000')
  })

  it('lets one leg work and the other expire', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.signed('POST', '/api/v3/orderList/oco', oco)
    fixture.setPrice('BTCUSDT', '71000')
    expect(await statuses(fixture)).toEqual([
      ['profit', 'FILLED', null],
      ['loss', 'EXPIRED', 'OCO_TRIGGER'],
    ])
    const done = await fixture.signed('GET', '/api/v3/orderList', { origClientOrderId: 'the-list' })
    expect(done.body).toMatchObject({ listStatusType: 'ALL_DONE', listOrderStatus: 'ALL_DONE' })
  })

  it('is cancelled whole by either leg, and answers with the list', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.signed('POST', '/api/v3/orderList/oco', oco)
    const { body } = await fixture.signed('DELETE', '/api/v3/order', {
      symbol: 'BTCUSDT',
      origClientOrderId: 'loss',
    })
    expect(body).toMatchObject({ listClientOrderId: 'the-list', listOrderStatus: 'ALL_DONE' })
    expect((await statuses(fixture)).map(([, status]) => status)).toEqual(['CANCELED', 'CANCELED'])
  })

  it.each([
    ['prices on the wrong side', { abovePrice: '64000' }, -2010],
    ['a stop that is no stop', { belowType: 'MARKET' }, -1158],
    ['two limits', { belowType: 'LIMIT_MAKER' }, -1168],
    ['a limit below a sell', { aboveType: 'STOP_LOSS', belowType: 'LIMIT_MAKER' }, -1197],
    ['a take-profit below a sell', { belowType: 'TAKE_PROFIT_LIMIT' }, -1199],
    ['a stop above a sell', { aboveType: 'STOP_LOSS_LIMIT' }, -1197],
    ['a limit above a buy', { side: 'BUY', belowType: 'TAKE_PROFIT' }, -1165],
    ['a stop below a buy', { side: 'BUY' }, -1196],
    ['no time in force', { belowTimeInForce: '' }, -1105],
    ['a duplicate name', { belowClientOrderId: 'profit' }, -2010],
  ])('refuses %s', async (_, changes: Parameters, expected) => {
    const fixture = await BinanceFixture.start()
    expect(code(await fixture.signed('POST', '/api/v3/orderList/oco', { ...oco, ...changes }))).toBe(expected)
    expect(await fixture.locked('BTC')).toBe('0.00000000')
  })
})

describe('OTOCO and OPOCO', () => {
  const otoco = (fixture: BinanceFixture, changes: Parameters = {}): Promise<Answer> =>
    fixture.signed('POST', '/api/v3/orderList/otoco', {
      ...working,
      ...pendingPair,
      pendingQuantity: '0.1',
      ...changes,
    })
  const opoco = (fixture: BinanceFixture, changes: Parameters = {}): Promise<Answer> =>
    fixture.signed('POST', '/api/v3/orderList/opoco', { ...working, ...pendingPair, ...changes })

  it('hold their legs back until the entry is filled completely', async () => {
    const fixture = await BinanceFixture.start()
    const { body } = await otoco(fixture)
    expect(body).toMatchObject({
      contingencyType: 'OTO',
      orderReports: [{ status: 'NEW' }, { status: 'PENDING_NEW', workingTime: -1 }, { status: 'PENDING_NEW' }],
    })
    await fixture.control('POST', '/price', { symbol: 'BTCUSDT', price: '60000', maxQuantity: '0.05' })
    expect((await statuses(fixture)).map(([, status]) => status)).toEqual([
      'PARTIALLY_FILLED',
      'PENDING_NEW',
      'PENDING_NEW',
    ])
    fixture.setPrice('BTCUSDT', '60000')
    expect((await statuses(fixture)).map(([, status]) => status)).toEqual(['FILLED', 'NEW', 'NEW'])
  })

  it('expire their legs when the entry is cancelled after a partial fill', async () => {
    const fixture = await BinanceFixture.start()
    await otoco(fixture)
    await fixture.control('POST', '/price', { symbol: 'BTCUSDT', price: '60000', maxQuantity: '0.05' })
    await fixture.signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'entry' })
    expect(await statuses(fixture)).toEqual([
      ['entry', 'CANCELED', null],
      ['profit', 'EXPIRED', 'OTO_PHASE_ONE_EXPIRED'],
      ['loss', 'EXPIRED', 'OTO_PHASE_ONE_EXPIRED'],
    ])
  })

  it('OTOCO loses its protection where the fee leaves too few coins', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.control('POST', '/balances', { apiKey: 'the-key', balances: { BTC: '0' } })
    const { body } = await otoco(fixture, {
      workingPrice: '64300',
      workingTimeInForce: 'FOK',
      pendingAbovePrice: '70000',
    })
    expect(body).toMatchObject({
      orderReports: [{ status: 'FILLED' }, { status: 'PENDING_NEW' }, { status: 'PENDING_NEW' }],
    })
    expect(await statuses(fixture)).toEqual([
      ['entry', 'FILLED', null],
      ['profit', 'EXPIRED', 'REJECTED'],
      ['loss', 'EXPIRED', 'REJECTED'],
    ])
  })

  it('OPOCO sizes its legs by what is left after the fee', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.control('POST', '/balances', { apiKey: 'the-key', balances: { BTC: '0' } })
    const { body } = await opoco(fixture, {
      workingPrice: '64300',
      workingTimeInForce: 'FOK',
      pendingAbovePrice: '70000',
    })
    expect(at(field(body, 'orderReports'), 1)).not.toHaveProperty('origQty')
    const orders = await fixture.signed('GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
    expect(list(orders.body).map((order) => field(order, 'origQty'))).toEqual(['0.09990000', '0.09990000'])
    expect(await fixture.locked('BTC')).toBe('0.09990000')
    fixture.setPrice('BTCUSDT', '57000')
    expect((await statuses(fixture)).map(([, status]) => status)).toEqual(['FILLED', 'EXPIRED', 'FILLED'])
    expect(await fixture.locked('BTC')).toBe('0.00000000')
  })

  it('OPOCO only buys and then sells, without a quantity, where the symbol allows it', async () => {
    const fixture = await BinanceFixture.start()
    expect(code(await opoco(fixture, { workingSide: 'SELL' }))).toBe(-1222)
    expect(
      code(await opoco(fixture, { pendingSide: 'BUY', pendingAboveType: 'STOP_LOSS', pendingAbovePrice: '' })),
    ).toBe(-1223)
    expect(code(await opoco(fixture, { pendingQuantity: '0.1' }))).toBe(-1225)
    expect(code(await opoco(fixture, { workingType: 'MARKET' }))).toBe(-1116)
    const ripple = {
      symbol: 'XRPUSDT',
      workingPrice: '0.6',
      workingQuantity: '100',
      pendingAbovePrice: '0.7',
      pendingBelowStopPrice: '0.5',
    }
    expect(message(await opoco(fixture, ripple))).toBe('OPO orders are not supported for this symbol.')
    expect((await otoco(fixture, { ...ripple, pendingQuantity: '99' })).status).toBe(200)
  })
})

describe('OTO and OPO', () => {
  it('place their one leg after the fill', async () => {
    const fixture = await BinanceFixture.start()
    const leg = { pendingType: 'STOP_LOSS', pendingStopPrice: '58000', pendingClientOrderId: 'loss' }
    expect(
      (await fixture.signed('POST', '/api/v3/orderList/oto', { ...working, ...leg, pendingQuantity: '0.05' })).status,
    ).toBe(200)
    const second = {
      ...working,
      ...leg,
      workingQuantity: '0.05',
      workingClientOrderId: 'entry-2',
      pendingClientOrderId: 'loss-2',
    }
    expect((await fixture.signed('POST', '/api/v3/orderList/opo', second)).status).toBe(200)
    const open = await fixture.signed('GET', '/api/v3/openOrderList')
    expect(list(open.body)).toHaveLength(2)
    fixture.setPrice('BTCUSDT', '59000')
    expect((await statuses(fixture)).map(([, status]) => status)).toEqual(['FILLED', 'NEW', 'FILLED', 'NEW'])
    const lists = await fixture.signed('GET', '/api/v3/allOrderList')
    const listId = textOf(field(at(lists.body, 0), 'orderListId'))
    const cancelled = await fixture.signed('DELETE', '/api/v3/orderList', {
      symbol: 'BTCUSDT',
      orderListId: listId,
    })
    expect(cancelled.body).toMatchObject({ listOrderStatus: 'ALL_DONE' })
    const again = await fixture.signed('DELETE', '/api/v3/orderList', {
      symbol: 'BTCUSDT',
      orderListId: listId,
    })
    expect(code(again)).toBe(-2011)
  })
})
