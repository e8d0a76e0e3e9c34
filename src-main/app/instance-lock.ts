import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type KillSwitchState, killSwitchStates } from '../../src-shared/guard.ts'
import { isLocked, tryLock } from '../infra/file-lock.ts'
import { CommandError } from './usage-error.ts'

const lockFile = (dataFolder: string): string => join(dataFolder, 'gateway.lock')
const aboutFile = (dataFolder: string): string => join(dataFolder, 'instance.json')

const aboutSchema = z.object({
  pid: z.int(),
  killSwitch: z.enum(killSwitchStates).nullable(),
})

/** The living gateway of a data folder, as it tells of itself; null: it has not yet. */
export interface RunningInstance {
  readonly pid: number | null
  /** The kill switch that it heeds. */
  readonly killSwitch: KillSwitchState | null
}

export interface InstanceLock {
  /** Tells other processes which kill switch is heeded here. @throws when it cannot be written. */
  tell(killSwitch: KillSwitchState): void
  release(): void
}

/** The living gateway of this data folder, or null. */
export function runningInstance(dataFolder: string): RunningInstance | null {
  if (!isLocked(lockFile(dataFolder))) return null
  try {
    return aboutSchema.parse(JSON.parse(readFileSync(aboutFile(dataFolder), 'utf8')))
  } catch {
    return { pid: null, killSwitch: null }
  }
}

/** Makes this process the one gateway of a data folder. @throws CommandError when a living process already is. */
export function acquireInstanceLock(dataFolder: string): InstanceLock {
  const lock = tryLock(lockFile(dataFolder))
  if (lock === null) throw alreadyRunning(dataFolder, runningInstance(dataFolder))
  const about = aboutFile(dataFolder)
  const write = (killSwitch: KillSwitchState | null): void => {
    writeFileSync(`${about}.tmp`, JSON.stringify({ pid: process.pid, killSwitch }), { mode: 0o600 })
    renameSync(`${about}.tmp`, about)
  }
  try {
    write(null)
  } catch (error) {
    lock.release()
    throw error
  }
  return {
    tell: write,
    release: () => {
      rmSync(about, { force: true })
      lock.release()
    },
  }
}

/** @throws CommandError when a living gateway holds this data folder. */
export function refuseSecondInstance(dataFolder: string): void {
  const running = runningInstance(dataFolder)
  if (running !== null) throw alreadyRunning(dataFolder, running)
}

function alreadyRunning(dataFolder: string, running: RunningInstance | null): CommandError {
  const pid = running?.pid ?? null
  const who = pid === null ? '' : ` (process ${pid})`
  return new CommandError(
    `A gateway already runs on the data folder ${dataFolder}${who}; stop it first, or give another folder with --data.`,
  )
}
