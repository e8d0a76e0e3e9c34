import type { ReactNode } from 'react'
import { Num } from './parts.tsx'

/** A column's head; numbers and actions stand at the end of their cells. */
export type Column = string | { readonly end: string }

interface TableProps {
  readonly columns: readonly Column[]
  /** The rows: `tr` elements. */
  readonly children: ReactNode
  /** What a screen reader calls it, where no heading stands beside it. */
  readonly label?: string
  /** The last column stays in sight when the table is wider than its place. */
  readonly withActions?: boolean
  /** Cells of many lines: they begin at the same height. */
  readonly top?: boolean
}

export function Table({ columns, children, label, withActions = false, top = false }: TableProps): ReactNode {
  return (
    <table className={`grid${withActions ? ' with-actions' : ''}${top ? ' top' : ''}`} aria-label={label}>
      <Head columns={columns} />
      <tbody>{children}</tbody>
    </table>
  )
}

/** @param rowIndex `aria-rowindex`, in a table that does not draw all of its rows */
export function Head({ columns, rowIndex }: { columns: readonly Column[]; rowIndex?: number }): ReactNode {
  return (
    <thead>
      <tr aria-rowindex={rowIndex}>
        {columns.map((column) =>
          typeof column === 'string' ? (
            <th key={column} scope="col">
              {column}
            </th>
          ) : (
            <th key={column.end} scope="col" className="end">
              {column.end}
            </th>
          ),
        )}
      </tr>
    </thead>
  )
}

/** A cell with a decimal text. */
export function NumCell({ value }: { value: string | null }): ReactNode {
  return (
    <td className="end">
      <Num value={value} />
    </td>
  )
}
