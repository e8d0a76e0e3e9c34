import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { say } from './output.mjs'

const lookAgainMs = 200
const beatMs = 5000
/** A holder beats its file every 5 s; one that has not for a minute is gone, even if its process number lives on. */
const goneAfterMs = 60_000

/** Runs `work` while this process holds the lock folder. Waits for another holder; takes over from one that is gone. */
export async function withLock(folder, work) {
  const owner = join(folder, 'owner')
  mkdirSync(dirname(folder), { recursive: true })
  for (let isFirst = true; !take(folder, owner); isFirst = false) {
    removeStale(folder, owner)
    if (take(folder, owner)) break
    if (isFirst) say('Another start is installing or building; waiting for it…')
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }
  const beat = setInterval(() => touch(owner), beatMs)
  const release = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    process.off('exit', release)
    release()
  }
}

function take(folder, owner) {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
  writeFileSync(owner, String(process.pid))
  return true
}

/** Whether the holder ended without releasing. A folder without an owner is one just being made, unless it is old. */
function isGone(folder, owner) {
  const age = ageOf(owner) ?? ageOf(folder)
  if (age === null) return false
  if (age > goneAfterMs) return true
  try {
    const pid = Number(readFileSync(owner, 'utf8'))
    if (!(pid > 0)) return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function ageOf(path) {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return null
  }
}

/** Removes the lock of a holder that is gone. One process at a time looks and removes, so that nobody removes a newer lock. */
function removeStale(folder, owner) {
  const guard = `${folder}.guard`
  try {
    mkdirSync(guard)
  } catch {
    if ((ageOf(guard) ?? 0) > goneAfterMs) rmSync(guard, { recursive: true, force: true })
    return
  }
  try {
    if (isGone(folder, owner)) rmSync(folder, { recursive: true, force: true })
  } finally {
    rmSync(guard, { recursive: true, force: true })
  }
}

function touch(path) {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // The folder was taken away; there is nothing to keep.
  }
}
