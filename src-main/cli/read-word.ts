import { createInterface } from 'node:readline'

/** Asks on standard error; the first line of standard input, from a terminal or a pipe; null where there is none. */
export function readWord(question: string): Promise<string | null> {
  process.stderr.write(question)
  const lines = createInterface({ input: process.stdin })
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line)
      lines.close()
    })
    lines.once('close', () => {
      if (!process.stdin.isTTY) process.stderr.write('\n')
      resolve(null)
    })
  })
}
