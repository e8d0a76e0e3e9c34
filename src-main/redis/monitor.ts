import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { loginOf, type RedisConnection } from './connection.ts'
import { findQueueServer } from './find-server.ts'
import { parseMonitorLine, type SeenCommand } from './monitor-line.ts'
import { tlsOptions, within } from './open-socket.ts'

const patienceMs = 4_000
const socketName = 'aristobot-gateway-monitor'

/** A connection on which Redis tells every command that anybody sends. */
export interface Monitor {
  /** Settles when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>
  close(): void
}

/**
 * Begins to watch the commands that the server with the list of requests is sent; nothing is changed there. It costs
 * that server up to half of its speed, so it is for seconds or minutes. Redis shows no AUTH in it. (ioredis has a monitor,
 * too, but takes quotes and backslashes apart wrongly.)
 * @throws LinkRefusal or Error with the server's own words, such as NOPERM where the login may not
 */
export async function openMonitor(
  connection: RedisConnection,
  onCommand: (command: SeenCommand) => void,
): Promise<Monitor> {
  const { host, port } = await findQueueServer(connection)
  const { username, password, tls } = loginOf(connection)
  const socket = tls === null ? connect({ host, port }) : connectTls({ host, port, ...(await tlsOptions(tls)) })
  const lines = new Lines(socket)
  const close = (): void => {
    socket.destroy()
  }
  try {
    await within(patienceMs, 'redis_link.silent', async () => {
      if (password !== null) await lines.ask('AUTH', ...(username === null ? [] : [username]), password)
      else if (username !== null) await lines.ask('AUTH', username, '')
      // As everywhere: a login that may not name itself works, too.
      await lines.ask('CLIENT', 'SETNAME', socketName).catch(() => undefined)
      await lines.ask('MONITOR')
    })
  } catch (error) {
    close()
    throw error
  }
  lines.tell((line) => {
    const command = parseMonitorLine(line)
    if (command !== null) onCommand(command)
  })
  return { ended: lines.ended, close }
}

/** Redis's protocol, as far as replies of one line go. */
class Lines {
  readonly ended: Promise<void>
  readonly #socket: Socket
  /** Whole lines that nobody has read yet. */
  readonly #unread: string[] = []
  #rest = ''
  #listener: ((line: string) => void) | null = null
  #failure: Error | null = null
  #wake: () => void = () => undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => this.#take(String(chunk)))
    socket.on('error', (error) => {
      this.#failure = error
    })
    this.ended = new Promise((resolve) => {
      socket.on('close', () => {
        this.#failure ??= new Error('the connection was closed')
        this.#wake()
        resolve()
      })
    })
  }

  /** @throws Error with the server's words */
  async ask(...words: readonly string[]): Promise<void> {
    const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
    this.#socket.write(`*${words.length}\r\n${parts.join('')}`)
    const line = await this.#next()
    if (!line.startsWith('+')) throw new Error(line.replace(/^-/, ''))
  }

  /** Hands over every line from now on, those included that are here already. */
  tell(listener: (line: string) => void): void {
    this.#listener = listener
    for (const line of this.#unread.splice(0)) listener(line)
  }

  async #next(): Promise<string> {
    for (;;) {
      const line = this.#unread.shift()
      if (line !== undefined) return line
      if (this.#failure !== null) throw this.#failure
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #take(chunk: string): void {
    const lines = (this.#rest + chunk).split('\r\n')
    this.#rest = lines.pop() ?? ''
    if (this.#listener === null) this.#unread.push(...lines)
    else for (const line of lines) this.#listener(line)
    this.#wake()
  }
}
