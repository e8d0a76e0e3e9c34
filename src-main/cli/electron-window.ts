import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type RedisAddress, redisUrl } from '../app/redis-address.ts'
import { builtFile } from '../infra/built-product.ts'

/** How an Electron run ended: `code` for our own end, or `problem`: it never got as far as a window. */
export type ElectronEnd = { readonly code: number } | { readonly problem: string }

/**
 * Opens the window in Electron's process, with the same folder and Redis, and stays until it ends. Signals are passed
 * on.
 */
export function runElectron(executable: string, dataFolder: string, redis: RedisAddress): Promise<ElectronEnd> {
  const entry = fileURLToPath(builtFile('main/index.js'))
  // REDIS_HOST and REDIS_PORT go along with the environment.
  const redisArguments = redis.forThisRun ? ['--redis', redisUrl(redis)] : []
  const { ELECTRON_RUN_AS_NODE: _asNode, ...environment } = process.env
  const child = spawn(executable, [entry, '--data', dataFolder, ...redisArguments], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environment,
  })
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGINT', passOn)
  process.on('SIGTERM', passOn)
  return new Promise((resolve) => {
    // Our entry says `ready` with the window open, or `spoke` when it gave its reason for ending; Electron's own
    // failures are silent.
    let spoke = false
    child.on('message', () => {
      spoke = true
    })
    child.once('error', (error) => resolve({ problem: error.message }))
    child.once('exit', (code, signal) => {
      process.off('SIGINT', passOn)
      process.off('SIGTERM', passOn)
      if (spoke) resolve({ code: code ?? 1 })
      else resolve({ problem: signal === null ? `it ended with code ${code ?? '?'}` : `it ended by ${signal}` })
    })
  })
}
