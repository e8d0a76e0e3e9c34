import { expect, it, onTestFinished } from 'vitest'
import { plainConnection } from '../../../src-main/redis/connection.ts'
import { openMonitor } from '../../../src-main/redis/monitor.ts'
import { Recorder } from '../../../src-main/redis/rehearsal/recorder.ts'
import { parseRecording, type Recorded, recordingLine } from '../../../src-main/redis/rehearsal/recording.ts'
import { summaryOf } from '../../../src-main/redis/rehearsal/summary.ts'
import { startOwnRedis } from '../../../src-main/redis/service/own-server.ts'
import { Money } from '../../../src-shared/money.ts'
import { until } from '../../support/until.ts'
import { DjangoClient, pythonJson } from '../support/django-client.ts'
import { OldTerminalStandIn } from '../support/old-terminal.ts'
import { columns } from '../support/on-practice.ts'
import { onRehearsal } from './on-practice.ts'

/** What the old one answers, different from ours in fields that the test knows. */
const oldAnswers: Readonly<Record<string, unknown>> = {
  get_ticker: {
    ...{ success: true, symbol: 'BTCUSDT', last: 60_000, bid: '59999', ask: 60_001, volume_24h: 1 },
    ...{ change_24h: 0.5, high_24h: 1, low_24h: 1, timestamp: 1_790_000_000_000 },
  },
  get_balance: { USDT: { available: 10, frozen: 0, total: 10 }, DOGE: { available: 0, frozen: 0, total: 0 } },
  place_order: {
    ...{ success: true, order_id: '77', client_order_id: null, status: 'pending' },
    ...{ filled_amount: 0, remaining_amount: 0.01 },
  },
  fetch_open_orders: [],
}

/** A real Redis on which an old Terminal 5 answers, and what a recorder made of it. */
async function record(ask: (django: DjangoClient) => Promise<void>): Promise<readonly Recorded[]> {
  const server = await startOwnRedis()
  const django = new DjangoClient(server.port)
  const old = await new OldTerminalStandIn(server.port, { answer: ({ action }) => oldAnswers[action] ?? null }).waits()
  const recorded: Recorded[] = []
  const recorder = new Recorder(0, (each) => recorded.push(each))
  const monitor = await openMonitor(plainConnection({ host: '127.0.0.1', port: server.port }), (command) => {
    recorder.take(command)
  })
  onTestFinished(async () => {
    monitor.close()
    await old[Symbol.asyncDispose]()
    django.close()
    await server.close()
  })
  await ask(django)
  // Whatever Redis was told before this has been seen by then.
  let isSeen = false
  const last = await openMonitor(plainConnection({ host: '127.0.0.1', port: server.port }), ({ words }) => {
    isSeen ||= words[1] === 'the end'
  })
  await django.redis.echo('the end')
  await until(() => isSeen)
  last.close()
  recorder.end()
  return recorded
}

it('what went over a real Redis is recorded, kept in a file, answered without moving anything, and compared', async () => {
  const symbol = 'BTC/USDT'
  const recorded = await record(async (django) => {
    await django.ask('get_ticker', { broker_id: 1, symbol })
    await django.ask('get_balance', { broker_id: 1 })
    await django.ask('fetch_open_orders', { broker_id: 1 })
    await django.ask('place_order', { broker_id: 1, symbol, side: 'buy', type: 'limit', amount: 0.01, price: 20_000 })
    await django.ask('get_balance', { broker_id: 9 })
  })
  const file = recorded.map(recordingLine).join('\n')
  const again = parseRecording(file)
  expect(again).toHaveLength(5)
  expect(again.every(({ at, tookMs, answer }) => at !== null && tookMs !== null && answer !== null)).toBe(true)

  const { rehearsal } = await onRehearsal(columns.binance)
  const all = []
  for (const each of again) all.push(await rehearsal.rehearse(each))
  const summary = summaryOf(all)
  expect(summary).toMatchObject({ requests: 5, compared: 5 })
  const found = (action: string, brokerId = 1): readonly string[] =>
    summary.differences
      .filter((row) => row.action === action && row.brokerId === brokerId)
      .map(({ kind, field, old, ours }) => `${kind} ${field} ${old ?? '-'} ${ours === null ? '-' : '+'}`)
  // The price moves by itself; that the bid was a text does not.
  expect(found('get_ticker')).toEqual(
    expect.arrayContaining(['type data.bid "59999" +', 'value data.symbol "BTCUSDT" +']),
  )
  expect(found('get_ticker').join()).not.toMatch(/data\.(?:last|ask|timestamp)/)
  expect(found('get_balance')).toEqual(
    expect.arrayContaining(['missing data.* "DOGE" -', 'value data.*.total 10 +', 'extra data.*.free - +']),
  )
  expect(found('fetch_open_orders')).toEqual([])
  expect(found('place_order')).toEqual(
    expect.arrayContaining(['value data.status "pending" +', 'type data.client_order_id null +', 'extra data.id - +']),
  )
  expect(found('get_balance', 9)).toEqual(expect.arrayContaining(['value success true +']))
  expect(summary.refusals).toEqual([expect.objectContaining({ action: 'get_balance', brokerId: 9, answers: 1 })])
  expect(summary.refusals[0]?.text).toContain('9')
  expect(summary.notes.filter(({ text }) => text.startsWith('Would be sent: '))).toHaveLength(1)
})

it('neither logins nor whatever is named as a secret gets into a recording', async () => {
  const recorded = await record(async (django) => {
    await django.redis.call('ACL', 'SETUSER', 'somebody', 'on', '>CANARY-login', '~*', '+@all')
    await django.redis.auth('somebody', 'CANARY-login')
    await django.redis.set('exchange_response_nobody-asked', 'CANARY-answer')
    await django.redis.rpush('another_list', '{"request_id":"CANARY-other"}')
    const params = { broker_id: 1, api_secret: 'CANARY-secret', nested: [{ passphrase: 'CANARY-phrase' }] }
    await django.ask('get_balance', params)
    await django.push('not JSON {"apiKey": "CANARY-key"')
    await django.push(pythonJson({ request_id: 'never', action: 'get_balance', params: { TOKEN: 1 } }))
  })
  const file = recorded.map(recordingLine).join('\n')
  expect(file).not.toContain('CANARY')
  expect(file).toContain('"api_secret":"[redacted]"')
  // An asset may be called so.
  expect(file).toContain('"TOKEN":1')
})

it('a recording is read line by line, and says which one is none', () => {
  expect(parseRecording('\n{"request":{"a":1}}\n\n')).toMatchObject([{ at: null, tookMs: null, answer: null }])
  expect(() => parseRecording('{"request":{}}\n{"answer":{}}')).toThrow(
    'Line 2 of the recording cannot be read: it has no',
  )
  expect(() => parseRecording('nonsense')).toThrow('Line 1')
})

it('what cannot be read is answered as the gateway answers it, and compared, too', async () => {
  const { rehearsal } = await onRehearsal(columns.binance)
  const rehearsed = await rehearsal.rehearse({ at: 1, tookMs: 2, request: '{"request_id":"x", broken', answer: null })
  expect(rehearsed).toMatchObject({
    requestId: 'x',
    action: null,
    old: null,
    differences: null,
    ours: { success: false },
  })
})

it('the guard of the account speaks: what it forbids is refused, what waits for a person is said', async () => {
  const limits = { symbols: null, largestOrder: null, ordersPerMinute: null, dailyNotional: null, approvalAbove: null }
  const order = {
    ...{ request_id: 'r', action: 'place_order', user_id: 1, trace_id: null, timestamp: 1.5 },
    params: { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: 60 },
  }
  const [recorded] = parseRecording(JSON.stringify({ request: order }))
  if (recorded === undefined) throw new Error('none')
  const forbids = await onRehearsal(columns.binance, { limits: { ...limits, symbols: ['ETH/USDT'] } })
  expect((await forbids.rehearsal.rehearse(recorded)).ours.error).toContain('ETH/USDT')
  const waits = await onRehearsal(columns.binance, { limits: { ...limits, approvalAbove: Money.parse('10') } })
  expect((await waits.rehearsal.rehearse(recorded)).notes.join()).toContain('It would wait for a person’s approval')
  const readOnly = await onRehearsal(columns.binance, { redisPermission: 'read' })
  expect((await readOnly.rehearsal.rehearse(recorded)).ours.success).toBe(false)
})
