import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { handleControl, type ControlContext } from './control.ts'
import { FaultPlan, type Fault } from './faults.ts'
import type { PracticeServer } from './practice-server.ts'
import type { RawReply, RawRequest } from './raw-http.ts'
import { RequestCounts } from './request-counts.ts'
import type { SkewedClock } from './skewed-clock.ts'
import { refuse, StreamHost, streamRequest } from './streams/stream-host.ts'

const maxBodyBytes = 256 * 1024
const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]', '::1'])

/**
 * One HTTP server on 127.0.0.1 for every practice exchange (`/<name>/…`) and for `/control`. Applies the faults that
 * were ordered and counts requests. `port` 0 picks a free one.
 */
export class PracticeHost {
  readonly #servers: ReadonlyMap<string, PracticeServer>
  readonly #http: Server
  readonly #faults = new FaultPlan()
  readonly #counts = new RequestCounts()
  readonly #streams = new StreamHost(this.#faults, this.#counts)
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #control: ControlContext

  constructor(servers: ReadonlyMap<string, PracticeServer>, clock: SkewedClock) {
    this.#servers = servers
    this.#control = { servers, clock, faults: this.#faults, counts: this.#counts, streams: this.#streams }
    this.#http = createServer((request, response) => {
      this.#receive(request, response).catch(() => response.destroy())
    })
    this.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head)
    })
    this.#http.keepAliveTimeout = 60_000
    this.#http.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
      else socket.destroy()
    })
  }

  /** Starts to listen; returns the origin: `http://127.0.0.1:<port>`. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject)
      this.#http.listen(port, '127.0.0.1', () => {
        this.#http.removeListener('error', reject)
        resolve()
      })
    })
    const { port: chosen } = this.#http.address() as AddressInfo
    return `http://127.0.0.1:${chosen}`
  }

  /** Ends every connection and every delayed answer. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.#streams.close()
    const closed = new Promise<void>((resolve) => {
      this.#http.close(() => resolve())
    })
    this.#http.closeAllConnections()
    await closed
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prefix, path, rawQuery } = placeOf(request)
    const body = await bodyOf(request)
    if (body === null) {
      send(response, plain(413, 'Request Entity Too Large'))
      return
    }
    const raw: RawRequest = {
      method: request.method ?? 'GET',
      path,
      rawQuery,
      body,
      headers: request.headers,
      remoteAddress: request.socket.remoteAddress ?? '127.0.0.1',
    }
    if (prefix === 'control') {
      send(response, this.#answerControl(raw))
      return
    }
    const server = this.#servers.get(prefix)
    if (server === undefined) send(response, plain(404, 'no practice exchange here'))
    else this.#answer(prefix, server, raw, response)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { prefix, path, rawQuery } = placeOf(request)
    const server = this.#servers.get(prefix)
    if (server === undefined) {
      refuse(socket, plain(404, 'no practice exchange here'))
      return
    }
    const raw = streamRequest(request, path, rawQuery)
    this.#streams.upgrade({ exchange: prefix, server, request: raw }, request, socket, head)
  }

  #answerControl(raw: RawRequest): RawReply {
    const { host, origin } = raw.headers
    if (host === undefined || !loopbackHosts.has(host.replace(/:\d+$/, ''))) {
      return plain(403, 'control answers on a loopback host name only')
    }
    if (origin !== undefined) return plain(403, 'control does not answer web pages')
    const reply = handleControl(this.#control, raw)
    for (const server of this.#servers.values()) server.save()
    return reply
  }

  #answer(name: string, server: PracticeServer, raw: RawRequest, response: ServerResponse): void {
    const endpoint = `${name} ${raw.method} ${raw.path}`
    this.#counts.seen(endpoint)
    const process = (): RawReply => {
      this.#counts.processed(endpoint)
      const reply = server.handle(raw)
      // What is told is kept: nobody may learn of an order that a killed exchange does not know any more.
      server.save()
      this.#streams.carriedOut()
      return reply
    }
    const fault = this.#faults.take(name, raw.method, raw.path, `${raw.rawQuery}\n${raw.body.toString('latin1')}`)
    if (fault === null) {
      send(response, process())
      return
    }
    this.#counts.spoiled(endpoint)
    this.#spoil(fault, process, response)
  }

  #spoil(fault: Fault, process: () => RawReply, response: ServerResponse): void {
    switch (fault.kind) {
      case 'drop':
        if (fault.when === 'after') process()
        response.destroy()
        return
      case 'hang':
        if (fault.when === 'after') process()
        return
      case 'truncate':
        sendHalf(response, process())
        return
      case 'reply':
        if (fault.when === 'after') process()
        send(response, { status: fault.status, headers: fault.headers, body: fault.body })
        return
      case 'delay': {
        const early = fault.when === 'after' ? process() : null
        this.#later(fault.delayMs, () => {
          // Where the delay comes before the processing, the exchange works even if the caller has gone.
          const reply = early ?? process()
          if (!response.destroyed) send(response, reply)
        })
      }
    }
  }

  #later(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      action()
    }, delayMs)
    timer.unref()
    this.#timers.add(timer)
  }
}

/** `/binance/api/v3/order?x=1` → prefix `binance`, path `/api/v3/order`, query `x=1`. */
function placeOf({ url = '/' }: IncomingMessage): {
  readonly prefix: string
  readonly path: string
  readonly rawQuery: string
} {
  const questionMark = url.indexOf('?')
  const whole = questionMark < 0 ? url : url.slice(0, questionMark)
  const [, prefix = '', ...rest] = whole.split('/')
  return { prefix, path: `/${rest.join('/')}`, rawQuery: questionMark < 0 ? '' : url.slice(questionMark + 1) }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= maxBodyBytes) chunks.push(chunk)
  }
  return size > maxBodyBytes ? null : Buffer.concat(chunks)
}

function plain(status: number, text: string): RawReply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text }
}

function send(response: ServerResponse, reply: RawReply): void {
  const body = Buffer.from(reply.body, 'utf8')
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length })
  response.end(body)
}

/** Announces the whole answer, sends half of it, and breaks off. */
function sendHalf(response: ServerResponse, reply: RawReply): void {
  const body = Buffer.from(reply.body, 'utf8')
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length })
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
    response.destroy()
  })
}
