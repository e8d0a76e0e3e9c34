import { readFile, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { protocol, type Session } from 'electron'
import { assetPathOf, contentTypeOf, pageHeaders } from '../../src-shared/panel-page.ts'
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
  session.protocol.handle(panelScheme, (request) =>
    answerPanelRequest(rendererFolder, request.method, request.url),
  )
}

/** The answer to one request: a file of the panel's folder with the security headers, or a refusal. Pure but for reading. */
export async function answerPanelRequest(
  rendererFolder: string,
  method: string,
  address: string,
): Promise<Response> {
  if (method !== 'GET' || !isPanelUrl(address)) return refused(403)
  const asset = assetPathOf(new URL(address).pathname)
  const contentType = asset === null ? null : contentTypeOf(asset)
  if (asset === null || contentType === null) return refused(404)
  try {
    const root = await realpath(rendererFolder)
    const path = await realpath(join(root, asset))
    if (!path.startsWith(root + sep)) return refused(404)
    const headers = { ...pageHeaders, 'content-type': contentType, 'cache-control': 'no-store' }
    return new Response(await readFile(path), { headers })
  } catch {
    return refused(404)
  }
}

const refused = (status: number): Response => new Response(null, { status, headers: pageHeaders })
