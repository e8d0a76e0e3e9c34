import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LogFile, openLog } from '../../src-main/infra/log.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { canLimitFiles, RunningGateway } from './running.ts'

const megabytes = 1024 * 1024

describe('gateway.log', () => {
  test('missing: made, for its owner alone, with its folder', () => {
    const folder = join(temporaryFolder(), 'new')
    openLog(folder).info('a line')
    if (process.platform !== 'win32') expect(statSync(join(folder, 'gateway.log')).mode & 0o777).toBe(0o600)
  })

  test('unreadable: lines are dropped, it is said, and they come again afterwards', () => {
    const folder = temporaryFolder()
    const path = join(folder, 'gateway.log')
    // A directory in its place cannot be written by root either.
    mkdirSync(path)
    const file = new LogFile(folder)
    const log = openLog(folder, file)
    log.info('lost')
    expect(file.trouble?.params).toMatchObject({ file: path, reason: 'EISDIR' })
    rmSync(path, { recursive: true })
    expect(file.trouble).toBeNull()
    log.info('kept')
    const lines = readFileSync(path, 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { lost: 1, msg: 'lines were lost' },
      { msg: 'kept' },
    ])
  })

  test.each(['deleted', 'emptied', 'edited'])('%s while running: the next line stands in it', (what) => {
    const folder = temporaryFolder()
    const path = join(folder, 'gateway.log')
    const log = openLog(folder)
    log.info('first')
    if (what === 'deleted') rmSync(path)
    else if (what === 'emptied') truncateSync(path)
    else writeFileSync(path, 'somebody’s note\n')
    log.info('second')
    expect(readFileSync(path, 'utf8')).toContain('second')
  })

  test('grown large while running: put aside, the one before it goes', () => {
    const folder = temporaryFolder()
    const path = join(folder, 'gateway.log')
    const log = openLog(folder)
    for (let written = 0; written < 25; written += 1) log.info('x'.repeat(megabytes))
    expect(statSync(path).size).toBeLessThan(12 * megabytes)
    expect(statSync(`${path}.old`).size).toBeLessThan(12 * megabytes)
  })

  test.skipIf(!canLimitFiles)('a full disk and nobody to read the errors: the gateway goes on', async () => {
    const folder = temporaryFolder()
    const gateway = await RunningGateway.start(folder)
    gateway.limitFiles(1)
    gateway.stopReadingErrors()
    // Each is logged as an error.
    for (let orders = 0; orders < 5; orders += 1) expect(await gateway.buy()).toMatch(/^file\./)
    expect(await gateway.notices()).toContain('system.log_unwritable')
    gateway.limitFiles(null)
    expect(await gateway.buy()).toBe('accepted')
    expect(await gateway.notices()).toEqual([])
  })
})
