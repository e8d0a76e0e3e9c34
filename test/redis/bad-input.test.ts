import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { py, pythonJson } from './support/django-client.ts'
import { running, type Running } from './support/running.ts'

let run: Running
beforeAll(async () => {
  run = await running()
})
afterAll(() => run[Symbol.asyncDispose]())
afterEach(async () => {
  const next = await run.django.ask('get_ticker', { broker_id: 1, symbol: 'BTC/USDT' })
  expect(next.success).toBe(true)
  expect(run.services.desk.placed).toHaveLength(0)
  await until(async () => (await run.django.processing()) === 0)
})

describe('an envelope of which only what is needed is there', () => {
  const whole = { action: 'get_ticker', params: { broker_id: 1, symbol: 'BTC/USDT' }, user_id: 1 }
  it.each([
    ['no trace_id', { ...whole, timestamp: 1.5 }],
    ['no timestamp', { ...whole, trace_id: null }],
    ['neither', whole],
    ['no params, of an action without any', { action: 'preload_brokers' }],
  ])('%s: served', async (_name, fields) => {
    const requestId = randomUUID()
    await run.django.push(JSON.stringify({ request_id: requestId, ...fields }))
    expect(await run.django.collect(requestId)).toMatchObject({ success: true, error: null })
  })

  it('no params, of an action with some: the first that is missing is named', async () => {
    const requestId = randomUUID()
    await run.django.push(JSON.stringify({ request_id: requestId, action: 'get_ticker', user_id: 1 }))
    expect(await run.django.collect(requestId)).toMatchObject({
      success: false,
      error: 'The field broker_id is required.',
    })
  })
})

const orderParams = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 1, type: 'market', price: null }
const limitParams = { ...orderParams, type: 'limit' }

/** Each is refused with exactly one sentence that names the field. */
const refusedOrders: readonly (readonly [string, object, string])[] = [
  ['amount 0', { ...orderParams, amount: 0 }, 'The field amount must be greater than 0, not 0.'],
  ['a negative amount', { ...orderParams, amount: py('-1.5') }, 'The field amount must be greater than 0, not -1.5.'],
  ['NaN', { ...orderParams, amount: py('NaN') }, 'The field amount must be a decimal number, not NaN.'],
  [
    'Infinity',
    { ...orderParams, amount: py('-Infinity') },
    'The field amount must be a decimal number, not -Infinity.',
  ],
  ['NaN as text', { ...orderParams, amount: 'NaN' }, 'The field amount must be a decimal number, not NaN.'],
  ['a list for an amount', { ...orderParams, amount: [1] }, 'The field amount must be a decimal number, not ["1"].'],
  ['1e400', { ...orderParams, amount: py('1e400') }, 'The field amount must be a decimal number, not 1e400.'],
  ['no amount', { ...orderParams, amount: null }, 'The field amount is required.'],
  ['a limit without price', limitParams, 'The field price is required.'],
  ['a limit at 0', { ...limitParams, price: 0 }, 'The field price must be greater than 0, not 0.'],
  ['no side', { ...orderParams, side: null }, 'The field side is required.'],
  ['another side', { ...orderParams, side: 'long' }, 'The field side must be one of buy, sell, not long.'],
  ['no symbol', { ...orderParams, symbol: '' }, 'The field symbol is required.'],
  ['an unlisted symbol', { ...orderParams, symbol: 'NOPE/USDT' }, 'NOPE/USDT is not listed on Binance.'],
  [
    'an oversized symbol',
    { ...orderParams, symbol: 'A'.repeat(500) },
    'The field symbol may have at most 128 characters.',
  ],
  ['a symbol that is a list', { ...orderParams, symbol: ['BTC/USDT'] }, 'The request field symbol must be text.'],
  [
    'another type',
    { ...orderParams, type: 'iceberg' },
    'The field type must be one of market, limit, stop_loss, take_profit, sl_tp_combo, stop_limit, oco, not iceberg.',
  ],
  [
    'another force',
    { ...limitParams, price: 1, force: 'day' },
    'The field force must be one of gtc, ioc, fok, post_only, not day.',
  ],
  ['a stop loss without trigger', { ...orderParams, type: 'stop_loss' }, 'The field stop_loss_price is required.'],
  [
    'a stop loss with a take-profit price',
    { ...orderParams, type: 'stop_loss', stop_loss_price: 1, take_profit_price: 2 },
    'The field take_profit_price does not apply to orders of the type stop_loss.',
  ],
  [
    'two triggers that differ',
    { ...orderParams, type: 'stop_loss', stop_loss_price: 1, stop_price: 2 },
    'The request fields stop_loss_price and stop_price contradict each other.',
  ],
  ['no broker', { ...orderParams, broker_id: null }, 'The field broker_id is required.'],
  [
    'a fractional broker',
    { ...orderParams, broker_id: py('1.5') },
    'The request field broker_id must be an integer greater than 0.',
  ],
  [
    'an unknown broker',
    { ...orderParams, broker_id: 42 },
    'The broker 42 is not known to the gateway. Add an account with this broker id and its API key in the gateway’s window: it does not use the keys of this page.',
  ],
]

describe('an order is refused with one sentence naming the field', () => {
  it.each(refusedOrders)('%s', async (_name, params, error) => {
    const answer = await run.django.ask('place_order', params)
    expect(answer).toMatchObject({ success: false, data: null, error })
    expect(Object.keys(answer)).toHaveLength(6)
  })
})

describe('who may', () => {
  it.each([
    ['a foreign user', { user_id: 2 }, 'The broker 1 does not belong to the user 2.'],
    ['no user', { user_id: null }, 'The field user_id is required.'],
    ['a user that is no number', { user_id: 'me' }, 'The request field user_id must be an integer greater than 0.'],
    ['an unknown action', { action: 'sell_everything' }, 'The action sell_everything is unknown.'],
  ])('%s', async (_name, change, error) => {
    expect(await run.django.ask('place_order', orderParams, change)).toMatchObject({ success: false, error })
  })

  it('an account that Redis may only read is not traded on', async () => {
    const answer = await run.django.ask('place_order', { ...orderParams, broker_id: 2 }, { user_id: 2 })
    expect(answer.error).toBe('The account Read only does not allow “trading” over Redis.')
    expect((await run.django.ask('get_balance', { broker_id: 2 }, { user_id: 2 })).success).toBe(true)
  })

  it('an account closed to Redis is not even read', async () => {
    expect((await run.django.ask('get_balance', { broker_id: 3 })).error).toContain('“reading”')
  })
})

describe('text that is no request', () => {
  const withId = (rest: string): readonly [string, string] => {
    const id = randomUUID()
    return [id, `{"request_id": "${id}", ${rest}`]
  }
  const tail = '"user_id": 1, "trace_id": null, "timestamp": 1.5}'

  it.each([
    ['cut short', '"action": "get_balance", "params": {"broker', /not valid JSON/],
    ['trailing comma', `"action": "get_balance", ${tail.slice(0, -1)},}`, /not valid JSON/],
    ['a repeated request_id', `"request_id": "x", "action": "get_balance", ${tail}`, /the field request_id twice/],
    [
      'a repeated parameter',
      `"action": "place_order", "params": {"amount": 1, "\\u0061mount": 1}, ${tail}`,
      /the field amount twice/,
    ],
    [
      'a prototype key',
      `"action": "get_balance", "params": {"__proto__": {"a": 1}}, ${tail}`,
      /field __proto__ is not allowed/,
    ],
    ['deep nesting', `"action": "get_balance", "params": ${'['.repeat(100_000)}`, /nested more than 16 levels/],
    ['params that are a list', `"action": "get_balance", "params": [1], ${tail}`, /field params must be an object/],
    ['no action', `"params": {}, ${tail}`, /field action is required/],
    ['an action that is a number', `"action": 5, ${tail}`, /field action must be text/],
    [
      'oversized text',
      `"action": "get_balance", "params": {"note": "${'x'.repeat(5_000_000)}"}, ${tail}`,
      /at most 1000000/,
    ],
  ])('%s is answered under its request_id', async (_name, rest, error) => {
    const [id, text] = withId(rest)
    await run.django.push(text)
    const answer = await run.django.collect(id)
    expect(answer).toMatchObject({ request_id: id, success: false, data: null })
    expect(answer.error).toMatch(error)
  })

  it('an id at the end of an oversized text is found', async () => {
    await run.django.push(`{"params": {"note": "${'x'.repeat(2_000_000)}"}, "request_id": "at-the-end"}`)
    expect((await run.django.collect('at-the-end')).success).toBe(false)
  })

  it('bytes that are no UTF-8 are answered and removed', async () => {
    const id = randomUUID()
    await run.django.redis.rpush(
      'exchange_requests',
      Buffer.from(`{"request_id": "${id}", "action": "\xff"}`, 'latin1'),
    )
    expect((await run.django.collect(id)).error).toContain('UTF-8')
  })

  it.each(['', 'null', '[]', '"text"', '{}', '{"action": "get_balance"}', '\u0000', '{"request_id": ""}'])(
    'without any id (%o) it is dropped, logged, and nothing stops',
    async (text) => {
      const { received } = run.bridge.counts()
      await run.django.push(text)
      await until(() => run.bridge.counts().received === received + 1 && run.bridge.counts().working === 0)
      expect(run.bridge.requests(1)[0]).toMatchObject({ requestId: null, outcome: 'failure' })
    },
  )

  it('a numeric request_id is answered under its digits', async () => {
    await run.django.push(pythonJson({ ...run.django.envelope('get_balance', { broker_id: 1 }), request_id: 123 }))
    expect(await run.django.collect('123')).toMatchObject({ request_id: '123', success: true })
  })
})

describe('a repeated request_id', () => {
  it('with another payload is refused, and the first answer stays readable', async () => {
    const first = run.django.envelope('get_balance', { broker_id: 1 })
    const second = { ...first, action: 'get_markets' }
    await run.django.push(pythonJson(first))
    await run.django.push(pythonJson(second))
    expect((await run.django.collect(first.request_id)).data).toHaveProperty('USDT')
    expect((await run.django.collect(first.request_id)).error).toBe(
      `The request id ${first.request_id} was already used for another request.`,
    )
  })
})
