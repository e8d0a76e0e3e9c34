import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Money } from '../../src-shared/money.ts'
import { until } from '../support/until.ts'
import { type Answer, type DjangoClient, py } from './support/django-client.ts'
import { columns, onPractice, type OnPractice, type RunningGateway } from './support/on-practice.ts'

/** Django's texts in Redis, answered from what a practice exchange pushes. */
const trader = { ...columns.binance, brokerId: 1, userId: 1, balances: { USDT: '10000', BTC: '1', ETH: '10' } }
let on: OnPractice
let gateway: RunningGateway
let django: DjangoClient

beforeAll(async () => {
  on = await onPractice([trader], { count: 1, sharesLimits: false, isLive: true })
  ;({
    django,
    gateways: [gateway],
  } = on)
  on.practice.setPrice('binance', 'BTC/USDT', Money.parse('60000'))
})
afterAll(() => on[Symbol.asyncDispose]())

const btc = { broker_id: 1, symbol: 'BTC/USDT' }
const control = (method: string, path: string, body?: object): Promise<Response> =>
  fetch(`${on.practice.controlUrl}${path}`, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
/** Requests that the exchange has had since this was asked last. */
async function requests(): Promise<number> {
  const { requests: all } = (await (await control('GET', '/statistics')).json()) as { requests: { seen: number }[] }
  await control('DELETE', '/statistics')
  return all.reduce((sum, { seen }) => sum + seen, 0)
}
const ageOf = (answer: Answer): unknown => (JSON.parse(answer.text) as { readonly age_ms?: unknown }).age_ms
const isLive = async (action: string, params: object): Promise<boolean> =>
  ageOf(await django.ask(action, { ...params })) !== undefined

/** Asked until it is answered without the exchange. */
const followed = async (): Promise<void> => {
  await until(() => isLive('get_ticker', btc))
  await until(() => isLive('get_balance', { broker_id: 1 }))
  await until(() => isLive('fetch_open_orders', { broker_id: 1 }))
}

describe('reads over Redis', () => {
  beforeEach(followed)

  it('cost the exchange nothing once it pushes, and say how long ago it last spoke', async () => {
    await requests()
    for (let turn = 0; turn < 20; turn += 1) {
      const answers = await Promise.all([
        django.ask('get_ticker', btc),
        django.ask('get_balance', { broker_id: 1 }),
        django.ask('fetch_open_orders', { broker_id: 1 }),
      ])
      for (const answer of answers) {
        expect(answer).toMatchObject({ success: true, error: null })
        expect(ageOf(answer)).toBeGreaterThanOrEqual(0)
      }
    }
    expect(await requests()).toBe(0)
  })

  it('tell what the exchange would tell', async () => {
    on.practice.setPrice('binance', 'BTC/USDT', Money.parse('60123.45'))
    await until(async () => (await django.ask('get_ticker', btc)).text.includes('"last":60123.45,'))
    const told = await django.ask('get_ticker', btc)
    const asked = await gateway.manager.clientFor('account-1').fetchTicker('BTC/USDT')
    expect(told.data.bid).toBe(Number(asked.bid?.toString()))
    expect(told.data.high_24h).toBe(Number(asked.high?.toString()))
    const balances = await gateway.manager.clientFor('account-1').getBalance()
    const { data } = await django.ask('get_balance', { broker_id: 1 })
    expect(Object.keys(data).sort()).toEqual(balances.map(({ asset }) => asset).sort())
    for (const { asset, total } of balances) expect(data[asset]?.total).toBe(Number(total.toString()))
  })

  it('show an order at once to whoever placed it, and its end to whoever cancelled it', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const order = { ...btc, side: 'buy', type: 'limit', amount: py('0.01'), price: py('50000') }
      const placed = await django.ask('place_order', order)
      const open = await django.ask('fetch_open_orders', { broker_id: 1 })
      expect(Object.values(open.data).map(({ id }) => id)).toContain(placed.data.id)
      await django.ask('cancel_order', { ...btc, order_id: placed.data.id })
      const after = await django.ask('fetch_open_orders', { broker_id: 1 })
      expect(Object.values(after.data).map(({ id }) => id)).not.toContain(placed.data.id)
    }
    await until(async () => {
      const { text } = await django.ask('get_balance', { broker_id: 1 })
      return /"USDT":\{[^}]*"frozen":0,/.test(text)
    })
  })

  it('are put to the exchange while nothing is pushed, and until all was asked for again', async () => {
    await control('POST', '/streams', { match: { exchange: 'binance' }, count: 2, fault: { refuse: 503 } })
    await control('POST', '/streams', { match: { exchange: 'binance' }, now: 'cut' })
    await until(() => gateway.live?.streams.stateOf('account-1').kind === 'stale')
    const answers = await Promise.all([
      django.ask('get_balance', { broker_id: 1 }),
      django.ask('fetch_open_orders', { broker_id: 1 }),
    ])
    for (const answer of answers) {
      expect(answer.success).toBe(true)
      expect(ageOf(answer)).toBeUndefined()
    }
    await followed()
  })
})
