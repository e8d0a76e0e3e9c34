import { expect, test } from 'vitest'
import { type Cell, runCells } from './run/cell.ts'
import { crashCells } from './run/crash-matrix.ts'
import { djangoCells } from './run/django-matrix.ts'
import { faultCells } from './run/fault-matrix.ts'
import { faultTargets } from './run/fault-targets.ts'
import { onLanes } from './run/matrices.ts'
import { holds, problemsOf } from './run/table.ts'

const shownElsewhere =
  /^(connection broken|no answer until|503|half of|429|too many requests|before it is written|marked as sent|outcome written)/

/**
 * `npm run faults` in small, on the same processes as there: every step at which a gateway can die and everything that
 * can go wrong, once each, without what crashes.test.ts and lost-answers.test.ts show inside one process. Which of them
 * meets which kind of account goes around; all of them with all is `npm run faults`.
 */
const cells = (() => {
  const all = [...crashCells(faultTargets), ...faultCells(faultTargets), ...djangoCells(faultTargets)]
  const steps = Map.groupBy(
    all.filter((cell) => isQuick(cell) && !shownElsewhere.test(stepOf(cell))),
    stepOf,
  )
  return [...steps.values()].flatMap((same, index) => same.slice((index * 5) % same.length).slice(0, 1))
})()

function stepOf({ row }: Cell): string {
  return row.replace(/^bracket: /, '')
}

/** Some exchanges prove only after a minute that nothing was placed. */
function isQuick({ row, target }: Cell): boolean {
  const toProve = /not processed|not yet processed|not yet sent|order marked as sent|after the deadline|proxy/
  return !toProve.test(row) || ['binance', 'kucoin'].includes(target.exchange)
}

test(`one order at most, one answer and one row in ${cells.length} squares of the matrices`, async () => {
  expect(new Set(cells.map(({ target }) => target.id)).size).toBe(faultTargets.length)
  const results = await onLanes(3, faultTargets, (lanes) => runCells(lanes, cells, () => undefined))
  expect(results.filter((result) => !holds(result)).flatMap(problemsOf)).toEqual([])
  expect(results).toHaveLength(cells.length)
}, 600_000)
