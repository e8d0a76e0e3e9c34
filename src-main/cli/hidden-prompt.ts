import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { CommandError } from '../app/usage-error.ts'

/**
 * Asks for a line on a terminal without showing what is typed or pasted. @throws CommandError on Ctrl+C or end of
 * input.
 */
export function readHidden(input: ReadStream, question: string): Promise<string> {
  // readline echoes to its output: this one swallows everything.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 })
  process.stderr.write(question)
  return new Promise((resolve, reject) => {
    let answered = false
    lines.once('line', (line) => {
      answered = true
      lines.close()
      process.stderr.write('\n')
      resolve(line)
    })
    lines.once('SIGINT', () => lines.close())
    lines.once('close', () => {
      if (!answered) reject(new CommandError('Nothing was given; nothing was changed.'))
    })
  })
}
