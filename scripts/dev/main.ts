// npm run dev [-- --browser] [--data FOLDER] [--redis URL] [--port N] [--no-open] [--inspect]
//
// The product from its sources. The panel comes from Vite, which puts a changed file into the open page; the gateway is
// a process of its own, which Node starts anew when one of its files has changed; Electron's window, where there can be
// one, is started anew when its own files have. What stands between page and gateway is the product's own browser host,
// with its tokens and checks, so that a page outlives the gateways behind it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { closeAll, untilAskedToStop } from '../../src-main/app/shutdown.ts'
import { startBrowserHost } from '../../src-main/browser/browser-host.ts'
import { installedElectron, windowProblem } from '../../src-main/cli/electron-runtime.ts'
import { offerMoreAddresses } from '../../src-main/cli/more-addresses.ts'
import { mayOpenBrowser, openBrowser } from '../../src-main/cli/open-browser.ts'
import { printLine } from '../../src-main/cli/print.ts'
import { LivePanel } from './live-panel.ts'
import { startPanelServer } from './panel-server.ts'
import { watchGateway } from './watch-gateway.ts'
import { watchWindow } from './watch-window.ts'

const root = join(import.meta.dirname, '..', '..')

const { values: options } = parseArgs({
  options: {
    browser: { type: 'boolean', default: false },
    data: { type: 'string', default: join(root, '.cache', 'dev') },
    // Never by accident the Redis that a real gateway serves.
    redis: { type: 'string', default: 'redis://127.0.0.1:1' },
    port: { type: 'string', default: '0' },
    open: { type: 'boolean', default: true },
    inspect: { type: 'boolean', default: false },
  },
  allowNegative: true,
})

const asked = untilAskedToStop()
mkdirSync(options.data, { recursive: true, mode: 0o700 })
const panelServer = await startPanelServer(root)
const panel = new LivePanel()
const host = await startBrowserHost({
  panel,
  files: panelServer.files,
  port: Number(options.port),
  log: { error: (details, message) => console.error(message, details) },
})
const gateway = watchGateway(root, options, (address) => panel.moveTo(address))

const problem = options.browser
  ? '--browser was given'
  : windowProblem(process.platform, process.env, process.getuid?.() ?? null)
const electron = problem === null ? installedElectron() : null
const window = electron === null ? null : await watchWindow(root, { electron, host, panelUrl: panelServer.url })
const stopOffering = offerMoreAddresses(host)
let takeFileAway = (): void => undefined
if (window === null) {
  if (!options.browser) printLine(`No Electron window: ${problem ?? 'its runtime is not installed'}.`)
  printLine(`The panel, for one browser of this machine (the address works once):\n${host.url}`)
  if (options.open && mayOpenBrowser(process.platform, process.env))
    takeFileAway = openBrowser(host.mintUrl(), options.data)
}
await asked
stopOffering()
takeFileAway()
await closeAll([
  () => window?.close(),
  () => panel.close(),
  () => host.close(),
  () => gateway.close(),
  () => panelServer.close(),
])
process.exit()
