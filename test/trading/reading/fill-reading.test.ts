import { describe, expect, onTestFinished, test } from 'vitest'
import { Journal } from '../../../src-main/trading/journal.ts'
import type { FillsAsked } from '../../../src-main/trading/reading/fill-reading.ts'
import { JournalReader } from '../../../src-main/trading/reading/journal-reader.ts'
import type { FillFilter, FillLine } from '../../../src-shared/fills.ts'
import { Money } from '../../../src-shared/money.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { limitOrder, panel, setUp } from '../desk-setup.ts'
import { fill } from '../fills/fake-teller.ts'

const all: FillFilter = { accountId: null, symbol: null, from: null, until: null }

function kept(journal: Journal): JournalReader {
  journal.fills.keep('a', null, [
    fill('9', 1_000),
    fill('10', 1_000),
    fill('11', 2_000, { symbol: 'ETH/USDT', side: 'sell', maker: true }),
    fill('12', 3_000, { fee: null, maker: null }),
  ])
  journal.fills.keep('b', { uid: '7', key: 'k' }, [fill('9', 2_000)])
  const reader = new JournalReader(journal.file, () => journal.flush())
  onTestFinished(() => reader.close())
  return reader
}

function newJournal(): Journal {
  const journal = Journal.open({ folder: temporaryFolder() })
  onTestFinished(() => journal.close())
  return journal
}

const nameOf = ({ accountId, id }: FillLine): string => `${accountId}${id}`

describe('kept fills, read on the journal’s thread', () => {
  test.each([
    ['newest', ['a12', 'a11', 'b9', 'a10', 'a9']],
    ['oldest', ['a9', 'a10', 'b9', 'a11', 'a12']],
  ] as const)('the %s first, whole and page by page, ids of one moment in their order', async (order, names) => {
    const reader = kept(newJournal())
    const whole = await reader.fills({ filter: all, order, cursor: null, limit: 10 })
    expect(whole.fills.map(nameOf)).toEqual(names)
    expect(whole.cursor).toBeNull()
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const asked: FillsAsked = { filter: all, order, cursor, limit: 2 }
      const page = await reader.fills(asked)
      paged.push(...page.fills.map(nameOf))
      cursor = page.cursor
    } while (cursor !== null)
    expect(paged).toEqual(names)
  })

  test.each<[string, Partial<FillFilter>, readonly string[]]>([
    ['of an account', { accountId: 'b' }, ['b9']],
    ['of a symbol', { symbol: 'ETH/USDT' }, ['a11']],
    ['from a moment on', { from: 2_000 }, ['a12', 'a11', 'b9']],
    ['until before a moment', { until: 2_000 }, ['a10', 'a9']],
    ['of nothing', { accountId: 'c' }, []],
  ])('%s', async (_what, filter, names) => {
    const reader = kept(newJournal())
    const { fills } = await reader.fills({ filter: { ...all, ...filter }, order: 'newest', cursor: null, limit: 10 })
    expect(fills.map(nameOf)).toEqual(names)
  })

  test('whole, with every digit', async () => {
    const journal = newJournal()
    const told = fill('1', 5, {
      price: Money.parse('0.000000001234567890123'),
      fee: { asset: 'BNB', amount: Money.parse('-0.00000001') },
      clientOrderId: 'mine',
    })
    journal.fills.keep('a', null, [told])
    const reader = new JournalReader(journal.file, () => journal.flush())
    onTestFinished(() => reader.close())
    const { fills } = await reader.fills({ filter: all, order: 'newest', cursor: null, limit: 1 })
    expect(fills).toEqual([{ ...(JSON.parse(JSON.stringify(told)) as object), accountId: 'a' }])
  })

  test('with our id of the order, where the order was placed here', async () => {
    const { desk, journal } = await setUp()
    const outcome = await desk.place({ accountId: 'acc-1', request: limitOrder() }, panel('form-1'))
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    const { id, symbol, clientOrderId } = outcome.placed.order
    journal.fills.keep('acc-1', null, [fill('1', 5, { orderId: id, symbol }), fill('2', 6, { orderId: 'other' })])
    const reader = new JournalReader(journal.file, () => journal.flush())
    onTestFinished(() => reader.close())
    const { fills } = await reader.fills({ filter: all, order: 'oldest', cursor: null, limit: 9 })
    expect(fills.map((each) => each.clientOrderId)).toEqual([clientOrderId, null])
    expect(clientOrderId).toMatch(/^[a-z0-9]+$/)
  })

  test('a cursor of somebody else is refused', async () => {
    const reader = kept(newJournal())
    const asked = { filter: all, order: 'newest', cursor: '[1]', limit: 1 } as const
    await expect(reader.fills(asked)).rejects.toMatchObject({ class: 'refused' })
  })

  test('as a table for people, in their language', async () => {
    const reader = kept(newJournal())
    const accounts = { a: { name: 'Main; "one"', exchange: 'kraken' as const } }
    const asked = { filter: all, cursor: null, accounts }
    const { text, lines, cursor } = await reader.exportFills({ ...asked, language: 'fr' })
    expect([lines, cursor]).toEqual([5, null])
    const rows = text.split('\r\n')
    expect(rows[0]).toMatch(/^Heure \(UTC\),Compte,Exchange,Marché,Sens,Quantité,Prix,Valeur/)
    expect(rows[2]).toBe(
      '1970-01-01T00:00:02.000Z,"Main; ""one""",Kraken,ETH/USDT,Vente,0.01,64000.5,640.005,USDT,0.64,USDT,Maker,order-11,,11',
    )
    expect(rows[1]).toMatch(/,Achat,0\.01,64000\.5,640\.005,USDT,,,,order-12,,12$/)
    expect(rows[3]).toMatch(/Z,b,,BTC\/USDT/)
    const english = await reader.exportFills({ ...asked, language: 'en' })
    expect(english.text.split('\r\n')[2]).toMatch(/,Sell,.*,Maker,/)
  })
})
