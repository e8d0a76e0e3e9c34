import { BrowserWindow, type BrowserWindowConstructorOptions, type Session, type WebPreferences } from 'electron'

/** What every window's page may be: sandboxed, isolated, without Node, without webviews or experiments. */
const hardenedPreferences = {
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
} as const satisfies WebPreferences

/** The one place where windows are made. The hardened preferences cannot be overridden. */
export function createWindow(
  options: Omit<BrowserWindowConstructorOptions, 'webPreferences'> & {
    readonly session: Session
    readonly preload: string
  },
): BrowserWindow {
  const { session, preload, ...rest } = options
  return new BrowserWindow({
    show: false,
    backgroundColor: '#1a1b1e',
    ...rest,
    webPreferences: { ...hardenedPreferences, session, preload },
  })
}
