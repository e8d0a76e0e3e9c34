import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { CommandError } from './usage-error.ts'

/** The operating system's application-data folder of this product, the same from Node and from Electron. */
export const defaultDataFolder = (): string => envPaths('aristobot-exchange-gateway', { suffix: '' }).data

/**
 * Makes the data folder where it is missing, readable by this user only. @throws CommandError when it cannot be
 * written.
 */
export function openDataFolder(given: string | undefined): string {
  const folder = resolve(given ?? defaultDataFolder())
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    if (process.platform !== 'win32') keepToOwner(folder)
  } catch (error) {
    throw new CommandError(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
    )
  }
  return folder
}

/**
 * What others may read or write of the folder and our files is taken back, as far as they are ours; a folder that
 * others share may have been given by hand.
 */
function keepToOwner(folder: string): void {
  const names = readdirSync(folder).filter((name) => /\.(json|sqlite|log|lock|sqlite-\w+)(\.|$)/.test(name))
  for (const path of [folder, ...names.map((name) => join(folder, name))]) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined || (found.mode & 0o077) === 0 || found.uid !== process.getuid?.()) continue
    chmodSync(path, found.mode & 0o700)
  }
}
