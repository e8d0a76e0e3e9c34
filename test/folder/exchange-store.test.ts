import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { runCli } from '../cli/spawn-cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { RunningGateway } from './running.ts'

/** A folder whose gateway has placed an order. */
async function usedFolder(): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = temporaryFolder()
  const gateway = await RunningGateway.start(folder)
  expect(await gateway.buy()).toBe('accepted')
  await gateway.stop()
  return { folder, path: join(folder, 'exchange.sqlite') }
}

const noRedis = ['--redis', 'redis://127.0.0.1:1']

describe('exchange.sqlite', () => {
  test.each<{ readonly what: string; readonly make: (path: string) => void; readonly kept: boolean }>([
    // Nonces go on from the clock, which is later than any that was used.
    { what: 'missing', make: (path) => rmSync(path), kept: false },
    { what: 'empty', make: (path) => truncateSync(path), kept: false },
    { what: 'half', make: (path) => truncateSync(path, 5000), kept: true },
    { what: 'no database', make: (path) => writeFileSync(path, 'not SQLite '.repeat(500)), kept: true },
  ])('$what at the start: a new one, the damaged kept beside and said', async ({ make, kept }) => {
    const { folder, path } = await usedFolder()
    make(path)
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.buy()).toBe('accepted')
    expect(await gateway.notices()).toEqual(kept ? ['system.exchange_store_damaged'] : [])
    expect(readdirSync(folder).some((name) => name.startsWith('exchange.sqlite.damaged-'))).toBe(kept)
  })

  test.each<{ readonly what: string; readonly make: (path: string) => void; readonly says: string }>([
    {
      what: 'unreadable',
      make: (path) => {
        rmSync(path)
        mkdirSync(path)
      },
      says: 'data folder',
    },
    {
      what: 'newer',
      make: (path) => {
        const database = new DatabaseSync(path)
        database.exec('PRAGMA user_version = 99')
        database.close()
      },
      says: 'later version',
    },
  ])('$what at the start: no start, one sentence', async ({ make, says }) => {
    const { folder, path } = await usedFolder()
    make(path)
    const ended = await runCli(['gateway', '--data', folder, ...noRedis])
    expect(ended.code).toBe(1)
    expect(ended.stderr.trim().split('\n')).toHaveLength(1)
    expect(ended.stderr).toContain(says)
  })

  test('deleted or locked while running: orders of exchanges that need no nonce go on', async () => {
    const { folder, path } = await usedFolder()
    const gateway = await RunningGateway.start(folder)
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    expect(await gateway.buy()).toBe('accepted')
    other.exec('ROLLBACK')
    other.close()
    for (const part of ['', '-wal', '-shm']) rmSync(path + part, { force: true })
    expect(await gateway.buy()).toBe('accepted')
    expect(await gateway.stop()).toBe(0)
    const again = await RunningGateway.start(folder)
    expect(await again.buy()).toBe('accepted')
  })
})
