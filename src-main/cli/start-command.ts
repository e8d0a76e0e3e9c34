import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { refuseSecondInstance } from '../app/instance-lock.ts'
import type { RedisAddress } from '../app/redis-address.ts'
import { runGateway } from '../app/running-gateway.ts'
import { closeAll, untilAskedToStop } from '../app/shutdown.ts'
import { CommandError } from '../app/usage-error.ts'
import { type BrowserHost, startBrowserHost } from '../browser/browser-host.ts'
import { builtFiles } from '../browser/panel-files.ts'
import { builtFile } from '../infra/built-product.ts'
import { type CommonOptions, portOption, resolveCommon, withCommonOptions } from './common-options.ts'
import { downloadElectron, installedElectron, windowProblem } from './electron-runtime.ts'
import { runElectron } from './electron-window.ts'
import { offerMoreAddresses } from './more-addresses.ts'
import { mayOpenBrowser, openBrowser } from './open-browser.ts'
import { printLine } from './print.ts'

interface Options extends CommonOptions {
  readonly browser?: boolean
  readonly port: number
  readonly open: boolean
}

interface Run {
  readonly dataFolder: string
  readonly redis: RedisAddress
}

/** `start`: Electron's window, or the same panel in the browser where there can be none. */
export function startCommand(): Command {
  return withCommonOptions(new Command('start'))
    .description('run the gateway with its control panel (the default command)')
    .option('--browser', 'serve the panel to the browser on loopback instead of opening Electron’s window')
    .addOption(portOption('port on 127.0.0.1 for the browser').default(0, 'a free one'))
    .option('--no-open', 'do not open the browser by itself')
    .action(async (options: Options) => {
      const run = resolveCommon(options)
      refuseSecondInstance(run.dataFolder)
      const end = options.browser === true ? { problem: null } : await openWindow(run)
      if ('code' in end) {
        process.exitCode = end.code
        return
      }
      if (end.problem !== null)
        printLine(`No Electron window: ${end.problem}. The same panel is served to the browser.`)
      await serveBrowser(run, options)
    })
}

async function openWindow(run: Run): Promise<{ readonly code: number } | { readonly problem: string }> {
  const problem = windowProblem(process.platform, process.env, process.getuid?.() ?? null)
  if (problem !== null) return { problem }
  const electron = installedElectron() ?? (await downloadElectron((line) => console.error(line)))
  if (electron === null) return { problem: 'its runtime is neither installed nor could it be downloaded' }
  return runElectron(electron, run.dataFolder, run.redis)
}

async function serveBrowser(run: Run, options: Options): Promise<void> {
  const asked = untilAskedToStop()
  const { gateway, log, close } = await runGateway({ ...run, host: 'browser' })
  const files = builtFiles(fileURLToPath(builtFile('renderer')))
  let host: BrowserHost
  try {
    host = await startBrowserHost({ panel: gateway.panel, files, port: options.port, log })
  } catch (error) {
    await close()
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new CommandError(`The port ${options.port} is already in use; give another one with --port.`)
  }
  // First, since whoever reads the address may send the signal at once.
  const stopOffering = offerMoreAddresses(host)
  printLine('The control panel, for one browser of this machine (the address works once):')
  printLine(host.url)
  if (process.stdin.isTTY) printLine('Press Enter for another address, Ctrl+C to stop.')
  const opens = options.open && mayOpenBrowser(process.platform, process.env)
  const takeFileAway = opens ? openBrowser(host.mintUrl(), run.dataFolder) : () => undefined
  await asked
  stopOffering()
  takeFileAway()
  await closeAll([() => host.close(), close])
}
