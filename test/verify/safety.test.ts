import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { withoutPermit } from '../../src-main/exchange/http/permit.ts'
import type { OrderDesk } from '../../src-main/trading/order-desk.ts'
import type { VerifyingDesk } from '../../src-main/verify/verification-parts.ts'
import { message } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import { binance } from '../conformance/columns/binance.ts'
import { bitgetClassic } from '../conformance/columns/bitget.ts'
import { kraken } from '../conformance/columns/kraken.ts'
import { kucoin } from '../conformance/columns/kucoin.ts'
import type { ConformanceColumn } from '../conformance/harness.ts'
import { type Bench, differences, practise, type Process, startBench } from './verify-setup.ts'

let bench: Bench
const processes: Process[] = []

async function on(column: ConformanceColumn): Promise<void> {
  bench = await startBench(column)
}

async function open(change?: Parameters<Bench['open']>[0]): Promise<Process> {
  const process = await bench.open(change)
  processes.push(process)
  return process
}

afterEach(async () => {
  for (const process of processes.splice(0)) await process.close()
  await bench.close()
})

/** Requests that could have placed, changed or cancelled anything. */
const writes = (): readonly string[] =>
  bench.proxy.seen
    .filter(({ method, path }) => method !== 'GET' && !/\/(order\/test|BalanceEx|OpenOrders|ClosedOrders)$/.test(path))
    .map(({ method, path }) => `${method} ${path}`)

describe('nothing is sent', () => {
  beforeEach(() => on(binance))

  test('when the smallest order costs more than may be at risk', async () => {
    const process = await open()
    const report = await process.check({ symbol: null, mostQuote: '1' })
    expect(report).toMatchObject({ risk: null, outcome: 'agrees' })
    const params = { symbol: 'BTC/USDT', cost: expect.any(String) as string, most: '1', asset: 'USDT' }
    expect(report.steps.at(-1)).toMatchObject({
      state: 'skipped',
      remark: { key: 'verify.refused.over_bound', params },
    })
    expect(report.results.find(({ id }) => id === 'binance.oco.accepted')?.remark?.key).toBe(
      'verify.refused.over_bound',
    )
    expect(writes()).toEqual([])
  })

  test.each([
    ['no word', null],
    ['another word', 'yes'],
    ['the name in small letters', 'main'],
  ])('on an account with real money, with %s', async (_what, word) => {
    bench.account = { ...bench.account, environment: { kind: 'production' } }
    const { verifications } = await open()
    const start = (): string => verifications.start({ accountId: bench.account.id, trade: { ...practise, word } })
    expect(start).toThrow(/type the name of the account, Main\. Nothing was sent/)
    expect(bench.proxy.seen).toEqual([])
    expect(verifications.list(null)).toEqual([])
  })

  test('while the kill switch is set', async () => {
    const process = await open()
    process.desk.guard.setKillSwitch('reducing', null, { kind: 'cli', requestId: 'halt' })
    const report = await process.check(practise)
    expect(report.steps.at(-1)).toMatchObject({
      state: 'skipped',
      remark: message('verify.refused.kill_switch'),
    })
    expect(writes()).toEqual([])
  })

  test('while nobody has read what the key may do', async () => {
    bench.account = { ...bench.account, rightsRead: false }
    const report = await (await open()).check(practise)
    expect(report.steps.at(-1)?.remark?.key).toBe('verify.refused.rights_unread')
    expect(writes()).toEqual([])
  })

  test('with a key that may only read', async () => {
    const { account } = bench.column
    await bench.harness.control('POST', '/accounts', {
      apiKey: account.apiKey,
      secret: account.secret,
      canTrade: false,
    })
    const report = await (await open()).check(practise)
    expect(differences(report)).toEqual([])
    expect(report.steps.at(-1)?.remark?.key).toBe('verify.refused.reads_only')
    expect(writes()).toEqual([])
  })

  test('with too little money', async () => {
    await bench.harness.control('POST', '/balances', {
      apiKey: bench.column.account.apiKey,
      balances: { USDT: '2', USDC: '0' },
    })
    const report = await (await open()).check(practise)
    expect(report.steps.at(-1)?.remark?.key).toBe('verify.refused.too_little')
    expect(writes()).toEqual([])
  })

  test('twice at once on an account', async () => {
    const { verifications } = await open()
    const id = verifications.start({ accountId: bench.account.id, trade: null })
    const again = (): string => verifications.start({ accountId: bench.account.id, trade: null })
    expect(again).toThrow(/already being checked/)
    await verifications.ended(id)
    await verifications.ended(again())
  })
})

test('without coins to sell, the orders that need them are left out, and it is said why', async () => {
  await on(binance)
  await bench.harness.control('POST', '/balances', {
    apiKey: bench.column.account.apiKey,
    balances: { BTC: '0' },
  })
  const report = await (await open()).check(practise)
  expect(differences(report)).toEqual([])
  const { remark, verdict } = report.results.find(({ id }) => id === 'binance.oco.accepted') ?? {}
  expect([verdict, remark?.key]).toEqual(['not_observed', 'verify.remark.no_coins'])
  expect(await bench.standing()).toEqual([])
})

test('an order whose answer is lost is found, and the check goes on', async () => {
  await on(binance)
  let count = 0
  bench.deviate({ at: 'POST /api/v3/order', lost: () => (count += 1) === 1 })
  const report = await (await open()).check(practise)
  expect(differences(report)).toEqual([])
  expect(report).toMatchObject({ outcome: 'agrees', leftStanding: [] })
  expect(await bench.standing()).toEqual([])
})

test('stopped, it ends after its step and leaves nothing', async () => {
  await on(binance)
  const process = await open()
  const { verifications } = process
  const id = verifications.start({ accountId: bench.account.id, trade: practise })
  await vi.waitFor(() => expect(writes().length).toBeGreaterThan(0), 10_000)
  verifications.stop(id)
  const report = await verifications.ended(id)
  expect(report?.steps.some(({ id: step }) => step === 'oco')).toBe(false)
  expect(report?.steps.at(-1)).toMatchObject({ id: 'tidy', state: 'done' })
  expect(report).toMatchObject({ leftStanding: [] })
  expect(await bench.standing()).toEqual([])
})

describe('what cannot be cancelled', () => {
  const refusal = { code: -2011, msg: 'Order was not canceled due to cancel restrictions.' }

  test('is told, ends the trading, and is cleaned up by the next check', async () => {
    await on(binance)
    bench.deviate({
      at: 'DELETE /api/v3/order',
      instead: () => ({ status: 400, text: JSON.stringify(refusal) }),
    })
    const first = await open()
    const report = await first.check(practise)
    expect(await bench.standing()).toHaveLength(1)
    expect(report.leftStanding).toHaveLength(1)
    expect(report.outcome).toBe('failed')
    expect(report.steps.at(-1)).toMatchObject({
      id: 'tidy',
      state: 'failed',
      remark: { key: 'verify.step.left_standing' },
    })
    expect(report.steps.some(({ id }) => id === 'post_only')).toBe(false)
    expect(first.verifications.hasLeftovers(bench.account.id)).toBe(true)
    expect(first.verifications.notices()).toMatchObject([
      { key: 'verify.notice.left', params: { orders: report.leftStanding[0] } },
    ])

    const inVain = await first.check(practise)
    expect(inVain.steps).toMatchObject([{ id: 'clean_up', state: 'failed' }])
    expect(inVain).toMatchObject({ outcome: 'failed', leftStanding: report.leftStanding })
    expect(await bench.standing()).toHaveLength(1)

    bench.deviate()
    const again = await first.check(null)
    expect(again.steps[0]).toMatchObject({
      id: 'clean_up',
      state: 'done',
      remark: { params: { count: '1' } },
    })
    expect(again).toMatchObject({ outcome: 'agrees', leftStanding: [] })
    expect(await bench.standing()).toEqual([])
    expect(first.verifications.get(report.id)).toMatchObject({ leftStanding: [] })
    expect(first.verifications.hasLeftovers(bench.account.id)).toBe(false)
    expect(first.verifications.notices()).toEqual([])
  })
})

describe.each([binance, bitgetClassic, kucoin, kraken])('a crash on $id', (column) => {
  const never = (): Promise<never> => new Promise(() => undefined)

  /** A desk whose process dies right after the `at`-th order was taken, before anybody is told. */
  function dyingAfter(desk: OrderDesk, at: number, died: () => void): VerifyingDesk {
    let count = 0
    return {
      guard: desk.guard,
      brackets: desk.brackets,
      edit: (intent, origin) => desk.edit(intent, origin),
      cancel: (intent, origin) => desk.cancel(intent, origin),
      outcomeOf: (id, origin) => desk.outcomeOf(id, origin),
      openWork: (id) => desk.openWork(id),
      async place(intent, origin) {
        const outcome = await desk.place(intent, origin)
        count += 1
        if (count < at) return outcome
        died()
        return never()
      },
    }
  }

  test.each([
    ['the far order', 1],
    ['a far entry with its exits, or what comes there', 3],
  ])('after %s: the next check ends it first', async (_what, at) => {
    await on(column)
    const { promise, resolve } = Promise.withResolvers<null>()
    const dying = await bench.open((desk) => ({ desk: dyingAfter(desk, at, () => resolve(null)) }))
    dying.verifications.start({ accountId: bench.account.id, trade: practise, symbol: column.symbol })
    await promise
    await dying.desk.close()
    dying.die()
    const before = (await bench.standing()).length
    expect(before).toBeGreaterThan(0)

    const second = await open()
    expect(second.verifications.list(bench.account.id)[0]).toMatchObject({ outcome: 'interrupted' })
    const report = await second.check(null)
    expect(report.steps[0]).toMatchObject({
      id: 'clean_up',
      state: 'done',
      remark: { key: 'verify.step.cleaned_up' },
    })
    expect(await bench.standing()).toEqual([])
    expect(differences(report)).toEqual([])
    expect(second.verifications.list(bench.account.id).map(({ outcome }) => outcome)).toEqual(['agrees', 'interrupted'])
    await vi.waitFor(() => expect(second.desk.openWork(bench.account.id)).toEqual({ orders: 0, brackets: 0 }), 10_000)
  })
})

describe.each([binance, bitgetClassic, kucoin])('on $id', (column) => {
  test('orders of others stay where they are', async () => {
    await on(column)
    const process = await open()
    const client = bench.client()
    const market = (await client.getMarkets()).get(column.symbol)
    const { last } = await client.fetchTicker(column.symbol)
    if (market === undefined || last === null) throw new Error('no market')
    const price = last.times(Money.parse('0.97')).floorToStep(market.tickSize)
    const quantity = Money.parse('0.001')
    const mine = {
      kind: 'limit',
      symbol: column.symbol,
      side: 'buy',
      quantity,
      price,
      timeInForce: 'gtc',
      postOnly: false,
      exits: null,
    } as const
    const { order } = await client.placeOrder(await client.normalise(mine), 'xgc0000000000000000000001', withoutPermit)
    const report = await process.check(practise)
    expect(report.leftStanding).toEqual([])
    expect((await client.fetchOpenOrders(null)).map(({ id }) => id)).toEqual([order.id])
  })
})

test('nothing secret or personal is kept, whatever the exchange says', async () => {
  await on(bitgetClassic)
  const { apiKey, secret, passphrase = '' } = bench.column.account
  const canaries = [
    apiKey,
    secret,
    passphrase,
    'me@example.org',
    'DE89 3704 0044 0532 0130 00',
    '203.0.113.7',
    'inviter-99',
  ]
  const said = JSON.stringify({
    echo: `${apiKey} ${secret} ${passphrase}`,
    email: 'me@example.org',
    iban: 'DE89 3704 0044 0532 0130 00',
    remoteIp: '203.0.113.7',
    inviterId: 'inviter-99',
  }).slice(1, -1)
  bench.deviate({ at: 'GET *', answer: (text) => text.replace('{', `{${said},`) })
  const report = await (await open()).check(null)
  expect(report.results.some(({ answer }) => answer?.includes('"echo":"[…] […] […]"'))).toBe(true)
  const [name = ''] = readdirSync(join(bench.folder, 'verifications'))
  const kept = readFileSync(join(bench.folder, 'verifications', name), 'utf8')
  expect(canaries.filter((canary) => kept.includes(canary))).toEqual([])
})

test('a kept report that cannot be read is left out, and left alone', async () => {
  await on(binance)
  const process = await open()
  await process.check(null)
  const folder = join(bench.folder, 'verifications')
  writeFileSync(join(folder, 'torn.json'), '{"version":1,')
  writeFileSync(join(folder, 'later.json'), '{"version":9}')
  expect(process.verifications.list(null)).toHaveLength(1)
  expect(process.verifications.get('../accounts')).toBe(null)
  expect(process.verifications.get('torn')).toBe(null)
  expect(readdirSync(folder)).toHaveLength(3)
})
