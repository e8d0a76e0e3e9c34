import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Dispatcher } from 'undici'
// By its own file: undici's index brings fetch, cookies and WebSocket along, 370 kB that each start would read.
import Agent from 'undici/lib/dispatcher/agent.js'
import { idleSocketMs } from './warm-sockets.ts'

/**
 * One request as it goes out: the URL is sent byte for byte, since signatures cover it. Over a socket the body is all that
 * goes out, and the method and the URL name the endpoint that does the same.
 */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent byte for byte, as UTF-8; the content type is the caller's. */
  readonly body?: string
  /** From the call until the whole answer is here, ms; the transport's own unless given. */
  readonly deadlineMs?: number
  /** The largest answer, unpacked; the transport's own unless given. Larger ones are cut off and count as unknown. */
  readonly maxBodyBytes?: number
}

/**
 * How an exchange of bytes ended. `not-sent`: no byte of the request left this machine. `unknown`: it left, wholly or
 * in part, and no whole answer came back; the other side may have acted on it.
 */
export type TransportOutcome =
  | {
      readonly kind: 'response'
      readonly status: number
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>
      readonly text: string
    }
  | { readonly kind: 'not-sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }

/** What sends requests; the real one is {@link Transport}. Never throws. */
export interface Sender {
  /** Whether nothing that could move an order may leave over it; missing: it may. {@link RestCaller} heeds it. */
  readonly readsOnly?: boolean
  send(request: TransportRequest): Promise<TransportOutcome>
}

export interface TransportOptions {
  readonly connectTimeoutMs?: number
  readonly headersTimeoutMs?: number
  readonly bodyTimeoutMs?: number
  readonly deadlineMs?: number
  /** For requests that do not say it themselves. */
  readonly maxBodyBytes?: number
  /** Sockets per origin. */
  readonly connections?: number
  /** Who asks; our name unless given. */
  readonly userAgent?: string
}

/** Our name to exchanges: walls before them turn away requests that say none. */
export const productName = 'AristobotExchangeGateway'

const defaults = {
  connectTimeoutMs: 5_000,
  headersTimeoutMs: 12_000,
  bodyTimeoutMs: 12_000,
  deadlineMs: 15_000,
  maxBodyBytes: 4 * 1024 * 1024,
  connections: 32,
  userAgent: productName,
}

const unzip = promisify(gunzip)

/**
 * HTTP over one undici pool. A request is written to a socket at most once: should undici ever start it a second time,
 * the second start is aborted before a byte is written. It follows no redirect and retries nothing.
 */
export class Transport implements Sender {
  readonly #agent: Agent
  readonly #options: typeof defaults
  #closing: Promise<void> | null = null

  constructor(options: TransportOptions = {}) {
    this.#options = { ...defaults, ...options }
    this.#agent = new Agent({
      connections: this.#options.connections,
      pipelining: 1,
      connect: { timeout: this.#options.connectTimeoutMs },
      headersTimeout: this.#options.headersTimeoutMs,
      bodyTimeout: this.#options.bodyTimeoutMs,
      keepAliveTimeout: idleSocketMs,
      keepAliveMaxTimeout: idleSocketMs,
    })
  }

  send(request: TransportRequest): Promise<TransportOutcome> {
    if (this.#closing !== null) return Promise.resolve({ kind: 'not-sent', reason: 'shutting down' })
    const url = splitUrl(request.url)
    return new Promise((resolve) => {
      const { deadlineMs, maxBodyBytes, userAgent } = this.#options
      const most = request.maxBodyBytes ?? maxBodyBytes
      const exchange = new OneExchange(request.deadlineMs ?? deadlineMs, most, resolve)
      try {
        this.#agent.dispatch(
          {
            origin: url.origin,
            path: url.path,
            method: request.method,
            headers: { 'accept-encoding': 'gzip', 'user-agent': userAgent, ...request.headers },
            ...(request.body !== undefined && { body: request.body }),
            idempotent: false,
          },
          exchange,
        )
      } catch (error) {
        exchange.onResponseError(null, error)
      }
    })
  }

  /** Lets what is under way finish for `graceMs`, then cuts the sockets. Safe to call twice. */
  close(graceMs = 3_000): Promise<void> {
    this.#closing ??= this.#close(graceMs)
    return this.#closing
  }

  async #close(graceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs)
    })
    await Promise.race([this.#agent.close(), patience])
    clearTimeout(timer)
    await this.#agent.destroy()
  }
}

/** One request and what came back of it, driven by undici's dispatch events. Resolves exactly once. */
class OneExchange implements Dispatcher.DispatchHandler {
  readonly #maxBodyBytes: number
  readonly #resolve: (outcome: TransportOutcome) => void
  readonly #timer: NodeJS.Timeout
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | null = null
  #starts = 0
  #bytes = 0
  #settled = false
  #status = 0
  #headers: Record<string, string> = {}

  constructor(deadlineMs: number, maxBodyBytes: number, resolve: (outcome: TransportOutcome) => void) {
    this.#maxBodyBytes = maxBodyBytes
    this.#resolve = resolve
    this.#timer = setTimeout(() => {
      this.#settle(this.#failure('no whole answer within the deadline'))
      this.#controller?.abort(new Error('deadline'))
    }, deadlineMs)
  }

  /** undici calls this right before it writes the request to a socket. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#settled || this.#starts > 0) {
      controller.abort(new Error(this.#settled ? 'deadline' : 'would be sent twice'))
      return
    }
    this.#starts += 1
    this.#controller = controller
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status
    this.#headers = flatten(headers)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBodyBytes) {
      this.#settle(this.#failure('the answer is too large'))
      controller.abort(new Error('too large'))
      return
    }
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.#chunks)
    if (this.#headers['content-encoding'] !== 'gzip') {
      this.#respond(body)
      return
    }
    unzip(body, { maxOutputLength: this.#maxBodyBytes }).then(
      (plain) => this.#respond(plain),
      () => this.#settle(this.#failure('the compressed answer is damaged or too large')),
    )
  }

  onResponseError(_controller: unknown, error: unknown): void {
    this.#settle(this.#failure(reasonOf(error)))
  }

  #respond(body: Buffer): void {
    this.#settle({
      kind: 'response',
      status: this.#status,
      headers: this.#headers,
      text: body.toString('utf8'),
    })
  }

  #failure(reason: string): TransportOutcome {
    return { kind: this.#starts === 0 ? 'not-sent' : 'unknown', reason }
  }

  #settle(outcome: TransportOutcome): void {
    if (this.#settled) return
    this.#settled = true
    clearTimeout(this.#timer)
    this.#resolve(outcome)
  }
}

/** Splits without re-encoding anything: `new URL` would rewrite parts of the query. */
function splitUrl(url: string): { readonly origin: string; readonly path: string } {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  return start < 0 ? { origin: url, path: '/' } : { origin: url.slice(0, start), path: url.slice(start) }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

/** A code such as ECONNREFUSED where there is one; never the URL, which holds a signature. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  const { code } = error as Error & { code?: unknown }
  return typeof code === 'string' ? code : error.name
}
