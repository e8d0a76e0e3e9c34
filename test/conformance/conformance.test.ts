import { describe, expect, it } from 'vitest'
import { conformanceColumns, conformanceRows, runRow } from './conformance-table.ts'

it('names every row and every column once, and exempts from rows that there are', () => {
  const rows = new Set(conformanceRows.map(({ id }) => id))
  expect(rows.size).toBe(conformanceRows.length)
  expect(new Set(conformanceColumns.map(({ id }) => id)).size).toBe(conformanceColumns.length)
  for (const { doesNotApply } of conformanceColumns) {
    for (const id of Object.keys(doesNotApply)) expect(rows).toContain(id)
  }
})

for (const column of conformanceColumns) {
  describe(`${column.id} conforms`, () => {
    for (const row of conformanceRows) {
      it(`${row.id}: ${row.title}`, async ({ skip }) => {
        const outcome = await runRow(row, column)
        if (outcome.result === 'failed') throw outcome.error
        if (outcome.result === 'does not apply') skip(outcome.reason)
      })
    }
  })
}
