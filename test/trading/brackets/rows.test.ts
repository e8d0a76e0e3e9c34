import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { bracketText, bracketVersion, parseBracket } from '../../../src-main/trading/brackets/bracket-codec.ts'
import { searchJournal } from '../../../src-main/trading/reading/journal-search.ts'
import { wholeJournal } from '../../../src-shared/journal.ts'
import { sentence } from '../../../src-shared/messages/index.ts'
import { limitOrder, panel, setUp as setUpDesk } from '../desk-setup.ts'
import { entry, place, setUp } from './setup.ts'
import { habits } from './sim-client.ts'

/** Rows as each version of the application wrote them; never changed. */
const frozen = join(import.meta.dirname, 'rows')
const rows = readdirSync(frozen).flatMap((version) =>
  readdirSync(join(frozen, version)).map((name) => {
    const text = readFileSync(join(frozen, version, name), 'utf8')
    return { version: Number(version.slice(1)), name, row: JSON.parse(text) as Record<string, unknown> }
  }),
)

describe('the rows of brackets', () => {
  test('there are frozen ones of every version', () => {
    const versions = new Set(rows.map(({ version }) => version))
    expect([...versions].toSorted()).toEqual(Array.from({ length: bracketVersion + 1 }, (_, each) => each))
  })

  test.each(rows)('$name of version $version is read', ({ version, row }) => {
    const written = version === 0 ? row : { v: version, ...row }
    const bracket = parseBracket(JSON.stringify(written))
    expect(bracket.id).toBe(row.id)
    // What is written now can be read again, and holds everything that the row held.
    const { v, ...again } = JSON.parse(bracketText(bracket)) as Record<string, unknown>
    expect(v).toBe(bracketVersion)
    expect(parseBracket(bracketText(bracket))).toEqual(bracket)
    // A field that is new without a step of its own, or one that was lost, shows here.
    if (version === bracketVersion) expect(again).toEqual(row)
  })

  test('one of a later version is not understood', () => {
    const later = JSON.stringify({ ...rows[0]?.row, v: bracketVersion + 1 })
    expect(() => parseBracket(later)).toThrow('later')
  })
})

describe.each<[string, (row: Record<string, unknown>) => string]>([
  ['lacks a field', ({ reentering: _gone, ...rest }) => JSON.stringify(rest)],
  ['is of a later version', (row) => JSON.stringify({ ...row, v: 99 })],
  ['has a word that nobody knows', (row) => JSON.stringify({ ...row, form: 'telepathy' })],
  ['is cut off', (row) => JSON.stringify(row).slice(0, 40)],
])('a bracket whose row %s', (_what, spoilt) => {
  test('is an alarm, and the others are followed', async () => {
    const first = await setUp(habits.plain)
    await place(first, entry(), 'bad')
    const { order } = await place(first, entry(), 'good')
    const bad = first.journal.brackets.live().find(({ id }) => id !== order.clientOrderId)
    await first.desk.close()
    first.journal.close()
    const database = new DatabaseSync(first.journal.file)
    const row = database.prepare('SELECT data_json FROM brackets WHERE id = ?').get(bad?.id ?? '')
    const text = spoilt(JSON.parse(String(row?.data_json)) as Record<string, unknown>)
    database.prepare('UPDATE brackets SET data_json = ? WHERE id = ?').run(text, bad?.id ?? '')
    database.close()

    const second = await first.restart()
    expect(second.desk.brackets.alarms()).toBe(1)
    expect(second.journal.rowsNotice && sentence(second.journal.rowsNotice, 'en')).toContain(bad?.id)
    second.client.fill(order.id, '10')
    await second.settle()
    expect(second.brackets()).toMatchObject([{ state: 'protected', alarm: null }])
  })
})

test.each(['origin_json', 'request_json', 'sent_json'])(
  'an order in doubt whose %s cannot be read is said, and the desk starts',
  async (column) => {
    const first = await setUpDesk()
    const id = first.journal.beginNow({
      accountId: 'acc-1',
      operation: 'place',
      origin: panel(),
      payload: 'p',
      clientOrderId: 'c',
      symbol: 'BTC/USDT',
      notionalUsd: null,
      request: limitOrder(),
      normalised: limitOrder(),
    })
    const database = new DatabaseSync(first.journal.file)
    database.exec(`UPDATE operations SET ${column} = '{"kind":"omen"'`)
    const second = await first.restart()
    expect(second.journal.rowsNotice?.params.rows).toBe(`operation ${id}`)
    const placed = await second.desk.place({ accountId: 'acc-2', request: limitOrder() }, panel('next'))
    expect(placed.outcome).toBe('accepted')
    expect(searchJournal(database, wholeJournal, null, 10).lines).toHaveLength(2)
    database.close()
  },
)
