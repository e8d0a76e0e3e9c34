import { execFile, spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { isLocked, tryLock, waitForLock } from '../../src-main/infra/file-lock.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { RunningGateway } from './running.ts'

const cli = join(resolve(process.env.PRODUCT_OUT ?? join(import.meta.dirname, '../../out')), 'main/cli.js')

test('a lock is one holder’s, within a process, too, and free when it is let go', async () => {
  const path = join(temporaryFolder(), 'x.lock')
  expect(isLocked(path)).toBe(false)
  const lock = tryLock(path)
  expect(lock).not.toBeNull()
  expect(tryLock(path, 0)).toBeNull()
  expect(isLocked(path)).toBe(true)
  expect(await waitForLock(path, 50)).toBeNull()
  const waiting = waitForLock(path, 5_000)
  lock?.release()
  const next = await waiting
  expect(next).not.toBeNull()
  next?.release()
  expect(isLocked(path)).toBe(false)
})

test('a gateway in another container, which sees other process numbers, is refused all the same', async (context) => {
  const unshare = ['--pid', '--fork', '--mount-proc']
  if (spawnSync('unshare', [...unshare, 'true']).status !== 0) {
    console.info('skipped: no process namespace can be made here')
    return context.skip()
  }
  const folder = temporaryFolder()
  const gateway = await RunningGateway.start(folder)
  const words = [process.execPath, cli, 'gateway', '--data', folder, '--redis', 'redis://127.0.0.1:1']
  const second = (): Promise<unknown> => promisify(execFile)('unshare', [...unshare, ...words])
  const refused = { code: 1, stderr: expect.stringContaining('already runs') as string }
  await expect(second()).rejects.toMatchObject(refused)
  // Nor does it help to take away what the first says of itself.
  rmSync(join(folder, 'instance.json'))
  writeFileSync(join(folder, 'instance.json'), '{"pid":1,"killSwitch":null}')
  await expect(second()).rejects.toMatchObject(refused)
  expect(await gateway.buy()).toBe('accepted')
})
