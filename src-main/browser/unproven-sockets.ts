import type { Socket } from 'node:net'

/**
 * Connections that have asked nothing yet that only our page may ask. Any process of the machine can open them and say
 * nothing: when there are many, the oldest goes, so that the page always gets in.
 */
export class UnprovenSockets {
  readonly #most: number
  readonly #sockets = new Set<Socket>()

  constructor(most: number) {
    this.#most = most
  }

  add(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    if (this.#sockets.size <= this.#most) return
    const [oldest] = this.#sockets
    oldest?.destroy()
    if (oldest !== undefined) this.#sockets.delete(oldest)
  }

  /** A page of ours spoke through it. */
  prove(socket: Socket): void {
    this.#sockets.delete(socket)
  }
}
