import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { printLine } from '../../src-main/cli/print.ts'

/**
 * The gateway from its sources under `node --watch`: a changed file ends it by SIGTERM, and the next one starts when it
 * has ended, so that the data folder is free. `onStart` gets the address of each.
 */
export function watchGateway(
  root: string,
  options: { readonly data: string; readonly redis: string; readonly inspect: boolean },
  onStart: (address: string) => Promise<void>,
): { close(): Promise<void> } {
  const node = ['--watch', '--watch-preserve-output', ...(options.inspect ? ['--inspect'] : [])]
  const words = ['start', '--browser', '--no-open', '--data', options.data, '--redis', options.redis]
  const child = spawn(process.execPath, [...node, join(root, 'src-main', 'cli.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('http://')) {
      // The host of this process has an address of its own to tell.
      if (!line.startsWith('The control panel')) printLine(line)
      return
    }
    onStart(line).then(
      () => printLine('The gateway serves.'),
      (error: unknown) => console.error('The gateway cannot be reached:', error),
    )
  })
  return { close: () => stop(child) }
}

/** Asks a process to end, and waits until it has. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
