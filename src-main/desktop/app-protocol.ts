import { protocol, type Session } from 'electron'
import { pageHeaders } from '../../src-shared/panel-page.ts'
import { readPanelFile } from '../panel/panel-files.ts'
import { isPanelUrl, panelScheme } from './trusted-urls.ts'

/** Must run before Electron is ready. Standard and secure: origins, relative paths and modules work as on https. */
export function registerPanelScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: panelScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: false, stream: false },
    },
  ])
}

/** Serves the built panel on `app://panel/…` in a session, and nothing else. */
export function servePanel(session: Session, rendererFolder: string): void {
  session.protocol.handle(panelScheme, (request) => answerPanelRequest(rendererFolder, request.method, request.url))
}

/** The answer to one request: a file of the panel's folder with the security headers, or a refusal. */
async function answerPanelRequest(rendererFolder: string, method: string, address: string): Promise<Response> {
  if (method !== 'GET' || !isPanelUrl(address)) return refused(403)
  const file = await readPanelFile(rendererFolder, new URL(address).pathname)
  if (file === null) return refused(404)
  const headers = { ...pageHeaders, 'content-type': file.contentType, 'cache-control': 'no-store' }
  return new Response(file.body, { headers })
}

const refused = (status: number): Response => new Response(null, { status, headers: pageHeaders })
