import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Credentials } from '../../src-main/exchange/credentials.ts'
import { NativeExchangeManager } from '../../src-main/exchange/native-exchange-manager.ts'
import { type PracticeExchanges, startPracticeExchanges } from '../../src-main/practice/practice-exchanges.ts'
import type { RedisBridge } from '../../src-main/redis/bridge.ts'
import { type OwnRedisServer, startOwnRedis } from '../../src-main/redis/own-server.ts'
import { Journal } from '../../src-main/trading/journal.ts'
import { OrderDesk } from '../../src-main/trading/order-desk.ts'
import { type Answer, DjangoClient, py } from './support/django-client.ts'
import { account } from './support/models.ts'
import { makeBridge } from './support/running.ts'

/** Django's page on a Kraken account of the lowest tier, Terminal 7 scanning meanwhile: the whole way, each order with the two questions before it. */
const trader = { ...account(), exchange: 'kraken' as const }
const secret = Buffer.from('secret').toString('base64')
const closing: (() => unknown)[] = []
let practice: PracticeExchanges
let django: DjangoClient

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aristobot-ten-orders-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  practice = await startPracticeExchanges({ seed: 'ten orders' })
  practice.openAccount('kraken', { apiKey: 'key', secret, balances: { USD: '10000' } })
  const manager = new NativeExchangeManager({
    connections: (accountId) => ({
      accountId,
      accountName: trader.name,
      exchange: 'kraken',
      environment: trader.environment,
      baseUrl: practice.baseUrls.kraken ?? null,
      credentials: new Credentials('key', secret, 'hmac'),
      switchedOff: [],
      revision: 1,
    }),
  })
  const journal = Journal.open({ folder })
  const accounts = { get: (id: string) => (id === trader.id ? trader : null) }
  const desk = new OrderDesk({ journal, accounts, clients: manager })
  await desk.start()
  const server: OwnRedisServer = await startOwnRedis()
  const bridge: RedisBridge = makeBridge(server.port, {
    desk,
    accounts: {
      byBroker: (brokerId) => (brokerId === trader.brokerId ? trader : null),
      list: () => [trader],
    },
    clients: manager,
  })
  bridge.start()
  django = new DjangoClient(server.port)
  closing.push(
    () => journal.close(),
    () => server.close(),
    () => practice.close(),
    () => manager.close(),
    () => desk.close(),
    () => django.close(),
    () => bridge.close(),
  )
})
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
})

/** What Django's page leaves an answer, of the 30 s that it waits for everything. */
const longestMs = 10_000

it('ten trades in quick succession are answered in time, whatever else is asked', async () => {
  const slow: string[] = []
  const ask = async (action: string, params: object): Promise<Answer> => {
    const startedAt = performance.now()
    const answer = await django.ask(action, params)
    const ms = performance.now() - startedAt
    if (ms >= longestMs) slow.push(`${action} ${Math.round(ms)} ms`)
    return answer
  }
  const scan = { broker_id: 1, limit: 50 }
  const scans = ['fetch_closed_orders', 'fetch_open_orders'].flatMap((action) =>
    Array.from({ length: 3 }, () => ask(action, scan)),
  )
  const about = { broker_id: 1, symbol: 'BTC/USD' }
  const trades = await Promise.all(
    Array.from({ length: 10 }, async () => {
      await ask('get_ticker', about)
      await ask('get_balance', { broker_id: 1 })
      const trade = await ask('create_and_execute_trade', {
        ...about,
        side: 'buy',
        order_type: 'market',
        quantity: py('0.001'),
        total_value: py('60'),
        timestamp: Date.now(),
      })
      await ask('fetch_open_orders', scan)
      return trade
    }),
  )
  await Promise.all(scans)
  expect(slow).toEqual([])
  for (const { success, data } of trades) {
    expect(success).toBe(true)
    expect(['pending', 'executed']).toContain(data.status)
  }
  const ids = new Set(trades.map(({ data }) => data.exchange_order_id))
  expect(ids.size).toBe(10)
}, 120_000)
