import { describe, expect, it } from 'vitest'
import type { ExchangeName } from '../../src-shared/account.ts'
import { conformanceHarnesses, conformanceRows, runRow } from './conformance-table.ts'

it('names every row once', () => {
  expect(new Set(conformanceRows.map(({ id }) => id)).size).toBe(conformanceRows.length)
})

for (const [name, start] of Object.entries(conformanceHarnesses)) {
  const exchange = name as ExchangeName
  describe(`${exchange} conforms`, () => {
    for (const row of conformanceRows) {
      const reason = row.doesNotApply?.[exchange]
      it.skipIf(reason !== undefined)(`${row.id}: ${reason ?? row.title}`, async () => {
        const outcome = await runRow(row, exchange, start)
        if (outcome.result === 'failed') throw outcome.error
      })
    }
  })
}
