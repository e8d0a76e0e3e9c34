import { renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'

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
 * The application's log: JSON lines in `gateway.log` of the data folder (mode 0600), errors also on standard error. Written at once, so that
 * the last line before a crash is there; there are few.
 */
export function openLog(dataFolder: string): Logger {
  const dest = join(dataFolder, 'gateway.log')
  putAsideWhenLarge(dest)
  return pino(
    { level: 'info', base: null, redact: { paths: redactedPaths, censor: '[redacted]' } },
    pino.multistream([
      { level: 'info', stream: pino.destination({ dest, mode: 0o600, mkdir: true, sync: true }) },
      { level: 'error', stream: process.stderr },
    ]),
  )
}

/** One old log is kept as `gateway.log.old`. */
function putAsideWhenLarge(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size <= largeBytes) return
  try {
    renameSync(path, `${path}.old`)
  } catch {
    // Another process holds it (Windows): then it grows on.
  }
}
