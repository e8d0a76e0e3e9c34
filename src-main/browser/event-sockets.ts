import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Panel } from '../../src-shared/contract.ts'
import { pageSecret } from '../../src-shared/panel-page.ts'
import { Watchers } from '../panel/watchers.ts'

const pingEveryMs = 20_000
const mostWaitingBytes = 1024 * 1024
const mostSockets = 64

/** What a window may say to watch something. */
const mostAskedBytes = 4 * 1024

/**
 * The panel's events over WebSockets, and what a window watches: one JSON text a message. Whoever says anything else is
 * cut.
 */
export class EventSockets {
  readonly #panel: Panel
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: mostAskedBytes,
    perMessageDeflate: false,
    // The secret that stands behind it is not repeated.
    handleProtocols: (offered) => (offered.has(pageSecret.protocol) ? pageSecret.protocol : false),
  })
  readonly #alive = new WeakSet<WebSocket>()
  readonly #timer: NodeJS.Timeout
  readonly #unsubscribe: () => void

  constructor(panel: Panel) {
    this.#panel = panel
    this.#unsubscribe = panel.subscribe((event) => this.#sendToAll(JSON.stringify(event)))
    this.#timer = setInterval(() => this.#dropTheDead(), pingEveryMs)
    this.#timer.unref()
  }

  /** Takes over a connection that was found to be allowed. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#server.clients.size >= mostSockets) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#alive.add(client)
      client.on('pong', () => this.#alive.add(client))
      const watchers = new Watchers(this.#panel, (answered) => sendTo(client, JSON.stringify(answered)))
      client.on('message', (data: Buffer, isBinary) => {
        if (isBinary || !watchers.take(parsed(data))) client.close(1008, 'this is not expected here')
      })
      client.on('close', () => watchers.close())
      client.on('error', () => client.terminate())
    })
  }

  close(): void {
    clearInterval(this.#timer)
    this.#unsubscribe()
    this.dropAll()
    this.#server.close()
  }

  /** Ends every stream; who may, comes back. */
  dropAll(): void {
    for (const client of this.#server.clients) client.terminate()
  }

  #sendToAll(text: string): void {
    for (const client of this.#server.clients) sendTo(client, text)
  }

  #dropTheDead(): void {
    for (const client of this.#server.clients) {
      if (!this.#alive.has(client)) {
        client.terminate()
        continue
      }
      this.#alive.delete(client)
      client.ping()
    }
  }
}

function sendTo(client: WebSocket, text: string): void {
  // One that does not read would make us keep everything for it; it asks anew when it comes back.
  if (client.bufferedAmount > mostWaitingBytes) client.terminate()
  else client.send(text)
}

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'))
  } catch {
    return undefined
  }
}
