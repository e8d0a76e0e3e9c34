import { request } from 'node:http'
import WebSocket from 'ws'
import { PanelOverHttp } from '../../src-shared/panel-over-http.ts'
import { pageSecret } from '../../src-shared/panel-page.ts'

const connectTimeoutMs = 60_000
const reconnectMs = 1000
const answerLimit = 64 * 1024 * 1024

/** The panel of a gateway in another process, over its browser host: what `--attach URL` stands on. */
export class RemotePanel extends PanelOverHttp {
  readonly #origin: string
  readonly #cookie: string
  readonly #secret: string
  #socket: WebSocket | null = null
  #reconnect: NodeJS.Timeout | null = null
  #closed = false

  private constructor(origin: string, cookie: string, secret: string) {
    super()
    this.#origin = origin
    this.#cookie = cookie
    this.#secret = secret
  }

  /**
   * Uses the one-time token of a browser host's address. @throws Error with a sentence when that host does not take it.
   */
  static async connect(url: string): Promise<RemotePanel> {
    const address = new URL(url)
    if (address.protocol !== 'http:' || !['127.0.0.1', 'localhost'].includes(address.hostname))
      throw new Error('Only a gateway on this machine can be attached to (http://127.0.0.1:…).')
    const answer = await send(address, 'GET', {}, null, connectTimeoutMs)
    const cookie = answer.cookies[0]?.split(';')[0]
    const secret = pageSecret.fromFragment(new URL(answer.location ?? '/', address).hash)
    if (answer.status !== 303 || cookie === undefined || secret === null)
      throw new Error('The gateway refused this address; each one works once.')
    return new RemotePanel(address.origin, cookie, secret)
  }

  close(): Promise<void> {
    this.#closed = true
    if (this.#reconnect !== null) clearTimeout(this.#reconnect)
    this.#socket?.terminate()
    return Promise.resolve()
  }

  protected async post(path: string, body: string, timeoutMs: number): Promise<unknown> {
    const headers = {
      'content-type': 'application/json',
      origin: this.#origin,
      cookie: this.#cookie,
      [pageSecret.header]: this.#secret,
    }
    const answer = await send(new URL(path, this.#origin), 'POST', headers, body, timeoutMs)
    return JSON.parse(answer.body)
  }

  protected listen(): void {
    if (this.#closed) return
    const address = new URL('/events', this.#origin.replace('http:', 'ws:'))
    const socket = new WebSocket(address, [pageSecret.protocol, this.#secret], {
      origin: this.#origin,
      headers: { cookie: this.#cookie },
      maxPayload: 1024 * 1024,
    })
    this.#socket = socket
    socket.on('open', () => this.isThere())
    socket.on('message', (data: Buffer) => this.hear(data.toString('utf8')))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      this.isLost()
      if (!this.#closed) this.#reconnect = setTimeout(() => this.listen(), reconnectMs)
    })
  }

  protected say(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text)
  }
}

interface HttpAnswer {
  readonly status: number
  readonly cookies: readonly string[]
  readonly location: string | null
  readonly body: string
}

/** One request with plain node:http, which sets Origin and Cookie as asked. Never repeated. */
function send(
  address: URL,
  method: 'GET' | 'POST',
  headers: Readonly<Record<string, string>>,
  body: string | null,
  timeoutMs: number,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const length: Record<string, string> = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const outgoing = request(
      address,
      {
        method,
        headers: { ...headers, ...length },
        signal: AbortSignal.timeout(timeoutMs),
        // A kept connection may be closed by the other side just as it is used again: nobody would know whether the
        // call arrived.
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > answerLimit) response.destroy(new Error('the answer is too large'))
          else chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            cookies: response.headers['set-cookie'] ?? [],
            location: response.headers.location ?? null,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body ?? undefined)
  })
}
