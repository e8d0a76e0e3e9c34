import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { openWebSocket, type Socket, type SocketEnd } from '../../../src-main/exchange/streams/socket.ts'
import { until } from '../../support/until.ts'

interface Heard {
  readonly socket: Socket
  readonly texts: string[]
  readonly frames: () => number
  readonly isOpen: () => boolean
  readonly end: () => SocketEnd | null
}

function open(address: string): Heard {
  const texts: string[] = []
  let frames = 0
  let isOpen = false
  let end: SocketEnd | null = null
  const socket = openWebSocket(address, {
    opened: () => {
      isOpen = true
    },
    text: (text) => void texts.push(text),
    frame: () => {
      frames += 1
    },
    closed: (why) => {
      expect(end).toBeNull()
      end = why
    },
  })
  return { socket, texts, frames: () => frames, isOpen: () => isOpen, end: () => end }
}

const opened: { close(): void }[] = []
afterEach(() => {
  for (const each of opened.splice(0)) each.close()
})

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that hands each socket to the test. */
async function serve(come: (socket: WebSocket) => void): Promise<string> {
  const http = createServer()
  const sockets = new WebSocketServer({ server: http })
  sockets.on('connection', come)
  opened.push({
    close: () => {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    },
  })
  return listening(http)
}

describe('a WebSocket to an exchange', () => {
  it('carries texts both ways and answers pings by itself', async () => {
    const heard: string[] = []
    let ponged = false
    const address = await serve((socket) => {
      socket.on('message', (data: Buffer) => {
        heard.push(data.toString('utf8'))
        socket.send('{"price":"0.1"}')
        socket.ping('now')
      })
      socket.on('pong', (payload) => {
        ponged = payload.toString('utf8') === 'now'
      })
    })
    const { socket, texts, frames, isOpen } = open(address)
    await until(isOpen)
    socket.send('hello')
    await until(() => ponged && frames() > 0)
    expect(heard).toEqual(['hello'])
    expect(texts).toEqual(['{"price":"0.1"}'])
    const before = frames()
    socket.ping()
    await until(() => frames() > before)
    socket.cut()
  })

  it('tells how the exchange closed it', async () => {
    const address = await serve((socket) => socket.close(1008, 'Too many requests'))
    const { end } = open(address)
    await until(() => end() !== null)
    expect(end()).toEqual({ reason: 'closed 1008 Too many requests', status: null, retryAfterMs: null })
  })

  it.each([
    ['with how long to wait', { 'retry-after': '17' }, 17_000],
    ['without it', {}, null],
    ['with a date, which is no number of seconds', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, null],
  ])('tells that it was turned away, %s', async (_what, headers, retryAfterMs) => {
    const http = createServer()
    http.on('upgrade', (_request, socket) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.end(`HTTP/1.1 429 Too Many Requests\r\n${lines.join('')}connection: close\r\ncontent-length: 0\r\n\r\n`)
    })
    const { end, isOpen } = open(await listening(http))
    await until(() => end() !== null)
    expect(end()).toEqual({ reason: 'refused with status 429', status: 429, retryAfterMs })
    expect(isOpen()).toBe(false)
  })

  it('tells that nobody is there, without the address', async () => {
    const http = createServer()
    const address = await listening(http)
    for (const each of opened.splice(0)) each.close()
    const { end } = open(address)
    await until(() => end() !== null)
    expect(end()).toEqual({ reason: 'ECONNREFUSED', status: null, retryAfterMs: null })
  })

  it('gives up on a message larger than any book', async () => {
    const address = await serve((socket) => socket.send('x'.repeat(17 * 1024 * 1024)))
    const { end, texts } = open(address)
    await until(() => end() !== null)
    expect(end()?.reason).toBe('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    expect(texts).toEqual([])
  })

  it('does not repeat an address that is none: it may hold a token', () => {
    expect(() => open('htp:/not an address?token=canary')).toThrow(/^(?!.*canary).*$/s)
  })

  it('sends nothing once it is cut', async () => {
    const address = await serve(() => undefined)
    const { socket, end, isOpen } = open(address)
    await until(isOpen)
    socket.cut()
    socket.send('late')
    socket.ping()
    await until(() => end() !== null)
    expect(end()?.reason).toBe('closed 1006')
  })
})
