import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDataFolder } from '../../src-main/app/data-folder.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { RunningGateway } from './running.ts'

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

test.skipIf(process.platform === 'win32')('an open data folder and open files in it become their owner’s alone', () => {
  const folder = temporaryFolder()
  chmodSync(folder, 0o755)
  const names = [
    'accounts.json',
    'settings.json',
    'journal.sqlite',
    'journal.sqlite-wal',
    'gateway.log',
    'gateway.log.old',
  ]
  for (const name of names) writeFileSync(join(folder, name), '', { mode: 0o644 })
  mkdirSync(join(folder, 'somebody’s'), { mode: 0o755 })
  openDataFolder(folder)
  expect(modeOf(folder)).toBe('700')
  for (const name of names) expect([name, modeOf(join(folder, name))]).toEqual([name, '600'])
  expect(modeOf(join(folder, 'somebody’s'))).toBe('755')
})

test.skipIf(process.platform === 'win32')(
  'a running gateway leaves nothing that others may read, nor a way in',
  async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.buy()).toBe('accepted')
    expect(readdirSync(folder).filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0)).toEqual([])
    expect(modeOf(folder)).toBe('700')
    process.kill(gateway.pid, 'SIGUSR1')
    expect(await gateway.buy()).toBe('accepted')
    expect(gateway.stderr).not.toContain('Debugger listening')
  },
)
