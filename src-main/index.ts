import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, powerMonitor } from 'electron'
import type { Panel } from '../src-shared/contract.ts'
import { outlive } from './app/outlive.ts'
import { registerPanelScheme } from './desktop/app-protocol.ts'
import { openDesktop } from './desktop/desktop.ts'
import { restrictEveryPage } from './desktop/security.ts'
import { keepCompiled } from './infra/keep-compiled.ts'
import { keepHeapSmall } from './infra/small-heap.ts'
import { tellSourcePositions } from './infra/source-positions.ts'

/** A panel and how to let go of what stands behind it. */
interface Source {
  readonly panel: Panel
  readonly close: () => Promise<void>
}

/**
 * Electron's entry: the window on a gateway in this process, or with `--attach URL` on the browser host of another one.
 * What the gateway needs is loaded only when it runs here.
 */
async function main(): Promise<void> {
  keepHeapSmall()
  keepCompiled()
  tellSourcePositions()
  outlive()
  registerPanelScheme()
  restrictEveryPage()
  app.enableSandbox()
  const options = readOptions()
  if (options.attach === undefined) {
    const { openDataFolder } = await import('./app/data-folder.ts')
    // Chromium's own profile, beside what is ours; the single-instance lock hangs on it, so each data folder has its
    // own window.
    app.setPath('userData', join(openDataFolder(options.data), 'window'))
    if (!app.requestSingleInstanceLock()) {
      await tellStarter('spoke')
      console.error('The window of this data folder is already open; it was brought to the front.')
      app.exit(0)
      return
    }
  }
  await app.whenReady()
  const source = options.attach === undefined ? await openGateway(options) : await attach(options.attach)
  closeAtQuit(source)
  const desktop = await openDesktop(source.panel, {
    rendererFolder: join(import.meta.dirname, '../renderer'),
    preloadFile: join(import.meta.dirname, '../preload/index.cjs'),
  })
  app.on('second-instance', () => desktop.focus())
  await tellStarter('ready')
}

/**
 * Tells `npm start`, which started this process, that the window stands or that the reason for ending was already
 * given. An end without either is Electron's own failure, and the panel goes to the browser instead.
 */
function tellStarter(news: 'ready' | 'spoke'): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(news, () => resolve())
  })
}

/** Closing the window, quitting and signals all come here: the gateway drains before the process ends. */
function closeAtQuit(source: Source): void {
  let closing: Promise<void> | null = null
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    event.preventDefault()
    closing ??= source.close().finally(() => app.exit(Number(process.exitCode ?? 0)))
  })
}

interface Options {
  readonly data?: string | undefined
  readonly redis?: string | undefined
  readonly attach?: string | undefined
}

/** Chromium's own switches stand among ours, so anything unknown is left alone. */
function readOptions(): Options {
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { data: { type: 'string' }, redis: { type: 'string' }, attach: { type: 'string' } },
    strict: false,
  })
  const text = (value: string | boolean | undefined): string | undefined =>
    typeof value === 'string' ? value : undefined
  return { data: text(values.data), redis: text(values.redis), attach: text(values.attach) }
}

async function openGateway(options: Options): Promise<Source> {
  const [{ runGateway }, { resolveCommon }, { parseRedisUrl }] = await Promise.all([
    import('./app/running-gateway.ts'),
    import('./cli/common-options.ts'),
    import('./app/redis-address.ts'),
  ])
  const common = resolveCommon({
    ...(options.data === undefined ? {} : { data: options.data }),
    ...(options.redis === undefined ? {} : { redis: parseRedisUrl(options.redis) }),
  })
  const { gateway, close } = await runGateway({ ...common, host: 'electron' })
  powerMonitor.on('resume', () => gateway.wake())
  return { panel: gateway.panel, close }
}

async function attach(url: string): Promise<Source> {
  const { RemotePanel } = await import('./browser/remote-panel.ts')
  const panel = await RemotePanel.connect(url)
  return { panel, close: () => panel.close() }
}

main().catch(async (error: unknown) => {
  await tellStarter('spoke')
  const { sayError } = await import('./app/usage-error.ts')
  console.error(sayError(error))
  app.exit(1)
})
