/** A line of a table, without its end; quoted where needed, and what a spreadsheet would take for a formula is not one. */
export function csvText(values: readonly string[]): string {
  return values.map(csvCell).join(',')
}

/** The same with its end. */
export function csvLine(values: readonly string[]): string {
  return `${csvText(values)}\r\n`
}

function csvCell(value: string): string {
  const plain = mayBeFormula(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** A negative number is none, and has to stay a number. */
function mayBeFormula(value: string): boolean {
  return /^[=+\-@\t\r]/.test(value) && !/^-\d+(?:\.\d+)?$/.test(value)
}
