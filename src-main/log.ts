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
]
const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** The application's log: JSON lines in `gateway.log` of the data folder, warnings also on standard error. */
export function openLog(dataFolder: string): Logger {
  return pino(
    { level: 'info', base: null, redact: { paths: redactedPaths, censor: '[redacted]' } },
    pino.multistream([
      {
        level: 'info',
        stream: pino.destination({ dest: join(dataFolder, 'gateway.log'), mkdir: true, sync: false }),
      },
      { level: 'error', stream: process.stderr },
    ]),
  )
}
