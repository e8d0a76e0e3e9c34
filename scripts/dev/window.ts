// The script of Electron in `npm run dev`: the product's window on the host of that command, whose files come from
// Vite. Never part of the product.
import { join } from 'node:path'
import { app, session as sessions } from 'electron'
import { RemotePanel } from '../../src-main/browser/remote-panel.ts'
import { registerPanelScheme } from '../../src-main/desktop/app-protocol.ts'
import { openDesktop } from '../../src-main/desktop/desktop.ts'
import { isOwnRequest, restrictEveryPage } from '../../src-main/desktop/security.ts'
import { panelScheme, panelUrl } from '../../src-main/desktop/trusted-urls.ts'

const { DEV_HOST = '', DEV_PANEL = '', DEV_OUT = '' } = process.env

async function main(): Promise<void> {
  registerPanelScheme()
  restrictEveryPage()
  app.enableSandbox()
  await app.whenReady()
  const panel = await RemotePanel.connect(DEV_HOST)
  app.on('window-all-closed', () => app.quit())
  const desktop = await openDesktop(panel, {
    rendererFolder: join(DEV_OUT, 'renderer'),
    preloadFile: join(DEV_OUT, 'preload', 'index.cjs'),
  })
  // In place of the built panel; the page, its address and its rights are the product's.
  const session = sessions.fromPartition('panel')
  session.protocol.unhandle(panelScheme)
  session.protocol.handle(panelScheme, (request) => {
    const { pathname, search } = new URL(request.url)
    return fetch(`${DEV_PANEL}${pathname}${search}`)
  })
  const changes = DEV_PANEL.replace('http:', 'ws:')
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !isOwnRequest(details.url) && !details.url.startsWith(changes) }),
  )
  await desktop.window.loadURL(panelUrl)
}

main().catch((error: unknown) => {
  console.error(error)
  app.exit(1)
})
