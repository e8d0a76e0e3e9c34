import { conformanceColumns, conformanceRows, type ConformanceResult, runRow } from './conformance-table.ts'

/**
 * `npm run conformance [-- column…]`: runs every row on every exchange and prints the table, one line a row, then why
 * some rows do not apply and what failed. Exits 1 when anything failed.
 */
const marks: Readonly<Record<ConformanceResult['result'], string>> = {
  passed: 'passed',
  'does not apply': '–',
  failed: 'FAILED',
}

const asked = new Set(process.argv.slice(2))
const unknown = [...asked].filter((id) => !conformanceColumns.some((column) => column.id === id))
if (unknown.length > 0) {
  console.error(
    `There is no column ${unknown.join(', ')}; there are ${conformanceColumns.map(({ id }) => id).join(', ')}.`,
  )
  process.exit(2)
}
const columns = conformanceColumns.filter(({ id }) => asked.size === 0 || asked.has(id))
const results = new Map<string, ConformanceResult>()
const width = Math.max(...conformanceRows.map(({ id }) => id.length)) + 2
const cell = Math.max(...columns.map(({ id }) => id.length), 'FAILED'.length) + 2

console.log(''.padEnd(width) + columns.map(({ id }) => id.padEnd(cell)).join(''))
for (const row of conformanceRows) {
  const outcomes = await Promise.all(columns.map((column) => runRow(row, column)))
  for (const [index, column] of columns.entries()) {
    const outcome = outcomes[index]
    if (outcome !== undefined) results.set(`${row.id} on ${column.id}`, outcome)
  }
  console.log(row.id.padEnd(width) + outcomes.map(({ result }) => marks[result].padEnd(cell)).join(''))
}

const exempt = new Map<string, string[]>()
let passed = 0
let failed = 0
for (const [name, outcome] of results) {
  if (outcome.result === 'passed') passed += 1
  if (outcome.result === 'does not apply') exempt.set(outcome.reason, [...(exempt.get(outcome.reason) ?? []), name])
  if (outcome.result !== 'failed') continue
  failed += 1
  const { error } = outcome
  console.log(`\nFAILED ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}
if (exempt.size > 0) console.log('\n–: does not apply because')
for (const [reason, names] of exempt) console.log(`  ${reason}: ${names.join(', ')}`)
console.log(`\n${passed} passed, ${[...exempt.values()].flat().length} do not apply, ${failed} failed.`)
process.exitCode = failed > 0 ? 1 : 0
