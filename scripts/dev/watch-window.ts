import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { BrowserHost } from '../../src-main/browser/browser-host.ts'
import { printLine } from '../../src-main/cli/print.ts'
import { stop } from './watch-gateway.ts'

interface WindowOptions {
  readonly electron: string
  readonly host: Pick<BrowserHost, 'mintUrl'>
  /** Where the panel's files come from. */
  readonly panelUrl: string
}

/**
 * Electron's window on the host of this process. Its script is built anew when a file of it has changed; then the old
 * window is closed, and a new one opened when that has ended.
 */
export async function watchWindow(root: string, options: WindowOptions): Promise<{ close(): Promise<void> }> {
  const application = join(root, '.cache', 'dev-window')
  mkdirSync(application, { recursive: true })
  writeFileSync(join(application, 'package.json'), '{"name":"aristobot-dev","type":"module","main":"window.js"}')
  let running: ChildProcess | null = null
  let turn = Promise.resolve()
  let closing = false
  const restart = async (): Promise<void> => {
    if (running !== null) await stop(running)
    if (closing) return
    running = spawn(options.electron, [application], {
      stdio: 'inherit',
      // Not among the words, which other users of the machine see: the address works for whoever comes first.
      env: {
        ...process.env,
        DEV_HOST: options.host.mintUrl(),
        DEV_PANEL: options.panelUrl,
        DEV_OUT: join(root, 'out'),
      },
    })
    running.once('error', (error) => console.error('Electron cannot be started:', error))
    printLine('Electron’s window starts.')
  }
  const watcher = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node24',
      sourcemap: true,
      watch: {},
      outDir: application,
      emptyOutDir: false,
      rolldownOptions: { input: join(root, 'scripts/dev/window.ts'), external: ['electron'] },
    },
    plugins: [
      {
        name: 'restart',
        closeBundle: () => {
          turn = turn.then(restart)
        },
      },
    ],
  })
  return {
    close: async () => {
      closing = true
      if ('close' in watcher) await watcher.close()
      await turn
      if (running !== null) await stop(running)
    },
  }
}
