import { type FSWatcher, statSync, watch } from 'node:fs'
import { join } from 'node:path'

interface Options {
  readonly folder: string
  readonly files: readonly string[]
  readonly changed: (file: string) => void
  readonly everyMs?: number
}

/**
 * Tells when files of a folder change: at once where the operating system tells, and by looking now and then where it
 * does not (no watches left, a network folder). @returns how to stop.
 */
export function watchFiles({ folder, files, changed, everyMs = 2_000 }: Options): () => void {
  const seen = new Map(files.map((file) => [file, stampOf(join(folder, file))]))
  const look = (file: string): void => {
    const stamp = stampOf(join(folder, file))
    if (stamp === seen.get(file)) return
    seen.set(file, stamp)
    changed(file)
  }
  const watcher = watcherOf(folder, (name) => {
    if (name !== null && seen.has(name)) look(name)
  })
  const timer = setInterval(() => files.forEach(look), everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    watcher?.close()
  }
}

function watcherOf(folder: string, told: (name: string | null) => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => told(name))
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}

/** Changes with every change of the file. */
function stampOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return [ino, size, mtimeNs, ctimeNs].join(' ')
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}
