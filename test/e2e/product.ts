import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** Where the built product is; `npm test` builds it there. PRODUCT_OUT lets a copy be tested. */
export const outFolder = resolve(process.env.PRODUCT_OUT ?? join(import.meta.dirname, '../../out'))

export interface RunningProduct {
  /** The address with the one-time token. */
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/**
 * Starts the real product for a browser, on a free port and its own data folder, and waits for the address that it
 * prints.
 */
export async function startProduct(dataFolder: string, redisUrl: string): Promise<RunningProduct> {
  const cli = join(outFolder, 'main/cli.js')
  if (!existsSync(cli)) throw new Error(`${cli} is not built: run the build (npm test does) first`)
  const args = [cli, 'start', '--browser', '--no-open', '--port', '0', '--data', dataFolder, '--redis', redisUrl]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  const url = await new Promise<string>((found, failed) => {
    createInterface(child.stdout).on('line', (line) => {
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(line)
      if (address !== null) found(address[0])
    })
    child.once('error', failed)
    child.once('exit', (code) => failed(new Error(`the product ended with ${code}: ${errors.join('')}`)))
  })
  return { url, pid: child.pid ?? 0, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolved) => child.once('exit', () => resolved()))
  child.kill('SIGTERM')
  await ended
}
