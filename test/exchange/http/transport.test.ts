import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { Transport, type TransportOptions } from '../../../src-main/exchange/http/transport.ts'
import { httpAnswer, type RawServer, startRawServer } from '../raw-server.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function setUp(
  answer: Parameters<typeof startRawServer>[0],
  options: TransportOptions = {},
): Promise<{ server: RawServer; transport: Transport }> {
  const server = await startRawServer(answer)
  const transport = new Transport({ connections: 1, ...options })
  open.push({ close: () => transport.close(100) }, server)
  return { server, transport }
}

const post = (url: string, deadlineMs = 3_000) => ({ method: 'POST', url, headers: {}, deadlineMs }) as const

describe('Transport', () => {
  it('sends the URL byte for byte and gives back status, headers and text', async () => {
    const { server, transport } = await setUp((socket) => socket.write(httpAnswer(418, '{"é":1}', { 'X-Used': '7' })))
    const path = "/a?x=%EF%BC%91%2B%7e&y=(1)*'~&signature=ab%3D"
    const outcome = await transport.send({
      method: 'DELETE',
      url: server.url + path,
      headers: { 'X-MBX-APIKEY': 'k' },
    })
    expect(outcome).toMatchObject({
      kind: 'response',
      status: 418,
      text: '{"é":1}',
      headers: { 'x-used': '7' },
    })
    expect(server.requests[0]).toMatch(new RegExp(`^DELETE ${path.replace(/[?*().+]/g, '\\$&')} HTTP/1.1\r\n`))
    expect(server.requests[0]?.toLowerCase()).toContain('x-mbx-apikey: k')
  })

  it('calls a refused connection not-sent', async () => {
    const { server, transport } = await setUp(() => undefined)
    await server.close()
    expect(await transport.send(post(`${server.url}/order`))).toEqual({
      kind: 'not-sent',
      reason: 'ECONNREFUSED',
    })
  })

  it('calls an unknown host not-sent', async () => {
    const { transport } = await setUp(() => undefined)
    const outcome = await transport.send(post('http://no-such-host.invalid/order'))
    expect(outcome.kind).toBe('not-sent')
  })

  it('calls a connection dropped after the request unknown, and does not send again', async () => {
    const { server, transport } = await setUp((socket) => socket.destroy())
    expect((await transport.send(post(`${server.url}/order`))).kind).toBe('unknown')
    expect(server.requests).toHaveLength(1)
  })

  it('calls half an answer unknown', async () => {
    const { server, transport } = await setUp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"orderId":')
      socket.end()
    })
    expect((await transport.send(post(`${server.url}/order`))).kind).toBe('unknown')
    expect(server.requests).toHaveLength(1)
  })

  it('gives up at the deadline: unknown once the request has left', async () => {
    const { server, transport } = await setUp(() => undefined)
    expect(await transport.send(post(`${server.url}/order`, 60))).toEqual({
      kind: 'unknown',
      reason: 'no whole answer within the deadline',
    })
  })

  it('gives up at the deadline: not-sent while it still waits for a socket, and never sends it afterwards', async () => {
    let release = (): void => undefined
    const { server, transport } = await setUp((socket) => {
      release = () => socket.write(httpAnswer(200, 'first'))
    })
    const first = transport.send(post(`${server.url}/first`))
    const second = await transport.send(post(`${server.url}/second`, 60))
    expect(second.kind).toBe('not-sent')
    release()
    expect(await first).toMatchObject({ kind: 'response', text: 'first' })
    const third = transport.send(post(`${server.url}/third`, 500))
    await expect.poll(() => server.requests.length).toBe(2)
    release()
    expect((await third).kind).toBe('response')
    expect(server.requests.map((head) => head.split(' ')[1])).toEqual(['/first', '/third'])
  })

  it.each(['POST', 'PUT', 'DELETE', 'GET'] as const)(
    'does not repeat a %s when a kept-alive socket turns out to be dead',
    async (method) => {
      const { server, transport } = await setUp((socket, _head, index) => {
        if (index === 0) socket.write(httpAnswer(200, 'ok', { 'keep-alive': 'timeout=60' }))
        else socket.resetAndDestroy()
      })
      const send = (path: string) => transport.send({ method, url: server.url + path, headers: {}, deadlineMs: 3_000 })
      expect((await send('/1')).kind).toBe('response')
      expect((await send('/2')).kind).toBe('unknown')
      expect(server.requests).toHaveLength(2)
      expect(server.connections()).toBe(1)
    },
  )

  it('sends at most once per call while sockets die at random moments', async () => {
    const { server, transport } = await setUp(
      (socket, _head, index) => {
        if (index % 3 === 0) socket.resetAndDestroy()
        else if (index % 3 === 1) socket.end(httpAnswer(200, 'ok'))
        else socket.write(httpAnswer(200, 'ok'))
      },
      { connections: 3 },
    )
    const paths = Array.from({ length: 60 }, (_, index) => `/order-${index}`)
    const outcomes = await Promise.all(paths.map((path) => transport.send(post(server.url + path, 5_000))))
    const arrived = server.requests.map((head) => head.split(' ')[1] ?? '')
    expect(new Set(arrived).size).toBe(arrived.length)
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind === 'not-sent') expect(arrived).not.toContain(paths[index])
      if (outcome.kind === 'response') expect(arrived).toContain(paths[index])
    }
  })

  it('cuts an answer that is too large', async () => {
    const { server, transport } = await setUp((socket) => socket.write(httpAnswer(200, 'x'.repeat(5_000))), {
      maxBodyBytes: 1_000,
    })
    expect((await transport.send(post(`${server.url}/big`))).kind).toBe('unknown')
  })

  it('goes by what a request says of its answer, rather than by its own limit', async () => {
    const { server, transport } = await setUp((socket) => socket.write(httpAnswer(200, 'x'.repeat(5_000))), {
      maxBodyBytes: 1_000,
    })
    const send = async (maxBodyBytes: number) => transport.send({ ...post(`${server.url}/big`), maxBodyBytes })
    expect((await send(6_000)).kind).toBe('response')
    expect(await send(4_999)).toEqual({ kind: 'unknown', reason: 'the answer is too large' })
  })

  it('unpacks no more than a few megabytes unless told', async () => {
    const packed = gzipSync(Buffer.alloc(60 * 1024 * 1024, 0x20))
    expect(packed.length).toBeLessThan(64 * 1024)
    const { server, transport } = await setUp((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`)
      socket.write(packed)
    })
    expect((await transport.send(post(`${server.url}/bomb`))).kind).toBe('unknown')
  })

  it('says who asks, on every request', async () => {
    for (const [options, expected] of [
      [{}, 'user-agent: aristobotexchangegateway\r\n'],
      [{ userAgent: 'Gateway/1.2' }, 'user-agent: gateway/1.2\r\n'],
    ] as const) {
      const { server, transport } = await setUp((socket) => socket.write(httpAnswer(200, '{}')), options)
      await transport.send(post(`${server.url}/a`))
      expect(`${server.requests[0]?.toLowerCase()}\r\n`).toContain(expected)
    }
  })

  it('cuts an answer that is too large once it is unpacked', async () => {
    const packed = gzipSync('x'.repeat(5_000))
    const { server, transport } = await setUp(
      (socket) => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`)
        socket.write(packed)
      },
      { maxBodyBytes: 1_000 },
    )
    expect((await transport.send(post(`${server.url}/bomb`))).kind).toBe('unknown')
  })

  it('unpacks gzip and calls a damaged packet unknown', async () => {
    const packed = gzipSync('{"big":"answer"}')
    const { server, transport } = await setUp((socket, _head, index) => {
      const body = index === 0 ? packed : packed.subarray(0, packed.length - 6)
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`)
      socket.write(body)
    })
    expect(await transport.send(post(`${server.url}/zip`))).toMatchObject({ text: '{"big":"answer"}' })
    expect((await transport.send(post(`${server.url}/zip`))).kind).toBe('unknown')
  })

  it('follows no redirect and sends nothing once closed', async () => {
    const { server, transport } = await setUp((socket) => socket.write(httpAnswer(302, '', { location: '/elsewhere' })))
    expect(await transport.send(post(`${server.url}/order`))).toMatchObject({ kind: 'response', status: 302 })
    await transport.close()
    expect((await transport.send(post(`${server.url}/order`))).kind).toBe('not-sent')
    expect(server.requests).toHaveLength(1)
  })
})
