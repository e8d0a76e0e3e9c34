import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { DjangoClient } from '../redis/support/django-client.ts'
import { OldTerminalStandIn } from '../redis/support/old-terminal.ts'
import { until } from '../support/until.ts'
import { type Ended, runCli, RunningCli } from './spawn-cli.ts'

let work: string

beforeEach(async () => {
  work = mkdtempSync(join(tmpdir(), 'aristobot-rehearse-'))
  const words = ['--exchange', 'binance', '--name', 'Mine', '--broker-id', '1', '--user-id', '1', '--practice']
  expect((await run('account', ['add', ...words, '--redis-permission', 'trade'])).code).toBe(0)
})

afterEach(() => rmSync(work, { recursive: true, force: true }))

/** No session bus: there is no keychain in these tests. */
const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
const run = (command: string, words: readonly string[]): Promise<Ended> =>
  runCli([command, ...words, '--data', work], { env, input: null })

const request = (action: string, params: object) => ({
  ...{ request_id: `r-${action}`, action, params: { broker_id: 1, ...params }, user_id: 1 },
  ...{ trace_id: null, timestamp: 1.5 },
})
const answer = (data: unknown) => ({ request_id: 'r', success: true, data, error: null, processing_time_ms: 3 })

test('a recording is answered without moving anything; a table says what would change', async () => {
  const file = join(work, 'recording.jsonl')
  const order = { symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: 60 }
  const lines = [
    { request: request('place_order', order), answer: answer({ success: true, order_id: '7', status: 'pending' }) },
    { request: request('get_balance', { broker_id: 4 }), answer: answer({}) },
    { request: request('fetch_open_orders', {}) },
    { request: request('fetch_open_orders', {}) },
  ]
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'))
  const { code, stdout } = await run('rehearse', ['--from', file, '--each', '1'])
  expect(stdout).toMatch(/^3 requests, of which 2 have an answer .*; 1 more were like those and not asked again$/m)
  expect(stdout).toMatch(/^ {2}place_order +1 +data\.status +value differs +"pending" +"open" +1$/m)
  expect(stdout).toMatch(/^ {2}get_balance, broker 4: .*4/m)
  expect(stdout).toMatch(/^ {2}place_order, broker 1: Would be sent: \{"kind":"market"/m)
  expect(code).toBe(0)
  const json = await run('rehearse', ['--from', file, '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject({ requests: 4, compared: 2, skipped: 0, rehearsed: [{}, {}, {}, {}] })
})

test('a Redis is watched while the old one works there; what was seen is kept for its owner alone', async () => {
  const server = await startOwnRedis()
  const django = new DjangoClient(server.port)
  const old = await new OldTerminalStandIn(server.port, { answer: () => ({ last: '1' }) }).waits()
  onTestFinished(async () => {
    await old[Symbol.asyncDispose]()
    django.close()
    await server.close()
  })
  const file = join(work, 'kept.jsonl')
  const redis = `redis://127.0.0.1:${server.port}`
  const words = ['rehearse', '--live', '--for', '600', '--save', file, '--json', '--redis', redis, '--data', work]
  const watching = new RunningCli(words, { env })
  onTestFinished(async () => {
    await watching.end()
  })
  await until(async () => String(await django.redis.client('LIST')).includes('cmd=monitor'), 30_000)
  await django.ask('get_ticker', { broker_id: 1, symbol: 'BTC/USDT' })
  await until(() => readFileSync(file, 'utf8').includes('get_ticker'))
  watching.child.kill('SIGINT')
  const told: unknown = JSON.parse(await watching.line(/./))
  expect(told).toMatchObject({
    requests: 1,
    compared: 1,
    rehearsed: [{ action: 'get_ticker', ours: { success: true } }],
  })
  expect(JSON.stringify(told)).toContain('"field":"data.last","kind":"type"')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect((await run('rehearse', ['--from', file])).stdout).toMatch(/^ {2}get_ticker +1 +data\.last +type differs/m)
  const again = await run('rehearse', ['--live', '--save', file, '--redis', redis])
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('EEXIST') as unknown })
})

test.each([
  [['--from', '/nowhere/at-all'], 'ENOENT'],
  [['--live', '--redis', 'redis://127.0.0.1:1'], 'Redis cannot be watched'],
])('%j ends with one sentence', async (words, expected) => {
  const { code, stderr, stdout } = await run('rehearse', words)
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toContain(expected)
})
