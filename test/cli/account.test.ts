import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccountView } from '../../src-shared/contract.ts'
import { runCli, RunningCli } from './spawn-cli.ts'

let work: string

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'aristobot-account-'))
})

afterEach(() => rmSync(work, { recursive: true, force: true }))

/** No session bus: there is no keychain in these tests (test/keychain has one). */
const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
const account = (words: readonly string[], input?: string | null): ReturnType<typeof runCli> =>
  runCli(['account', ...words, '--data', work], { env, ...(input === undefined ? {} : { input }) })
const add = (name: string, brokerId: number, ...more: string[]): readonly string[] => [
  'add',
  '--exchange',
  'binance',
  '--name',
  name,
  '--broker-id',
  String(brokerId),
  '--user-id',
  '7',
  ...more,
]

async function list(): Promise<readonly AccountView[]> {
  return JSON.parse((await account(['list', '--json'])).stdout) as readonly AccountView[]
}

test('a practice account is added, listed, tested and removed', async () => {
  const added = await account(add('Mine', 3, '--practice', '--redis-permission', 'read'))
  expect(added).toMatchObject({ code: 0, stderr: '' })
  expect(added.stdout).toMatch(/^Added Mine \([\w-]+\); the gateway serves it when it starts\.\n$/)
  expect(await list()).toMatchObject([
    {
      name: 'Mine',
      brokerId: 3,
      userId: 7,
      environment: { kind: 'practice', url: null, accountKind: null },
      redisPermission: 'read',
    },
  ])
  const table = await account(['list'])
  expect(table.stdout).toContain('Mine')

  const tested = await account(['test', 'mine'])
  expect(tested.stdout).toMatch(/^result +ok$/m)
  expect(tested.code).toBe(0)

  expect(await account(['test', 'mine', '--allow-withdrawals'])).toMatchObject({ code: 0 })
  expect(await list()).toMatchObject([{ withdrawalAccepted: true }])

  expect(await account(['remove', 'Mine'])).toMatchObject({ code: 0, stdout: 'Removed Mine and its key.\n' })
  expect(await list()).toEqual([])
})

/** Sets a dead man's switch as the panel would, and where the practice exchange is. */
function keepAlive(url: string | null): void {
  const file = join(work, 'accounts.json')
  const text = readFileSync(file, 'utf8').replace('"deadManSeconds": null', '"deadManSeconds": 60')
  writeFileSync(file, url === null ? text : text.replace('"url": null', `"url": "${url}"`))
}
const kraken = (): Promise<unknown> =>
  account(add('Mine', 3, '--practice').map((word) => (word === 'binance' ? 'kraken' : word)))

test('the dead man’s switch of an account that is removed is turned off first', async () => {
  await kraken()
  keepAlive(null)
  expect(await list()).toMatchObject([{ deadManSeconds: 60 }])
  expect(await account(['remove', 'Mine'])).toEqual({
    code: 0,
    stdout: 'Removed Mine and its key.\n',
    stderr: '',
  })
})

test('that it could not be turned off is said, with what follows', async () => {
  await kraken()
  keepAlive('http://127.0.0.1:1')
  const removed = await account(['remove', 'Mine'])
  expect(removed.stdout).toMatch(/^Removed Mine( and its key)?\./)
  expect(removed.stderr).toMatch(/^The dead man’s switch could not .* within 60 s .* every order of Mine\.\n$/)
  expect(await list()).toEqual([])
})

test('how orders go is chosen, listed and kept in the journal', async () => {
  await account(add('Mine', 3, '--practice'))
  expect((await account(['list'])).stdout).toMatch(/^Mine .* REST {2}/m)
  expect(await account(['orders-over', 'mine', 'websocket'])).toEqual({
    code: 0,
    stdout:
      'Orders of Mine go over WebSocket from the next start of the gateway on; by REST whenever the connection is down.\n',
    stderr: '',
  })
  expect(await list()).toMatchObject([{ name: 'Mine', orderRoute: 'websocket' }])
  expect((await account(['list'])).stdout).toMatch(/^Mine .* WebSocket {2}/m)
  const { stdout } = await runCli(['journal', 'export', '--format', 'jsonl', '--data', work], { env })
  expect(stdout).toContain('"orderRoute":"websocket"')
  expect((await account(['orders-over', 'Mine', 'rest'])).stdout).toBe(
    'Orders of Mine go over REST from the next start of the gateway on.\n',
  )
  expect(await list()).toMatchObject([{ orderRoute: 'rest' }])
})

test('a way that the exchange, or nobody, has is refused', async () => {
  await kraken()
  expect(await account(['orders-over', 'Mine', 'websocket'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'Orders go to Kraken over REST only.\n',
  })
  const { code, stderr } = await account(['orders-over', 'Mine', 'pigeon'])
  expect(code).toBe(2)
  expect(stderr).toContain('Allowed choices are rest, websocket.')
  expect(await list()).toMatchObject([{ orderRoute: 'rest' }])
})

test('names and broker ids are unique', async () => {
  await account(add('Mine', 3, '--practice'))
  const sameName = await account(add('mine', 4, '--practice'))
  expect(sameName).toMatchObject({ code: 1, stderr: 'Another account is already named Mine.\n' })
  const sameBroker = await account(add('Other', 3, '--practice'))
  expect(sameBroker).toMatchObject({
    code: 1,
    stderr: 'The broker id 3 already belongs to the account Mine.\n',
  })
})

test.each([['test'], ['remove'], ['orders-over', 'rest']])(
  '%s of an account that is not there is one sentence',
  async (command, ...words) => {
    const { code, stderr } = await account([command, 'nobody', ...words])
    expect(code).toBe(1)
    expect(stderr).toBe('There is no account nobody; see `npm run account -- list`.\n')
  },
)

test.each([
  ['empty', ''],
  ['/dev/null', null],
])('with %s on standard input, a key is made at the practice exchange', async (_what, input) => {
  const practice = new RunningCli(['practice', '--no-state'])
  try {
    const { baseUrls } = JSON.parse(await practice.line(/./)) as { baseUrls: { binance: string } }
    const { stderr } = await account(add('Far', 3, '--practice', baseUrls.binance), input)
    expect(stderr).toContain('one was made at the practice exchange')
    // There is no keychain here to keep it.
    expect(stderr).toContain('No system keychain answers')
  } finally {
    await practice.end()
  }
})

test('a practice account of a kind keeps it', async () => {
  const added = await account([
    ...add('Unified', 3, '--practice', '--practice-kind', 'unified'),
    '--exchange',
    'bitget',
  ])
  expect(added).toMatchObject({ code: 0 })
  expect(await list()).toMatchObject([
    { exchange: 'bitget', environment: { kind: 'practice', url: null, accountKind: 'unified' } },
  ])
  expect((await account(['list'])).stdout).toContain('practice unified')
})

test.each([
  [['--exchange', 'kraken', '--testnet'], 'Kraken has no testnet environment'],
  [['--exchange', 'kucoin', '--demo'], 'KuCoin has no demo environment'],
  [['--practice', '--practice-kind', 'unified'], 'has no account of the type unified'],
])('what the exchange does not have (%j) is refused before a key is asked for', async (words, sentence) => {
  const { code, stdout, stderr } = await account([...add('Real', 3), ...words], null)
  expect(code).toBe(1)
  expect(stderr).toContain(sentence)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stdout).toBe('')
})

test('a passphrase that the exchange needs and that is missing is one sentence', async () => {
  const { code, stderr } = await account([...add('Real', 3), '--exchange', 'kucoin'], 'key\nsecret\n')
  expect(code).toBe(1)
  expect(stderr).toContain('A key of KuCoin needs three things')
  expect(await list()).toEqual([])
})

test('no practice exchange at the address is one sentence', async () => {
  const { code, stderr } = await account(add('Far', 3, '--practice', 'http://127.0.0.1:1/binance'))
  expect(code).toBe(1)
  expect(stderr).toContain('No practice exchange answers at http://127.0.0.1:1/binance')
  expect(await list()).toEqual([])
})

describe('a key on standard input', () => {
  const secret = 'sEcReT-canary-0123456789'

  test.each([
    ['nothing', ''],
    ['only a key', 'abc'],
    ['damaged JSON', `{"apiKey":"abc","secret":"${secret}"`],
    ['JSON without a secret', '{"apiKey":"abc"}'],
    ['JSON with numbers', '{"apiKey":1,"secret":2}'],
  ])('%s is refused', async (_what, input) => {
    const { code, stderr } = await account(add('Real', 3), input)
    expect(code).toBe(1)
    expect(stderr).toContain('standard input')
    expect(stderr).not.toContain(secret)
    expect(await list()).toEqual([])
  })

  test.each([
    ['as JSON', JSON.stringify({ apiKey: 'abc', secret })],
    ['as lines', `abc\n${secret}\n`],
  ])('%s, without a keychain, is refused, and leaves no trace', async (_how, input) => {
    const { code, stdout, stderr } = await account(add('Real', 3, '--testnet'), input)
    expect(code).toBe(1)
    expect(stderr).toContain('No system keychain answers')
    expect(stdout + stderr).not.toContain(secret)
    for (const file of readdirSync(work)) expect(readFileSync(join(work, file), 'utf8')).not.toContain(secret)
    expect(await list()).toEqual([])
  })
})

test('a gateway that runs on the folder is said to take the change over', async () => {
  const gateway = new RunningCli(['gateway', '--data', work, '--redis', 'redis://127.0.0.1:1'])
  try {
    await gateway.line(/"ready":true/)
    expect((await account(add('New', 9, '--practice'))).stdout).toContain('the running gateway takes it over now')
  } finally {
    await gateway.end('SIGKILL')
  }
})
