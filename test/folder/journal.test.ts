import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { runCli } from '../cli/spawn-cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { canLimitFiles, outOfSpace, RunningGateway } from './running.ts'

const parts = ['', '-wal', '-shm'] as const

/**
 * A folder whose gateway has placed an order and was then killed, as a power cut does it: rows stand in the write-ahead
 * log.
 */
async function killedFolder(halt = false): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = temporaryFolder()
  const gateway = await RunningGateway.start(folder)
  expect(await gateway.buy()).toBe('accepted')
  if (halt) await gateway.call('guard.set', { state: 'halted', word: null })
  await gateway.kill()
  return { folder, path: join(folder, 'journal.sqlite') }
}

const removeAll = (path: string): void => parts.forEach((part) => rmSync(path + part, { force: true }))

describe('journal.sqlite at the start', () => {
  test.each<{ readonly what: string; readonly make: (path: string) => void }>([
    { what: 'missing', make: removeAll },
    {
      what: 'empty',
      make: (path) => {
        removeAll(path)
        writeFileSync(path, '')
      },
    },
    {
      what: 'without its write-ahead log',
      make: (path) => ['-wal', '-shm'].forEach((part) => rmSync(path + part)),
    },
  ])('$what: said, halted, whatever it was before; ACTIVE lets orders through again', async ({ make }) => {
    const { folder, path } = await killedFolder(true)
    make(path)
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.notices()).toEqual(['order.journal_lost'])
    expect((await gateway.status()).killSwitch).toBe('halted')
    expect(await gateway.buy()).toBe('guard.halted')
    await gateway.call('guard.set', { state: 'active', word: 'ACTIVE' })
    expect(await gateway.notices()).toEqual([])
    expect(await gateway.buy()).toBe('accepted')
    await gateway.stop()
    expect(await (await RunningGateway.start(folder)).notices()).toEqual([])
  })

  test('missing, met first by a command: the same', async () => {
    const { folder, path } = await killedFolder()
    removeAll(path)
    const status = await runCli(['guard', 'status', '--json', '--data', folder])
    expect(JSON.parse(status.stdout)).toMatchObject({ state: 'halted', journalLost: true })
    expect(status.stderr).toContain('lost')
    expect(await (await RunningGateway.start(folder)).notices()).toEqual(['order.journal_lost'])
  })

  test('whole after a kill, and after commands looked at it: nothing is said', async () => {
    const { folder } = await killedFolder()
    await runCli(['guard', 'status', '--data', folder])
    await runCli(['journal', 'search', '--data', folder])
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.notices()).toEqual([])
    expect(await gateway.buy()).toBe('accepted')
    await gateway.stop()
    expect(readdirSync(folder).filter((name) => name.startsWith('journal'))).toEqual([
      'journal.sqlite',
      'journal.sqlite.lock',
    ])
  })

  test.each<{ readonly what: string; readonly make: (path: string) => void }>([
    { what: 'half', make: (path) => truncateSync(path, 6000) },
    { what: 'no database', make: (path) => writeFileSync(path, 'not SQLite '.repeat(500)) },
  ])('$what: a copy is kept, it is said, and nothing is sent', async ({ make }) => {
    const { folder, path } = await killedFolder()
    await runCli(['guard', 'status', '--data', folder])
    for (const part of ['-wal', '-shm']) rmSync(path + part, { force: true })
    make(path)
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.notices()).toContain('order.journal_damaged')
    expect(await gateway.buy()).toMatch(/^(guard\.halted|order\.journal_read_only)$/)
  })

  test('unreadable: the gateway does not start, and says which file in one line', async () => {
    const { folder, path } = await killedFolder()
    removeAll(path)
    // A directory in its place cannot be read by root either.
    mkdirSync(path)
    const ended = await runCli(['gateway', '--data', folder, '--redis', 'redis://127.0.0.1:1'])
    expect(ended.code).toBe(1)
    expect(ended.stderr.trim().split('\n')).toHaveLength(1)
    expect(ended.stderr).toContain('data folder')
  })

  test('newer: the gateway does not start, and says so in one line', async () => {
    const { folder, path } = await killedFolder()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 99')
    database.close()
    const ended = await runCli(['gateway', '--data', folder, '--redis', 'redis://127.0.0.1:1'])
    expect(ended.code).toBe(1)
    expect(ended.stderr.trim().split('\n')).toHaveLength(1)
    expect(ended.stderr).toContain('later version')
  })
})

describe('journal.sqlite of a running gateway', () => {
  test.each<{ readonly what: string; readonly make: (path: string) => void }>([
    { what: 'deleted', make: removeAll },
    { what: 'deleted without its side files', make: (path) => rmSync(path) },
    { what: 'robbed of its write-ahead log', make: (path) => rmSync(`${path}-wal`) },
    {
      what: 'replaced by a copy',
      make: (path) => {
        copyFileSync(path, `${path}.copy`)
        renameSync(`${path}.copy`, path)
      },
    },
  ])('$what: nothing is sent, it is said, and nothing of it is lost', async ({ make }) => {
    const folder = temporaryFolder()
    const path = join(folder, 'journal.sqlite')
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.buy()).toBe('accepted')
    make(path)
    expect(await gateway.buy()).toMatch(/^(guard\.halted|order\.journal_gone_not_sent)$/)
    expect(await gateway.notices()).toEqual(['order.journal_gone'])
    expect(await gateway.status()).toMatchObject({ killSwitch: 'halted', journalDamaged: true })
    await gateway.call('journal.renew', {})
    expect(await gateway.notices()).toEqual([])
    expect(await gateway.buy()).toBe('guard.halted')
    await gateway.call('guard.set', { state: 'active', word: 'ACTIVE' })
    expect(await gateway.buy()).toBe('accepted')
    await gateway.stop()
    const database = new DatabaseSync(path)
    const { n } = database.prepare(`SELECT count(*) AS n FROM operations WHERE state = 'accepted'`).get() ?? {}
    database.close()
    expect(n).toBe(2)
  })

  test('deleted, then halted by the command: the command waits for the gateway’s own word', async () => {
    const folder = temporaryFolder()
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.buy()).toBe('accepted')
    removeAll(join(folder, 'journal.sqlite'))
    const halt = await runCli(['guard', 'halt', '--data', folder])
    expect(halt).toMatchObject({ code: 0, stdout: expect.stringContaining('applies it now') as string })
    expect(await gateway.buy()).not.toBe('accepted')
    // What the gateway does not do is not said.
    const reduce = await runCli(['guard', 'reduce', '--word', 'REDUCING', '--data', folder])
    expect(reduce.code).toBe(1)
    expect(reduce.stderr).toContain('has not confirmed')
    expect(await gateway.buy()).not.toBe('accepted')
  })

  test('locked by another process: fails fast, says why, goes on afterwards', async () => {
    const folder = temporaryFolder()
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.buy()).toBe('accepted')
    const other = new DatabaseSync(join(folder, 'journal.sqlite'), { timeout: 1_000 })
    other.exec('BEGIN IMMEDIATE')
    expect(await gateway.buy()).toBe('file.locked')
    // The panel answers meanwhile.
    const begun = performance.now()
    await gateway.call('app.info', {})
    expect(performance.now() - begun).toBeLessThan(1_000)
    other.exec('ROLLBACK')
    other.close()
    expect(await gateway.buy()).toBe('accepted')
  })

  test.skipIf(!canLimitFiles)('disk full: the order is refused, not sent; afterwards it goes on', async () => {
    const folder = temporaryFolder()
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.buy()).toBe('accepted')
    gateway.limitFiles(10)
    expect(await gateway.buy()).toMatch(outOfSpace)
    expect(await gateway.notices()).toContain('system.log_unwritable')
    gateway.limitFiles(null)
    expect(await gateway.buy()).toBe('accepted')
    expect(await gateway.stop()).toBe(0)
  })
})
