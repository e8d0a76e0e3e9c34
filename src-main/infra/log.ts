import { closeSync, fstatSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Logger, pino } from 'pino'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'

export type { Logger }

/** Anything that may hold a secret, wherever it stands in a logged object. The secret canary test logs through here. */
const secretNames = [
  'secret',
  'apiSecret',
  'passphrase',
  'password',
  'signature',
  'credentials',
  'token',
  'cookie',
  // An error of ioredis holds the words of the command that failed: AUTH's are a password.
  'command.args',
]
const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

const largeBytes = 10 * 1024 * 1024

/**
 * `gateway.log` of a data folder (mode 0600), written at once, so that the last line before a crash is there; there are
 * few. A line that cannot be written is dropped: nothing that trades may end for want of a log. A log that has grown
 * large is kept as `gateway.log.old`, one of them.
 */
export class LogFile {
  readonly #path: string
  #open: { readonly fd: number; readonly ino: bigint } | null = null
  #trouble: string | null = null
  #dropped = 0
  /** Only a part of the last line was written. */
  #isCut = false

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'gateway.log')
  }

  /** What to tell the person while lines cannot be written, or null: tries again first. */
  get trouble(): MessageRef | null {
    if (this.#trouble !== null) this.#append('')
    const reason = this.#trouble
    return reason === null ? null : message('system.log_unwritable', { file: this.#path, reason })
  }

  write(line: string): void {
    if (!this.#append(line)) this.#dropped += 1
  }

  #append(line: string): boolean {
    try {
      const fd = this.#ready()
      const lost = { level: 40, time: Date.now(), lost: this.#dropped, msg: 'lines were lost' }
      const note = this.#dropped === 0 ? '' : `${JSON.stringify(lost)}\n`
      const bytes = Buffer.from((this.#isCut ? '\n' : '') + note + line)
      let written = 0
      while (written < bytes.length) {
        written += writeSync(fd, bytes, written)
        this.#isCut = written < bytes.length
      }
      this.#dropped = 0
      this.#trouble = null
      return true
    } catch (error) {
      this.#trouble = (error as NodeJS.ErrnoException).code ?? String(error)
      return false
    }
  }

  /** The file, opened anew where it was removed or has grown large. */
  #ready(): number {
    const there = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    if (there !== undefined && there.size > largeBytes) this.#putAside()
    else if (this.#open !== null && there?.ino === this.#open.ino) return this.#open.fd
    this.#close()
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
    const fd = openSync(this.#path, 'a', 0o600)
    this.#open = { fd, ino: fstatSync(fd, { bigint: true }).ino }
    return fd
  }

  #putAside(): void {
    this.#close()
    try {
      renameSync(this.#path, `${this.#path}.old`)
    } catch {
      // Another process holds it (Windows): then it grows on.
    }
  }

  #close(): void {
    const open = this.#open
    this.#open = null
    if (open !== null) closeSync(open.fd)
  }
}

/** The application's log: JSON lines in a file, errors also on standard error. */
export function openLog(dataFolder: string, file = new LogFile(dataFolder)): Logger {
  return pino(
    { level: 'info', base: null, redact: { paths: redactedPaths, censor: '[redacted]' } },
    pino.multistream([
      { level: 'info', stream: file },
      { level: 'error', stream: errorOutput },
    ]),
  )
}

const errorOutput = {
  write(line: string): void {
    try {
      process.stderr.write(line)
    } catch {
      // Whoever read it has gone; the file has it, too.
    }
  },
}
