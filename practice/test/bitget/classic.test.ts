import { describe, expect, it } from 'vitest'
import { BitgetFixture, type Json } from './bitget-fixture.ts'

describe('terms of an order', () => {
  it.each([
    [{ price: '60000', size: '0.00001' }, '45110'],
    [{ price: '60000.001', size: '0.01' }, '40808'],
    [{ price: '60000', size: '0.0000001' }, '40808'],
    [{ price: '6e4', size: '0.01' }, '40808'],
    [{ size: '0.01' }, '40019'],
    [{ price: '60000', size: '0.01', force: undefined }, '40019'],
    [{ price: '60000', size: '0.01', symbol: 'NOPE' }, '40034'],
    [{ price: '60000', size: '0.01', clientOid: 'x'.repeat(51) }, '40305'],
    [{ price: '60000', size: '5' }, '43012'],
    [{ price: '10000', size: '0.01' }, '43008'],
    [{ price: '60000', size: '0.01', presetStopLossPrice: '' }, '40808'],
    [{ price: '60000', size: '0.01', presetTakeProfitPrice: '0' }, '40808'],
    [{ price: '60000', size: '0.01', presetTakeProfitPrice: '59000' }, '43034'],
    [{ price: '60000', size: '0.01', presetStopLossPrice: '61000' }, '43035'],
    [{ price: '60000', size: '0.01', executeStopLossPrice: '59000' }, '40808'],
    [{ price: '0.4', size: '10', symbol: 'LUNAUSDT' }, '40309'],
    [{ price: '60000', size: '0.01', requestTime: '1', receiveWindow: '1000' }, '40008'],
    [{ price: '60000', size: '0.01', requestTime: '1', receiveWindow: '60001' }, '40079'],
  ])('%j is refused', (params, code) => {
    expect(new BitgetFixture().add(params)).toBe(code)
  })

  it('a market buy is sized in quote units, a market sale in base', () => {
    const fixture = new BitgetFixture()
    const bought = fixture.info(fixture.add({ orderType: 'market', size: '100' }))
    expect(bought).toMatchObject({
      status: 'filled',
      price: '0.0000000000000000',
      size: '100.0000000000000000',
    })
    expect(Number(bought.quoteVolume)).toBeLessThanOrEqual(100)
    const sold = fixture.info(fixture.add({ side: 'sell', orderType: 'market', size: '0.01' }))
    expect(Number(sold.baseVolume)).toBe(0.01)
  })

  it('a post-only order that would take is taken in, and cancelled', () => {
    const fixture = new BitgetFixture()
    const order = fixture.info(fixture.add({ price: '65000', size: '0.01', force: 'post_only' }))
    expect(order).toMatchObject({ status: 'cancelled', price: '65000.0000000000000000' })
    expect(Number(order.baseVolume)).toBe(0)
  })

  it('a client id is unique among open orders', () => {
    const fixture = new BitgetFixture()
    const order = { price: '60000', size: '0.01', clientOid: 'mine' }
    const first = fixture.add(order)
    expect(fixture.add(order)).toBe('40786')
    fixture.post('classic', '/api/v2/spot/trade/cancel-order', { symbol: 'BTCUSDT', clientOid: 'mine' })
    expect(fixture.add(order)).not.toBe(first)
  })
})

describe('presets', () => {
  const entry = {
    price: '60000',
    size: '0.1',
    presetTakeProfitPrice: '66000',
    presetStopLossPrice: '57000',
    executeStopLossPrice: '56900',
  }

  it('are shown while the entry is open, and become orders once it has filled completely, for what it brought', () => {
    const fixture = new BitgetFixture()
    fixture.add(entry)
    expect(fixture.unfilled()).toMatchObject([
      {
        symbol: 'btcusdt',
        priceAvg: '60000',
        basePrice: '0',
        presetTakeProfitPrice: '66000',
        executeTakeProfitPrice: '',
        presetStopLossPrice: '57000',
        executeStopLossPrice: '56900',
      },
    ])
    fixture.setPrice('60000', '0.05')
    expect(fixture.unfilled()).toMatchObject([{ status: 'partially_filled', basePrice: '60000' }])
    expect(fixture.unfilled('tpsl')).toEqual([])
    fixture.setPrice('59990')
    const children = fixture.unfilled('tpsl')
    expect(
      children.map(({ side, triggerPrice, size, orderType, clientOid, tpslType }) => [
        side,
        triggerPrice,
        size,
        orderType,
        clientOid,
        tpslType,
      ]),
    ).toEqual([
      ['sell', '57000', '0.0999', 'limit', '', 'tpsl'],
      ['sell', '66000', '0.0999', 'market', '', 'tpsl'],
    ])
  })

  it('one child executing or cancelled by hand ends the other', () => {
    const fixture = new BitgetFixture()
    fixture.add({ ...entry, price: '65000' })
    expect(fixture.unfilled('tpsl')).toHaveLength(2)
    fixture.setPrice('66000')
    expect(fixture.unfilled('tpsl')).toEqual([])
    fixture.setPrice('64000')
    fixture.add({ ...entry, price: '65000' })
    const [child] = fixture.unfilled('tpsl')
    const cancel = { orderId: child?.orderId }
    expect(fixture.post('classic', '/api/v2/spot/trade/cancel-order', { symbol: 'BTCUSDT', ...cancel }).code).toBe(
      '43001',
    )
    expect(fixture.post('classic', '/api/v2/spot/trade/cancel-order', { ...cancel, tpslType: 'tpsl' }).code).toBe(
      '00000',
    )
    expect(fixture.unfilled('tpsl')).toEqual([])
  })

  it('an entry cancelled half filled leaves its part unprotected', () => {
    const fixture = new BitgetFixture()
    const orderId = fixture.add(entry)
    fixture.setPrice('60000', '0.05')
    fixture.post('classic', '/api/v2/spot/trade/cancel-order', { symbol: 'BTCUSDT', orderId })
    expect(fixture.unfilled('tpsl')).toEqual([])
    const history = fixture.get('classic', '/api/v2/spot/trade/history-orders', { tpslType: 'tpsl' }).data
    expect(history).toEqual([])
  })

  it('are ignored, as the client id is, on a TP/SL order', () => {
    const fixture = new BitgetFixture()
    const stop = {
      side: 'sell',
      orderType: 'market',
      size: '0.1',
      tpslType: 'tpsl',
      triggerPrice: '60000',
      clientOid: 'mine',
      presetStopLossPrice: '1',
    }
    const [first, second] = [fixture.add(stop), fixture.add(stop)]
    expect(first).not.toBe(second)
    expect(
      fixture.unfilled('tpsl').map(({ clientOid, presetStopLossPrice }) => [clientOid, presetStopLossPrice]),
    ).toEqual([
      ['', ''],
      ['', ''],
    ])
    expect(fixture.unfilled()).toEqual([])
    fixture.setPrice('59000')
    expect(fixture.info(first)).toMatchObject({ status: 'filled', tpslType: 'tpsl' })
  })

  it('are dropped by a replacement that does not send them again', () => {
    const fixture = new BitgetFixture()
    const orderId = fixture.add(entry)
    const replace = { symbol: 'BTCUSDT', orderId, price: '59000', size: '0.1' }
    expect(
      fixture.post('classic', '/api/v2/spot/trade/cancel-replace-order', {
        symbol: 'BTCUSDT',
        orderId,
        price: '59000',
      }).code,
    ).toBe('40925')
    const { data } = fixture.post('classic', '/api/v2/spot/trade/cancel-replace-order', replace)
    expect(data).toMatchObject({ success: 'success' })
    expect(fixture.unfilled()).toMatchObject([{ presetTakeProfitPrice: '', priceAvg: '59000' }])
  })
})

describe('answers that are a success whatever happened', () => {
  it('a batch says item by item', () => {
    const fixture = new BitgetFixture()
    const order = { side: 'buy', orderType: 'limit', force: 'gtc', price: '60000', size: '0.01' }
    const orderList = [
      { ...order, clientOid: 'a' },
      { ...order, size: '5' },
    ]
    const answer = fixture.post('classic', '/api/v2/spot/trade/batch-orders', {
      symbol: 'BTCUSDT',
      orderList,
    })
    expect(answer.code).toBe('00000')
    expect(answer.data).toMatchObject({
      successList: [{ clientOid: 'a' }],
      failureList: [{ errorCode: '43012' }],
    })
  })

  it('a replacement that is refused leaves nothing', () => {
    const fixture = new BitgetFixture()
    const orderId = fixture.add({ price: '60000', size: '0.01' })
    const { code, data } = fixture.post('classic', '/api/v2/spot/trade/cancel-replace-order', {
      symbol: 'BTCUSDT',
      orderId,
      price: '60000',
      size: '5',
    })
    expect([code, (data as Json).success]).toEqual(['00000', 'failure'])
    expect(fixture.unfilled()).toEqual([])
  })

  it('an unknown order is an empty list, and so is a client id older than two hours', () => {
    const fixture = new BitgetFixture()
    const orderId = fixture.add({ price: '60000', size: '0.01', clientOid: 'mine' })
    const byClient = (): unknown => fixture.get('classic', '/api/v2/spot/trade/orderInfo', { clientOid: 'mine' }).data
    expect(byClient()).toHaveLength(1)
    expect(fixture.get('classic', '/api/v2/spot/trade/orderInfo', { orderId: '1' }).data).toEqual([])
    fixture.time += 2 * 3_600_000 + 1
    expect(byClient()).toEqual([])
    expect(fixture.info(orderId).clientOid).toBe('mine')
  })
})

describe('fees', () => {
  it('are a negative JSON text in orders and an object in fills, in what was received', () => {
    const fixture = new BitgetFixture()
    const order = fixture.info(fixture.add({ price: '66000', size: '0.1' }))
    const detail = JSON.parse(String(order.feeDetail)) as Record<string, { totalFee: number; t?: number }>
    expect(detail.newFees?.t).toBeCloseTo(-0.0001, 8)
    expect(detail.BTC?.totalFee).toBeCloseTo(-0.0001, 8)
    const fills = fixture.get('classic', '/api/v2/spot/trade/fills', {}).data as readonly {
      feeDetail: Json
    }[]
    expect(fills[0]?.feeDetail).toMatchObject({ deduction: 'no', feeCoin: 'BTC' })
    expect(fixture.info(fixture.add({ price: '60000', size: '0.01' })).feeDetail).toBe('')
  })
})

describe('plan orders', () => {
  const plan = {
    symbol: 'BTCUSDT',
    side: 'sell',
    orderType: 'market',
    triggerPrice: '60000',
    triggerType: 'fill_price',
    size: '0.5',
  }
  const place = (fixture: BitgetFixture, change: Json = {}): string => {
    const { code, data } = fixture.post('classic', '/api/v2/spot/trade/place-plan-order', {
      ...plan,
      ...change,
    })
    return code === '00000' ? (data as { orderId: string }).orderId : code
  }
  const listed = (fixture: BitgetFixture, path: string): readonly Json[] =>
    (
      fixture.get('classic', `/api/v2/spot/trade/${path}`, {
        symbol: 'BTCUSDT',
        startTime: '1795000000000',
        endTime: String(fixture.time),
      }).data as { orderList: readonly Json[] }
    ).orderList

  it('live in a list of their own, hold nothing, and become an order with the plan’s id for client id', () => {
    const fixture = new BitgetFixture()
    const orderId = place(fixture, { clientOid: 'plan' })
    expect(listed(fixture, 'current-plan-order')).toMatchObject([
      { orderId, clientOid: 'plan', status: 'live', executePrice: '' },
    ])
    expect([fixture.unfilled(), fixture.unfilled('tpsl')]).toEqual([[], []])
    expect(fixture.get('classic', '/api/v2/spot/trade/plan-sub-order', { planOrderId: orderId }).code).toBe('40307')
    expect(fixture.post('classic', '/api/v2/spot/trade/cancel-order', { symbol: 'BTCUSDT', orderId }).code).toBe(
      '43001',
    )
    fixture.setPrice('59000')
    const [child] = fixture.get('classic', '/api/v2/spot/trade/plan-sub-order', { planOrderId: orderId })
      .data as readonly Json[]
    expect(child).toMatchObject({ status: 'success', type: 'market' })
    expect(fixture.info(String(child?.orderId))).toMatchObject({ status: 'filled', clientOid: orderId })
    expect(listed(fixture, 'history-plan-order')).toMatchObject([{ status: 'executed' }])
  })

  it('fail at the trigger without the funds', () => {
    const fixture = new BitgetFixture()
    place(fixture)
    place(fixture, { triggerPrice: '59500' })
    fixture.setPrice('59000')
    expect(listed(fixture, 'history-plan-order').map(({ status }) => status)).toEqual(['fail_execute', 'executed'])
  })

  it('can be moved in place and cancelled', () => {
    const fixture = new BitgetFixture()
    const orderId = place(fixture)
    const moved = { orderId, triggerPrice: '58000', orderType: 'market', size: '0.4' }
    expect(fixture.post('classic', '/api/v2/spot/trade/modify-plan-order', moved).data).toMatchObject({
      orderId,
    })
    expect(listed(fixture, 'current-plan-order')).toMatchObject([{ triggerPrice: '58000', size: '0.4' }])
    expect(fixture.post('classic', '/api/v2/spot/trade/cancel-plan-order', { orderId }).data).toEqual({
      result: 'success',
    })
    expect(fixture.post('classic', '/api/v2/spot/trade/cancel-plan-order', { orderId }).code).toBe('43025')
    expect(place(fixture, { triggerType: undefined })).toBe('40019')
    const total = { side: 'buy', planType: 'total', size: '100', triggerPrice: '70000' }
    expect(place(fixture, total)).toMatch(/^14/)
    fixture.setPrice('70001')
    expect(listed(fixture, 'history-plan-order')[0]).toMatchObject({ status: 'executed', planType: 'total' })
  })
})

describe('history', () => {
  it('comes a hundred a page, by the last id', () => {
    const fixture = new BitgetFixture()
    fixture.server.makeHistory('classic', 'BTCUSDT', 230)
    const ids = new Set<unknown>()
    let last = ''
    for (const size of [100, 100, 30, 0]) {
      const page = fixture.get('classic', '/api/v2/spot/trade/history-orders', {
        ...(last !== '' && { idLessThan: last }),
      }).data as readonly Json[]
      expect(page).toHaveLength(size)
      for (const { orderId } of page) ids.add(orderId)
      last = (page.at(-1)?.orderId as string | undefined) ?? last
    }
    expect(ids.size).toBe(230)
    const far = { startTime: String(fixture.time - 91 * 86_400_000), endTime: String(fixture.time) }
    expect(fixture.get('classic', '/api/v2/spot/trade/history-orders', far).code).toBe('40705')
  })
})

describe('market data', () => {
  const fixture = new BitgetFixture()
  it('precisions are counts of decimals', () => {
    const symbols = fixture.raw('GET', '/api/v2/spot/public/symbols').data as readonly Json[]
    expect(symbols.find(({ symbol }) => symbol === 'BTCUSDT')).toMatchObject({
      pricePrecision: '2',
      quantityPrecision: '5',
      quotePrecision: '6',
      minTradeUSDT: '1',
      minTradeAmount: '0',
      status: 'online',
    })
    expect(symbols.find(({ symbol }) => symbol === 'LUNAUSDT')).toMatchObject({ status: 'halt' })
  })

  it('days begin at midnight in China, unless the name says UTC', () => {
    const opening = (granularity: string): number => {
      const rows = fixture.raw('GET', '/api/v2/spot/market/candles', {
        query: `symbol=BTCUSDT&granularity=${granularity}&limit=3`,
      }).data as readonly string[][]
      expect(rows).toHaveLength(3)
      expect(Number(rows[0]?.[0])).toBeLessThan(Number(rows[1]?.[0]))
      return new Date(Number(rows[2]?.[0])).getUTCHours()
    }
    expect([opening('1day'), opening('1Dutc')]).toEqual([16, 0])
  })
})
