import { readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { fileURLToPath } from 'node:url'

const position = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/
const maps = new Map<string, SourceMap | null>()

/**
 * From now on stack traces tell positions in the sources. A map is read when a stack first needs it: Node's own way
 * reads each with its file, and keeps them all.
 */
export function tellSourcePositions(): void {
  Error.prepareStackTrace = (error, sites) => {
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- V8's call sites tell themselves, which their type leaves out
    const frames = sites.map((site) => `\n    at ${String(site).replace(position, inSources)}`)
    return `${headOf(error)}${frames.join('')}`
  }
}

function headOf(error: Error): string {
  try {
    return String(error)
  } catch {
    return 'Error'
  }
}

function inSources(text: string, file: string, line: string, column: string): string {
  const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1)
  if (entry === undefined || !('originalSource' in entry)) return text
  const source = new URL(entry.originalSource, file).href
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
}

function mapOf(file: string): SourceMap | null {
  const known = maps.get(file)
  if (known !== undefined) return known
  let map: SourceMap | null = null
  try {
    map = new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(file)}.map`, 'utf8')) as SourceMapPayload)
  } catch {
    // A dependency has none, and a stack must be told all the same.
  }
  maps.set(file, map)
  return map
}
