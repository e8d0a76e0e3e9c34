import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { asFileError, writeTroubleOf } from '../../src-main/infra/file-errors.ts'
import { runCli } from '../cli/spawn-cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { RunningGateway } from './running.ts'

test('a full database is told from one that is locked or may not be written', () => {
  const file = join(temporaryFolder(), 'x.sqlite')
  const troubleOf = (work: () => void): unknown => {
    try {
      work()
    } catch (error) {
      return writeTroubleOf(error)
    }
    return 'nothing'
  }
  const one = new DatabaseSync(file)
  const two = new DatabaseSync(file, { timeout: 0 })
  onTestFinished(() => {
    one.close()
    two.close()
  })
  one.exec('CREATE TABLE t (x); PRAGMA max_page_count = 2')
  expect(troubleOf(() => one.exec('INSERT INTO t VALUES (zeroblob(100000))'))).toBe('disk_full')
  one.exec('BEGIN IMMEDIATE')
  expect(troubleOf(() => two.exec('BEGIN IMMEDIATE'))).toBe('locked')
  one.exec('ROLLBACK')
  two.exec('PRAGMA query_only = ON')
  expect(troubleOf(() => two.exec('INSERT INTO t VALUES (1)'))).toBe('not_writable')
  const other = new Error('something else')
  expect(asFileError(other, file)).toBe(other)
})

/** A disk of its own, small; null where this user may not have one. */
function smallDisk(): string | null {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    console.info('skipped: no disk of its own can be mounted here')
    return null
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' }))
  return folder
}

/** Writes until nothing more fits. */
function fill(folder: string): string {
  const path = join(folder, 'filler')
  for (const size of [1 << 16, 1 << 10, 1])
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // Full, to that grain.
    }
  return path
}

test('a running gateway outlives a full disk: refuses, says why, and goes on when there is room', async (context) => {
  const folder = smallDisk()
  if (folder === null) return context.skip()
  const gateway = await RunningGateway.start(folder)
  expect(await gateway.buy()).toBe('accepted')
  const accounts = readFileSync(join(folder, 'accounts.json'), 'utf8')
  const filler = fill(folder)
  const said: string[] = []
  // Room that the journal has set aside for itself is used up first.
  for (let tries = 0; tries < 400 && said.at(-1) !== 'file.disk_full'; tries += 1) said.push(await gateway.buy())
  expect(said.at(-1)).toBe('file.disk_full')
  expect(new Set(said.slice(0, -1))).toEqual(new Set(said.length > 1 ? ['accepted'] : []))
  const [account] = await gateway.call('accounts.list', {})
  const change = { accountId: account?.id ?? '', redisPermission: 'read' } as const
  await expect(gateway.call('accounts.setRedisPermission', change)).rejects.toThrow('file.disk_full')
  await expect(gateway.call('settings.set', { terminal3AmountsInUsdt: true })).rejects.toThrow('file.disk_full')
  expect(readFileSync(join(folder, 'accounts.json'), 'utf8')).toBe(accounts)
  rmSync(filler)
  expect(await gateway.buy()).toBe('accepted')
  expect(await gateway.stop()).toBe(0)
})

test('a start on a full disk ends with a sentence, in one line', async (context) => {
  const folder = smallDisk()
  if (folder === null) return context.skip()
  fill(folder)
  const ended = await runCli(['gateway', '--data', folder, '--redis', 'redis://127.0.0.1:1'])
  expect(ended.code).toBe(1)
  expect(ended.stderr.trim().split('\n')).toHaveLength(1)
  expect(ended.stderr).toContain('disk is full')
})
