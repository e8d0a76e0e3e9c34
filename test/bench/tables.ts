/** A figure as people read it; a dash for none. */
export const fixed = (value: number, places = 2): string =>
  Number.isFinite(value)
    ? new Intl.NumberFormat('en', { maximumFractionDigits: places, useGrouping: false }).format(value)
    : '–'

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
