import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installEnvironment, isInstalled, npmCommand } from './decisions.mjs'
import { say, StageFailure } from './output.mjs'
import { modules, pinnedNode, root } from './paths.mjs'
import { runQuietly } from './processes.mjs'

/** Brings node_modules to what the lock file asks for. @throws StageFailure */
export async function ensureInstalled() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  if (isInstalled(lock, readOrNull(join(modules, '.package-lock.json'))) && existsSync(pinnedNode)) return
  say('Installing packages (npm ci)…')
  const words = [...npmCommand(process.env), 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  await runQuietly('npm ci', words, installEnvironment(process.env, join(modules, '.bin'), delimiter))
  if (!existsSync(pinnedNode))
    throw new StageFailure(
      'The npm package "node" did not install Node 24; are install scripts turned off (npm config get ignore-scripts)?',
    )
}

export function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
