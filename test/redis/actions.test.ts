import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GatewayError } from '../../src-shared/errors.ts'
import type { Order } from '../../src-shared/order.ts'
import { py, pythonJson } from './support/django-client.ts'
import { order, money } from './support/models.ts'
import { pageTrade } from './support/page-trade.ts'
import { running, type Running } from './support/running.ts'

let run: Running
beforeAll(async () => {
  run = await running()
})
afterAll(() => run[Symbol.asyncDispose]())
beforeEach(() => {
  run.services.desk.placed.length = 0
  run.services.desk.cancelled.length = 0
})

const lastRequest = (): unknown => JSON.parse(JSON.stringify(run.services.desk.placed.at(-1)?.intent.request))

describe('get_balance', () => {
  it('has exactly the contract’s keys, as numbers with all their digits, and no sibling', async () => {
    const answer = await run.django.ask('get_balance', { broker_id: 1 })
    expect(answer).toMatchObject({ success: true, error: null })
    expect(Object.keys(answer).sort()).toEqual(
      ['data', 'error', 'processing_time_ms', 'request_id', 'success', 'text'].sort(),
    )
    expect(answer.data).toEqual({
      USDT: { available: 1000.1, frozen: 1e-8, total: 1000.10000001, free: 1000.1, used: 1e-8 },
      BTC: { available: 0.5, frozen: 0, total: 0.5, free: 0.5, used: 0 },
    })
    expect(answer.text).toContain('"total":1000.10000001')
    expect(answer.text).toContain('"frozen":0.00000001')
  })

  it('takes ids as text', async () => {
    expect((await run.django.ask('get_balance', { broker_id: '1' }, { user_id: '1' })).success).toBe(true)
    expect((await run.django.ask('get_balance', { brokerId: 1 })).success).toBe(true)
  })
})

describe('get_markets', () => {
  it('is keyed by BASE/QUOTE and has the contract’s fields', async () => {
    const { data } = await run.django.ask('get_markets', { broker_id: 1 })
    expect(data['BTC/USDT']).toMatchObject({
      id: 'BTCUSDT',
      symbol: 'BTC/USDT',
      min_amount: 0.00001,
      max_amount: 9000,
      price_precision: 2,
      quantity_precision: 5,
      quote_precision: 8,
      min_trade_usdt: 5,
      active: true,
      taker_fee: 0.001,
      maker_fee: 0.001,
      type: 'spot',
      spot: true,
      precision: { price: 2, amount: 5 },
      limits: { amount: { min: 0.00001, max: 9000 }, cost: { min: 5 } },
    })
  })
})

describe('get_ticker and fetch_tickers', () => {
  it.each(['BTC/USDT', 'BTCUSDT', 'btc-usdt'])('finds %s', async (symbol) => {
    const answer = await run.django.ask('get_ticker', { broker_id: 1, symbol })
    expect(answer.data).toMatchObject({ success: true, symbol: 'BTC/USDT', bid: 60000.1, change_24h: -1.694 })
    expect(answer.data.timestamp).toBe(1_790_000_000_123)
    expect(answer.text).toContain('"last":60000.123456789012345678,')
    expect(answer.text).toContain('"volume_24h":0.00001,')
  })

  it('answers under the caller’s own symbols and leaves unlisted ones out', async () => {
    const symbols = ['BTC/USDT', 'NOPE/USDT', 'USDT/USDT', 'ETHBTC']
    const { data } = await run.django.ask('fetch_tickers', { broker_id: 1, symbols })
    expect(Object.keys(data)).toEqual(['BTC/USDT', 'ETHBTC'])
    expect(data['BTC/USDT']?.last).toBeCloseTo(60000.12)
  })

  it('answers all tickers when none is named, and nothing when none is listed', async () => {
    expect(Object.keys((await run.django.ask('fetch_tickers', { broker_id: 1 })).data)).toHaveLength(3)
    expect((await run.django.ask('fetch_tickers', { broker_id: 1, symbols: ['NOPE/USDT'] })).data).toEqual({})
  })
})

describe('place_order', () => {
  it('hands a market buy to the desk in quote units, with its origin, and answers the id as text', async () => {
    const envelope = run.django.envelope(
      'place_order',
      { broker_id: 1, symbol: 'BTCUSDT', side: 'BUY', amount: py('60.0'), type: 'market', price: null },
      { trace_id: 'trace-é' },
    )
    const answer = await run.django.send(envelope)
    expect(answer.data).toMatchObject({
      success: true,
      id: '9007199254740993123',
      order_id: '9007199254740993123',
      trade_id: '4503599627370497',
      status: 'open',
      filled_amount: 0,
      remaining_amount: 0.001,
      fee: { cost: 0, currency: 'USDT' },
    })
    expect(lastRequest()).toEqual({
      kind: 'market',
      symbol: 'BTC/USDT',
      side: 'buy',
      amount: { unit: 'quote', value: '60' },
      exits: null,
    })
    expect(run.services.desk.placed[0]?.origin).toEqual({
      kind: 'redis',
      requestId: envelope.request_id,
      userId: 1,
      action: 'place_order',
      traceId: 'trace-é',
    })
    // The order may wait, for a budget or for a person's approval, until Django gives up.
    const { deadline } = run.services.desk.placed[0]?.intent ?? {}
    expect(Math.abs((deadline?.at ?? 0) - Date.now() - 120_000)).toBeLessThan(60_000)
    expect(() => deadline?.check()).not.toThrow()
  })

  it.each([py('1e-05'), '1e-05', '0.00001', py('0.000010')])('keeps the amount %o exact', async (amount) => {
    await run.django.ask('place_order', { broker_id: 1, symbol: 'BTC/USDT', side: 'sell', amount })
    expect(lastRequest()).toMatchObject({ kind: 'market', amount: { unit: 'base', value: '0.00001' } })
  })

  it('answers an unknown outcome as a failure that says not to send it again', async () => {
    const { desk } = run.services
    const usual = desk.outcome
    const error = {
      class: 'unknown-outcome',
      text: { key: 'error.internal', params: {} },
      field: null,
      exchange: null,
    } as const
    desk.outcome = () => Promise.resolve({ outcome: 'unknown', journalId: 7, clientOrderId: 'ag77', error })
    const params = { broker_id: 1, symbol: 'BTC/USDT', side: 'sell', amount: 1 }
    const placed = await run.django.ask('place_order', params)
    const traded = await run.django.ask('create_and_execute_trade', {
      ...params,
      order_type: 'market',
      quantity: 1,
      timestamp: Date.now(),
    })
    desk.outcome = usual
    for (const answer of [placed, traded]) {
      expect(answer.success).toBe(false)
      expect(answer.error).toContain('ag77')
      expect(answer.error).toContain('Do not send it again')
      expect(answer.data).toMatchObject({ status: 'unknown', client_order_id: 'ag77' })
    }
  })

  it('names the caller’s own field in a refusal of the desk', async () => {
    const { desk } = run.services
    const usual = desk.outcome
    desk.outcome = () =>
      Promise.reject(
        new GatewayError(
          'refused',
          'order.quantity.below_step',
          { field: 'quantity', value: '1e-30', step: '0.00001', symbol: 'BTC/USDT' },
          { field: 'quantity' },
        ),
      )
    const answer = await run.django.ask('place_order', {
      broker_id: 1,
      symbol: 'BTC/USDT',
      side: 'sell',
      amount: py('1e-30'),
    })
    desk.outcome = usual
    expect(answer.error).toBe('The field amount is 1e-30, less than the smallest step 0.00001 of BTC/USDT.')
  })
})

describe('cancel_order', () => {
  it('cancels with or without a symbol', async () => {
    const answer = await run.django.ask('cancel_order', { broker_id: 1, order_id: '77', symbol: 'BTCUSDT' })
    expect(answer.data).toMatchObject({ success: true, order_id: '77', status: 'cancelled' })
    expect(answer.data.message).toContain('77')
    await run.django.ask('cancel_order', { broker_id: 1, orderId: 78 })
    expect(run.services.desk.cancelled.map(({ intent }) => intent)).toEqual([
      { accountId: 'account-1', orderId: '77', symbol: 'BTC/USDT' },
      { accountId: 'account-1', orderId: '78', symbol: null },
    ])
  })

  it('says so when the order was executed meanwhile', async () => {
    const { desk } = run.services
    const usual = desk.cancelAnswer
    desk.cancelAnswer = () => Promise.resolve(order({ status: 'filled' }))
    const answer = await run.django.ask('cancel_order', { broker_id: 1, order_id: '77' })
    desk.cancelAnswer = usual
    expect(answer).toMatchObject({ success: false, data: { status: 'filled' } })
  })

  it('says how the order ended, whether the cancel ended it or came too late', async () => {
    const { desk } = run.services
    const usual = desk.cancelAnswer
    const told = async (change: Partial<Order>): Promise<unknown> => {
      desk.cancelAnswer = () => Promise.resolve(order(change))
      return (await run.django.ask('cancel_order', { broker_id: 1, order_id: '77' })).data
    }
    const here = { kind: 'cancelled_here', word: 'CANCELED' } as const
    expect(await told({ status: 'cancelled', endReason: here })).toMatchObject({
      end_reason: 'cancelled_here',
      end_reason_text: 'Cancelled here',
    })
    const late = { kind: 'not_filled_at_once', word: null } as const
    expect(await told({ status: 'expired', endReason: late })).toMatchObject({
      success: false,
      end_reason: 'not_filled_at_once',
    })
    desk.cancelAnswer = usual
  })
})

describe('fetch_open_orders and fetch_closed_orders', () => {
  it('answer lists of one shape', async () => {
    run.services.desk.open = [order(), order({ symbol: 'ETH/BTC', id: '5' })]
    const open = await run.django.ask('fetch_open_orders', { broker_id: 1, symbol: 'ETHBTC' })
    expect(open.data).toHaveLength(1)
    run.services.desk.closed = [order({ status: 'filled', filled: money('0.001'), averagePrice: money('59000') })]
    const closed = await run.django.ask('fetch_closed_orders', {
      broker_id: 1,
      startTime: '1700000000000',
      endTime: null,
      limit: '50',
    })
    expect(closed.data[0]).toMatchObject({
      id: '9007199254740993123',
      average: 59000,
      priceAvg: 59000,
      cost: 59,
    })
    expect(Object.keys(open.data[0] ?? {})).toEqual(
      Object.keys(closed.data[0] ?? {}).filter((key) => key !== 'priceAvg'),
    )
    expect(run.services.desk.closedQueries.at(-1)).toEqual({
      symbol: null,
      since: 1_700_000_000_000,
      until: null,
      limit: 50,
    })
  })

  it('answer an empty list, never null', async () => {
    run.services.desk.closed = []
    expect((await run.django.ask('fetch_closed_orders', { broker_id: 1, limit: 'many', since: 1 })).data).toEqual([])
    expect(run.services.desk.closedQueries.at(-1)?.limit).toBe(100)
  })
})

describe('create_and_execute_trade', () => {
  const params = pageTrade({ user_id: 99 })

  it('answers with an integer trade_id and trusts the envelope’s user, not the inner one', async () => {
    const answer = await run.django.ask('create_and_execute_trade', { ...params, timestamp: Date.now() })
    expect(answer.data).toMatchObject({
      trade_id: 4_503_599_627_370_497,
      status: 'pending',
      exchange_order_id: '9007199254740993123',
      symbol: 'BTC/USDT',
      side: 'buy',
    })
    expect(answer.data.message).toContain('9007199254740993123')
    expect(lastRequest()).toMatchObject({ amount: { unit: 'quote', value: '60' } })
  })

  it('says why an order that was placed has ended already', async () => {
    const { desk } = run.services
    const usual = desk.outcome
    const endReason = { kind: 'no_liquidity', word: 'INSUFFICIENT_LIQUIDITY' } as const
    desk.outcome = async () => {
      const outcome = await usual()
      if (outcome.outcome !== 'accepted') return outcome
      return { ...outcome, placed: { ...outcome.placed, order: order({ status: 'expired', endReason }) } }
    }
    const answer = await run.django.ask('create_and_execute_trade', { ...params, timestamp: Date.now() })
    const placed = await run.django.ask('place_order', {
      broker_id: 1,
      symbol: 'BTC/USDT',
      side: 'buy',
      amount: py('60.0'),
      type: 'market',
    })
    desk.outcome = usual
    const told = {
      end_reason: 'no_liquidity',
      end_reason_text: 'Too few orders on the other side of the book',
    }
    expect(answer.data).toMatchObject({ exchange_order_status: 'expired', ...told })
    expect(answer.data.message).toContain(`${told.end_reason_text}.`)
    expect(placed.data).toMatchObject({ status: 'expired', ...told })
  })

  it('is refused a minute after it was made', async () => {
    const answer = await run.django.ask('create_and_execute_trade', {
      ...params,
      timestamp: Date.now() - 61_000,
    })
    expect(answer.success).toBe(false)
    expect(answer.error).toBe('The request came too late (61 s old, limit 60 s) and was not executed.')
    expect(run.services.desk.placed).toHaveLength(0)
  })
})

describe('test_connection', () => {
  it('shows balances of a good login', async () => {
    const answer = await run.django.ask('test_connection', { broker_id: 1 })
    expect(answer).toMatchObject({
      success: true,
      data: {
        success: true,
        connected: true,
        markets_loading: true,
        balance_sample: { USDT: { free: 1000.1 } },
      },
    })
  })

  it('answers a refused login as data, the envelope’s success staying true', async () => {
    run.services.client.credentialsError = new GatewayError('auth', 'exchange.auth', {
      exchange: 'Binance',
      reason: 'API-key format invalid. Timeout',
    })
    const answer = await run.django.ask('test_connection', { broker_id: 1 })
    run.services.client.credentialsError = null
    expect(answer).toMatchObject({ success: true, data: { success: true, connected: false } })
    expect(answer.data.error).toMatch(/refused the API key/)
    expect(answer.data.error).not.toMatch(/timeout/i)
  })
})

it('prints what json.dumps prints', () => {
  expect(pythonJson({ a: [1, py('1e-05')], b: 'é' })).toBe('{"a": [1, 1e-05], "b": "\\u00e9"}')
})
