import { app, type BrowserWindow, ipcMain, Notification, session as sessions } from 'electron'
import type { Panel, PanelEvent } from '../../src-shared/contract.ts'
import { eventChannel, watchChannel } from '../../src-shared/ipc-channels.ts'
import { servePanel } from './app-protocol.ts'
import { registerCalls, registerWatches, type TrustedSender } from './ipc.ts'
import { installMenu } from './menu.ts'
import { restrictSession } from './security.ts'
import { tellOutside } from './trade-notices.ts'
import { openTray } from './tray.ts'
import { isPanelUrl, panelUrl } from './trusted-urls.ts'
import { createWindow } from './window-factory.ts'

export interface DesktopOptions {
  /** The built panel: out/renderer. */
  readonly rendererFolder: string
  /** The built preload: one CommonJS file, as the sandbox demands. */
  readonly preloadFile: string
}

/** The open window. */
export interface Desktop {
  readonly window: BrowserWindow
  /** Brings it to the front, for a second start of the application. */
  focus(): void
}

/**
 * Opens the panel's window. Electron must be ready; {@link registerPanelScheme} and {@link restrictEveryPage} come
 * before that.
 */
export async function openDesktop(panel: Panel, options: DesktopOptions): Promise<Desktop> {
  // In memory: the panel keeps nothing in the page, and a crash leaves nothing behind.
  const session = sessions.fromPartition('panel', { cache: false })
  restrictSession(session)
  servePanel(session, options.rendererFolder)
  installMenu(app.isPackaged)
  const window = createWindow({
    session,
    preload: options.preloadFile,
    width: 1440,
    height: 900,
    minWidth: 720,
    minHeight: 480,
    title: app.name,
  })
  const isTrusted: TrustedSender = ({ sender, senderFrame }) => {
    if (window.isDestroyed() || sender !== window.webContents || senderFrame === null) return false
    return senderFrame === window.webContents.mainFrame && isPanelUrl(senderFrame.url)
  }
  registerCalls(ipcMain, panel, isTrusted)
  const endWatches = registerWatches(ipcMain, panel, {
    isTrusted,
    tell: (answered) => {
      if (!window.isDestroyed()) window.webContents.send(watchChannel, answered)
    },
  })
  // A page that is loaded anew begins with nothing.
  window.webContents.on('did-navigate', endWatches)
  const show = (): void => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const tray = openTray(panel, {
    show,
    ask: (to) => {
      show()
      window.webContents.send(eventChannel, { type: 'kill-switch-asked', to } satisfies PanelEvent)
    },
  })
  const unsubscribe = panel.subscribe((event) => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel, event)
  })
  const endNotices = tellOutside({
    panel,
    isLookedAt: () => !window.isDestroyed() && window.isFocused(),
    show: ({ title, body }) => {
      if (!Notification.isSupported()) return
      const notice = new Notification({ title, body })
      notice.on('click', show)
      notice.show()
    },
  })
  window.once('closed', () => {
    unsubscribe()
    endNotices()
    endWatches()
    tray.close()
  })
  window.once('ready-to-show', () => window.show())
  await window.loadURL(panelUrl)
  return {
    window,
    focus: show,
  }
}
