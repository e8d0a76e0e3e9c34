import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { LosslessNumber, parse as parseLossless } from 'lossless-json'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { Credentials } from '../../src-main/exchange/accounts/credentials.ts'
import { FileTooNewError } from '../../src-main/infra/file-errors.ts'
import { journalMigrations } from '../../src-main/trading/journal-schema.ts'
import { Journal } from '../../src-main/trading/journal.ts'
import type { NewPlace } from '../../src-main/trading/operation.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import type { Order, PlacedOrder } from '../../src-shared/order.ts'
import { mustNotFail } from '../support/must-not-fail.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { limitOrder, panel, redis, setUp } from './desk-setup.ts'
import { money } from './fake-client.ts'

const operation = (change: Partial<NewPlace> = {}): NewPlace => ({
  accountId: 'acc-1',
  operation: 'place',
  origin: redis(),
  payload: 'digest',
  clientOrderId: 'xgr1',
  symbol: 'BTC/USDT',
  notionalUsd: null,
  request: limitOrder(),
  normalised: limitOrder(),
  ...change,
})

const order: Order = {
  id: '42',
  clientOrderId: 'xgr1',
  listId: '7',
  role: 'entry',
  symbol: 'BTC/USDT',
  nativeSymbol: 'BTCUSDT',
  side: 'buy',
  terms: { kind: 'limit', price: money('0.00000001'), timeInForce: 'gtc', postOnly: false },
  status: 'partially_filled',
  nativeStatus: 'PARTIALLY_FILLED',
  endReason: null,
  waiting: false,
  quantity: money('1000000'),
  quoteQuantity: null,
  filled: money('0.1'),
  quoteFilled: money('5000'),
  averagePrice: money('50000'),
  fees: [{ asset: 'BNB', amount: money('0.0001') }],
  createdAt: 1,
  updatedAt: 2,
  raw: { orderId: new LosslessNumber('12345678901234567890'), price: '0.00000001' },
}
const leg: Order = {
  ...order,
  id: '43',
  role: 'stop_loss',
  terms: { kind: 'stop_loss', triggerPrice: money('3') },
}
const placed: PlacedOrder = {
  order,
  legs: [leg],
  notes: [{ key: 'order.note.exits_gross_of_fees', params: { exchange: 'Binance' } }],
}
const error = errorView(new GatewayError('refused', 'exchange.insufficient_balance', { exchange: 'Binance' }))

function open(folder = temporaryFolder(), now: () => number = Date.now): Journal {
  const journal = Journal.open({ folder, now })
  onTestFinished(() => journal.close())
  return journal
}

describe('journal', () => {
  test('what was written is there after reopening, every digit of it', () => {
    const folder = temporaryFolder()
    const first = open(folder)
    const id = first.beginNow(operation())
    first.accepted(id, placed)
    first.close()
    const row = open(folder).byId(id)
    expect(row).toMatchObject({
      state: 'accepted',
      exchangeOrderId: '42',
      symbol: 'BTC/USDT',
      origin: redis(),
    })
    expect(JSON.stringify(row.placed?.order)).toBe(
      JSON.stringify({
        ...order,
        raw: parseLossless('{"orderId":12345678901234567890,"price":"0.00000001"}'),
      }),
    )
    expect(row.placed?.order.quantity).toBeInstanceOf(Money)
    expect(JSON.stringify(row.placed?.legs[0]?.terms)).toBe(JSON.stringify(leg.terms))
    expect(row.placed?.notes).toEqual(placed.notes)
    expect(JSON.stringify(row.operation === 'place' && row.sentRequest)).toBe(JSON.stringify(limitOrder()))
  })

  test('the file is durable at each commit and readable by its owner only', () => {
    const folder = temporaryFolder()
    const journal = open(folder)
    journal.beginNow(operation())
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
    const other = new DatabaseSync(journal.file, { readOnly: true })
    expect(other.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(other.prepare('SELECT state FROM operations').all()).toEqual([{ state: 'sent' }])
    other.close()
  })

  test('a request id is unique for placing on an account, a client order id everywhere', () => {
    const journal = open()
    journal.beginNow(operation())
    expect(() => journal.beginNow(operation({ clientOrderId: 'other' }))).toThrow(/UNIQUE/)
    expect(() => journal.beginNow(operation({ origin: redis('request-2') }))).toThrow(/UNIQUE/)
    journal.beginNow(operation({ origin: panel('request-1'), clientOrderId: 'third' }))
    expect(journal.entries(10)).toHaveLength(2)
  })

  test('ids are above 2^40, below 2^53, and not those of an earlier journal', () => {
    const first = open(temporaryFolder(), () => 1_800_000_000_000).beginNow(operation())
    const second = open(temporaryFolder(), () => 1_800_000_100_000).beginNow(operation())
    expect(first).toBeGreaterThan(2 ** 40)
    expect(second).toBeGreaterThan(first + 1000)
    expect(second).toBeLessThan(2 ** 53)
  })

  test('symbols and ids of orders and their exits are known by account', () => {
    const journal = open()
    const id = journal.beginNow(operation())
    journal.accepted(id, placed)
    const on = (symbol: string): Order => ({ ...order, id: `foreign ${symbol}`, symbol })
    journal.observe('acc-1', ['ETH/USDT', 'ETH/USDT', 'BTC/USDT'].map(on), mustNotFail)
    expect(journal.tradedSymbols('acc-1')).toEqual(['BTC/USDT', 'ETH/USDT'])
    expect(journal.tradedSymbols('acc-2')).toEqual([])
    expect(journal.symbolOf('acc-1', '43')).toBe('BTC/USDT')
    expect(journal.symbolOf('acc-2', '43')).toBeNull()
  })

  test.each([
    ['no database at all', 'this is not SQLite, '.repeat(300)],
    ['an empty head', '\0'.repeat(8192)],
  ])('a damaged file (%s) is copied and can only be read, until a new journal is started', (_what, text) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'journal.sqlite'), text)
    const journal = open(folder)
    const [backup = ''] = readdirSync(folder).filter((name) => name.includes('.damaged-'))
    expect(readFileSync(join(folder, backup), 'utf8')).toBe(text)
    expect(journal.damaged && sentence(journal.damaged, 'en')).toContain(backup)
    expect(journal.entries(10)).toEqual([])
    expect(() => journal.beginNow(operation())).toThrow(/only be read/)
    journal.close()

    const again = open(folder)
    expect(again.damaged).not.toBeNull()
    expect(readdirSync(folder).filter((name) => name.includes('.damaged-'))).toEqual([backup])
    expect(again.killSwitch.get().state).toBe('halted')
    expect(again.renew()).toBe(true)
    expect(again.damaged).toBeNull()
    expect(again.killSwitch.get().state).toBe('halted')
    again.beginNow(operation())
    expect(again.renew()).toBe(false)
    again.close()
    expect(open(folder).entries(10)).toHaveLength(1)
    expect(readFileSync(join(folder, backup), 'utf8')).toBe(text)
  })

  test('damage inside the file is noticed, and what can be read is shown', () => {
    const folder = temporaryFolder()
    const before = open(folder)
    for (let n = 0; n < 200; n += 1) before.beginNow(operation({ origin: redis(`r-${n}`), clientOrderId: `c-${n}` }))
    before.close()
    const file = join(folder, 'journal.sqlite')
    const bytes = readFileSync(file)
    const rowOf100 = bytes.indexOf('"requestId":"r-100"')
    bytes.fill(0xa5, rowOf100 - (rowOf100 % 4096), rowOf100 - (rowOf100 % 4096) + 4096)
    writeFileSync(file, bytes)
    const journal = open(folder)
    expect(journal.damaged).not.toBeNull()
    const readable = journal.entries(1000)
    expect(readable[0]).toMatchObject({ clientOrderId: 'c-199' })
    expect(readable.length).toBeLessThan(200)
    expect(journal.killSwitch.get()).toMatchObject({ state: 'active' })
    bytes.fill(0xa5, 4096, bytes.length - 4096)
    writeFileSync(file, bytes)
    expect(open(folder).damaged).not.toBeNull()
  })

  test.each(['active', 'reducing'] as const)('a new journal keeps the kill switch %s', (state) => {
    const folder = temporaryFolder()
    const before = open(folder)
    if (state !== 'active') before.killSwitch.set(state, panel('1'))
    for (let n = 0; n < 200; n += 1) before.beginNow(operation({ origin: redis(`r-${n}`), clientOrderId: `c-${n}` }))
    before.close()
    const file = join(folder, 'journal.sqlite')
    const bytes = readFileSync(file)
    const rowOf100 = bytes.indexOf('"requestId":"r-100"')
    bytes.fill(0xa5, rowOf100 - (rowOf100 % 4096), rowOf100 - (rowOf100 % 4096) + 4096)
    writeFileSync(file, bytes)
    const journal = open(folder)
    expect(journal.renew()).toBe(true)
    expect(journal.killSwitch.get().state).toBe(state)
  })

  test('a journal of the first version is brought to the present one, its ids going on', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'journal.sqlite')
    const old = new DatabaseSync(file)
    old.exec(journalMigrations[0] ?? '')
    old.exec(`INSERT INTO sqlite_sequence (name, seq) VALUES ('operations', 1800000000000)`)
    old.exec(`INSERT INTO operations (account_id, operation, origin_kind, request_id, origin_json, payload, state, client_order_id,
        exchange_order_id, symbol, request_json, sent_json, created_at, sent_at, updated_at)
      VALUES ('acc-1', 'place', 'panel', 'form-1', '{"kind":"panel","requestId":"form-1"}', 'p', 'unknown', 'xgp1', NULL, 'BTC/USDT',
        '${JSON.stringify(limitOrder())}', '${JSON.stringify(limitOrder())}', 1, 2, 3)`)
    old.exec(`INSERT INTO placed_orders VALUES ('acc-1', '77', 'BTC/USDT', 1800000000001)`)
    old.exec('PRAGMA user_version = 1')
    old.close()
    const journal = open(folder)
    expect(journal.unfinished()).toMatchObject([{ journalId: 1_800_000_000_001, clientOrderId: 'xgp1' }])
    expect(journal.symbolOf('acc-1', '77')).toBe('BTC/USDT')
    expect(journal.beginNow(operation())).toBe(1_800_000_000_002)
  })

  test('what the exchange shows of our orders is kept; old news and news of the end change nothing', () => {
    const journal = open()
    const id = journal.beginNow(operation())
    const first: Order = { ...order, quantity: money('10'), filled: money('0'), status: 'open', updatedAt: 5 }
    journal.accepted(id, { order: first, legs: [], notes: [] })
    const seen = (change: Partial<Order>): unknown => {
      journal.observe('acc-1', [{ ...first, ...change }], mustNotFail)
      const { state, filled } = journal.orders.lifecycleOf('acc-1', first.id) ?? {}
      return `${state} ${String(filled)}`
    }
    expect(seen({})).toBe('accepted 0')
    expect(seen({ status: 'partially_filled', filled: money('4'), updatedAt: 9 })).toBe('partially_filled 4')
    expect(seen({ status: 'partially_filled', filled: money('2'), updatedAt: 7 })).toBe('partially_filled 4')
    expect(seen({ status: 'cancelled', filled: money('4'), updatedAt: 12 })).toBe('cancelled 4')
    expect(seen({ status: 'open', filled: money('0'), updatedAt: 13 })).toBe('cancelled 4')
    expect(journal.orders.lifecycleOf('acc-1', 'foreign')).toBeNull()
  })

  test('a request that is known is told with an outcome that still waits to be written', () => {
    const journal = open()
    const id = journal.beginNow(operation())
    journal.outcome(id, () => journal.accepted(id, placed), mustNotFail)
    expect(journal.byRequest('place', redis(), 'acc-1')).toMatchObject({ state: 'accepted', exchangeOrderId: '42' })
    expect(journal.byRequest('place', redis('another'), 'acc-1')).toBeNull()
  })

  test('the outcome of the last operation under way is written at once, others with what comes next', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const journal = open()
    const other = new DatabaseSync(journal.file, { readOnly: true })
    onTestFinished(() => other.close())
    const states = (): unknown => other.prepare('SELECT group_concat(state) AS states FROM operations').get()?.states
    const ids = await Promise.all(
      ['1', '2'].map((n) => journal.begin(operation({ origin: redis(n), clientOrderId: n }), null)),
    )
    const [first = 0, second = 0] = ids
    journal.outcome(first, () => journal.rejected(first, error), mustNotFail)
    await nextTurn()
    expect(states()).toBe('sent,sent')
    journal.outcome(second, () => journal.rejected(second, error), mustNotFail)
    await nextTurn()
    expect(states()).toBe('rejected,rejected')
  })

  test('who placed an order is known, exits included', () => {
    const journal = open()
    const id = journal.beginNow(operation())
    journal.accepted(id, placed)
    expect(journal.originOf('acc-1', '43')).toEqual(redis())
    expect(journal.originOf('acc-1', '44')).toBeNull()
  })

  test('a journal of a later version is left alone', () => {
    const folder = temporaryFolder()
    open(folder).close()
    const file = join(folder, 'journal.sqlite')
    const database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(() => open(folder)).toThrow(FileTooNewError)
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })

  test('a half-written last entry of the write-ahead log does not hurt what was committed', () => {
    const folder = temporaryFolder()
    const journal = open(folder)
    const id = journal.beginNow(operation())
    const copy = temporaryFolder()
    for (const name of ['journal.sqlite', 'journal.sqlite-wal'])
      writeFileSync(join(copy, name), readFileSync(join(folder, name)))
    appendFileSync(join(copy, 'journal.sqlite-wal'), Buffer.alloc(1000, 7))
    const reopened = open(copy)
    expect(reopened.damaged).toBeNull()
    expect(reopened.byId(id).state).toBe('sent')
  })

  test('nothing leaves accepted or rejected, and the states come in order, whatever is tried', () => {
    type Step = 'accepted' | 'rejected' | 'unknown' | 'needsAttention'
    const allowed: Readonly<Record<string, readonly Step[]>> = {
      sent: ['accepted', 'rejected', 'unknown'],
      unknown: ['accepted', 'rejected', 'needsAttention'],
      needsAttention: ['accepted', 'rejected'],
      accepted: [],
      rejected: [],
    }
    const journal = open()
    let made = 0
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Step>('accepted', 'rejected', 'unknown', 'needsAttention')), (steps) => {
        made += 1
        const id = journal.beginNow(operation({ origin: redis(`p-${made}`), clientOrderId: `p${made}` }))
        const act: Readonly<Record<Step, () => void>> = {
          accepted: () => journal.accepted(id, placed),
          rejected: () => journal.rejected(id, error),
          unknown: () => journal.unknown(id, error),
          needsAttention: () => journal.needsAttention(id, error),
        }
        let state = 'sent'
        for (const step of steps) {
          if (allowed[state]?.includes(step) === true) {
            act[step]()
            state = step
          } else expect(act[step]).toThrow(/none of the states/)
          expect(journal.byId(id).state).toBe(state.replace('needsAttention', 'needs_attention'))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('no secret gets into the file, whatever goes wrong while sending', async () => {
    const canary = 'canary-7f3e9d1c5b'
    const credentials = new Credentials('canary-key-1', canary, 'hmac', 'canary-pass-2')
    const { desk, client, journal, clock, folder } = await setUp()
    client.placeOrder = () =>
      Promise.reject(
        new GatewayError(
          'refused',
          'exchange.auth',
          { exchange: 'Binance', reason: 'bad key' },
          { cause: credentials },
        ),
      )
    await desk.place({ accountId: 'acc-1', request: limitOrder() }, panel('a'))
    client.placeOrder = () => Promise.reject(Object.assign(new Error(canary), { credentials }))
    const placing = desk.place({ accountId: 'acc-1', request: limitOrder() }, panel('b'))
    await clock.advance(4000)
    await placing
    expect(journal.entries(10)).toHaveLength(2)
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'latin1')
      for (const secret of [canary, 'canary-pass-2', Buffer.from(canary).toString('base64')])
        expect(text).not.toContain(secret)
    }
    expect(existsSync(journal.file)).toBe(true)
  })
})
