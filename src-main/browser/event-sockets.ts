import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Panel } from '../../src-shared/contract.ts'
import { pageSecret } from '../../src-shared/panel-page.ts'

const pingEveryMs = 20_000
const mostWaitingBytes = 1024 * 1024
const mostSockets = 64

/** The panel's events over WebSockets: one JSON text an event. Nothing is expected from the other side. */
export class EventSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    perMessageDeflate: false,
    // The secret that stands behind it is not repeated.
    handleProtocols: (offered) => (offered.has(pageSecret.protocol) ? pageSecret.protocol : false),
  })
  readonly #alive = new WeakSet<WebSocket>()
  readonly #timer: NodeJS.Timeout
  readonly #unsubscribe: () => void

  constructor(panel: Panel) {
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
      client.on('message', () => client.close(1008, 'nothing is expected here'))
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
    for (const client of this.#server.clients) {
      // One that does not read would make us keep everything for it; it asks anew when it comes back.
      if (client.bufferedAmount > mostWaitingBytes) client.terminate()
      else client.send(text)
    }
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
