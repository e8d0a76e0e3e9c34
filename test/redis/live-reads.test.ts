import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLiveParts, type LiveParts } from '../../src-main/app/live-parts.ts'
import { Credentials } from '../../src-main/exchange/accounts/credentials.ts'
import { NativeExchangeManager } from '../../src-main/exchange/accounts/native-exchange-manager.ts'
import type { RedisBridge } from '../../src-main/redis/bridge.ts'
import { type OwnRedisServer, startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { Journal } from '../../src-main/trading/journal.ts'
import { OrderDesk } from '../../src-main/trading/order-desk.ts'
import { Money } from '../../src-shared/money.ts'
import { until } from '../support/until.ts'
import { type Answer, DjangoClient, py } from './support/django-client.ts'
import { account } from './support/models.ts'
import { makeBridge } from './support/running.ts'

/** Django's texts in Redis, answered from what a practice exchange pushes. */
const trader = account()
let folder: string
let practice: PracticeExchanges
let manager: NativeExchangeManager
let journal: Journal
let live: LiveParts
let desk: OrderDesk
let server: OwnRedisServer
let bridge: RedisBridge
let django: DjangoClient

beforeAll(async () => {
  practice = await startPracticeExchanges({ seed: 'live' })
  practice.openAccount('binance', { apiKey: 'key', secret: 'secret', balances: { USDT: '10000', BTC: '1' } })
  manager = new NativeExchangeManager({
    connections: (accountId) => ({
      accountId,
      accountName: trader.name,
      exchange: 'binance',
      environment: { kind: 'practice', url: practice.baseUrls.binance, accountKind: null },
      baseUrl: practice.baseUrls.binance,
      credentials: new Credentials('key', 'secret', 'hmac'),
      revision: 1,
      switchedOff: [],
    }),
  })
  folder = await mkdtemp(join(tmpdir(), 'aristobot-live-test-'))
  journal = Journal.open({ folder })
  live = createLiveParts({ manager, journal, log: pino({ level: 'silent' }), changed: () => undefined })
  desk = new OrderDesk({
    journal,
    accounts: { get: (id) => (id === trader.id ? trader : null) },
    clients: manager,
    ...live.desk,
  })
  desk.subscribe((event) => live.reads.heed(event))
  await desk.start()
  server = await startOwnRedis()
  bridge = makeBridge(server.port, {
    desk,
    accounts: { byBroker: (id) => (id === trader.brokerId ? trader : null), list: () => [trader] },
    clients: manager,
    live: live.reads,
  })
  bridge.start()
  django = new DjangoClient(server.port)
  practice.setPrice('binance', 'BTC/USDT', Money.parse('60000'))
})
afterAll(async () => {
  await bridge.close()
  django.close()
  await desk.close()
  live.reads.close()
  live.streams.close()
  await manager.close()
  await practice.close()
  await server.close()
  journal.close()
  await rm(folder, { recursive: true, force: true })
})

const btc = { broker_id: 1, symbol: 'BTC/USDT' }
const control = (method: string, path: string, body?: object): Promise<Response> =>
  fetch(`${practice.controlUrl}${path}`, {
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
    practice.setPrice('binance', 'BTC/USDT', Money.parse('60123.45'))
    await until(async () => (await django.ask('get_ticker', btc)).text.includes('"last":60123.45,'))
    const told = await django.ask('get_ticker', btc)
    const asked = await manager.clientFor(trader.id).fetchTicker('BTC/USDT')
    expect(told.data.bid).toBe(Number(asked.bid?.toString()))
    expect(told.data.high_24h).toBe(Number(asked.high?.toString()))
    const balances = await manager.clientFor(trader.id).getBalance()
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
    await until(() => live.streams.stateOf(trader.id).kind === 'stale')
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
