import { describe, expect, onTestFinished, test } from 'vitest'
import { JournalReader } from '../../../src-main/trading/reading/journal-reader.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { type JournalFilter, wholeJournal as all } from '../../../src-shared/journal.ts'
import { limitOrder, panel, redis, setUp } from '../desk-setup.ts'

async function filled(): Promise<{ reader: JournalReader; setup: Awaited<ReturnType<typeof setUp>> }> {
  const setup = await setUp()
  const { desk, client, clock } = setup
  await desk.place({ accountId: 'acc-1', request: limitOrder() }, panel('form-1'))
  await clock.advance(1000)
  client.fate = 'refuse'
  await desk.place({ accountId: 'acc-2', request: limitOrder({ symbol: 'ETH/USDT' }) }, redis('request-50%'))
  client.fate = 'answer'
  await clock.advance(1000)
  desk.guard.setKillSwitch('reducing', null, panel('switch'))
  await clock.advance(1000)
  await desk.cancel({ accountId: 'acc-1', orderId: '100', symbol: null }, panel('c'))
  const reader = new JournalReader(setup.journal.file, () => setup.journal.flush())
  onTestFinished(() => reader.close())
  return { reader, setup }
}

describe('the journal, read on its own thread', () => {
  test('shows orders and changes, the newest first, an order as it stands', async () => {
    const { reader } = await filled()
    const { lines, cursor } = await reader.search(all, null, 10)
    expect(cursor).toBeNull()
    expect(lines.map((line) => (line.line === 'change' ? line.kind : `${line.operation} ${line.state}`))).toEqual([
      'cancel accepted',
      'guard',
      'place rejected',
      'place cancelled',
    ])
  })

  test.each<[string, Partial<JournalFilter>, number]>([
    ['an account', { accountId: 'acc-2' }, 1],
    ['an origin', { origin: 'redis' }, 1],
    ['a state', { state: 'cancelled' }, 1],
    ['changes only', { lines: 'changes' }, 1],
    ['orders only', { lines: 'orders' }, 3],
    ['a kind of order line', { kind: 'cancel' }, 1],
    ['a kind of change', { kind: 'guard' }, 1],
    ['no order line among changes', { kind: 'place', lines: 'changes' }, 0],
    ['a symbol', { symbol: 'ETH/USDT' }, 1],
    ['no symbol by half', { symbol: 'ETH/' }, 0],
    ['a symbol in the text', { text: 'ETH/' }, 1],
    ['a request id with a wildcard in it', { text: '50%' }, 1],
    ['a wildcard that matches nothing', { text: 'request_50' }, 0],
    ['a time', { from: 1_800_000_001_000, to: 1_800_000_001_999 }, 1],
    ['nothing', { text: 'no such thing' }, 0],
  ])('finds %s', async (_what, filter, count) => {
    const { reader } = await filled()
    expect((await reader.search({ ...all, ...filter }, null, 10)).lines).toHaveLength(count)
  })

  test('pages neither lose nor repeat a line', async () => {
    const { reader } = await filled()
    const seen: unknown[] = []
    let cursor: string | null = null
    do {
      const page = await reader.search(all, cursor, 1)
      seen.push(...page.lines)
      cursor = page.cursor
    } while (cursor !== null)
    expect(seen).toEqual((await reader.search(all, null, 10)).lines)
    await expect(reader.search(all, "1' OR 1", 1)).rejects.toMatchObject({ class: 'refused' })
  })

  test('tells all of one operation', async () => {
    const { reader, setup } = await filled()
    const [placed] = setup.journal.entries(10).toReversed()
    const detail = await reader.detail(placed?.journalId ?? 0)
    expect(detail.line).toMatchObject({ clientOrderId: placed?.clientOrderId, exchangeOrderId: '100' })
    expect(detail.raw).toBe('[{"orderId":"100","price":"1.10"}]')
    const endReason = { kind: 'cancelled_here', word: null }
    expect(detail.orders).toEqual([{ orderId: '100', state: 'cancelled', filled: '0', quantity: '0.01', endReason }])
    expect(detail.line.endReason).toEqual(endReason)
    await expect(reader.detail(1)).rejects.toMatchObject({ class: 'not-found' })
  })

  test('exports as CSV that no spreadsheet takes for formulas', async () => {
    const { reader, setup } = await filled()
    await setup.desk.place({ accountId: 'acc-1', request: limitOrder({ symbol: '=HYPERLINK("x")' }) }, panel('=1+1'))
    const { text, lines } = await reader.export(all, 'csv', null)
    expect(lines).toBe(5)
    const [head, first] = text.split('\r\n')
    expect(head).toBe(
      'time,updated,line,kind,origin,request_id,account_id,state,symbol,client_order_id,exchange_order_id,request,error,end_reason',
    )
    expect(first).toContain(',panel,\'=1+1,acc-1,rejected,"\'=HYPERLINK(""x"")"')
  })

  test('exports as JSON lines with every digit of the exchange’s answer and the evidence', async () => {
    const { reader, setup } = await filled()
    const [row] = setup.journal.entries(10).toReversed()
    setup.journal.evidence.add(row?.journalId ?? 0, 'asked', { found: 'done' })
    const { text } = await reader.export({ ...all, state: 'cancelled' }, 'jsonl', null)
    const [line] = text.trim().split('\n')
    expect(line).toContain('"raw":[{"orderId":"100","price":"1.10"}]')
    expect(JSON.parse(line ?? '')).toMatchObject({
      operation: 'place',
      request: { quantity: '0.01' },
      evidence: [{ what: 'asked', detail: { found: 'done' } }],
    })
  })

  test('an error of the thread is answered, and the next question works', async () => {
    const { reader } = await filled()
    await expect(reader.detail(Number.NaN)).rejects.toBeInstanceOf(GatewayError)
    expect((await reader.search(all, null, 1)).lines).toHaveLength(1)
  })
})
