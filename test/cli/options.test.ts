import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from './spawn-cli.ts'

let work: string

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'aristobot-cli-'))
  writeFileSync(join(work, 'file'), '')
})

afterAll(() => rmSync(work, { recursive: true, force: true }))

const commands = [
  'start',
  'gateway',
  'practice',
  'doctor',
  'account',
  'account add',
  'account list',
  'account test',
  'account remove',
  'guard',
  'guard status',
  'guard reduce',
  'guard halt',
  'guard activate',
  'rehearse',
  'journal',
  'journal search',
  'journal export',
  'journal renew',
]

describe.each(commands)('%s', (command) => {
  test('explains itself', async () => {
    const { code, stdout, stderr } = await runCli([...command.split(' '), '--help'])
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain('--data <folder>')
    expect(stdout).toContain('--redis <url>')
    expect(stdout).not.toMatch(/default: a free one[^]*default: a free one/)
  })
})

test('the program itself names every command', async () => {
  const { code, stdout } = await runCli(['--help'])
  expect(code).toBe(0)
  for (const command of ['start', 'gateway', 'practice', 'account', 'guard', 'journal', 'doctor'])
    expect(stdout).toContain(command)
})

const add = ['account', 'add', '--exchange', 'binance', '--name', 'n', '--broker-id', '1', '--user-id', '1']

test.each([
  [['--port', '65536'], '--port'],
  [['start', '--port', 'x'], '--port'],
  [['practice', '--port', '-1'], '--port'],
  [['gateway', '--nonsense'], '--nonsense'],
  [['gateway', 'extra'], 'too many arguments'],
  [['gateway', '--data', ' '], 'folder'],
  [['gateway', '--redis', 'nonsense'], 'redis://host:6379'],
  [['gateway', '--redis', 'rediss://x'], 'TLS'],
  [['gateway', '--redis', 'redis://x/3'], 'database 0'],
  [['account', 'add'], '--exchange'],
  [[...add, '--exchange', 'coinbase'], 'binance, bitget, kucoin, kraken'],
  [[...add, '--broker-id', '0'], 'whole number'],
  [[...add, '--user-id', '1.5'], 'whole number'],
  [[...add, '--broker-id', '99999999999999999999'], 'whole number'],
  [[...add, '--name', ' '], '1 to 100'],
  [[...add, '--redis-permission', 'all'], 'trade'],
  [[...add, '--practice', 'http://evil.example/binance'], 'on this machine'],
  [[...add, '--practice', '--testnet'], 'cannot be used with'],
  [[...add, '--testnet', '--demo'], 'cannot be used with'],
  [[...add, '--practice-kind', 'unified'], 'goes with --practice'],
  [['account', 'test'], 'missing required argument'],
  [['rehearse'], '--from a recording, or --live'],
  [['rehearse', '--live', '--from', 'x'], '--from a recording, or --live'],
  [['rehearse', '--from', 'x', '--save', 'y'], 'goes with --live'],
  [['rehearse', '--live', '--for', '0'], 'whole number'],
])('%j is refused with one sentence and exit code 2', async (words, expected) => {
  const { code, stdout, stderr } = await runCli(words)
  expect(code).toBe(2)
  expect(stderr).toContain(expected)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stdout).toBe('')
})

test('a subcommand takes its options before and after its name', async () => {
  for (const words of [
    ['account', '--data', work, 'list'],
    ['account', 'list', '--data', work],
  ])
    expect(await runCli([...words, '--json'])).toMatchObject({ code: 0, stdout: '[]\n' })
})

test('a password in --redis is refused and not repeated', async () => {
  const { code, stderr } = await runCli(['gateway', '--redis', 'redis://user:hunter2@localhost'])
  expect(code).toBe(2)
  expect(stderr).toContain('password')
  expect(stderr).not.toContain('hunter2')
})

test('a bad REDIS_PORT is refused', async () => {
  const { code, stderr } = await runCli(['gateway', '--data', work], { env: { REDIS_PORT: 'x' } })
  expect(code).toBe(2)
  expect(stderr).toContain('REDIS_PORT')
})

test('a data folder that cannot be made is one sentence', async () => {
  const { code, stderr } = await runCli(['gateway', '--data', join(work, 'file', 'below')])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^The data folder .* cannot be written \(ENOTDIR\)\.\n$/)
})

test('the doctor gives a line a thing', async () => {
  const { code, stdout } = await runCli(['doctor', '--data', work, '--redis', 'redis://127.0.0.1:1'])
  const lines = stdout.trim().split('\n')
  const clocks = ['clock Binance', 'clock Bitget', 'clock KuCoin', 'clock Kraken']
  for (const line of lines) expect(line).toMatch(/^(ok|warning|missing|damaged) /)
  for (const what of ['Node', 'data folder', 'journal', 'keychain', 'Redis', 'Electron', 'accounts', ...clocks])
    expect(stdout).toContain(what)
  // The address was named and nobody answers there.
  expect(stdout).toMatch(/^missing {2}Redis/m)
  expect(code).toBe(1)
})
