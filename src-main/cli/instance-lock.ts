import { join } from 'node:path'
import { type Holder, holderOf, type ProcessLock, takeLock } from './process-lock.ts'
import { CommandError } from './usage-error.ts'

const lockFile = (dataFolder: string): string => join(dataFolder, 'instance.lock')

/** The living gateway of this data folder, or null. */
export const runningInstance = (dataFolder: string): Holder | null => holderOf(lockFile(dataFolder))

/** Makes this process the one gateway of a data folder. @throws CommandError when a living process already is. */
export function acquireInstanceLock(dataFolder: string): ProcessLock {
  const taken = takeLock(lockFile(dataFolder))
  if ('pid' in taken) throw alreadyRunning(dataFolder, taken)
  return taken
}

/** @throws CommandError when a living gateway holds this data folder. */
export function refuseSecondInstance(dataFolder: string): void {
  const holder = runningInstance(dataFolder)
  if (holder !== null) throw alreadyRunning(dataFolder, holder)
}

function alreadyRunning(dataFolder: string, holder: Holder): CommandError {
  return new CommandError(
    `A gateway already runs on the data folder ${dataFolder} (process ${holder.pid}); stop it first, or give another folder with --data.`,
  )
}
