import { describe, expect, it } from 'vitest'
import { runStreamRow, streamColumns, streamRows } from './stream-table.ts'

it('names every row and every column once, and exempts from rows that there are', () => {
  const rows = new Set(streamRows.map(({ id }) => id))
  expect(rows.size).toBe(streamRows.length)
  expect(new Set(streamColumns.map(({ id }) => id)).size).toBe(streamColumns.length)
  for (const { doesNotApply } of streamColumns) for (const id of Object.keys(doesNotApply)) expect(rows).toContain(id)
})

for (const column of streamColumns) {
  describe(`the streams of ${column.id} conform`, () => {
    for (const row of streamRows) {
      it(`${row.id}: ${row.title}`, async ({ skip }) => {
        const outcome = await runStreamRow(row, column)
        if (outcome.result === 'failed') throw outcome.error
        if (outcome.result === 'passed') return
        console.info(`${column.id} ${row.id} does not apply: ${outcome.reason}`)
        skip(outcome.reason)
      })
    }
  })
}
