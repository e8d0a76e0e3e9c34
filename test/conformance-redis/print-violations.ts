import type { CheckResult } from './account-run.ts'
import { columns } from './columns.ts'
import { type RuleId, rules } from './rules.ts'
import { runColumns } from './run-columns.ts'

/**
 * `npm run conformance:redis [-- column…] [--events]`: a client written from the wire contract alone calls every action on the
 * practice exchanges, as Django's clients do; with `--events` the gateway publishes what happens, too. Prints the violations of each MUST and SHOULD by column, then what they
 * were. Exits 1 when there are any.
 */
const words = process.argv.slice(2)
const asked = new Set(words.filter((word) => word !== '--events'))
const unknown = [...asked].filter((id) => !columns.some((column) => column.id === id))
if (unknown.length > 0) {
  console.error(`There is no column ${unknown.join(', ')}; there are ${columns.map(({ id }) => id).join(', ')}.`)
  process.exit(2)
}
const chosen = columns.filter(({ id }) => asked.size === 0 || asked.has(id))
const results = await runColumns(chosen, words.includes('--events'))
const ids = Object.keys(rules) as RuleId[]
const cell = Math.max(...chosen.map(({ id }) => id.length)) + 2

const markOf = (of: readonly CheckResult[]): string => {
  const violated = of.filter(({ outcome }) => outcome === 'violated').length
  if (violated > 0) return String(violated)
  return of.some(({ outcome }) => outcome === 'pending') ? '0*' : of.length === 0 ? '?' : '0'
}

console.log('violations'.padEnd(12) + chosen.map(({ id }) => id.padEnd(cell)).join('') + 'rule')
for (const id of ids) {
  const marks = chosen.map((column) =>
    markOf(results.filter((each) => each.rule === id && each.column === column.id)).padEnd(cell),
  )
  console.log(id.padEnd(12) + marks.join('') + rules[id])
}
const violations = results.filter(({ outcome }) => outcome === 'violated')
for (const kind of ['MUST', 'SHOULD'] as const) {
  const counts = chosen.map((column) =>
    String(
      violations.filter((each) => each.column === column.id && each.rule.startsWith(kind.charAt(0))).length,
    ).padEnd(cell),
  )
  console.log(kind.padEnd(12) + counts.join('') + 'in all')
}
const pending = Map.groupBy(
  results.filter(({ outcome }) => outcome === 'pending'),
  ({ check, detail }) => `${check}: ${detail}`,
)
if (pending.size > 0) console.log('\n*: not yet, because')
for (const [text, of] of pending) console.log(`  ${text} (${of.map(({ column }) => column).join(', ')})`)
for (const { rule, column, check, detail } of violations)
  console.log(`\n${rule} on ${column}: ${check}\n  ${detail.split('\n').join('\n  ')}`)
const passed = results.filter(({ outcome }) => outcome === 'passed').length
console.log(`\n${passed} checks passed, ${violations.length} violated, ${[...pending.values()].flat().length} not yet.`)
process.exitCode = violations.length > 0 ? 1 : 0
