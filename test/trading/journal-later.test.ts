import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { JournalDatabase } from '../../src-main/trading/journal-database.ts'
import { mustNotFail } from '../support/must-not-fail.ts'

let folder: string
let file: string
let database: JournalDatabase
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aristobot-later-'))
  file = join(folder, 'journal.sqlite')
  database = new JournalDatabase(file, Date.now, 20)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const note = (symbol: string) => (): void => {
  database.run('INSERT INTO traded_symbols (account_id, symbol) VALUES (?, ?)', 'acc', symbol)
}
const symbolsIn = (rows: readonly object[]): readonly unknown[] => rows.map((row) => ({ ...row }))
const all = 'SELECT symbol FROM traded_symbols ORDER BY symbol'

/** What another connection sees, which is what another process does. */
function seenFromOutside(): readonly unknown[] {
  const other = new DatabaseSync(file, { readOnly: true })
  try {
    return symbolsIn(other.prepare(all).all())
  } finally {
    other.close()
  }
}

test('what waits is written within moments', async () => {
  database.later(note('BTC/USDT'), mustNotFail)
  expect(seenFromOutside()).toEqual([])
  await expect.poll(seenFromOutside).toEqual([{ symbol: 'BTC/USDT' }])
})

test('whoever reads, writes, flushes or closes before finds it done', () => {
  database.later(note('A/B'), mustNotFail)
  expect(symbolsIn(database.all(all))).toEqual([{ symbol: 'A/B' }])
  database.later(note('C/D'), mustNotFail)
  database.transaction(() => expect(symbolsIn(database.all(all))).toEqual([{ symbol: 'A/B' }, { symbol: 'C/D' }]))
  database.later(note('E/F'), mustNotFail)
  database.flush()
  expect(seenFromOutside()).toHaveLength(3)
  database.later(note('G/H'), mustNotFail)
  database.close()
  expect(seenFromOutside()).toHaveLength(4)
})

test('all that waits is one transaction; what fails fails alone', () => {
  const failures: unknown[] = []
  const failed = (error: unknown): void => void failures.push(error)
  database.later(note('BTC/USDT'), mustNotFail)
  database.later(note('BTC/USDT'), failed)
  database.later(note('ETH/USDT'), mustNotFail)
  database.flush()
  expect(seenFromOutside()).toEqual([{ symbol: 'BTC/USDT' }, { symbol: 'ETH/USDT' }])
  expect(failures).toHaveLength(1)
})

test('what comes when the file is closed is told that it was not written', () => {
  const failures: unknown[] = []
  database.close()
  database.later(note('BTC/USDT'), (error) => failures.push(error))
  database.flush()
  expect(failures).toHaveLength(1)
})

test('within a transaction nothing is flushed before its end', () => {
  database.transaction(() => {
    database.later(note('later'), mustNotFail)
    note('now')()
    expect(symbolsIn(database.all(all))).toEqual([{ symbol: 'now' }])
  })
  expect(symbolsIn(database.all(all))).toEqual([{ symbol: 'later' }, { symbol: 'now' }])
})

test('what is to be durable is so together, and what throws is undone alone', async () => {
  const kept = database.together(() => {
    note('A/B')()
    return 'kept'
  })
  const undone = database.together(() => {
    note('C/D')()
    throw new Error('no')
  })
  database.later(note('E/F'), mustNotFail)
  expect(seenFromOutside()).toEqual([])
  await expect(undone).rejects.toThrow('no')
  expect(await kept).toBe('kept')
  expect(seenFromOutside()).toEqual([{ symbol: 'A/B' }, { symbol: 'E/F' }])
})

test('what waits when the file is closed is durable first', async () => {
  const kept = database.together(note('A/B'))
  database.close()
  await kept
  expect(seenFromOutside()).toEqual([{ symbol: 'A/B' }])
  await expect(database.together(note('C/D'))).rejects.toThrow()
})

test('what only looks for a row leaves the rest waiting', () => {
  database.later(note('A/B'), mustNotFail)
  expect(database.firstWritten('SELECT 1 FROM operations')).toBeUndefined()
  expect(seenFromOutside()).toEqual([])
})

test('what waits can be done at the end of the turn, and goes with what is durable then', async () => {
  database.later(note('A/B'), mustNotFail)
  database.flushAfterTurn()
  expect(seenFromOutside()).toEqual([])
  await nextTurn()
  expect(seenFromOutside()).toEqual([{ symbol: 'A/B' }])
  database.later(note('C/D'), mustNotFail)
  database.flushAfterTurn()
  await expect(
    database.together(() => {
      throw new Error('undone alone')
    }),
  ).rejects.toThrow('undone alone')
  expect(seenFromOutside()).toEqual([{ symbol: 'A/B' }, { symbol: 'C/D' }])
})

test('the log is folded into the file in a quiet moment, and not before', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const before = readFileSync(file)
  for (let n = 0; n < 600; n += 1) database.transaction(note(`C${n}/USDT`))
  expect(readFileSync(file).equals(before)).toBe(true)
  vi.advanceTimersByTime(1_000)
  expect(readFileSync(file).equals(before)).toBe(false)
})

test('a journal whose log is not in its place any more is not folded: others may have it open', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  for (let n = 0; n < 150; n += 1) database.transaction(note(`C${n}/USDT`))
  const before = readFileSync(file)
  renameSync(`${file}-wal`, `${file}-taken`)
  // Whether the files are in their place is looked at once a turn.
  await new Promise((resolve) => setImmediate(resolve))
  vi.advanceTimersByTime(60_000)
  expect(readFileSync(file).equals(before)).toBe(true)
})
