import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

/** Who holds a lock file. */
export interface Holder {
  readonly pid: number
  /** When that process began, in the system's own words; tells a reused process number apart. Empty where not known. */
  readonly began: string
}

/** The guard is held for a moment only; an older one was left by a process that was killed in that moment. */
const guardGoneAfterMs = 10_000

export interface ProcessLock {
  release(): void
}

/** The living process that holds a lock file, or null. */
export function holderOf(path: string): Holder | null {
  const holder = read(path)
  return holder !== null && isAlive(holder) ? holder : null
}

/** Takes a lock file for this process; one whose process is gone is taken over. @returns its living holder when there is one. */
export function takeLock(path: string): ProcessLock | Holder {
  const mine = JSON.stringify({ pid: process.pid, began: beginningOf(process.pid) } satisfies Holder)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    // A link appears whole or not at all, and only if nobody was faster. Each turn removes one stale lock.
    for (let turn = 0; turn < 20; turn += 1) {
      if (appeared(draft, path)) return { release: () => release(path, mine) }
      const holder = holderOf(path)
      if (holder !== null) return holder
      removeStale(path)
      if (turn > 0) pause()
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new Error(`The lock file ${path} cannot be taken.`)
}

function appeared(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes the lock of a process that is gone. One process at a time looks and removes, so that nobody removes a newer lock. */
function removeStale(path: string): void {
  const guard = `${path}.guard`
  try {
    mkdirSync(guard)
  } catch {
    if (Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > guardGoneAfterMs)
      rmSync(guard, { recursive: true, force: true })
    return
  }
  try {
    if (holderOf(path) === null) rmSync(path, { force: true })
  } finally {
    rmSync(guard, { recursive: true, force: true })
  }
}

/** Another process holds the guard for a moment: this one has nothing else to do yet. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25)
}

function release(path: string, mine: string): void {
  try {
    if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true })
  } catch {
    // Gone already: nothing to release.
  }
}

function read(path: string): Holder | null {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<keyof Holder, unknown>> | null
    const { pid, began } = value ?? {}
    return Number.isSafeInteger(pid) && Number(pid) > 0 && typeof began === 'string'
      ? { pid: pid as number, began }
      : null
  } catch {
    return null
  }
}

function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return began === '' || beginningOf(pid) === began
}

/** Linux tells when a process began (boot and clock tick); elsewhere the process number alone must do. */
function beginningOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets, which may hold anything.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`
  } catch {
    return ''
  }
}
