import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Panel } from '../../src-shared/contract.ts'
import { pageSecret } from '../../src-shared/panel-page.ts'
import { Access } from './access.ts'
import { answer, answerJson, answerText, endUnreadable } from './answer.ts'
import { answerCall, refusal } from './call-route.ts'
import { EventSockets } from './event-sockets.ts'
import type { PanelFiles } from './panel-files.ts'
import { cookieOf, isOwnHost, isOwnOrigin, mayRead, secretInProtocols, sessionCookieName } from './request-checks.ts'
import { UnprovenSockets } from './unproven-sockets.ts'

/** The part of pino's logger that this needs. */
interface Log {
  error(details: object, message: string): void
}

export interface BrowserHostOptions {
  readonly panel: Panel
  readonly files: PanelFiles
  /** 0 picks a free one. */
  readonly port: number
  readonly log: Log
}

export interface BrowserHost {
  /** Address with a one-time token: opens the panel in one browser, once. */
  readonly url: string
  readonly port: number
  /** Another such address, for another browser. */
  mintUrl(): string
  close(): Promise<void>
}

/**
 * Serves the panel to ordinary browsers of this machine: 127.0.0.1 only, `GET /?token=…` once for a session cookie,
 * then the built files, `POST /call/<name>`, `POST /sign-out` and the WebSocket `/events`. Hosts, origins and the
 * session are checked before anything else is looked at: files need the cookie; what acts or tells needs the page's own
 * secret, too, since a server on another port of this machine can get the cookie.
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const access = new Access()
  const sockets = new EventSockets(options.panel)
  const context = { ...options, access, sockets, port: options.port }
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000 })
  const unproven = new UnprovenSockets(mostUnproven)
  server.on('connection', (socket) => unproven.add(socket))
  server.on('request', (request, response) => {
    if (isSignedIn(context, request)) unproven.prove(request.socket)
    response.on('error', () => response.destroy())
    handle(context, request, response).catch((error: unknown) => {
      if (!request.destroyed) options.log.error({ err: error }, 'a browser request failed')
      answerJson(response, 500, refusal('error.internal'))
    })
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    if (mayListen(context, request)) {
      unproven.prove(request.socket)
      sockets.accept(request, socket, head)
    } else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  server.on('clientError', endUnreadable)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(options.port, '127.0.0.1', resolve)
    })
  } catch (error) {
    sockets.close()
    throw error
  }
  context.port = (server.address() as AddressInfo).port
  const mintUrl = (): string => `http://127.0.0.1:${context.port}/?token=${access.mint()}`
  return {
    url: mintUrl(),
    port: context.port,
    mintUrl,
    async close() {
      sockets.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      const patience = setTimeout(() => server.closeAllConnections(), 2000)
      await closed
      clearTimeout(patience)
    },
  }
}

/** A browser opens six at a time. */
const mostUnproven = 128

interface Context extends BrowserHostOptions {
  readonly access: Access
  readonly sockets: EventSockets
  readonly port: number
}

async function handle(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, method } = request
  if (!isOwnHost(headers.host, context.port)) {
    answerText(response, 403, 'This address is not the panel’s.')
    return
  }
  const url = parseTarget(request.url)
  if (url === null) {
    answerText(response, 400, 'This request makes no sense.')
    return
  }
  if (method === 'POST' && url.pathname.startsWith('/call/')) {
    if (!isOwnOrigin(headers)) answerJson(response, 403, refusal('error.not_trusted'))
    else if (!mayAct(context, request, headers[pageSecret.header]))
      answerJson(response, 401, refusal('error.not_trusted'))
    else await answerCall(context.panel, url.pathname.slice('/call/'.length), request, response)
    return
  }
  if (method === 'POST' && url.pathname === '/sign-out') {
    if (!isOwnOrigin(headers) || !mayAct(context, request, headers[pageSecret.header])) {
      answerText(response, 403, 'Only a signed-in page may do this.')
      return
    }
    context.access.signOutAll()
    context.sockets.dropAll()
    answerText(response, 200, 'Every browser is signed out.')
    return
  }
  if (method !== 'GET' && method !== 'HEAD') {
    answer(response, 405, 'text/plain; charset=utf-8', 'Not allowed.\n', { allow: 'GET, HEAD' })
    return
  }
  if (!mayRead(headers)) {
    answerText(response, 403, 'Another site may not read this.')
    return
  }
  const token = url.pathname === '/' ? url.searchParams.get('token') : null
  if (token !== null) signIn(context, token, request, response)
  else if (!isSignedIn(context, request)) answerText(response, 401, howToSignIn)
  else await context.files(url, headers, response)
}

const howToSignIn =
  'This panel opens with the address that the gateway printed when it started; each address works once. ' +
  'Press Enter in its terminal for another (or send the process SIGUSR2).'

function signIn(context: Context, token: string, request: IncomingMessage, response: ServerResponse): void {
  // A preview by HEAD must not use the token up.
  const session = request.method === 'GET' ? context.access.redeem(token) : null
  if (session !== null) {
    const cookie = `${sessionCookieName(context.port)}=${session.cookie}; Path=/; HttpOnly; SameSite=Strict`
    const location = `/${pageSecret.fragment(session.page)}`
    // Behind a redirect that began elsewhere (the file that opened the browser) no strict cookie is sent: this page
    // goes on by itself.
    if (request.headers['sec-fetch-site'] === 'cross-site')
      answer(response, 200, 'text/html; charset=utf-8', goOnTo(location), { 'set-cookie': cookie })
    else answer(response, 303, 'text/plain; charset=utf-8', '', { location, 'set-cookie': cookie })
  } else if (isSignedIn(context, request)) {
    // The same address opened again in the same browser.
    answer(response, 303, 'text/plain; charset=utf-8', '', { location: '/' })
  } else answerText(response, 401, howToSignIn)
}

/** `location` holds nothing that HTML would read otherwise. */
const goOnTo = (location: string): string =>
  `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${location}">`

function mayListen(context: Context, request: IncomingMessage): boolean {
  return (
    isOwnHost(request.headers.host, context.port) &&
    parseTarget(request.url)?.pathname === '/events' &&
    isOwnOrigin(request.headers) &&
    mayAct(context, request, secretInProtocols(request.headers['sec-websocket-protocol']))
  )
}

function mayAct(
  context: Context,
  request: IncomingMessage,
  page: string | readonly string[] | null | undefined,
): boolean {
  const cookie = cookieOf(request.headers.cookie, sessionCookieName(context.port))
  return context.access.admitsPage(cookie, typeof page === 'string' ? page : null)
}

function isSignedIn(context: Context, request: IncomingMessage): boolean {
  return context.access.admits(cookieOf(request.headers.cookie, sessionCookieName(context.port)))
}

/**
 * Only the origin form (`/path?query`) is a request for us. The URL parser resolves dot segments; what is left is
 * checked later.
 */
function parseTarget(target: string | undefined): URL | null {
  if (target?.startsWith('/') !== true || target.startsWith('//')) return null
  return URL.parse(`http://panel.invalid${target}`)
}
