import { describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../../../src-main/exchange/core/venue.ts'
import type { TransportOutcome, TransportRequest } from '../../../src-main/exchange/http/transport.ts'
import { SocketRequests, type SocketRequestsOptions } from '../../../src-main/exchange/streams/requests.ts'
import { acceptAll, type LineFixture, lineFixture, type ScriptedSocket } from './scripted-sockets.ts'

const request: TransportRequest = { method: 'POST', url: 'https://exchange.test/order', headers: {}, body: '{"n":1}' }
const done: TransportOutcome = { kind: 'response', status: 200, headers: {}, text: '{}' }

function requestsOn(
  { line }: LineFixture,
  changes: Partial<SocketRequestsOptions> = {},
): { readonly requests: SocketRequests; readonly told: unknown[] } {
  const told: unknown[] = []
  const requests = new SocketRequests({
    key: 'orders',
    withId: (body, id) => `{"id":"${id}",${body.slice(1)}`,
    logger: { ...silentLogger, warn: (details, text) => told.push([text, details]) },
    ...changes,
  })
  line.add(requests.topic)
  return { requests, told }
}

async function opened(fixture: LineFixture): Promise<ScriptedSocket> {
  await fixture.clock.advance(0)
  const socket = fixture.welcome()
  await fixture.clock.advance(0)
  acceptAll(socket)
  await fixture.clock.advance(0)
  return socket
}

const answer = (socket: ScriptedSocket, id: string, outcome = done): void =>
  socket.say({ topic: 'orders', value: { id, outcome } })
/** Requests that a socket was given, without what the line itself says. */
const written = (socket: ScriptedSocket | undefined): readonly string[] =>
  socket?.sent.filter((text) => text.startsWith('{"id"')) ?? []

describe('requests over a socket', () => {
  it('are written once under ids of their own and get the answer of their id, in whatever order it comes', async () => {
    const fixture = lineFixture()
    const { requests } = requestsOn(fixture)
    expect(requests.isOpen).toBe(false)
    const socket = await opened(fixture)
    expect(requests.isOpen).toBe(true)
    const [first, second] = [requests.send(request), requests.send(request)]
    expect(written(socket)).toEqual(['{"id":"o1","n":1}', '{"id":"o2","n":1}'])
    answer(socket, 'o2', { ...done, status: 201 })
    answer(socket, 'nobody')
    answer(socket, 'o1')
    expect(await first).toEqual(done)
    expect(await second).toMatchObject({ status: 201 })
    fixture.line.close()
  })

  it('are not sent before the exchange has shown that it answers, nor by a socket that is gone', async () => {
    const fixture = lineFixture()
    const { requests, told } = requestsOn(fixture)
    expect(await requests.send(request)).toMatchObject({ kind: 'not-sent' })
    await fixture.clock.advance(0)
    const socket = fixture.welcome()
    await fixture.clock.advance(0)
    expect(await requests.send(request)).toMatchObject({ kind: 'not-sent' })
    acceptAll(socket)
    socket.fall({ reason: 'reset' })
    expect(await requests.send(request)).toMatchObject({ kind: 'not-sent' })
    expect(written(socket)).toEqual([])
    expect(told).toEqual([['requests go over HTTP for now, instead of a socket', { topic: 'orders', reason: 'reset' }]])
    await fixture.clock.advance(500)
    const next = await opened(fixture)
    expect(requests.isOpen).toBe(true)
    expect(told.slice(1)).toEqual([['requests go over a socket again', { topic: 'orders' }]])
    expect(next).not.toBe(socket)
    fixture.line.close()
  })

  it('have an unknown outcome once they were written and their socket broke', async () => {
    const fixture = lineFixture()
    const { requests } = requestsOn(fixture)
    const socket = await opened(fixture)
    const sent = requests.send(request)
    socket.fall({ reason: 'reset' })
    expect(await sent).toEqual({ kind: 'unknown', reason: 'reset' })
    await fixture.clock.advance(500)
    const next = await opened(fixture)
    expect(written(next)).toEqual([])
    fixture.line.close()
  })

  it('have an unknown outcome when no answer comes in time; the socket is used again once it has answered', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const fixture = lineFixture()
      const { requests, told } = requestsOn(fixture)
      const socket = await opened(fixture)
      const [lost, late] = [requests.send({ ...request, deadlineMs: 1_000 }), requests.send(request)]
      await vi.advanceTimersByTimeAsync(1_000)
      expect(await lost).toMatchObject({ kind: 'unknown', reason: 'no answer within the deadline' })
      expect(told).toHaveLength(1)
      expect(await requests.send(request)).toMatchObject({ kind: 'not-sent' })
      expect(written(socket)).toHaveLength(2)
      answer(socket, 'o2')
      expect(await late).toEqual(done)
      expect(requests.isOpen).toBe(false)
      await fixture.clock.advance(0)
      acceptAll(socket)
      expect(requests.isOpen).toBe(true)
      expect(told).toHaveLength(2)
      fixture.line.close()
    } finally {
      vi.useRealTimers()
    }
  })

  it('are not given to a socket that already leaves another one waiting', async () => {
    const fixture = lineFixture()
    let now = 0
    const { requests } = requestsOn(fixture, { monotonic: () => now })
    const socket = await opened(fixture)
    const slow = requests.send(request)
    now = 3_000
    expect(await requests.send(request)).toMatchObject({ kind: 'not-sent' })
    answer(socket, 'o1')
    expect(await slow).toEqual(done)
    expect(requests.isOpen).toBe(true)
    fixture.line.close()
  })

  it('are not given to a socket that was not heard for longer than its heartbeat, as after a sleep', async () => {
    const fixture = lineFixture()
    const { requests } = requestsOn(fixture)
    const socket = await opened(fixture)
    fixture.clock.sleep(60_000)
    expect(await requests.send(request)).toMatchObject({ kind: 'not-sent' })
    expect(socket.isCut()).toBe(true)
    expect(written(socket)).toEqual([])
    fixture.line.close()
  })

  it.each([
    ['its day is over', (fixture: LineFixture) => fixture.clock.advance(86_400_000 * 0.95)],
    [
      'the exchange says that it goes',
      (fixture: LineFixture, socket: ScriptedSocket) => {
        socket.say({ leaving: 'serverShutdown' })
        return fixture.clock.advance(0)
      },
    ],
  ])('under way when %s are answered by the old socket, later ones go by the new', async (_, change) => {
    const fixture = lineFixture({ pingEveryMs: 1_000_000_000 })
    const { requests, told } = requestsOn(fixture)
    const old = await opened(fixture)
    const underWay = requests.send(request)
    await change(fixture, old)
    expect(fixture.sockets).toHaveLength(2)
    expect(requests.isOpen).toBe(true)
    const fresh = await opened(fixture)
    expect(old.isCut()).toBe(false)
    const later = requests.send(request)
    expect([written(old), written(fresh)].map(({ length }) => length)).toEqual([1, 1])
    answer(old, 'o1')
    answer(fresh, 'o2')
    expect([await underWay, await later]).toEqual([done, done])
    await fixture.clock.advance(0)
    expect(old.isCut()).toBe(true)
    expect(fresh.isCut()).toBe(false)
    expect(told).toEqual([])
    fixture.line.close()
    expect(fixture.clock.waiting).toBe(0)
  })

  const unclear: TransportOutcome = { ...done, status: 503, text: 'overloaded' }
  const isUnclear = (outcome: TransportOutcome): boolean => outcome.kind === 'response' && outcome.status >= 500
  const endUnclear = async (
    requests: SocketRequests,
    socket: ScriptedSocket,
    ids: readonly number[],
  ): Promise<void> => {
    for (const id of ids) {
      const sent = requests.send(request)
      answer(socket, `o${id}`, unclear)
      expect(await sent).toEqual(unclear)
    }
  }

  it('of which three in a row end in doubt want another socket; the old one still answers what is under way', async () => {
    const fixture = lineFixture()
    const { requests, told } = requestsOn(fixture, { isUnclear })
    const old = await opened(fixture)
    await endUnclear(requests, old, [1, 2])
    const clear = requests.send(request)
    answer(old, 'o3')
    expect(await clear).toEqual(done)
    await endUnclear(requests, old, [4, 5])
    const [underWay, last] = [requests.send(request), requests.send(request)]
    expect(requests.isOpen).toBe(true)
    answer(old, 'o7', unclear)
    expect(await last).toEqual(unclear)
    expect(await requests.send(request)).toMatchObject({ kind: 'not-sent' })
    const reason = 'several requests in a row had no clear answer'
    expect(told).toEqual([['requests go over HTTP for now, instead of a socket', { topic: 'orders', reason }]])
    const fresh = await opened(fixture)
    expect(fixture.sockets).toHaveLength(2)
    expect(old.isCut()).toBe(false)
    const later = requests.send(request)
    answer(fresh, 'o8')
    answer(old, 'o6')
    expect([await underWay, await later]).toEqual([done, done])
    await fixture.clock.advance(0)
    expect([old.isCut(), fresh.isCut()]).toEqual([true, false])
    expect(told.slice(1)).toEqual([['requests go over a socket again', { topic: 'orders' }]])
    fixture.line.close()
    expect(fixture.clock.waiting).toBe(0)
  })

  it('go without a socket for a minute where another one has served no better', async () => {
    const fixture = lineFixture({ pingEveryMs: 1_000_000_000 })
    const { requests } = requestsOn(fixture, { isUnclear })
    await endUnclear(requests, await opened(fixture), [1, 2, 3])
    await endUnclear(requests, await opened(fixture), [4, 5, 6])
    await fixture.clock.advance(59_000)
    expect(fixture.sockets).toHaveLength(2)
    expect(await requests.send(request)).toMatchObject({ kind: 'not-sent' })
    await fixture.clock.advance(1_000)
    expect(fixture.sockets).toHaveLength(3)
    await endUnclear(requests, await opened(fixture), [7, 8, 9])
    await fixture.clock.advance(59_000)
    expect(fixture.sockets).toHaveLength(3)
    fixture.line.close()
  })

  it('that are never answered, three in a row, want another socket, although this one answers otherwise', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const fixture = lineFixture({ pingEveryMs: 1_000_000_000 })
      const { requests } = requestsOn(fixture)
      const socket = await opened(fixture)
      for (const time of [1, 2, 3]) {
        const lost = requests.send({ ...request, deadlineMs: 1_000 })
        await vi.advanceTimersByTimeAsync(1_000)
        expect(await lost, `${time}`).toMatchObject({ kind: 'unknown' })
        const from = socket.sent.length
        await fixture.clock.advance(2_000)
        acceptAll(socket, from)
      }
      expect(requests.isOpen).toBe(false)
      expect(fixture.sockets).toHaveLength(2)
      await opened(fixture)
      expect(requests.isOpen).toBe(true)
      expect(socket.isCut()).toBe(true)
      fixture.line.close()
    } finally {
      vi.useRealTimers()
    }
  })

  it('that an old socket never answers are unknown when it is given up', async () => {
    const fixture = lineFixture({ pingEveryMs: 1_000_000_000 })
    const { requests } = requestsOn(fixture)
    const old = await opened(fixture)
    const underWay = requests.send(request)
    old.say({ leaving: 'serverShutdown' })
    await fixture.clock.advance(0)
    await opened(fixture)
    await fixture.clock.advance(20_000)
    expect(await underWay).toMatchObject({ kind: 'unknown' })
    expect(old.isCut()).toBe(true)
    expect(requests.isOpen).toBe(true)
    fixture.line.close()
  })

  it('under way when nobody wants the socket any more are still answered; that is no failure of it', async () => {
    const fixture = lineFixture()
    const { requests, told } = requestsOn(fixture)
    const socket = await opened(fixture)
    const underWay = requests.send(request)
    fixture.line.remove('orders')
    expect(await requests.send(request)).toMatchObject({ kind: 'not-sent' })
    expect(socket.isCut()).toBe(false)
    answer(socket, 'o1')
    expect(await underWay).toEqual(done)
    await fixture.clock.advance(0)
    expect(socket.isCut()).toBe(true)
    expect(fixture.clock.waiting).toBe(0)
    expect(told).toEqual([])
    fixture.line.close()
  })

  it('are given up with the line', async () => {
    const fixture = lineFixture()
    const { requests } = requestsOn(fixture)
    const socket = await opened(fixture)
    const underWay = requests.send(request)
    fixture.line.close()
    expect(await underWay).toMatchObject({ kind: 'unknown' })
    expect(socket.isCut()).toBe(true)
    expect(fixture.clock.waiting).toBe(0)
  })
})
