import { describe, expect, it } from 'vitest'
import { at, BinanceFixture, code, field, list, message, type Parameters, textOf } from './binance-fixture.ts'

/** Marks a parameter that is not sent at all. */
const undefinedText = 'not sent'

describe('placing', () => {
  it('answers a market order in full, with fills', async () => {
    const fixture = await BinanceFixture.start()
    const { status, body } = await fixture.order({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quoteOrderQty: '60',
      newClientOrderId: 'mine-1',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      symbol: 'BTCUSDT',
      orderListId: -1,
      clientOrderId: 'mine-1',
      transactTime: fixture.time,
      price: '0.00000000',
      origQty: '0.00093000',
      executedQty: '0.00093000',
      origQuoteOrderQty: '60.00000000',
      cummulativeQuoteQty: '59.75250930',
      status: 'FILLED',
      timeInForce: 'GTC',
      type: 'MARKET',
      side: 'BUY',
      fills: [{ price: '64250.01000000', qty: '0.00093000', commission: '0.00000093', commissionAsset: 'BTC' }],
    })
    expect(await fixture.free('BTC')).toBe('0.50092907')
    expect(await fixture.free('USDT')).toBe('9940.24749070')
  })

  it('answers in the shape asked for', async () => {
    const fixture = await BinanceFixture.start()
    const ack = await fixture.limitBuy({ newOrderRespType: 'ACK' })
    expect(Object.keys(ack.body ?? {})).toEqual(['symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime'])
    const result = await fixture.limitBuy({ newOrderRespType: 'RESULT' })
    expect(result.body).not.toHaveProperty('fills')
    expect(result.body).toMatchObject({ status: 'NEW', origQty: '0.01000000', workingTime: fixture.time })
    expect((await fixture.limitBuy()).body).toMatchObject({ fills: [] })
    const maker = await fixture.limitBuy({ type: 'LIMIT_MAKER', timeInForce: '' })
    expect(code(maker)).toBe(-1106)
  })

  it('takes whole lots of a tiny price exactly', async () => {
    const fixture = await BinanceFixture.start()
    const { body } = await fixture.order({
      symbol: 'PEPEUSDT',
      side: 'SELL',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '1000000',
      price: '0.00001300',
    })
    expect(body).toMatchObject({ origQty: '1000000.00000000', price: '0.00001300', status: 'NEW' })
    expect(await fixture.locked('PEPE')).toBe('1000000.00000000')
  })

  it('trades a symbol outside ASCII', async () => {
    const fixture = await BinanceFixture.start()
    const { status, body } = await fixture.order({
      symbol: '这是测试币456',
      side: 'BUY',
      type: 'MARKET',
      quantity: '10',
    })
    expect([status, field(body, 'status'), field(body, 'symbol')]).toEqual([200, 'FILLED', '这是测试币456'])
    expect(await fixture.free('这是测试币')).toBe('9.99000000')
    const trades = await fixture.signed('GET', '/api/v3/myTrades', { symbol: '这是测试币456' })
    expect(at(trades.body, 0)).toMatchObject({
      symbol: '这是测试币456',
      orderListId: -1,
      price: '1.26000000',
      qty: '10.00000000',
      quoteQty: '12.60000000',
      commission: '0.01000000',
      commissionAsset: '这是测试币',
      isBuyer: true,
      isMaker: false,
    })
  })

  it('keeps client ids unique among open orders only', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'once' })
    const again = await fixture.limitBuy({ newClientOrderId: 'once' })
    expect([again.status, code(again), message(again)]).toEqual([400, -2010, 'Duplicate order sent.'])
    fixture.setPrice('BTCUSDT', '60000')
    expect((await fixture.limitBuy({ newClientOrderId: 'once', price: '59000' })).status).toBe(200)
  })

  it('tests an order without placing it', async () => {
    const fixture = await BinanceFixture.start()
    const parameters = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '100' }
    expect((await fixture.signed('POST', '/api/v3/order/test', parameters)).body).toEqual({})
    const rates = await fixture.signed('POST', '/api/v3/order/test', {
      ...parameters,
      computeCommissionRates: 'true',
    })
    expect(rates.body).toMatchObject({
      standardCommissionForOrder: { maker: '0.00100000', taker: '0.00100000' },
    })
    const bad = await fixture.signed('POST', '/api/v3/order/test', { ...parameters, quantity: '0.000001' })
    expect(message(bad)).toBe('Filter failure: LOT_SIZE')
    expect((await fixture.signed('GET', '/api/v3/allOrders', { symbol: 'BTCUSDT' })).body).toEqual([])
  })
})

describe('refusals', () => {
  const cases: readonly (readonly [what: string, parameters: Parameters, code: number, message: string])[] = [
    [
      'a limit without price',
      { price: undefinedText },
      -1102,
      "Mandatory parameter 'price' was not sent, was empty/null, or malformed.",
    ],
    ['an empty price', { price: '' }, -1105, "Parameter 'price' was empty."],
    ['a quantity of zero', { quantity: '0' }, -1013, 'Invalid quantity.'],
    ['a price of zero', { price: '0.00' }, -1013, 'Invalid price.'],
    ['a negative quantity', { quantity: '-1' }, -1100, 'Illegal characters found in parameter'],
    ['a quantity in exponents', { quantity: '1e-3' }, -1100, 'Illegal characters found in parameter'],
    ['NaN', { quantity: 'NaN' }, -1100, "Illegal characters found in parameter 'quantity'"],
    ['nine decimals', { quantity: '0.010000001' }, -1111, "Parameter 'quantity' has too much precision."],
    ['more decimals than the step', { quantity: '0.010001' }, -1013, 'Filter failure: LOT_SIZE'],
    ['more decimals than the tick', { price: '60000.001' }, -1013, 'Filter failure: PRICE_FILTER'],
    ['a tiny notional', { quantity: '0.00001' }, -1013, 'Filter failure: NOTIONAL'],
    ['a far price', { price: '400000' }, -1013, 'Filter failure: PERCENT_PRICE_BY_SIDE'],
    [
      'too much at market',
      { type: 'MARKET', quantity: '181', price: undefinedText, timeInForce: undefinedText },
      -1013,
      'Filter failure: MARKET_LOT_SIZE',
    ],
    ['an unknown symbol', { symbol: 'NOSUCH' }, -1121, 'Invalid symbol.'],
    ['a symbol in lower case', { symbol: 'btcusdt' }, -1100, "Illegal characters found in parameter 'symbol'"],
    ['an unknown side', { side: 'HOLD' }, -1117, 'Invalid side.'],
    ['an unknown type', { type: 'ICEBERG' }, -1116, 'Invalid orderType.'],
    ['an unknown time in force', { timeInForce: 'DAY' }, -1115, 'Invalid timeInForce.'],
    [
      'a parameter nobody reads',
      { reduceOnly: 'true' },
      -1104,
      "Not all sent parameters were read; read '8' parameter(s) but was sent '9'.",
    ],
    ['a stop price on a limit', { stopPrice: '59000' }, -1106, "Parameter 'stopPrice' sent when not required."],
    [
      'a price at market',
      { type: 'MARKET', timeInForce: undefinedText },
      -1106,
      "Parameter 'price' sent when not required.",
    ],
    [
      'a stop without trigger',
      { type: 'STOP_LOSS_LIMIT' },
      -1102,
      "Param 'stopPrice' or 'trailingDelta' must be sent, but both were empty/null!",
    ],
    [
      'a bad client id',
      { newClientOrderId: 'no spaces!' },
      -1100,
      "Illegal characters found in parameter 'newClientOrderId'",
    ],
    ['a reserved strategy type', { strategyType: '5' }, -1134, '`strategyType` was less than 1000000.'],
    [
      'an unknown response type',
      { newOrderRespType: 'SHORT' },
      -1130,
      "Data sent for parameter 'newOrderRespType' is not valid.",
    ],
    ['what it cannot pay', { quantity: '1' }, -2010, 'Account has insufficient balance for requested action.'],
    [
      'a maker that would take',
      { type: 'LIMIT_MAKER', timeInForce: undefinedText, price: '65000' },
      -2010,
      'Order would immediately match and take.',
    ],
    [
      'a stop that would fire',
      { type: 'STOP_LOSS', timeInForce: undefinedText, price: undefinedText, stopPrice: '64000' },
      -2010,
      'Order would trigger immediately.',
    ],
    [
      'a trailing stop too close',
      { type: 'STOP_LOSS', timeInForce: undefinedText, price: undefinedText, trailingDelta: '5' },
      -1013,
      'Filter failure: TRAILING_DELTA',
    ],
    ['a closed market', { symbol: 'FTTUSDT', price: '1.42', quantity: '10' }, -1013, 'Market is closed.'],
    ['a market that only cancels', { symbol: 'LUNAUSDT', price: '0.4', quantity: '100' }, -1013, 'Market is closed.'],
    [
      'a plain stop where there is none',
      {
        symbol: 'BNBUSDT',
        type: 'STOP_LOSS',
        timeInForce: undefinedText,
        price: undefinedText,
        quantity: '1',
        stopPrice: '700',
      },
      -1013,
      'Stop loss orders are not supported for this symbol.',
    ],
    [
      'trailing where there is none',
      {
        symbol: 'DOGEUSDT',
        type: 'STOP_LOSS',
        timeInForce: undefinedText,
        price: undefinedText,
        quantity: '100',
        trailingDelta: '100',
      },
      -1013,
      'Trailing stop orders are not supported for this symbol.',
    ],
    [
      'a quote amount where there is none',
      {
        symbol: 'LTCUSDT',
        type: 'MARKET',
        timeInForce: undefinedText,
        price: undefinedText,
        quantity: undefinedText,
        quoteOrderQty: '60',
      },
      -1013,
      'Quote order qty market orders are not support for this symbol.',
    ],
  ]

  it.each(cases)('%s', async (_, changes, expectedCode, expectedMessage) => {
    const fixture = await BinanceFixture.start()
    const parameters = {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01',
      price: '60000',
      ...changes,
    }
    const sent = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefinedText))
    const answer = await fixture.order(sent)
    expect([answer.status, code(answer)]).toEqual([400, expectedCode])
    expect(message(answer)).toContain(expectedMessage)
    expect((await fixture.signed('GET', '/api/v3/openOrders')).body).toEqual([])
  })

  it('a parameter twice', async () => {
    const fixture = await BinanceFixture.start()
    expect(code(await fixture.open('/api/v3/depth?symbol=BTCUSDT&symbol=ETHUSDT'))).toBe(-1101)
    expect(code(await fixture.open('/api/v3/depth?symbol=%ZZ'))).toBe(-1100)
    expect(code(await fixture.open('/api/v3/depth?symbol=%ff'))).toBe(-1100)
  })
})

describe('querying', () => {
  it('shows an order by either name, and checks that both agree', async () => {
    const fixture = await BinanceFixture.start()
    const placed = await fixture.limitBuy({ newClientOrderId: 'mine' })
    const orderId = textOf(field(placed.body, 'orderId'))
    const byId = await fixture.signed('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId })
    expect(byId.body).toMatchObject({
      symbol: 'BTCUSDT',
      orderListId: -1,
      clientOrderId: 'mine',
      price: '60000.00000000',
      origQty: '0.01000000',
      executedQty: '0.00000000',
      cummulativeQuoteQty: '0.00000000',
      status: 'NEW',
      stopPrice: '0.00000000',
      icebergQty: '0.00000000',
      time: fixture.time,
      updateTime: fixture.time,
      isWorking: true,
      origQuoteOrderQty: '0.00000000',
    })
    const byName = await fixture.signed('GET', '/api/v3/order', {
      symbol: 'BTCUSDT',
      origClientOrderId: 'mine',
    })
    expect(byName.body).toEqual(byId.body)
    const both = { symbol: 'BTCUSDT', orderId, origClientOrderId: 'other' }
    expect(code(await fixture.signed('GET', '/api/v3/order', both))).toBe(-2039)
    const unknown = await fixture.signed('GET', '/api/v3/order', {
      symbol: 'BTCUSDT',
      origClientOrderId: 'none',
    })
    expect([unknown.status, code(unknown), message(unknown)]).toEqual([400, -2013, 'Order does not exist.'])
    expect(code(await fixture.signed('GET', '/api/v3/order', { symbol: 'ETHUSDT', orderId }))).toBe(-2013)
    expect(code(await fixture.signed('GET', '/api/v3/order', { symbol: 'BTCUSDT' }))).toBe(-1102)
  })

  it('lists open orders of one symbol or all, and history by id and time', async () => {
    const fixture = await BinanceFixture.start()
    const first = await fixture.limitBuy()
    fixture.time += 1000
    await fixture.limitBuy({ symbol: 'ETHUSDT', price: '3000' })
    await fixture.limitBuy({ price: '59000' })
    const all = await fixture.signed('GET', '/api/v3/openOrders')
    expect(list(all.body).map((order) => field(order, 'symbol'))).toEqual(['BTCUSDT', 'ETHUSDT', 'BTCUSDT'])
    const some = await fixture.signed('GET', '/api/v3/openOrders', { symbol: 'ETHUSDT' })
    expect(list(some.body)).toHaveLength(1)
    const history = (extra: Parameters): ReturnType<BinanceFixture['signed']> =>
      fixture.signed('GET', '/api/v3/allOrders', { symbol: 'BTCUSDT', ...extra })
    expect(list((await history({})).body)).toHaveLength(2)
    expect(field(at((await history({ limit: '1' })).body, 0), 'price')).toBe('59000.00000000')
    const fromId = String(Number(field(first.body, 'orderId')) + 1)
    expect(list((await history({ orderId: fromId })).body)).toHaveLength(1)
    expect(list((await history({ endTime: String(fixture.time - 1) })).body)).toHaveLength(1)
    const tooLong = await history({ startTime: '0', endTime: String(25 * 3_600_000) })
    expect([code(tooLong), message(tooLong)]).toEqual([-1127, 'More than 24 hours between startTime and endTime.'])
  })

  it('archives orders without fills after 90 days', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'old' })
    await fixture.signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'old' })
    fixture.time += 91 * 86_400_000
    const query = await fixture.signed('GET', '/api/v3/order', {
      symbol: 'BTCUSDT',
      origClientOrderId: 'old',
    })
    expect(code(query)).toBe(-2026)
  })
})

describe('cancelling', () => {
  it('answers with the order under its old name', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    const parameters = { symbol: 'BTCUSDT', origClientOrderId: 'mine', newClientOrderId: 'cancel-1' }
    const { status, body } = await fixture.signed('DELETE', '/api/v3/order', parameters)
    expect(status).toBe(200)
    expect(body).toMatchObject({ origClientOrderId: 'mine', clientOrderId: 'cancel-1', status: 'CANCELED' })
    expect(await fixture.locked('USDT')).toBe('0.00000000')
    const again = await fixture.signed('DELETE', '/api/v3/order', parameters)
    expect([again.status, code(again), message(again)]).toEqual([400, -2011, 'Unknown order sent.'])
  })

  it('heeds restrictions', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    const cancel = (cancelRestrictions: string): ReturnType<BinanceFixture['signed']> =>
      fixture.signed('DELETE', '/api/v3/order', {
        symbol: 'BTCUSDT',
        origClientOrderId: 'mine',
        cancelRestrictions,
      })
    expect(code(await cancel('ALWAYS'))).toBe(-1145)
    expect(message(await cancel('ONLY_PARTIALLY_FILLED'))).toBe('Order was not canceled due to cancel restrictions.')
    expect((await cancel('ONLY_NEW')).status).toBe(200)
  })

  it('cancels all of a symbol, lists whole', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy()
    await fixture.signed('POST', '/api/v3/orderList/oco', oco)
    const { body } = await fixture.signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
    expect(list(body)).toHaveLength(2)
    expect(at(body, 0)).toMatchObject({ status: 'CANCELED' })
    expect(at(body, 1)).toMatchObject({
      contingencyType: 'OCO',
      listStatusType: 'ALL_DONE',
      orderReports: [{ status: 'CANCELED' }, { status: 'CANCELED' }],
    })
    const none = await fixture.signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
    expect(code(none)).toBe(-2011)
  })
})

const oco = {
  symbol: 'BTCUSDT',
  side: 'SELL',
  quantity: '0.1',
  aboveType: 'LIMIT_MAKER',
  abovePrice: '70000',
  belowType: 'STOP_LOSS',
  belowStopPrice: '60000',
}

describe('cancelReplace', () => {
  const replace = (fixture: BinanceFixture, changes: Parameters): ReturnType<BinanceFixture['signed']> =>
    fixture.signed('POST', '/api/v3/order/cancelReplace', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01',
      price: '61000',
      cancelReplaceMode: 'STOP_ON_FAILURE',
      cancelOrigClientOrderId: 'old',
      ...changes,
    })

  it('does both: 200', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'old' })
    const { status, body } = await replace(fixture, { newClientOrderId: 'new' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      cancelResult: 'SUCCESS',
      newOrderResult: 'SUCCESS',
      cancelResponse: { origClientOrderId: 'old', status: 'CANCELED' },
      newOrderResponse: { clientOrderId: 'new', status: 'NEW', fills: [] },
    })
  })

  it('does not attempt the second when the first fails: 400 -2022', async () => {
    const fixture = await BinanceFixture.start()
    const { status, body } = await replace(fixture, {})
    expect(status).toBe(400)
    expect(body).toEqual({
      code: -2022,
      msg: 'Order cancel-replace failed.',
      data: {
        cancelResult: 'FAILURE',
        newOrderResult: 'NOT_ATTEMPTED',
        cancelResponse: { code: -2011, msg: 'Unknown order sent.' },
        newOrderResponse: null,
      },
    })
  })

  it('does one of the two: 409 -2021', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'old' })
    const poor = await replace(fixture, { quantity: '1' })
    expect(poor.status).toBe(409)
    expect(poor.body).toMatchObject({
      code: -2021,
      data: { cancelResult: 'SUCCESS', newOrderResult: 'FAILURE', newOrderResponse: { code: -2010 } },
    })
    const placed = await replace(fixture, { cancelReplaceMode: 'ALLOW_FAILURE' })
    expect([placed.status, code(placed)]).toEqual([409, -2021])
    const neither = await replace(fixture, { cancelReplaceMode: 'ALLOW_FAILURE', quantity: '1' })
    expect([neither.status, code(neither)]).toEqual([400, -2022])
  })

  it('checks filters before it cancels', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'old' })
    expect(message(await replace(fixture, { price: '61000.001' }))).toBe('Filter failure: PRICE_FILTER')
    expect(list((await fixture.signed('GET', '/api/v3/openOrders')).body)).toHaveLength(1)
  })

  it('over the order limit does nothing, or only cancels', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'old' })
    await fixture.control('POST', '/limits', { limits: { ordersPer10Seconds: 1 } })
    expect(code(await replace(fixture, {}))).toBe(-1015)
    const only = await replace(fixture, { orderRateLimitExceededMode: 'CANCEL_ONLY' })
    expect(only.status).toBe(429)
    expect(only.body).toMatchObject({
      code: -2021,
      data: { cancelResult: 'SUCCESS', newOrderResponse: { code: -1015 } },
    })
  })
})

describe('amending', () => {
  it('shrinks the order under a new name', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    const amend = (newQty: string): ReturnType<BinanceFixture['signed']> =>
      fixture.signed('PUT', '/api/v3/order/amend/keepPriority', {
        symbol: 'BTCUSDT',
        origClientOrderId: 'mine',
        newQty,
        newClientOrderId: 'mine',
      })
    const { body } = await amend('0.004')
    expect(body).toMatchObject({
      amendedOrder: {
        origClientOrderId: 'mine',
        clientOrderId: 'mine',
        qty: '0.00400000',
        cumulativeQuoteQty: '0.00000000',
      },
    })
    expect(await fixture.locked('USDT')).toBe('240.00000000')
    expect(code(await amend('0.004'))).toBe(-2038)
    expect(code(await amend('0.005'))).toBe(-2038)
  })
})
