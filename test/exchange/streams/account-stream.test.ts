import { describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src-main/exchange/core/venue.ts'
import type { AccountNews } from '../../../src-main/exchange/streams/account-news.ts'
import { AccountStream } from '../../../src-main/exchange/streams/account-stream.ts'
import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import { Paced } from '../../../src-main/exchange/streams/paced.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { acceptAll, asked, type ScriptedSocket, scriptedSockets, toyProtocol } from './scripted-sockets.ts'

function noted(): FeedListener<AccountNews> & { readonly told: string[] } {
  const told: string[] = []
  return {
    told,
    value: (news) => void told.push(news.kind === 'order-touched' ? (news.orderId ?? 'any') : news.kind),
    state: (state) => void told.push('why' in state ? `${state.kind}: ${state.why}` : state.kind),
  }
}

interface Stage {
  readonly clock: FakeClock
  readonly stream: AccountStream
  readonly sockets: ScriptedSocket[]
  readonly open: () => Promise<ScriptedSocket>
}

function stage(): Stage {
  const clock = new FakeClock()
  const { open, sockets } = scriptedSockets()
  const read = (data: unknown): readonly AccountNews[] => [
    { kind: 'order-touched', orderId: String(data), symbol: null },
  ]
  const stream = new AccountStream({
    topics: [
      { key: 'orders', read },
      { key: 'balances', read: () => [{ kind: 'balances-touched' }] },
    ],
    protocol: toyProtocol({ topicsPerMessage: 1 }),
    openSocket: open,
    clock,
    logger: silentLogger,
    connects: new Paced({ most: 100, perMs: 300_000 }, clock.now),
    random: () => 0.5,
  })
  return {
    clock,
    stream,
    sockets,
    open: async () => {
      await clock.advance(0)
      const socket = sockets.at(-1)
      if (socket === undefined) throw new Error('nobody has come')
      socket.open()
      await clock.advance(0)
      return socket
    },
  }
}

describe('the stream of an account', () => {
  it('is live only with all its channels', async () => {
    const { stream, open } = stage()
    const listener = noted()
    stream.watch(listener)
    const socket = await open()
    expect(asked(socket)).toEqual([['orders'], ['balances']])
    socket.say({ ok: 1 })
    expect(stream.state.kind).toBe('waiting')
    socket.say({ topic: 'orders', value: 'early' })
    socket.say({ ok: 2 })
    expect(listener.told).toEqual(['waiting', 'early', 'live'])
    stream.close()
  })

  it('is refused with any channel that is', async () => {
    const { stream, open } = stage()
    const listener = noted()
    stream.watch(listener)
    const socket = await open()
    socket.say({ ok: 1 })
    socket.say({ no: 2, why: 'not for this kind of account' })
    expect(listener.told).toEqual(['waiting', 'refused: not for this kind of account'])
    stream.close()
  })

  it('is refused with a key that is not good any more, and live once it is good again', async () => {
    const { clock, stream, open, sockets } = stage()
    const listener = noted()
    stream.watch(listener)
    const socket = await open()
    acceptAll(socket)
    socket.say({ unwelcome: 'key revoked', forGood: true })
    expect(listener.told.at(-1)).toBe('refused: key revoked')
    await clock.advance(600_000)
    expect(sockets).toHaveLength(2)
    acceptAll(await open())
    expect(listener.told.at(-1)).toBe('live')
    stream.close()
    expect(clock.waiting).toBe(0)
  })

  it('tells what either socket tells while it changes over: nothing falls between them', async () => {
    const { clock, stream, open } = stage()
    const listener = noted()
    stream.watch(listener)
    const old = await open()
    acceptAll(old)
    old.say({ leaving: 'maintenance' })
    const fresh = await open()
    fresh.say({ ok: 1 })
    old.say({ topic: 'orders', value: 'by the old one' })
    fresh.say({ topic: 'orders', value: 'by the new one' })
    expect(old.isCut()).toBe(false)
    fresh.say({ ok: 2 })
    await clock.advance(0)
    expect(old.isCut()).toBe(true)
    // It never stopped being live: nobody has to ask for everything again.
    expect(listener.told).toEqual(['waiting', 'live', 'by the old one', 'by the new one'])
    stream.close()
  })

  it('is stale while the connection is down, and says when it is live again', async () => {
    const { clock, stream, open } = stage()
    const listener = noted()
    stream.watch(listener)
    const socket = await open()
    acceptAll(socket)
    socket.fall()
    await clock.advance(250)
    acceptAll(await open())
    expect(listener.told).toEqual(['waiting', 'live', 'stale: reset', 'live'])
    stream.close()
  })

  it('is kept for ten seconds after the last has gone', async () => {
    const { clock, stream, open, sockets } = stage()
    const stop = stream.watch(noted())
    const socket = await open()
    acceptAll(socket)
    stop()
    await clock.advance(9_000)
    const stopAgain = stream.watch(noted())
    await clock.advance(1_500)
    expect(socket.isCut()).toBe(false)
    socket.pong()
    stopAgain()
    await clock.advance(10_000)
    expect(socket.isCut()).toBe(true)
    expect(clock.waiting).toBe(0)

    const listener = noted()
    stream.watch(listener)
    acceptAll(await open())
    expect(sockets).toHaveLength(2)
    expect(listener.told.at(-1)).toBe('live')
    stream.close()
    expect(clock.waiting).toBe(0)
  })
})
