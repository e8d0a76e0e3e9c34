import { app, type Session, shell, type WebContents } from 'electron'
import { isAllowedExternalUrl, isPanelFile, isPanelUrl, panelScheme } from './trusted-urls.ts'

/**
 * The navigation, window, permission and webview rules, for every page that this application ever shows. Denied unless
 * listed.
 */
export function restrictEveryPage(): void {
  app.on('web-contents-created', (_event, contents) => restrict(contents))
}

function restrict(contents: WebContents): void {
  const stay = (event: { preventDefault(): void }, address: string): void => {
    if (!isPanelUrl(address)) event.preventDefault()
  }
  contents.on('will-navigate', (event) => stay(event, event.url))
  contents.on('will-frame-navigate', (event) => stay(event, event.url))
  contents.on('will-redirect', (event) => stay(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedExternalUrl(url)) void shell.openExternal(url).catch(() => undefined)
    return { action: 'deny' }
  })
}

/**
 * Denies every permission and device in a session, every download but of what the panel made, and every request that
 * leaves its own scheme.
 */
export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    // Electron asks where to save it.
    if (!isPanelFile(item.getURL())) event.preventDefault()
  })
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnRequest(details.url) }))
}

/** Exchange traffic is the main process's: a page needs its own files, and what it made itself. */
export function isOwnRequest(address: string): boolean {
  return [`${panelScheme}:`, 'data:', 'blob:', 'devtools:'].some((scheme) => address.startsWith(scheme))
}
