interface Named {
  readonly id: string
}

/** How a row ended on a column. `details`: further lines of a failure. */
export type RowResult =
  | { readonly result: 'passed' }
  | { readonly result: 'does not apply'; readonly reason: string }
  | { readonly result: 'failed'; readonly error: unknown; readonly details?: readonly string[] }

const marks: Readonly<Record<RowResult['result'], string>> = {
  passed: 'passed',
  'does not apply': '–',
  failed: 'FAILED',
}

/**
 * Runs every row on every column that the command line names (all of them where it names none) and prints the table, one
 * line a row, then why some rows do not apply and what failed. The process exits with 1 when anything failed, with 2
 * for a row or column that there is not.
 */
export async function printResults<Column extends Named, Row extends Named>(
  allColumns: readonly Column[],
  allRows: readonly Row[],
  run: (row: Row, column: Column) => Promise<RowResult>,
): Promise<void> {
  const asked = new Set(process.argv.slice(2))
  const names = (all: readonly Named[]): string => all.map(({ id }) => id).join(', ')
  const unknown = [...asked].filter((name) => ![...allColumns, ...allRows].some(({ id }) => id === name))
  if (unknown.length > 0) {
    console.error(`There is no column or row ${unknown.join(', ')}; there are ${names(allColumns)}; ${names(allRows)}.`)
    process.exitCode = 2
    return
  }
  const [columns, rows] = [named(allColumns, asked), named(allRows, asked)]
  const results = new Map<string, RowResult>()
  const width = Math.max(...rows.map(({ id }) => id.length)) + 2
  const cell = Math.max(...columns.map(({ id }) => id.length), 'FAILED'.length) + 2

  console.log(''.padEnd(width) + columns.map(({ id }) => id.padEnd(cell)).join(''))
  for (const row of rows) {
    const outcomes = await Promise.all(columns.map((column) => run(row, column)))
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
    const { error, details = [] } = outcome
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
    console.log([`\nFAILED ${name}`, told, ...details].join('\n'))
  }
  if (exempt.size > 0) console.log('\n–: does not apply because')
  for (const [reason, names] of exempt) console.log(`  ${reason}: ${names.join(', ')}`)
  console.log(`\n${passed} passed, ${[...exempt.values()].flat().length} do not apply, ${failed} failed.`)
  process.exitCode = failed > 0 ? 1 : 0
}

/** Those of these that are named; where none of them is, all. */
function named<T extends Named>(all: readonly T[], asked: ReadonlySet<string>): readonly T[] {
  const chosen = all.filter(({ id }) => asked.has(id))
  return chosen.length > 0 ? chosen : all
}
