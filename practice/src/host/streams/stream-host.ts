import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Fault, FaultPlan } from '../faults.ts'
import type { RawReply, RawRequest } from '../raw-http.ts'
import type { RequestCounts } from '../request-counts.ts'
import { Link, type LinkHost, type LinkPlace } from './link.ts'
import { matchesStream, type PushFault, StreamFaults, type StreamMatch } from './stream-faults.ts'

const maxMessageBytes = 256 * 1024

/** What control may say of all streams together. */
const defaultRules = {
  /** Whether the answer to a request leaves before what it brought about is pushed, or after. */
  order: 'answer_first' as 'answer_first' | 'push_first',
  /** Bytes that may wait for one socket before it is cut. */
  mostWaitingBytes: 16 * 1024 * 1024,
}
type StreamRules = typeof defaultRules

/** A socket that is open, for whoever checks that none was left behind. */
export interface OpenSocket {
  readonly id: number
  readonly exchange: string
  readonly path: string
  readonly silent: boolean
  readonly topics: readonly string[]
}

interface Queued {
  readonly link: Link
  readonly isTold: boolean
  readonly send: () => void
}

/**
 * Every socket of the practice exchanges. What exchanges send in one turn leaves at its end: first what has to be kept
 * is kept, then answers go, then pushes.
 */
export class StreamHost implements LinkHost {
  readonly faults = new StreamFaults()
  readonly counts: RequestCounts
  readonly #requestFaults: FaultPlan
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    autoPong: false,
  })
  readonly #links = new Set<Link>()
  readonly #queues: Record<'answer' | 'push', Queued[]> = { answer: [], push: [] }
  readonly #delayed = new Set<NodeJS.Timeout>()
  #rules: StreamRules = defaultRules
  #flushIsDue = false
  #ids = 0

  constructor(requestFaults: FaultPlan, counts: RequestCounts) {
    this.#requestFaults = requestFaults
    this.counts = counts
  }

  /** Takes over a connection that asks to speak WebSocket. */
  upgrade(place: Omit<LinkPlace, 'id'>, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A caller that goes while it is being answered is no error of ours.
    socket.on('error', () => socket.destroy())
    const status = this.faults.takeRefusal(place.exchange)
    if (status !== null) {
      refuse(socket, { status, headers: { 'content-type': 'text/plain' }, body: STATUS_CODES[status] ?? '' })
      return
    }
    const answer = place.server.connect(place.request)
    if ('refused' in answer) {
      refuse(socket, answer.refused)
      return
    }
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#ids += 1
      this.#links.add(new Link({ ...place, id: this.#ids }, client, this, answer.open))
    })
  }

  queue(link: Link, kind: 'answer' | 'push', isTold: boolean, send: () => void): void {
    this.#queues[kind].push({ link, isTold, send })
    if (this.#flushIsDue) return
    this.#flushIsDue = true
    queueMicrotask(() => this.flush())
  }

  /** Sends what waits, without waiting for the end of the turn. */
  flush(): void {
    this.#flushIsDue = false
    const { answer, push } = this.#queues
    const ordered = this.#rules.order === 'answer_first' ? [...answer, ...push] : [...push, ...answer]
    this.#queues.answer = []
    this.#queues.push = []
    // What is told is kept: nobody may learn of an order that a killed exchange does not know any more.
    for (const server of new Set(ordered.filter(({ isTold }) => isTold).map(({ link }) => link.place.server)))
      server.save()
    for (const { send } of ordered) send()
  }

  /** To be called when a request over HTTP was carried out and is not answered yet. */
  carriedOut(): void {
    if (this.#rules.order === 'push_first') this.flush()
  }

  takeFault(exchange: string, topic: string): PushFault | null {
    return this.faults.takePush(exchange, topic)
  }

  takeRequestFault(exchange: string, name: string, text: string): Fault | null {
    return this.#requestFaults.take(exchange, 'WS', name, text)
  }

  later(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#delayed.delete(timer)
      action()
    }, delayMs)
    timer.unref()
    this.#delayed.add(timer)
  }

  mostWaitingBytes(): number {
    return this.#rules.mostWaitingBytes
  }

  ended(link: Link): void {
    this.#links.delete(link)
  }

  setRules(change: Partial<StreamRules>): void {
    this.#rules = { ...this.#rules, ...change }
  }

  /** Open sockets of an exchange, subscribed to a topic where one is asked for. */
  matching(match: StreamMatch): readonly Link[] {
    return [...this.#links].filter((link) => matchesStream(match, link.place.exchange, link.topics()))
  }

  sockets(): readonly OpenSocket[] {
    return [...this.#links].map((link) => {
      const { id, exchange, request } = link.place
      return { id, exchange, path: request.path, silent: link.isSilent, topics: link.topics() }
    })
  }

  /** Messages that are held back for later. */
  get delayed(): number {
    return this.#delayed.size
  }

  /** Forgets faults; sockets that were silenced speak again. */
  clearFaults(): void {
    this.faults.clear()
    for (const link of this.#links) link.recover()
  }

  /** Cuts every socket and forgets everything that control has said. */
  reset(): void {
    this.clearFaults()
    for (const timer of this.#delayed) clearTimeout(timer)
    this.#delayed.clear()
    this.#rules = defaultRules
    for (const link of [...this.#links]) link.cut()
    // Those that have said goodbye and wait for the other side to do so, too.
    for (const client of this.#server.clients) client.terminate()
    this.#queues.answer = []
    this.#queues.push = []
  }

  close(): void {
    this.reset()
    this.#server.close()
  }
}

/** The request of an upgrade; there is no body. */
export function streamRequest(request: IncomingMessage, path: string, rawQuery: string): RawRequest {
  return {
    method: request.method ?? 'GET',
    path,
    rawQuery,
    body: Buffer.alloc(0),
    headers: request.headers,
    remoteAddress: request.socket.remoteAddress ?? '127.0.0.1',
  }
}

/** Answers an upgrade over HTTP and ends the connection. */
export function refuse(socket: Duplex, { status, headers, body }: RawReply): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  // Who does not hang up is not waited for.
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
