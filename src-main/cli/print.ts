/** One line of JSON on standard output, for a program that reads it. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

export function printLine(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** A sentence for the person that is no result: on standard error. */
export function warnLine(text: string): void {
  process.stderr.write(`${text}\n`)
}
