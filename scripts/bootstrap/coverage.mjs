import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { coverageFolder, root } from './paths.mjs'
import { runNode } from './processes.mjs'
import { tool } from './stages.mjs'

const usual = ['--project', 'unit', '--project', 'components']

/** Runs tests and prints how much of the sources they went through, together and room by room. @returns the exit code */
export async function coverage(rest) {
  const words = ['run', '--coverage', '--root', root, ...(rest.length === 0 ? usual : rest)]
  const code = await runNode([tool('vitest'), ...words])
  if (code !== 0) return code
  const summary = JSON.parse(readFileSync(join(coverageFolder, 'coverage-summary.json'), 'utf8'))
  const { total: _total, ...files } = summary
  const named = Object.entries(files).map(([path, each]) => [relative(root, path).replaceAll('\\', '/'), each])
  for (const { room, lines, branches } of byRoom(named))
    console.log(`${room.padEnd(24)} lines ${percent(lines)}  branches ${percent(branches)}`)
  return 0
}

/**
 * Sums a report by room: a folder of `src-main` or `src-renderer`, or all of `src-shared`, `src-preload`, `practice`.
 * @param files `[path, { lines: { total, covered }, branches: … }]`, paths from the project's root with slashes
 */
export function byRoom(files) {
  const rooms = new Map()
  for (const [path, { lines, branches }] of files) {
    const [source, folder] = path.split('/')
    const isDivided = ['src-main', 'src-renderer'].includes(source) && path.split('/').length > 2
    const room = isDivided ? `${source}/${folder}` : source
    const before = rooms.get(room) ?? { room, lines: none, branches: none }
    rooms.set(room, { room, lines: sum(before.lines, lines), branches: sum(before.branches, branches) })
  }
  return [...rooms.values()].sort((a, b) => (a.room < b.room ? -1 : 1))
}

const none = { total: 0, covered: 0 }
const sum = (a, b) => ({ total: a.total + b.total, covered: a.covered + b.covered })

const percent = ({ total, covered }) =>
  `${total === 0 ? '–' : Math.floor((covered / total) * 100)} % of ${total}`.padStart(16)
