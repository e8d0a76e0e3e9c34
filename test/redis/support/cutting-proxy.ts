import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A TCP proxy before Redis that can cut the line between a command and its reply. */
export class CuttingProxy implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #cutWhen: ((reply: string, commands: string) => boolean) | null = null
  #holdWhen: ((command: string) => boolean) | null = null
  #answerOf: ((command: string) => boolean) | null = null
  #cut: (() => void) | null = null
  #refusing = false
  /** How much later replies arrive, as from a Redis far away. */
  replyDelayMs = 0
  /** How often something was sent after a reply had come: the round trips, over all connections. */
  roundTrips = 0

  private constructor(targetPort: number) {
    this.#server = createServer((near) => {
      if (this.#refusing) {
        near.destroy()
        return
      }
      const far = connect(targetPort, '127.0.0.1')
      for (const socket of [near, far]) {
        this.#sockets.add(socket)
        socket.on('error', () => undefined)
        socket.on('close', () => {
          this.#sockets.delete(socket)
          near.destroy()
          far.destroy()
        })
      }
      let isLastReply = false
      let isNewTrip = true
      let commands = ''
      near.on('data', (chunk) => {
        const text = chunk.toString('latin1')
        if (this.#holdWhen?.(text)) {
          this.#fire()
          return
        }
        if (this.#answerOf?.(text)) isLastReply = true
        commands = text
        if (isNewTrip) this.roundTrips += 1
        isNewTrip = false
        far.write(chunk)
      })
      far.on('data', (chunk) => {
        if (isLastReply || this.#cutWhen?.(chunk.toString('latin1'), commands)) this.#fire()
        else
          setTimeout(() => {
            isNewTrip = true
            near.write(chunk)
          }, this.replyDelayMs)
      })
    })
  }

  static async start(targetPort: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(targetPort)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening')
    return address.port
  }

  /**
   * Redis executes the commands whose reply matches (both are told); the reply never arrives and every connection is
   * gone.
   */
  cutBefore(matches: (reply: string, commands: string) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#cutWhen = matches
    this.#cut = () => {
      resolve(undefined)
    }
    return promise
  }

  /**
   * Redis takes a request for the gateway and moves it to its list; the reply that has it never arrives, and every
   * connection is gone.
   */
  cutWhenTaken(requestId: string): Promise<void> {
    return this.cutBefore((reply, commands) => commands.includes("'LMOVE'") && reply.includes(requestId))
  }

  /** The command that matches never reaches Redis, and every connection is gone. */
  cutBeforeCommand(matches: (command: string) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#holdWhen = matches
    this.#cut = () => {
      resolve(undefined)
    }
    return promise
  }

  /** Redis executes the command that matches; whatever it replies never arrives, and every connection is gone. */
  cutAfterCommand(matches: (command: string) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#answerOf = matches
    this.#cut = () => {
      resolve(undefined)
    }
    return promise
  }

  #fire(): void {
    this.#cutWhen = null
    this.#holdWhen = null
    this.#answerOf = null
    this.cutAll()
    this.#cut?.()
  }

  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Whether new connections are refused. */
  refuse(refusing: boolean): void {
    this.#refusing = refusing
    if (refusing) this.cutAll()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.refuse(true)
    this.#server.close()
    await once(this.#server, 'close')
  }
}
