import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { QuietCheckpoint } from '../../src-main/trading/quiet-checkpoint.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A table in a file, and how many rows of it stand in the file itself, its log left aside. */
function tableIn(folder: string) {
  const file = join(folder, 'rows.sqlite')
  const database = new DatabaseSync(file)
  onTestFinished(() => database.close())
  database.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE rows (id INTEGER PRIMARY KEY); PRAGMA wal_checkpoint(TRUNCATE)',
  )
  const folded = (): unknown => {
    const copy = join(folder, 'copy.sqlite')
    copyFileSync(file, copy)
    const other = new DatabaseSync(copy)
    try {
      return other.prepare('SELECT count(*) AS n FROM rows').get()?.n
    } finally {
      other.close()
    }
  }
  return { database, folded }
}

test('the log is folded into the file once it is quiet', async () => {
  const { database, folded } = tableIn(temporaryFolder())
  const checkpoint = new QuietCheckpoint(database, { quietMs: 20, worthCommits: 3 })
  for (let n = 0; n < 3; n += 1) {
    database.exec('INSERT INTO rows DEFAULT VALUES')
    checkpoint.committed()
  }
  expect(folded()).toBe(0)
  await expect.poll(folded).toBe(3)
})

test('while commits come it waits, up to the size at which SQLite does it by itself', () => {
  const { database, folded } = tableIn(temporaryFolder())
  const checkpoint = new QuietCheckpoint(database, { quietMs: 10_000, worthCommits: 1 })
  onTestFinished(() => checkpoint.stop())
  // More than SQLite's own 1,000 pages.
  for (let n = 0; n < 1_500; n += 1) {
    database.exec('INSERT INTO rows DEFAULT VALUES')
    checkpoint.committed()
  }
  expect(folded()).toBe(0)
  expect(database.prepare('PRAGMA wal_autocheckpoint').get()).toEqual({ wal_autocheckpoint: 4_000 })
})
