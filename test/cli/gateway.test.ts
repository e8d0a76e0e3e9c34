import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RemotePanel } from '../../src-main/browser/remote-panel.ts'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { runCli, RunningCli } from './spawn-cli.ts'

let work: string
let running: RunningCli[]

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'aristobot-cli-'))
  running = []
})

afterEach(async () => {
  await Promise.all(running.map((each) => each.end('SIGKILL')))
  rmSync(work, { recursive: true, force: true })
})

/** Nobody listens on port 1: the gateway runs without Redis. */
const noRedis = ['--redis', 'redis://127.0.0.1:1']

function start(...words: string[]): RunningCli {
  const command = new RunningCli(words)
  running.push(command)
  return command
}

test('the gateway prints one JSON line when it serves, and ends cleanly', async () => {
  const gateway = start('gateway', '--data', work, ...noRedis)
  const ready = JSON.parse(await gateway.line(/./)) as Record<string, unknown>
  expect(ready).toMatchObject({
    ready: true,
    pid: gateway.child.pid,
    accounts: 1,
    dataFolder: work,
    redis: { state: 'lost', url: expect.stringContaining('127.0.0.1:1') as string },
    practiceUrls: { binance: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//) as string },
  })
  expect(await gateway.end()).toBe(0)
  expect(gateway.lines).toHaveLength(1)
  expect(readdirSync(work)).not.toContain('instance.json')
})

test('it says that it serves when Redis answers, not before', async () => {
  const redis = await startOwnRedis()
  try {
    const gateway = start('gateway', '--data', work, '--redis', `redis://127.0.0.1:${redis.port}`)
    expect(JSON.parse(await gateway.line(/./))).toMatchObject({ ready: true, redis: { state: 'connected' } })
    expect(await gateway.end()).toBe(0)
  } finally {
    await redis.close()
  }
})

test.each(['SIGINT', 'SIGHUP'] as const)('%s ends it cleanly, too', async (signal) => {
  const gateway = start('gateway', '--data', work, ...noRedis)
  await gateway.line(/./)
  expect(await gateway.end(signal)).toBe(0)
})

test('a second one on the same data folder is refused with one sentence', async () => {
  const gateway = start('gateway', '--data', work, ...noRedis)
  await gateway.line(/./)
  for (const command of [['gateway'], ['start', '--browser']]) {
    const second = await runCli([...command, '--data', work, ...noRedis])
    expect(second.code).toBe(1)
    expect(second.stderr.trim().split('\n')).toHaveLength(1)
    expect(second.stderr).toContain(`process ${gateway.child.pid}`)
    expect(second.stdout).toBe('')
  }
})

test('of two that start at once, one serves', async () => {
  const both = [start('gateway', '--data', work, ...noRedis), start('gateway', '--data', work, ...noRedis)]
  const outcomes = await Promise.allSettled(both.map((each) => each.line(/"ready":true/)))
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('one that was killed does not stand in the way of the next', async () => {
  const first = start('gateway', '--data', work, ...noRedis)
  await first.line(/./)
  await first.end('SIGKILL')
  expect(readdirSync(work)).toContain('instance.json')
  const second = start('gateway', '--data', work, ...noRedis)
  expect(await second.line(/./)).toContain('"ready":true')
})

test.each(['', '{', '{"pid":-1}', '{"pid":1,"killSwitch":"active"}'])(
  'neither does what it left: %j',
  async (about) => {
    writeFileSync(join(work, 'instance.json'), about)
    writeFileSync(join(work, 'gateway.lock'), '')
    const gateway = start('gateway', '--data', work, ...noRedis)
    expect(await gateway.line(/./)).toContain('"ready":true')
  },
)

test('start --browser prints an address that works once, and the panel answers there', async () => {
  const command = start('start', '--browser', '--no-open', '--data', work, ...noRedis)
  const url = await command.line(/^http:/)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
  const panel = await RemotePanel.connect(url)
  expect(await panel.call('app.info', {})).toMatchObject({
    ok: true,
    value: { host: 'browser', dataFolder: work },
  })
  await panel.close()
  await expect(RemotePanel.connect(url)).rejects.toThrow('once')
  expect(await command.end()).toBe(0)
})

test('SIGUSR2 prints another address', async () => {
  const command = start('start', '--browser', '--no-open', '--data', work, ...noRedis)
  const first = await command.line(/^http:/)
  const seen = command.lines.length
  command.child.kill('SIGUSR2')
  const second = await command.line(/^http:/, seen)
  expect(second).not.toBe(first)
  await (await RemotePanel.connect(second)).close()
})

test('without a screen, start says so in one line and serves the browser', async () => {
  const command = start('start', '--no-open', '--data', work, ...noRedis)
  await command.line(/^http:/)
  const said = command.lines.filter((line) => line.includes('Electron'))
  expect(said).toHaveLength(1)
})

test('a port that is taken is one sentence, and nothing stays behind', async () => {
  const first = start('start', '--browser', '--no-open', '--data', join(work, 'a'), ...noRedis)
  const { port } = new URL(await first.line(/^http:/))
  const second = await runCli([
    'start',
    '--browser',
    '--no-open',
    '--port',
    port,
    '--data',
    join(work, 'b'),
    ...noRedis,
  ])
  expect(second).toMatchObject({
    code: 1,
    stderr: `The port ${port} is already in use; give another one with --port.\n`,
  })
})

test('practice prints its addresses as one JSON line', async () => {
  const practice = start('practice', '--no-state')
  const line = JSON.parse(await practice.line(/./)) as { baseUrls: { binance: string }; controlUrl: string }
  const answer = await fetch(`${line.baseUrls.binance}/api/v3/ping`)
  expect(answer.status).toBe(200)
  expect(line.controlUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/control$/)
  expect(await practice.end()).toBe(0)
  expect(practice.lines).toHaveLength(1)
})
