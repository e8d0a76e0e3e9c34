import { afterEach } from 'vitest'
import WebSocket from 'ws'

const open = new Set<StreamClient>()

afterEach(() => {
  for (const client of open) client.end()
  open.clear()
})

/** How a socket ended: the close code and reason; 1006 without a close frame. */
export interface Ending {
  readonly code: number
  readonly reason: string
}

type Waiting = (text: string) => boolean

/** A plain WebSocket client that keeps everything it hears; ended after the test. */
export class StreamClient {
  readonly heard: string[] = []
  readonly pings: string[] = []
  readonly closed: Promise<Ending>
  readonly socket: WebSocket
  #read = 0
  readonly #waiting = new Set<() => void>()

  private constructor(socket: WebSocket) {
    this.socket = socket
    open.add(this)
    socket.on('message', (data) => {
      this.heard.push((data as Buffer).toString('utf8'))
      this.#wake()
    })
    socket.on('ping', (payload) => {
      this.pings.push(payload.toString('utf8'))
      this.#wake()
    })
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString('utf8') })
        this.#wake()
      })
    })
    socket.on('error', () => socket.terminate())
  }

  /** Connects; `url` begins with http or ws. @throws Error with the HTTP status when it is refused */
  static async connect(url: string, options: { readonly autoPong?: boolean } = {}): Promise<StreamClient> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), { autoPong: options.autoPong ?? true })
    // From the start: the server may speak first.
    const client = new StreamClient(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('unexpected-response', (_request, response) => {
        socket.terminate()
        reject(new Error(`refused with ${response.statusCode ?? 0}`))
      })
      socket.once('close', (code) => reject(new Error(`closed with ${code}`)))
    })
    return client
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** The next message that was not read yet and is as wanted; what came before it is passed over. */
  async next(wanted: Waiting = () => true): Promise<string> {
    return this.#when(() => {
      for (; this.#read < this.heard.length;) {
        const text = this.heard[this.#read] ?? ''
        this.#read += 1
        if (wanted(text)) return text
      }
      return null
    })
  }

  /** As {@link next}, parsed. */
  async nextJson(wanted: Waiting = () => true): Promise<Record<string, unknown>> {
    return JSON.parse(await this.next(wanted)) as Record<string, unknown>
  }

  /** Waits until it has heard `count` pings. */
  async pinged(count: number): Promise<void> {
    await this.#when(() => (this.pings.length >= count ? true : null))
  }

  /** Everything that was heard since it was last read. */
  rest(): readonly string[] {
    const rest = this.heard.slice(this.#read)
    this.#read = this.heard.length
    return rest
  }

  end(): void {
    this.socket.terminate()
  }

  async #when<T>(look: () => T | null): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== null) return found
      if (this.socket.readyState >= WebSocket.CLOSING) throw new Error('the socket is closed')
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
      })
    }
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}
