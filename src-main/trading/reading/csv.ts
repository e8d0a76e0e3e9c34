/** A line of a table; quoted where needed, and what a spreadsheet would take for a formula is not one. */
export function csvText(values: readonly string[]): string {
  return values.map(csvCell).join(',')
}

function csvCell(value: string): string {
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
