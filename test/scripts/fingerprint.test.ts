import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprint } from '../../scripts/bootstrap/build.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aristobot-print-'))
  mkdirSync(join(folder, 'src', 'deep'), { recursive: true })
  writeFileSync(join(folder, 'src', 'a.ts'), 'a')
  writeFileSync(join(folder, 'src', 'deep', 'b.ts'), 'b')
  writeFileSync(join(folder, 'package.json'), '{}')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const print = (): string => fingerprint(folder, ['src', 'package.json', 'not-there'])

test('stays the same for the same sources', () => {
  const before = print()
  writeFileSync(join(folder, 'src', 'a.ts'), 'a')
  expect(print()).toBe(before)
})

test.each([
  ['a content', () => writeFileSync(join(folder, 'src', 'deep', 'b.ts'), 'B')],
  ['a name', () => renameSync(join(folder, 'src', 'a.ts'), join(folder, 'src', 'c.ts'))],
  ['a new file', () => writeFileSync(join(folder, 'src', 'new.ts'), '')],
  ['a removed file', () => rmSync(join(folder, 'src', 'a.ts'))],
  ['a single file', () => writeFileSync(join(folder, 'package.json'), '{ }')],
])('changes with %s', (_what, change) => {
  const before = print()
  change()
  expect(print()).not.toBe(before)
})
