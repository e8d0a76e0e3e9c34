import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from '../../scripts/bootstrap/lock.mjs'

let work: string
let folder: string

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'aristobot-lock-'))
  folder = join(work, 'cache', 'lock')
})

afterEach(() => rmSync(work, { recursive: true, force: true }))

/** The process number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

test('works of several starts never overlap', async () => {
  let running = 0
  let most = 0
  const one = (): Promise<void> =>
    withLock(folder, async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    })
  await Promise.all([one(), one(), one()])
  expect(most).toBe(1)
  expect(existsSync(folder)).toBe(false)
})

test('a failure lets the lock go and comes through', async () => {
  await expect(withLock(folder, () => Promise.reject(new Error('no space left')))).rejects.toThrow('no space left')
  expect(await withLock(folder, () => Promise.resolve('next'))).toBe('next')
})

test('the lock of a process that is gone is taken over', async () => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'owner'), String(await deadProcess()))
  expect(await withLock(folder, () => Promise.resolve('mine'))).toBe('mine')
})

test('so is one that nobody has beaten for long, though its process number lives', async () => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'owner'), String(process.pid))
  const longAgo = new Date(Date.now() - 120_000)
  utimesSync(join(folder, 'owner'), longAgo, longAgo)
  expect(await withLock(folder, () => Promise.resolve('mine'))).toBe('mine')
})
