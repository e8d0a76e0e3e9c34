import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What Redis answers: text, integer, nothing, or a list of these. */
export type Reply = string | number | null | readonly Reply[]

/** Redis's own protocol (RESP2) over a plain socket: as much of it as a client of the gateway needs. */
export class RedisConnection {
  readonly #socket: Socket
  readonly #waiting: { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void }[] = []
  #received = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#deliver()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('Redis closed the connection'))
    })
  }

  static async open(port: number): Promise<RedisConnection> {
    const socket = connect({ host: '127.0.0.1', port })
    await once(socket, 'connect')
    return new RedisConnection(socket)
  }

  command(...words: readonly (string | number | Buffer)[]): Promise<Reply> {
    const parts = words.map((word) => (Buffer.isBuffer(word) ? word : Buffer.from(String(word))))
    const encoded = parts.flatMap((part) => [Buffer.from(`$${part.length}\r\n`), part, Buffer.from('\r\n')])
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#socket.write(Buffer.concat([Buffer.from(`*${parts.length}\r\n`), ...encoded]))
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #deliver(): void {
    for (;;) {
      const parsed = parse(this.#received, 0)
      if (parsed === null) return
      this.#received = this.#received.subarray(parsed.end)
      const waiting = this.#waiting.shift()
      if (parsed.reply instanceof Error) waiting?.reject(parsed.reply)
      else waiting?.resolve(parsed.reply)
    }
  }
}

interface Parsed {
  readonly reply: Reply | Error
  readonly end: number
}

/**
 * One reply from `start`; null: it has not arrived whole. Bulk texts are read byte by byte (latin1), so that binary
 * ones survive.
 */
function parse(bytes: Buffer, start: number): Parsed | null {
  const lineEnd = bytes.indexOf('\r\n', start)
  if (lineEnd === -1) return null
  const line = bytes.toString('utf8', start + 1, lineEnd)
  const after = lineEnd + 2
  switch (String.fromCharCode(bytes[start] ?? 0)) {
    case '+':
      return { reply: line, end: after }
    case '-':
      return { reply: new Error(line), end: after }
    case ':':
      return { reply: Number(line), end: after }
    case '$': {
      const length = Number(line)
      if (length === -1) return { reply: null, end: after }
      if (bytes.length < after + length + 2) return null
      return { reply: bytes.toString('latin1', after, after + length), end: after + length + 2 }
    }
    default:
      return parseList(bytes, Number(line), after)
  }
}

function parseList(bytes: Buffer, count: number, start: number): Parsed | null {
  if (count === -1) return { reply: null, end: start }
  const list: Reply[] = []
  let end = start
  for (let index = 0; index < count; index += 1) {
    const parsed = parse(bytes, end)
    if (parsed === null) return null
    if (parsed.reply instanceof Error) return parsed
    list.push(parsed.reply)
    end = parsed.end
  }
  return { reply: list, end }
}

/** A bulk text as the UTF-8 that it is. */
export function utf8(reply: Reply): string {
  return Buffer.from(String(reply), 'latin1').toString('utf8')
}
