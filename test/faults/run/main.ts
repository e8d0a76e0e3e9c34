import type { Cell } from './cell.ts'
import { crashCells } from './crash-matrix.ts'
import { djangoCells } from './django-matrix.ts'
import { faultCells } from './fault-matrix.ts'
import { faultTargets } from './fault-targets.ts'
import { runMatrix } from './matrices.ts'
import { type FaultOptions, optionsOf, type Part, usage } from './options.ts'
import { soak } from './soak.ts'

/**
 * `npm run faults`: breaks things on purpose around the real gateway (a process of its own, killed with SIGKILL), the
 * practice exchanges (another process) and a real Redis, and counts orders at the exchanges against requests, answers,
 * journal and the rows of Django's table. Exits 1 when anything was lost, doubled, left unknown or in the wrong account, or when what was to go
 * wrong did not.
 */
const runs: Readonly<Record<Part, (options: FaultOptions) => Promise<boolean>>> = {
  crash: ({ lanes, match }) => runMatrix('crash matrix', matching(crashCells(faultTargets), match), lanes),
  matrix: ({ lanes, match }) => runMatrix('fault matrix', matching(faultCells(faultTargets), match), lanes),
  django: ({ lanes, match }) =>
    runMatrix('matrix with Django’s database', matching(djangoCells(faultTargets), match), lanes),
  soak,
}

function matching(cells: readonly Cell[], match: string | null): readonly Cell[] {
  if (match === null) return cells
  return cells.filter(({ row, target }) => row.includes(match) || target.id.includes(match))
}

let options: FaultOptions | null
try {
  options = optionsOf(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(2)
}
if (options === null) {
  console.log(usage)
  process.exit(0)
}
let good = true
for (const part of options.parts) good = (await runs[part](options)) && good
process.exitCode = good ? 0 : 1
