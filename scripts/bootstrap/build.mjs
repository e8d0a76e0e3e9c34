import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { say } from './output.mjs'
import { buildStamp, cliEntry, root } from './paths.mjs'
import { runTool } from './processes.mjs'
import { tool } from './stages.mjs'

const sources = [
  'practice',
  'scripts/build',
  'src-main',
  'src-preload',
  'src-renderer',
  'src-shared',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
]

/** Builds out/ when it was not built from these sources. @throws StageFailure */
export async function ensureBuilt(force) {
  const print = fingerprint(root, sources)
  if (!force && existsSync(cliEntry) && readStamp() === print) return
  say('Building…')
  // Without a stamp, a build that is interrupted is done again.
  rmSync(buildStamp, { force: true })
  await runTool('The build', [tool('electron-vite'), 'build', '--logLevel', 'warn'])
  mkdirSync(dirname(buildStamp), { recursive: true })
  writeFileSync(buildStamp, print)
}

/** A hash over the names and contents of every file. */
export function fingerprint(folder, names) {
  const hash = createHash('sha256')
  for (const path of names.flatMap((name) => filesOf(join(folder, name)))) {
    const content = readFileSync(path)
    hash.update(`${relative(folder, path)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

function filesOf(path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path]
    if (error.code === 'ENOENT') return []
    throw error
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]))
}

function readStamp() {
  try {
    return readFileSync(buildStamp, 'utf8')
  } catch {
    return null
  }
}
