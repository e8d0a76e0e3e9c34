import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLog } from '../../src-main/infra/log.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What the log holds right after a line was logged. */
function written(folder: string): string {
  openLog(folder).info('a line')
  return readFileSync(join(folder, 'gateway.log'), 'utf8')
}

test('the log is its owner’s alone, and goes on where it was', () => {
  const folder = temporaryFolder()
  written(folder)
  expect(written(folder).trim().split('\n')).toHaveLength(2)
  if (process.platform !== 'win32') expect(statSync(join(folder, 'gateway.log')).mode & 0o777).toBe(0o600)
})

test('a log that has grown large is put aside at the next start, and the one before it goes', () => {
  const folder = temporaryFolder()
  const large = 'x'.repeat(10 * 1024 * 1024 + 1)
  writeFileSync(join(folder, 'gateway.log'), large)
  writeFileSync(join(folder, 'gateway.log.old'), 'older')
  expect(written(folder)).toContain('a line')
  expect(statSync(join(folder, 'gateway.log.old')).size).toBe(large.length)
})

test('the words of a command that failed, a login’s password among them, are not logged', () => {
  const folder = temporaryFolder()
  const error = Object.assign(new Error('WRONGPASS'), { command: { name: 'auth', args: ['CANARY'] } })
  openLog(folder).warn({ err: error, error }, 'refused')
  const log = readFileSync(join(folder, 'gateway.log'), 'utf8')
  expect(log).toContain('WRONGPASS')
  expect(log).not.toContain('CANARY')
})
