import {
  type FocusEvent,
  Fragment,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { type Range, rangeOf, stretchesOf, widestOf } from './row-window.ts'
import { type Column, Head } from './table.tsx'

/** A table with no more rows is drawn whole: found by the browser's search, printed, read as any other. */
const mostWhole = 60
/** Until a row has been measured. */
const usualRowHeight = 31

interface LongTableProps<Row> {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** A row's text in each column, for the widths; near enough is good enough. */
  readonly textsOf: (row: Row) => readonly string[]
  /**
   * One row, all of the same height: a `tr` that takes `aria-rowindex`, which is undefined while the table is drawn
   * whole. Give a memoised component: it is asked for anew whenever one scrolls.
   */
  readonly children: (row: Row, rowIndex: number | undefined) => ReactNode
}

/**
 * A table with actions that may have hundreds of rows, of which only those near what is seen are drawn: typing, painting
 * and pointing would cost for every row. It stands in whatever scrolls around it. Screen readers are told how many rows
 * there are and which one each is; a row in which the keyboard is stays.
 */
export function LongTable<Row>({ columns, rows, keyOf, textsOf, children }: LongTableProps<Row>): ReactNode {
  const table = useRef<HTMLTableElement>(null)
  const whole = rows.length <= mostWhole
  const { range, rowHeight } = useRange(table, rows.length, whole)
  const [kept, setKept] = useState<string | null>(null)
  const widest = useMemo(() => (whole ? [] : widestOf(rows, textsOf)), [whole, rows, textsOf])
  const keptIndex = kept === null ? -1 : rows.findIndex((row) => keyOf(row) === kept)
  const stretches = whole
    ? [{ kind: 'rows', from: 0, to: rows.length } as const]
    : stretchesOf(rows.length, range, keptIndex === -1 ? null : keptIndex)
  const onFocus = ({ target }: FocusEvent): void => {
    const index = target.closest('tr')?.getAttribute('aria-rowindex')
    const row = index === null || index === undefined ? undefined : rows[Number(index) - firstRowIndex]
    setKept(row === undefined ? null : keyOf(row))
  }
  return (
    <table
      ref={table}
      className="grid with-actions long"
      {...(!whole && { 'aria-rowcount': rows.length + 1, onFocus, onBlur: () => setKept(null) })}
    >
      <Head columns={columns} {...(!whole && { rowIndex: 1 })} />
      <tbody>
        {stretches.flatMap(({ kind, from, to }) =>
          kind === 'space' ? (
            <tr key={`space ${from === 0 ? 'above' : to === rows.length ? 'below' : 'between'}`} aria-hidden="true">
              <td colSpan={columns.length} className="space" style={{ height: (to - from) * rowHeight }} />
            </tr>
          ) : (
            rows
              .slice(from, to)
              .map((row, index) => (
                <Fragment key={keyOf(row)}>{children(row, whole ? undefined : from + index + firstRowIndex)}</Fragment>
              ))
          ),
        )}
      </tbody>
      {!whole && (
        <tbody className="widest" aria-hidden="true">
          {widest.map((row) => (
            <Fragment key={keyOf(row)}>{children(row, undefined)}</Fragment>
          ))}
        </tbody>
      )}
    </table>
  )
}

/** From one row to the next, on average. The first or the last may stand alone, far from the others. */
function heightOf(rows: ArrayLike<Element>): number {
  const [first, last] = [1, rows.length - 2]
  const topOf = (index: number): number => rows[index]?.getBoundingClientRect().top ?? Number.NaN
  const height = (topOf(last) - topOf(first)) / (last - first)
  return height > 0 ? height : usualRowHeight
}

/** The head is the first row of `aria-rowcount`. */
const firstRowIndex = 2

function useRange(
  table: RefObject<HTMLTableElement | null>,
  count: number,
  whole: boolean,
): { readonly range: Range; readonly rowHeight: number } {
  const [rowHeight, setRowHeight] = useState(usualRowHeight)
  const [range, setRange] = useState<Range>({ from: 0, to: Math.min(count, mostWhole) })
  useLayoutEffect(() => {
    const scroller = whole ? null : (table.current?.closest('.flush') ?? null)
    if (scroller === null) return
    const look = (): void => {
      const rows = table.current?.tBodies[0]
      if (rows === undefined || scroller.clientHeight === 0) return
      const height = heightOf(rows.querySelectorAll('tr[aria-rowindex]'))
      const top = scroller.getBoundingClientRect().top - rows.getBoundingClientRect().top
      const next = rangeOf({ top, height: scroller.clientHeight }, height, count)
      // Half pixels fall on other rows as one scrolls.
      setRowHeight((before) => (Math.abs(before - height) < 0.2 ? before : height))
      setRange((before) => (before.from === next.from && before.to === next.to ? before : next))
    }
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(scroller)
    scroller.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      scroller.removeEventListener('scroll', look)
    }
  }, [table, count, whole])
  return { range: { from: Math.min(range.from, count), to: Math.min(range.to, count) }, rowHeight }
}
