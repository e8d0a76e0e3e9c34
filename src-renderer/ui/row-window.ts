/** Which rows of a long table are drawn. All heights in CSS pixels. */
export interface View {
  /** From the top of the first row to the top of what is seen; below zero: the rows begin further down. */
  readonly top: number
  readonly height: number
}

/** Half open: `from` is drawn, `to` is not. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Rows drawn beyond those that are seen, on either side: where Tab goes next, and what scrolling shows first. */
const beyond = 8

/** The rows that are drawn for a view. The first is an even one, so that few steps of scrolling change anything. */
export function rangeOf({ top, height }: View, rowHeight: number, count: number): Range {
  const first = Math.max(0, Math.floor(top / rowHeight) - beyond)
  const last = Math.ceil((top + height) / rowHeight) + beyond
  const from = Math.min(first - (first % 4), Math.max(0, count - 1))
  return { from, to: Math.max(from, Math.min(count, last + (4 - (last % 4)))) }
}

/** A run of rows that are drawn, or the place of rows that are not. */
export type Stretch = { readonly kind: 'rows' | 'space' } & Range

/**
 * The table from top to bottom. `kept` is a row that stays drawn wherever one looks, since the keyboard is in it; null:
 * none.
 */
export function stretchesOf(count: number, range: Range, kept: number | null): readonly Stretch[] {
  const alone =
    kept !== null && kept < count && (kept < range.from || kept >= range.to) ? [{ from: kept, to: kept + 1 }] : []
  const drawn = [range, ...alone].toSorted((one, other) => one.from - other.from)
  const stretches: Stretch[] = []
  let end = 0
  for (const { from, to } of drawn) {
    if (from > end) stretches.push({ kind: 'space', from: end, to: from })
    if (to > from) stretches.push({ kind: 'rows', from, to })
    end = to
  }
  if (end < count) stretches.push({ kind: 'space', from: end, to: count })
  return stretches
}

/**
 * Rows that together are as wide in each column as the whole table: for each column the one with the longest text.
 * @param textsOf a row's text in each column; near enough is good enough
 */
export function widestOf<Row>(rows: readonly Row[], textsOf: (row: Row) => readonly string[]): readonly Row[] {
  const longest: { readonly row: Row; readonly length: number }[] = []
  for (const row of rows)
    textsOf(row).forEach((text, column) => {
      if (text.length > (longest[column]?.length ?? -1)) longest[column] = { row, length: text.length }
    })
  return [...new Set(longest.map(({ row }) => row))]
}
