import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPracticeExchanges, type PracticeExchanges } from '@aristobot/practice'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { Gateway } from '../../src-main/app/gateway.ts'
import { openLog } from '../../src-main/infra/log.ts'
import { actionSchemas } from '../../src-main/redis/schema/index.ts'
import { type OwnRedisServer, startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { callNames, type CallName, type Panel } from '../../src-shared/contract.ts'
import { noLimits } from '../../src-shared/guard.ts'
import { addAccount, smallPurchase as request, windowOn } from './from-the-window.ts'

const secret = 'CANARYsecret0123456789abcdefghijklmnopqrstuvwxyzCANARYsecret9876'
const passphrase = 'CANARYpassphrase-71c2'
const redisPassword = 'CANARYredis-password-5e0d'
const spellings = [secret, passphrase, redisPassword].flatMap((text) => [
  text,
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  Buffer.from(text).toString('hex'),
  encodeURIComponent(text),
])
const everything = {
  text: null,
  accountId: null,
  origin: null,
  lines: null,
  state: null,
  from: null,
  to: null,
} as const
const leaks = (text: string): readonly string[] => spellings.filter((spelling) => text.includes(spelling))

let folder: string
let redis: OwnRedisServer
let practice: PracticeExchanges
let gateway: Gateway

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aristobot-canary-'))
  redis = await startOwnRedis()
  practice = await startPracticeExchanges({ seed: 'canary' })
  gateway = await Gateway.start({
    dataFolder: folder,
    redis: { host: redis.host, port: redis.port, given: true },
    host: 'browser',
    log: openLog(folder),
  })
})

afterEach(async () => {
  await gateway.close()
  await practice.close()
  await redis.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a secret that went in', () => {
  it('comes out of no call, event, answer, log line or file', async () => {
    const said: string[] = []
    gateway.panel.subscribe((event) => said.push(JSON.stringify(event)))
    const panel = (): Panel => gateway.panel
    const call = windowOn(panel, (result) => said.push(JSON.stringify(result)))
    const credentials = { apiKey: 'k'.repeat(64), secret, passphrase }
    const accountId = await addAccount(call, practice, credentials)
    const inputs: Partial<Record<CallName, unknown>> = {
      'accounts.setCredentials': {
        accountId,
        credentials,
        thisRunOnly: true,
        acceptWithdrawals: false,
      },
      'orders.preview': { accountId, request },
      'orders.place': { accountId, formId: randomUUID(), request },
      'orders.history': { accountId, symbol: null, limit: 10 },
      'orders.cancel': { accountId, orderId: '1', symbol: 'BTC/USDT' },
      'market.candles': { accountId, symbol: 'BTC/USDT', timeframe: '1m', limit: 5 },
      'market.orderBook': { accountId, symbol: 'BTC/USDT', depth: 5 },
      'orders.meantToCancel': { accountId, scope: 'everything', includeExits: true },
      'orders.cancelAll': { accountId, scope: 'everything', includeExits: true },
      'guard.set': { state: 'reducing', word: null },
      'accounts.setLimits': { accountId, limits: { ...noLimits, approvalAbove: '100000' } },
      'journal.search': { filter: everything, cursor: null, limit: 100 },
      'journal.export': { filter: everything, format: 'jsonl', cursor: null },
      'gateway.requests': { limit: 50 },
    }
    const last: readonly CallName[] = ['accounts.remove']
    for (const name of callNames.filter((each) => !last.includes(each))) {
      await call(name, inputs[name] ?? { accountId, symbol: 'BTC/USDT' })
      await call(name, inputs[name] ?? { accountId })
      await call(name, { accountId, credentials })
    }
    const django = new Redis(redis.port, redis.host)
    for (const action of [...Object.keys(actionSchemas), 'nonsense']) {
      const id = randomUUID()
      const params = {
        broker_id: 77,
        symbol: 'BTC/USDT',
        side: 'buy',
        amount: 60,
        type: 'market',
        price: null,
        order_type: 'market',
        quantity: 0.001,
        total_value: 60,
        order_id: '1',
        timeframe: '1h',
      }
      await django.rpush(
        'exchange_requests',
        JSON.stringify({
          request_id: id,
          action,
          params,
          user_id: 7,
          trace_id: null,
          timestamp: process.uptime(),
        }),
      )
      await expect.poll(() => django.exists(`exchange_response_${id}`), { timeout: 15_000 }).toBe(1)
      said.push((await django.get(`exchange_response_${id}`)) ?? '')
    }
    await django.quit()
    await call('accounts.remove', { accountId, despiteOpenWork: false })
    await gateway.close()

    expect(said.length).toBeGreaterThan(60)
    for (const text of said) expect(leaks(text)).toEqual([])
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toContain('journal.sqlite')
    for (const file of files)
      expect(leaks((await readFile(join(file.parentPath, file.name))).toString('latin1'))).toEqual([])
  })

  it('of Redis comes out of no call, event, log line or file either', async () => {
    const locked = await startOwnRedis()
    onTestFinished(() => locked.close())
    const client = new Redis(locked.port, locked.host)
    await client.config('SET', 'requirepass', redisPassword)
    await client.quit()
    const said: string[] = []
    gateway.panel.subscribe((event) => said.push(JSON.stringify(event)))
    const panel = (): Panel => gateway.panel
    const call = windowOn(panel, (result) => said.push(JSON.stringify(result)))
    const form = (password: string): object => ({
      options: {
        mode: 'single',
        server: { host: locked.host, port: locked.port },
        db: 0,
        username: null,
        tls: null,
      },
      password: { kind: 'set', text: password },
      sentinelPassword: { kind: 'none' },
    })
    expect(await call('redis.try', form(`not-${redisPassword}`))).toMatchObject({ ok: false })
    expect(await call('redis.try', form(redisPassword))).toMatchObject({ ok: true })
    // A form that is wrong somewhere else is not repeated in its refusal.
    await call('redis.try', { ...form(redisPassword), options: { mode: 'nonsense' } })
    await call('redis.save', { ...form(`not-${redisPassword}`), thisRunOnly: true })
    await expect.poll(() => gateway.status().redis.state, { timeout: 15_000 }).toBe('lost')
    await call('redis.save', { ...form(redisPassword), thisRunOnly: true })
    await expect.poll(() => gateway.status().redis.state, { timeout: 15_000 }).toBe('connected')
    for (const name of ['redis.settings', 'gateway.status'] as const) await call(name, {})
    await call('journal.export', { filter: everything, format: 'jsonl', cursor: null })
    await gateway.close()
    for (const text of said) expect(leaks(text)).toEqual([])
    for (const name of await readdir(folder, { recursive: true })) {
      const text = await readFile(join(folder, name), 'latin1').catch(() => '')
      expect(leaks(text), name).toEqual([])
    }
  })
})
