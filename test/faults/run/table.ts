import type { Cell, CellResult } from './cell.ts'
import { type Figures, isAsPromised } from './figures.ts'

/**
 * Whether a square came out as it must: what was to happen did, and nothing was lost, doubled, misattributed or left
 * open.
 */
export const holds = ({ hit, figures }: CellResult): boolean => hit && isAsPromised(figures)

const markOf = (result: CellResult): string =>
  holds(result) ? 'ok' : isAsPromised(result.figures) ? 'NO HIT' : 'FAILED'

/**
 * Rows × columns of results, in the order of the cells; a square that was not to be run is left empty, one without a
 * result a question mark.
 */
export function tableOf(cells: readonly Pick<Cell, 'row' | 'target'>[], results: readonly CellResult[]): string {
  const rows = [...new Set(cells.map(({ row }) => row))]
  const columns = [...new Set(cells.map(({ target }) => target.id))]
  const wide = Math.max(...rows.map(({ length }) => length)) + 2
  const square = Math.max(...columns.map(({ length }) => length)) + 2
  const lines = rows.map((row) => {
    const marks = columns.map((column) => {
      if (!cells.some((cell) => cell.row === row && cell.target.id === column)) return ''
      const result = results.find((each) => each.row === row && each.column === column)
      return result === undefined ? '?' : markOf(result)
    })
    return row.padEnd(wide) + marks.map((mark) => mark.padEnd(square)).join('')
  })
  return [''.padEnd(wide) + columns.map((column) => column.padEnd(square)).join(''), ...lines]
    .map((line) => line.trimEnd())
    .join('\n')
}

/** What went wrong in a square, a line each. */
export function problemsOf(result: CellResult): readonly string[] {
  const { row, column, hit, figures } = result
  const missed = hit ? [] : ['what was to go wrong did not happen']
  return [...missed, ...figures.problems].map((problem) => `${row} on ${column}: ${problem}`)
}

export const countsOf = (figures: Figures): string =>
  [
    `requests ${figures.requests}`,
    `orders at the exchange ${figures.orders}`,
    `lost ${figures.lost}`,
    `doubled ${figures.doubled}`,
    `unknown at end ${figures.unknown}`,
    `wrong account ${figures.wrongAccount}`,
    `left to a person, with evidence ${figures.attention}`,
  ].join(', ')
