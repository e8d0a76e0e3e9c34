import { type Cell, type CellResult, runCells } from './cell.ts'
import { faultTargets } from './fault-targets.ts'
import { type Figures, sumOf } from './figures.ts'
import { Lane, Stage } from './lane.ts'
import { countsOf, holds, problemsOf, tableOf } from './table.ts'

/** Sets the stage, opens lanes on it, works, and takes everything away again. */
export async function onLanes<T>(
  count: number,
  traders: Parameters<typeof Stage.set>[0],
  work: (lanes: readonly Lane[]) => Promise<T>,
): Promise<T> {
  const stage = await Stage.set(traders)
  const lanes: Lane[] = []
  try {
    for (let index = 0; index < count; index += 1) lanes.push(await Lane.open(stage))
    return await work(lanes)
  } finally {
    for (const lane of lanes) await lane.close()
    await stage.close()
  }
}

/**
 * Runs a matrix and prints it: a line for each square as it ends, then the table and the counts. @returns whether all
 * holds.
 */
export async function runMatrix(name: string, cells: readonly Cell[], laneCount: number): Promise<boolean> {
  console.log(`\n${name}: ${cells.length} squares`)
  if (cells.length === 0) return false
  const results = await onLanes(Math.min(laneCount, cells.length), faultTargets, (lanes) =>
    runCells(lanes, cells, (result) => {
      console.log(lineOf(result))
    }),
  )
  printMatrix(name, cells, results)
  return results.length === cells.length && results.every(holds)
}

function lineOf(result: CellResult): string {
  const { row, column, seconds } = result
  return `${holds(result) ? 'ok    ' : 'FAILED'} ${column.padEnd(14)} ${row} (${Math.round(seconds)} s)`
}

function printMatrix(name: string, cells: readonly Cell[], results: readonly CellResult[]): void {
  console.log(`\n${tableOf(cells, results)}`)
  for (const problem of results.flatMap(problemsOf)) console.log(`\n${problem}`)
  const total: Figures = sumOf(results.map(({ figures }) => figures))
  console.log(`\n${name}: ${countsOf(total)}`)
}
