import { WebSocket } from 'ws'
import { productName } from '../http/transport.ts'

/** What happens on a socket. After `closed` nothing more is told. */
export interface SocketEvents {
  opened(): void
  text(text: string): void
  /** A ping or pong frame came: the other side lives. Pings are answered by the socket itself. */
  frame(): void
  closed(why: SocketEnd): void
}

export interface SocketEnd {
  /** For people who look into the log: a close code, a system's code, never an address. */
  readonly reason: string
  /** Status with which the exchange refused the connection; null when it was not refused. */
  readonly status: number | null
  /** What the refusal asks to wait, ms. */
  readonly retryAfterMs: number | null
}

/** One WebSocket. */
export interface Socket {
  /** @returns false: it was not open, and nothing has left */
  send(text: string): boolean
  /** A ping frame. */
  ping(): void
  /** Cut without ado; `closed` is told nevertheless. */
  cut(): void
}

/** Opens a socket to an address; the real one is {@link openWebSocket}, tests bring others. */
export type OpenSocket = (address: string, events: SocketEvents) => Socket

const handshakeMs = 10_000
/** The largest message that makes sense: a whole book. */
const mostBytes = 16 * 1024 * 1024

/** A WebSocket of the machine's own network. @throws Error when the address is none; its words do not repeat it */
export const openWebSocket: OpenSocket = (address, events) => {
  const socket = socketTo(address)
  let refusal: Omit<SocketEnd, 'reason'> = { status: null, retryAfterMs: null }
  let reason: string | null = null
  socket.on('open', () => events.opened())
  socket.on('message', (data, isBinary) => {
    if (isBinary) events.frame()
    else events.text(asText(data))
  })
  socket.on('ping', () => events.frame())
  socket.on('pong', () => events.frame())
  socket.on('unexpected-response', (_request, response) => {
    refusal = { status: response.statusCode ?? null, retryAfterMs: secondsOf(response.headers['retry-after']) }
    reason = `refused with status ${response.statusCode ?? 'none'}`
    socket.terminate()
  })
  socket.on('error', (error) => {
    reason ??= codeOf(error)
  })
  socket.on('close', (code, text) => {
    const said = text.length === 0 ? '' : ` ${text.toString('utf8').slice(0, 120)}`
    events.closed({ ...refusal, reason: reason ?? `closed ${code}${said}` })
  })
  return {
    send: (text) => {
      const isOpen = socket.readyState === WebSocket.OPEN
      if (isOpen) socket.send(text)
      return isOpen
    },
    ping: () => {
      if (socket.readyState === WebSocket.OPEN) socket.ping()
    },
    cut: () => socket.terminate(),
  }
}

function socketTo(address: string): WebSocket {
  try {
    return new WebSocket(address, {
      handshakeTimeout: handshakeMs,
      maxPayload: mostBytes,
      // Books are many small messages: what compression saves on the line it costs in processor time and memory.
      perMessageDeflate: false,
      headers: { 'user-agent': productName },
    })
  } catch {
    // What was thrown quotes the address, which may hold a token.
    throw new Error('the address of a stream is none')
  }
}

function asText(data: WebSocket.RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}

/** `Retry-After` in seconds; what is no such number says nothing. */
function secondsOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null
}

function codeOf(error: Error): string {
  const { code } = error as Error & { code?: unknown }
  return typeof code === 'string' ? code : error.name
}
