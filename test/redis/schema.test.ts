import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { actions } from '../../src-main/redis/actions/index.ts'
import { Params } from '../../src-main/redis/actions/params.ts'
import { parseEnvelope } from '../../src-main/redis/protocol.ts'
import { protocolSchema, protocolSchemaText, protocolVersion } from '../../src-main/redis/schema/document.ts'
import { answerSchema, eventSchema, requestSchema } from '../../src-main/redis/schema/envelope.ts'
import { type ActionName, actionSchemas } from '../../src-main/redis/schema/index.ts'
import { until } from '../support/until.ts'
import { pythonJson } from './support/django-client.ts'
import { order, money } from './support/models.ts'
import { running, type Running } from './support/running.ts'

const file = join(import.meta.dirname, '../../docs/redis-protocol.schema.json')

describe('the schema in docs/', () => {
  it('is what the definitions say now (npm run schema:redis writes it anew)', () => {
    expect(readFileSync(file, 'utf8')).toBe(protocolSchemaText())
  })

  it('has a version, every action, and no reference into nothing', () => {
    const schema = protocolSchema()
    expect(schema.$id).toBe(`urn:aristobot:redis-protocol:${protocolVersion}`)
    expect(Object.keys(schema.actions as object).sort()).toEqual([...actions.keys()].sort())
    const defs = new Set(Object.keys(schema.$defs as object).map((id) => `#/$defs/${id}`))
    const references = [...protocolSchemaText().matchAll(/"(#\/\$defs\/[^"]+)"/g)].map(([, to]) => to)
    expect(references.length).toBeGreaterThan(30)
    for (const reference of references) expect(defs).toContain(reference)
  })
})

/** A request of each action that reaches all that it reads, and an answer with all that it writes. */
const btc = { broker_id: 1, symbol: 'BTC/USDT' }
const requests: Readonly<Record<ActionName, readonly object[]>> = {
  get_balance: [{ broker_id: 1 }],
  get_markets: [{ broker_id: '1' }],
  get_ticker: [btc],
  fetch_tickers: [{ broker_id: 1, symbols: ['BTC/USDT', 'NOPE/USDT'] }, { broker_id: 1 }],
  get_candles: [{ ...btc, timeframe: '1h', limit: 3 }],
  place_order: [
    { ...btc, side: 'sell', amount: 0.1, type: 'market', price: null },
    { ...btc, side: 'buy', amount: '0.1', type: 'limit', price: 5, force: 'ioc', client_order_id: 'x' },
    { ...btc, side: 'sell', amount: 1, type: 'take_profit', price: 5 },
    { ...btc, side: 'sell', amount: 1, type: 'stop_loss', stop_price: 5 },
    { ...btc, side: 'sell', amount: 1, type: 'stop_limit', price: 4, trigger_price: 5 },
    { ...btc, side: 'sell', amount: 1, type: 'sl_tp_combo', stop_loss_price: 4, take_profit_price: 5 },
  ],
  cancel_order: [{ ...btc, order_id: '77' }],
  edit_order: [
    { ...btc, order_id: '77', amount: '1', price: 5 },
    { ...btc, order_id: '77', type: 'take_profit', price: 5 },
  ],
  fetch_open_orders: [{ ...btc, order_id: '1', id_less_than: '2', tpsl_type: 'normal', limit: '5' }, { broker_id: 1 }],
  fetch_closed_orders: [
    { ...btc, id_less_than: '2', tpsl_type: 'tpsl', since: 1, start_time: '1', end_time: 2 },
    { broker_id: 1 },
  ],
  get_order_info: [
    { ...btc, order_id: '1' },
    { ...btc, client_oid: 'x' },
  ],
  preload_brokers: [{}],
  test_connection: [{ broker_id: 1 }],
  load_markets: [{ broker_id: 1 }],
  create_and_execute_trade: [
    { ...btc, side: 'buy', order_type: 'market', quantity: 1, total_value: 5, timestamp: Date.now() },
    { ...btc, side: 'sell', order_type: 'limit', quantity: 1, price: 5 },
  ],
}

describe('every action', () => {
  let run: Running
  beforeAll(async () => {
    run = await running()
    const { desk, client } = run.services
    const filled = { filled: money('0.001'), quoteFilled: money('60'), averagePrice: money('60000') }
    desk.open = [order({ id: '1' }), order({ id: '9', terms: { kind: 'market' }, quantity: null })]
    desk.closed = [order({ id: '1', status: 'filled', ...filled, fees: [{ asset: 'BTC', amount: money('1e-9') }] })]
    client.candles = [1, 2].map((time) => {
      const price = money('1.5')
      return { time, open: price, high: price, low: price, close: price, volume: money('1e-9') }
    })
  })
  afterAll(() => run[Symbol.asyncDispose]())

  it.each(Object.entries(requests))('%s takes and answers what the schema says', async (action, all) => {
    const schema = actionSchemas[action as ActionName]
    for (const params of all) {
      schema.params.parse(params)
      const envelope = run.django.envelope(action, params)
      requestSchema.parse(JSON.parse(pythonJson(envelope)))
      expect(parseEnvelope(pythonJson(envelope))).toMatchObject({ action })
      const { text } = await run.django.send(envelope)
      const answer = answerSchema.parse(JSON.parse(text))
      expect(answer.error).toBeNull()
      schema.data.parse(answer.data)
    }
  })

  it('reads no parameter that the schema does not name, and the schema names none that it does not read', async () => {
    const read = new Set<string>()
    const methods = ['text', 'word', 'exactly', 'money', 'optionalPrice', 'time', 'count', 'symbols', 'has'] as const
    const spies = methods.map((method) => {
      const original = Reflect.get(Params.prototype, method) as (
        this: Params,
        name: string,
        ...rest: never[]
      ) => unknown
      return vi.spyOn(Params.prototype, method).mockImplementation(function (this: Params, ...args: unknown[]) {
        read.add(String(args[0]))
        return original.apply(this, args as [string, ...never[]]) as never
      })
    })
    for (const [action, all] of Object.entries(requests)) {
      read.clear()
      for (const params of all) await run.django.ask(action, params)
      const shape = (actionSchemas[action as ActionName].params as unknown as { shape: object }).shape
      const named = Object.keys(shape).filter((name) => name !== 'broker_id' && name !== 'timestamp')
      expect(
        [...read].filter((name) => !named.includes(name)),
        `${action} reads`,
      ).toEqual([])
      expect(
        named.filter((name) => !read.has(name)),
        `${action} never reads`,
      ).toEqual([])
    }
    for (const spy of spies) spy.mockRestore()
  })

  it('tells events as the schema says', async () => {
    await run.django.ask('load_markets', { broker_id: 1 })
    await until(() => run.services.django.events.length > 0)
    for (const event of run.services.django.events) eventSchema.parse(event)
    eventSchema.parse({ type: 'markets_error', broker_id: 1, error: 'x', status: 'error', timestamp: 1 })
  })
})
