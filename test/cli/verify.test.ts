import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { VerificationReport } from '../../src-shared/verification.ts'
import { type Ended, runCli, RunningCli } from './spawn-cli.ts'

let work: string

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'aristobot-verify-'))
})

afterEach(() => rmSync(work, { recursive: true, force: true }))

/** No session bus: there is no keychain in these tests (test/keychain has one). */
const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
const run = (command: string, words: readonly string[], input: string | null = null): Promise<Ended> =>
  runCli([command, ...words, '--data', work], { env, input })
const verify = (...words: string[]): Promise<Ended> => run('verify', words)

async function addPractice(exchange: string, name: string, ...more: readonly string[]): Promise<void> {
  const words = ['add', '--exchange', exchange, '--name', name, '--broker-id', '1', '--user-id', '1', '--practice']
  expect((await run('account', [...words, ...more])).code).toBe(0)
}

describe('an account is checked from a terminal', () => {
  test('read only: steps, assumptions, a verdict, and a report that is kept', async () => {
    await addPractice('kucoin', 'Mine')
    const { code, stdout } = await verify('--account', 'mine')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^done {5}Rights of the key: The key reads and trades\.$/m)
    expect(stdout).toMatch(/^agrees {8}kucoin\.balances\.fields: GET \/api\/v1\/accounts answers with .* \[.+\]$/m)
    expect(stdout).toContain('[docs/exchanges/kucoin.md §5]\n')
    expect(stdout).toMatch(/^not observed {2}kucoin\.oco\.accepted: .*Only a check that places orders can show this/m)
    expect(stdout).toMatch(/^result {3}agrees$/m)
    expect(readdirSync(join(work, 'verifications'))).toHaveLength(1)

    const [id = ''] = /^[\w-]{36}/m.exec((await verify('--list')).stdout) ?? []
    expect((await verify('--show', id)).stdout).toBe(stdout)
    expect(JSON.parse((await verify('--show', id, '--json')).stdout)).toMatchObject({ id, outcome: 'agrees' })
  })

  test('traded on, at a practice exchange without a word', async () => {
    await addPractice('binance', 'Mine')
    const { code, stdout } = await verify('--account', 'Mine', '--trade', '--symbol', 'eth/usdt', '--json')
    const report = JSON.parse(stdout) as VerificationReport
    expect(report).toMatchObject({ outcome: 'agrees', risk: { symbol: 'ETH/USDT' }, leftStanding: [] })
    expect(code).toBe(0)
  })

  test('over the way that its orders go, which is said', async () => {
    await addPractice('binance', 'Mine')
    expect((await run('account', ['orders-over', 'Mine', 'websocket'])).code).toBe(0)
    const read = await verify('--account', 'Mine')
    expect(read.stdout).toMatch(/^done {5}Connection for orders over WebSocket: It is open/m)
    expect(read.stdout).not.toContain('Orders over WebSocket:')
    const { code, stdout } = await verify('--account', 'Mine', '--trade')
    expect(stdout).toMatch(/^done {5}Orders over WebSocket: Requests .*: \d+, all of them over WebSocket\.$/m)
    expect(stdout).toMatch(/^result {3}agrees$/m)
    expect(code).toBe(0)
  })

  test.each([
    ['no account', []],
    ['a bound that is no number', ['--account', 'Mine', '--trade', '--most', 'much']],
    ['a bound without trading', ['--account', 'Mine', '--most', '5']],
    ['an unknown option', ['--account', 'Mine', '--market']],
  ])('bad usage is exit code 2: %s', async (_what, words) => {
    expect((await verify(...words)).code).toBe(2)
  })

  test('an unknown account, an unknown report and an unknown symbol are said', async () => {
    await addPractice('binance', 'Mine')
    expect((await verify('--account', 'Yours')).stderr).toMatch(/^There is no account Yours/)
    expect((await verify('--show', '../accounts')).stderr).toMatch(/^There is no report/)
    const { code, stdout } = await verify('--account', 'Mine', '--symbol', 'NO/SUCH')
    expect(stdout).toMatch(/^failed {3}Markets: .*NO\/SUCH/m)
    expect(code).toBe(1)
  })
})

test('killed in the middle, the next check begins with what it left', async () => {
  await addPractice('binance', 'Mine')
  const first = new RunningCli(['verify', '--account', 'Mine', '--trade', '--data', work], { env })
  await first.line(/^done {5}Dry run/)
  await first.end('SIGKILL')
  expect((await verify('--list')).stdout).toMatch(/ interrupted {2}Mine$/m)
  const { code, stdout } = await verify('--account', 'Mine', '--trade')
  expect(stdout).toMatch(
    /^done {5}Clean up after an earlier check: Orders cancelled: \d+\. Nothing is left standing\.$/m,
  )
  expect(stdout).toMatch(/^result {3}agrees$/m)
  expect(code).toBe(0)
})

test('asked to stop, it cancels what it has placed', async () => {
  await addPractice('binance', 'Mine')
  const check = new RunningCli(['verify', '--account', 'Mine', '--trade', '--data', work], { env })
  await check.line(/^done {5}Dry run/)
  await check.end('SIGINT')
  expect(check.lines.some((line) => /^done {5}Nothing left behind$/.test(line))).toBe(true)
  expect(check.lines.some((line) => line.startsWith('STANDING'))).toBe(false)
})

test('beside a running gateway an account is read, and not traded on', async () => {
  await addPractice('binance', 'Mine')
  const gateway = new RunningCli(['gateway', '--data', work, '--redis', 'redis://127.0.0.1:1'], { env })
  try {
    await gateway.line(/./)
    expect((await verify('--account', 'Mine')).code).toBe(0)
    const traded = await verify('--account', 'Mine', '--trade')
    expect(traded).toMatchObject({ code: 1, stdout: '' })
    expect(traded.stderr).toMatch(
      /^A gateway runs on .*the button in its window, or stop it first\. Nothing was sent\.\n$/,
    )
  } finally {
    await gateway.end()
  }
})
