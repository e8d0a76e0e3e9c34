import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Journal } from '../../src-main/trading/journal.ts'
import { Money } from '../../src-shared/money.ts'
import type { LimitOrderRequest, Origin } from '../../src-shared/order.ts'
import { order as ordered } from '../redis/support/models.ts'
import { type Ended, runCli, RunningCli } from './spawn-cli.ts'

let work: string

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'aristobot-journal-'))
})

afterEach(() => rmSync(work, { recursive: true, force: true }))

const journal = (...words: string[]): Promise<Ended> => runCli(['journal', ...words, '--data', work], { input: null })
const lines = ({ stdout }: Ended): readonly string[] => stdout.split('\n').filter((line) => line !== '')

const panel: Origin = { kind: 'panel', requestId: 'form-1' }
const bot: Origin = { kind: 'redis', requestId: 'bot-1', userId: 7, action: 'place_order', traceId: null }
const order = (symbol: string): LimitOrderRequest => ({
  kind: 'limit',
  symbol,
  side: 'buy',
  quantity: Money.parse('0.01'),
  price: Money.parse('50000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
})

/** Two orders on two days and a change of the kill switch. */
function fill(): void {
  let now = Date.parse('2026-01-30T12:00:00Z')
  const book = Journal.open({ folder: work, now: () => now })
  const place = (accountId: string, symbol: string, origin: Origin): number =>
    book.beginNow({
      accountId,
      operation: 'place',
      origin,
      payload: 'p',
      clientOrderId: `c-${origin.requestId}`,
      symbol,
      notionalUsd: null,
      request: order(symbol),
      normalised: null,
    })
  place('acc-1', 'BTC/USDT', panel)
  now += 86_400_000
  place('acc-2', 'ETH/USDT', bot)
  now += 1000
  book.killSwitch.set('reducing', panel)
  book.audit.add({ kind: 'guard', accountId: null, origin: panel, detail: { to: 'reducing' } })
  book.close()
}

/** What a power cut may leave. */
function damage(): void {
  writeFileSync(join(work, 'journal.sqlite'), 'not SQLite '.repeat(500))
}

describe('journal search', () => {
  test.each<[string[], number]>([
    [[], 3],
    [['--account', 'acc-2'], 1],
    [['--symbol', 'btc/usdt'], 1],
    [['--kind', 'guard'], 1],
    [['--kind', 'place'], 2],
    [['--origin', 'redis'], 1],
    [['--state', 'sent'], 2],
    [['--from', '2026-01-31'], 2],
    [['--to', '2026-01-30'], 1],
    [['--from', '2026-01-30T13:00', '--to', '2026-01-31T11:59:59'], 0],
    [['--to', '2026-01-30T13:00+01:00'], 1],
    [['--text', 'c-bot'], 1],
    [['--limit', '1'], 1],
  ])('%j finds %i', async (words, count) => {
    fill()
    expect(lines(await journal('search', ...words))).toHaveLength(count)
  })

  test('says who did what where, the newest first', async () => {
    fill()
    const [change, second] = lines(await journal('search'))
    expect(change).toBe('2026-01-31T12:00:01.000Z  panel    guard        {"to":"reducing"}')
    expect(second).toBe('2026-01-31T12:00:00.000Z  redis    place        acc-2  ETH/USDT  sent  c-bot-1')
  })

  test('says why an order ended', async () => {
    const book = Journal.open({ folder: work })
    const id = book.beginNow({
      accountId: 'acc-1',
      operation: 'place',
      origin: panel,
      payload: 'p',
      clientOrderId: 'c-1',
      symbol: 'BTC/USDT',
      notionalUsd: null,
      request: order('BTC/USDT'),
      normalised: null,
    })
    const ended = {
      ...ordered(),
      status: 'expired',
      endReason: { kind: 'unknown', word: 'COSMIC_RAY' },
    } as const
    book.accepted(id, { order: ended, legs: [], notes: [] })
    book.close()
    expect(lines(await journal('search'))[0]).toMatch(/expired .*The exchange says: “COSMIC_RAY”$/)
  })

  test('of an empty folder finds nothing', async () => {
    expect(await journal('search')).toEqual({ code: 0, stdout: '', stderr: 'No line of the journal fits.\n' })
  })

  test.each([
    [['--from', 'yesterday'], 'time'],
    [['--from', '2026-02-31T99:00'], 'time'],
    [['--kind', 'nonsense'], 'place, cancel'],
    [['--limit', '0'], 'whole number'],
  ])('%j is refused', async (words, sentence) => {
    const { code, stderr } = await journal('search', ...words)
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
  })
})

describe('journal export', () => {
  test('writes JSON lines to standard output, and that it did is a line of the journal', async () => {
    fill()
    const exported = lines(await journal('export', '--kind', 'place')).map(
      (line) => JSON.parse(line) as { readonly clientOrderId: string },
    )
    expect(exported.map(({ clientOrderId }) => clientOrderId)).toEqual(['c-bot-1', 'c-form-1'])
    expect(lines(await journal('search', '--kind', 'journal'))[0]).toContain('{"exported":{"filter":')
  })

  test('writes CSV to a file that only its owner may read', async () => {
    fill()
    const file = join(work, 'orders.csv')
    expect(await journal('export', '--format', 'csv', '--kind', 'place', '--output', file)).toMatchObject({
      code: 0,
      stdout: `2 lines written to ${file}\n`,
    })
    expect(readFileSync(file, 'utf8').split('\r\n')[1]).toContain('c-bot-1')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('goes on over many parts', async () => {
    const book = Journal.open({ folder: work })
    for (let n = 0; n < 1100; n += 1) book.audit.add({ kind: 'answer', accountId: null, origin: bot, detail: { n } })
    book.close()
    const exported = lines(await journal('export', '--kind', 'answer'))
    expect(new Set(exported).size).toBe(1100)
  })

  test('to a file that cannot be made is one sentence', async () => {
    fill()
    const { code, stderr } = await journal('export', '--output', join(work, 'no', 'such'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/cannot be written \(ENOENT\)\.\n$/)
  })
})

// Some processes one after the other, which take their time to start on a busy machine.
describe('a damaged journal', { timeout: 120_000 }, () => {
  test('is named by the doctor, and a new one started in its place', async () => {
    fill()
    expect((await runCli(['doctor', '--data', work])).stdout).toMatch(/^ok {6} journal/m)
    damage()
    const doctor = await runCli(['doctor', '--data', work])
    expect(doctor.stdout).toMatch(/^damaged {2}journal .*npm run journal -- renew/m)
    expect(doctor.code).toBe(1)
    const { code, stdout } = await journal('renew')
    expect(code).toBe(0)
    const [backup = ''] = readdirSync(work).filter((name) => name.includes('.damaged-'))
    expect(stdout).toContain(backup)
    expect(stdout).toContain('The kill switch is halted')
    expect(lines(await journal('search'))[0]).toContain('{"renewed":true}')
    const again = await journal('renew')
    expect(again.code).toBe(1)
    expect(again.stderr.trim().split('\n')).toHaveLength(1)
  })

  test('is left to the gateway that runs on it', async () => {
    damage()
    const gateway = new RunningCli(['gateway', '--data', work, '--redis', 'redis://127.0.0.1:1'])
    try {
      await gateway.line(/"ready":true/)
      const { code, stderr } = await journal('renew')
      expect(code).toBe(1)
      expect(stderr).toContain(`process ${gateway.child.pid}`)
    } finally {
      await gateway.end('SIGKILL')
    }
  })
})

test('what the account command changes is in the journal', { timeout: 120_000 }, async () => {
  const account = (...words: string[]): Promise<Ended> =>
    runCli(['account', ...words, '--data', work], { env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/none' } })
  const ids = ['--broker-id', '3', '--user-id', '7']
  await account('add', '--exchange', 'kraken', '--name', 'Paper', ...ids, '--practice')
  await account('test', 'Paper', '--allow-withdrawals')
  await account('remove', 'Paper')
  const told = lines(await journal('search', '--origin', 'cli'))
  expect(told[2]).toContain('"added":"Paper","exchange":"kraken"')
  expect(told[1]).toContain('credentials')
  expect(told[1]).toContain('{"name":"Paper","accepted":"withdrawals"}')
  expect(told[0]).toContain('{"removed":"Paper"}')
})
