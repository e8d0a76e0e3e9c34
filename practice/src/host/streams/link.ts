import type { WebSocket } from 'ws'
import type { Fault } from '../faults.ts'
import type { PracticeServer } from '../practice-server.ts'
import type { RawRequest } from '../raw-http.ts'
import type { RequestCounts } from '../request-counts.ts'
import { type PushFault, withWrongChecksum } from './stream-faults.ts'
import type { Audience, StreamLink, StreamOpener, StreamSession } from './stream-types.ts'

/** Which exchange a socket was opened at. */
export interface LinkPlace {
  readonly id: number
  readonly exchange: string
  readonly server: PracticeServer
  readonly request: RawRequest
}

/** What a link needs of its host. */
export interface LinkHost {
  /** Sends, once its turn has come. `isTold`: it tells of what the exchange has to keep. */
  queue(link: Link, kind: 'answer' | 'push', isTold: boolean, send: () => void): void
  takeFault(exchange: string, topic: string): PushFault | null
  takeRequestFault(exchange: string, name: string, text: string): Fault | null
  readonly counts: RequestCounts
  later(delayMs: number, action: () => void): void
  mostWaitingBytes(): number
  ended(link: Link): void
}

/** One socket: what the exchange sends goes through the faults that were ordered. */
export class Link implements StreamLink {
  readonly place: LinkPlace
  readonly request: RawRequest
  readonly #socket: WebSocket
  readonly #host: LinkHost
  readonly #session: StreamSession
  readonly #swapped = new Map<string, string>()
  #silent = false
  #over = false

  constructor(place: LinkPlace, socket: WebSocket, host: LinkHost, open: StreamOpener) {
    this.place = place
    this.request = place.request
    this.#socket = socket
    this.#host = host
    this.#session = open(this)
    socket.on('message', (data, isBinary) => this.#received(data as Buffer, isBinary))
    socket.on('ping', (payload) => {
      if (this.#silent) return
      socket.pong(payload)
      this.#session.frame('ping', payload.toString('utf8'))
    })
    socket.on('pong', (payload) => {
      if (!this.#silent) this.#session.frame('pong', payload.toString('utf8'))
    })
    socket.on('close', () => this.#end())
    socket.on('error', () => this.cut())
  }

  get isSilent(): boolean {
    return this.#silent
  }

  topics(): readonly string[] {
    return this.#session.topics()
  }

  answer(text: string): void {
    this.#host.queue(this, 'answer', true, () => this.#send(text))
  }

  carryOut(name: string, text: string, process: () => string, instead: (status: number, body: string) => string): void {
    const { exchange, server } = this.place
    this.#host.counts.seen(`${exchange} WS ${name}`)
    const done = (): string => {
      this.#host.counts.processed(`${exchange} WS ${name}`)
      const answer = process()
      server.save()
      return answer
    }
    const fault = this.#host.takeRequestFault(exchange, name, text)
    if (fault === null) {
      this.answer(done())
      return
    }
    this.#host.counts.spoiled(`${exchange} WS ${name}`)
    this.#spoil(fault, done, instead)
  }

  push(topic: string, text: string, audience: Audience): void {
    this.#host.queue(this, 'push', audience === 'account', () => this.#pushNow(topic, text))
  }

  ping(payload: string): void {
    if (this.#isOpen()) this.#socket.ping(payload)
  }

  close(code: number, reason: string): void {
    this.#host.queue(this, 'push', false, () => {
      if (this.#silent) return
      this.#socket.close(code, reason)
      this.#end()
    })
  }

  cut(): void {
    this.#socket.terminate()
    this.#end()
  }

  /** Nothing is sent any more, and nothing that comes is heard; the socket stays open. */
  silence(): void {
    this.#silent = true
  }

  /** What comes stays in the line. */
  stopReading(): void {
    this.#socket.pause()
  }

  /** Ends {@link silence} and {@link stopReading}. */
  recover(): void {
    this.#silent = false
    if (this.#socket.isPaused) this.#socket.resume()
  }

  notice(): void {
    this.#session.notice()
  }

  expire(): void {
    this.#session.expire()
  }

  #spoil(fault: Fault, done: () => string, instead: (status: number, body: string) => string): void {
    if (fault.kind === 'delay') {
      const early = fault.when === 'after' ? done() : null
      this.#host.later(fault.delayMs, () => this.answer(early ?? done()))
      return
    }
    const isProcessed = fault.kind === 'truncate' || fault.when === 'after'
    if (isProcessed) done()
    if (fault.kind === 'reply') this.answer(instead(fault.status, fault.body))
    // There is no half a message: what would be cut short breaks off.
    else if (fault.kind !== 'hang') this.cut()
  }

  #received(data: Buffer, isBinary: boolean): void {
    if (!this.#silent && !isBinary && !this.#over) this.#session.message(data.toString('utf8'))
  }

  #pushNow(topic: string, text: string): void {
    const fault = this.#host.takeFault(this.place.exchange, topic)
    const held = this.#swapped.get(topic)
    this.#swapped.delete(topic)
    switch (fault?.kind) {
      case 'drop':
        break
      case 'swap':
        this.#swapped.set(topic, text)
        break
      case 'delay':
        this.#host.later(fault.delayMs, () => this.#send(text))
        break
      case 'duplicate':
        this.#send(text)
        this.#send(text)
        break
      case 'spoil_checksum':
        this.#send(withWrongChecksum(text))
        break
      case undefined:
        this.#send(text)
    }
    if (held !== undefined) this.#send(held)
  }

  #send(text: string): void {
    if (!this.#isOpen()) return
    // Who does not read is not waited for.
    if (this.#socket.bufferedAmount > this.#host.mostWaitingBytes()) this.cut()
    else this.#socket.send(text)
  }

  #isOpen(): boolean {
    return !this.#silent && !this.#over && this.#socket.readyState === this.#socket.OPEN
  }

  #end(): void {
    if (this.#over) return
    this.#over = true
    this.#host.ended(this)
    this.#session.closed()
  }
}
