import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installEnvironment, isInstalled, npmCommand } from './decisions.mjs'
import { readOrNull } from './install.mjs'
import { say } from './output.mjs'
import { modules, root } from './paths.mjs'
import { runNode, runQuietly } from './processes.mjs'

const folder = join(root, 'test', 'peers')

/**
 * Runs strangers' clients of the exchanges (ccxt) against our practice servers. They have a package of their own, so that they never come near
 * the product. @throws StageFailure
 */
export async function runPeers(rest) {
  await ensurePeers()
  return runNode([join(folder, 'run.mjs'), ...rest])
}

/** Installs them where they are not. @throws StageFailure */
export async function ensurePeers() {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  if (!isInstalled(lock, readOrNull(join(folder, 'node_modules', '.package-lock.json')))) {
    say('Installing the peers (npm ci in test/peers)…')
    const flags = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    const words = [...npmCommand(process.env), 'ci', ...flags]
    await runQuietly('npm ci', words, installEnvironment(process.env, join(modules, '.bin'), delimiter))
  }
}
