import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckResult } from './account-run.ts'
import { columns } from './columns.ts'
import { type RuleId, rules } from './rules.ts'
import { runColumns } from './run-columns.ts'

/** What `npm run conformance:redis` prints, as tests: a test for each rule on each column. */
let results: readonly CheckResult[] = []
beforeAll(async () => {
  results = await runColumns(columns)
}, 600_000)

const pending: string[] = []

for (const column of columns) {
  describe(`over Redis, ${column.id}`, () => {
    for (const id of Object.keys(rules) as RuleId[]) {
      it(`${id}: ${rules[id]}`, () => {
        const own = results.filter((each) => each.rule === id && each.column === column.id)
        for (const { outcome, check, detail } of own)
          if (outcome === 'pending') pending.push(`${column.id} ${id} ${check}: ${detail}`)
        expect(own.filter(({ outcome }) => outcome === 'violated')).toEqual([])
        expect(own.length).toBeGreaterThan(0)
      })
    }
  })
}

// Nothing is left out in silence.
afterAll(() => {
  console.info(`Checks that may fail for now, and why:\n${pending.join('\n')}`)
})
