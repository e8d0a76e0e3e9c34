import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { watchFiles } from '../../src-main/infra/folder-watch.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What `watch` does when every watch of the system is taken. */
const taken = vi.hoisted(() => ({ is: false }))
vi.mock(import('node:fs'), async (original) => {
  const fs = await original()
  const watch = ((...words: Parameters<typeof fs.watch>) => {
    if (taken.is) throw Object.assign(new Error('no watch is left'), { code: 'ENOSPC' })
    return fs.watch(...words)
  }) as typeof fs.watch
  return { ...fs, watch }
})

test.each([
  ['where the system tells', false, 60_000],
  ['by looking now and then where it cannot', true, 20],
])('a change of a file is noticed %s', async (_how, isTaken, everyMs) => {
  taken.is = isTaken
  const folder = temporaryFolder()
  const path = join(folder, 'accounts.json')
  const told: string[] = []
  onTestFinished(watchFiles({ folder, files: ['accounts.json'], changed: (file) => void told.push(file), everyMs }))
  writeFileSync(join(folder, 'other'), 'x')
  writeFileSync(path, 'one')
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0))
  const before = told.length
  rmSync(path)
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(before))
  expect(new Set(told)).toEqual(new Set(['accounts.json']))
})
