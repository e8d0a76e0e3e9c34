import { accessSync, constants, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import envPaths from 'env-paths'
import { CommandError } from './usage-error.ts'

/** The operating system's application-data folder of this product, the same from Node and from Electron. */
export const defaultDataFolder = (): string => envPaths('aristobot-exchange-gateway', { suffix: '' }).data

/** Makes the data folder where it is missing, readable by this user only. @throws CommandError when it cannot be written. */
export function openDataFolder(given: string | undefined): string {
  const folder = resolve(given ?? defaultDataFolder())
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new CommandError(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
    )
  }
  return folder
}
