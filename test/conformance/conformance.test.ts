import { afterAll, describe, expect, it } from 'vitest'
import { conformanceColumns, conformanceRows, runRow } from './conformance-table.ts'

it('names every row and every column once, and exempts from rows that there are', () => {
  const rows = new Set(conformanceRows.map(({ id }) => id))
  expect(rows.size).toBe(conformanceRows.length)
  expect(new Set(conformanceColumns.map(({ id }) => id)).size).toBe(conformanceColumns.length)
  for (const { doesNotApply } of conformanceColumns) {
    for (const id of Object.keys(doesNotApply)) expect(rows).toContain(id)
  }
})

const reasons: string[] = []

for (const column of conformanceColumns) {
  describe(`${column.id} conforms`, () => {
    for (const row of conformanceRows) {
      it(`${row.id}: ${row.title}`, async ({ skip }) => {
        const outcome = await runRow(row, column)
        if (outcome.result === 'failed') throw outcome.error
        if (outcome.result === 'passed') return
        reasons.push(`${column.id} ${row.id}: ${outcome.reason}`)
        skip(outcome.reason)
      })
    }
  })
}

// No row is left out in silence: the report of a run shows skipped tests as a number only.
afterAll(() => {
  console.info(`Rows that do not apply, and why:\n${reasons.join('\n')}`)
})
