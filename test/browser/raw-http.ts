import { once } from 'node:events'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import WebSocket from 'ws'

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** One request with exactly these headers; nothing is added, resolved or followed. */
export function ask(
  port: number,
  path: string,
  options: {
    readonly method?: string
    readonly headers?: Record<string, string>
    readonly body?: string | Buffer
  } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
        agent: false,
      },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (body += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
        response.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}

/** Sends these bytes and resolves to everything that comes back before the other side hangs up. */
export async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => (received += chunk))
  socket.on('error', () => socket.destroy())
  socket.write(bytes, 'latin1')
  await once(socket, 'close')
  return received
}

/** Opens a WebSocket; resolves to it when it stands, or to the HTTP status with which it was refused. */
export function openSocket(
  port: number,
  path: string,
  headers: Record<string, string>,
  protocols: readonly string[] = [],
): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], { headers })
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (outgoing, response) => {
      resolve(response.statusCode ?? 0)
      outgoing.destroy()
    })
    socket.once('error', reject)
  })
}
