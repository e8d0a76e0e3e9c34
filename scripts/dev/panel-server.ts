import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { createServer } from 'vite'
import { answer } from '../../src-main/browser/answer.ts'
import type { PanelFiles } from '../../src-main/browser/panel-files.ts'
import { contentSecurityPolicy } from '../../src-shared/panel-page.ts'

export interface PanelServer {
  /** Vite's own address; it serves the sources of the panel and nothing else. */
  readonly url: string
  /** The same for the browser host. */
  readonly files: PanelFiles
  close(): Promise<void>
}

/** Vite on the panel's sources, with its channel for changed files. */
export async function startPanelServer(root: string): Promise<PanelServer> {
  const host = '127.0.0.1'
  const http = createHttpServer().listen(0, host)
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const url = `http://${host}:${port}`
  const folder = (name: string): string => join(root, name)
  const server = await createServer({
    configFile: false,
    root: folder('src-renderer'),
    cacheDir: folder('.cache/vite'),
    logLevel: 'warn',
    plugins: [
      react(),
      {
        name: 'policy-of-development',
        transformIndexHtml: (html) => {
          const inPage = policy(port).replace(/; frame-ancestors .*/, '')
          return html.replace(/(http-equiv="Content-Security-Policy"\s+content=")[^"]*/, `$1${inPage}`)
        },
      },
    ],
    server: {
      // A server of its own would end the process at a signal, before the gateway has ended.
      middlewareMode: true,
      cors: false,
      hmr: { server: http, host, clientPort: port },
      fs: { strict: true, allow: ['src-renderer', 'src-shared', 'node_modules', '.cache/vite'].map(folder) },
    },
  })
  http.on('request', server.middlewares)
  const files: PanelFiles = async ({ pathname, search }, _headers, response) => {
    const got = await fetch(`${url}${pathname}${search}`, { headers: { accept: '*/*' } })
    const type = got.headers.get('content-type') ?? 'application/octet-stream'
    const headers = { 'content-security-policy': policy(port) }
    answer(response, got.status, type, Buffer.from(await got.arrayBuffer()), headers)
  }
  return {
    url,
    files,
    close: async () => {
      await server.close()
      http.close()
      http.closeAllConnections()
    },
  }
}

/** The product's policy, and what Vite needs: its channel, styles and a first script inside the page. */
const policy = (port: number): string =>
  contentSecurityPolicy
    .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    .replace("connect-src 'self'", `connect-src 'self' ws://127.0.0.1:${port}`)
