import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../../src-shared/errors.ts'
import { settle } from '../../support/fake-clock.ts'
import { acceptAll, asked, lineFixture, notedTopic, toyProtocol } from './scripted-sockets.ts'

describe('a line to the streams of an exchange', () => {
  it('opens with the first topic, asks for what came within one turn in one message, and rests without any', async () => {
    const { clock, line, sockets, states, welcome } = lineFixture()
    expect(line.state.kind).toBe('idle')
    line.add(notedTopic('a'))
    line.add(notedTopic('b'))
    await clock.advance(0)
    expect(sockets).toHaveLength(1)
    const socket = welcome()
    await clock.advance(0)
    expect(asked(socket)).toEqual([['a', 'b']])
    acceptAll(socket)
    expect(states).toEqual(['connecting', 'live'])

    line.remove('a')
    await clock.advance(0)
    expect(asked(socket, 'unsubscribe')).toEqual([['a']])
    line.remove('b')
    expect(line.state.kind).toBe('idle')
    expect(socket.isCut()).toBe(true)
    expect(clock.waiting).toBe(0)
  })

  it('waits for a greeting where the exchange greets, and gives up a socket that never hears it', async () => {
    const { clock, line, sockets, welcome } = lineFixture({ greets: true })
    line.add(notedTopic('a'))
    await clock.advance(0)
    const first = welcome()
    await clock.advance(19_999)
    expect(asked(first)).toEqual([])
    await clock.advance(1)
    expect(first.isCut()).toBe(true)
    await clock.advance(250)
    expect(sockets).toHaveLength(2)
    const second = welcome()
    second.say({ hello: true })
    await clock.advance(0)
    expect(asked(second)).toEqual([['a']])
    line.close()
    expect(clock.waiting).toBe(0)
  })

  it('keeps within the pace of messages, pings among them, and puts many topics into few messages', async () => {
    const { clock, line, welcome } = lineFixture({ pace: { most: 2, perMs: 1_000 }, topicsPerMessage: 2 })
    for (const key of ['a', 'b', 'c', 'd', 'e']) line.add(notedTopic(key))
    await clock.advance(0)
    const socket = welcome()
    await clock.advance(0)
    expect(asked(socket)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    await clock.advance(999)
    expect(asked(socket)).toHaveLength(2)
    await clock.advance(1)
    expect(asked(socket)).toHaveLength(3)
    line.close()
  })

  it('brings each message to its topic, and tells a refusal to the topic alone', async () => {
    const { clock, line, welcome } = lineFixture({ topicsPerMessage: 1 })
    const [good, bad] = [notedTopic('good'), notedTopic('bad')]
    line.add(good)
    line.add(bad)
    await clock.advance(0)
    const socket = welcome()
    await clock.advance(0)
    socket.say({ ok: 1 })
    socket.say({ no: 2, why: 'no such symbol' })
    socket.say({ topic: 'good', value: '7' })
    socket.say({ topic: 'nobody asked', value: '8' })
    expect(good.told).toEqual(['good1 speaks', 'good1 accepted', 'good1 7'])
    expect(bad.told).toEqual(['bad1 speaks', 'bad1 refused: no such symbol'])
    expect(line.state.kind).toBe('live')
    line.close()
  })

  it('gives up a socket that leaves a subscription unanswered', async () => {
    const { clock, line, sockets, states, welcome } = lineFixture()
    line.add(notedTopic('a'))
    await clock.advance(0)
    const socket = welcome()
    await clock.advance(0)
    for (let second = 0; second < 10; second += 1) {
      await clock.advance(1_000)
      socket.pong()
    }
    expect(states.at(-1)).toBe('down: no answer to the subscription of a')
    await clock.advance(250)
    expect(sockets).toHaveLength(2)
    line.close()
  })

  it('knows since when it stands so, when it heard anything last, and when it is tried again', async () => {
    const { clock, line, welcome } = lineFixture()
    const began = clock.now()
    expect(line.standing).toEqual({ state: { kind: 'idle' }, since: began, heardAt: null, againAt: null })
    await clock.advance(1_000)
    line.add(notedTopic('a'))
    expect(line.standing).toMatchObject({ state: { kind: 'connecting' }, since: began + 1_000 })
    await clock.advance(500)
    const socket = welcome()
    await clock.advance(250)
    acceptAll(socket)
    await clock.advance(5_000)
    socket.say({ topic: 'a', value: '1' })
    await clock.advance(2_000)
    expect(line.standing).toMatchObject({
      state: { kind: 'live' },
      since: began + 1_500,
      heardAt: began + 6_750,
      againAt: null,
    })
    socket.fall()
    const { state, since, heardAt, againAt } = line.standing
    expect([state.kind, since, heardAt]).toEqual(['down', began + 8_750, began + 6_750])
    expect(againAt).toBeGreaterThan(began + 8_750)
    await clock.advance((againAt ?? 0) - clock.now())
    // It is being made: nothing is waited for.
    expect(line.standing).toMatchObject({ state: { kind: 'down' }, since: began + 8_750, againAt: null })
    line.remove('a')
    expect(line.standing).toMatchObject({ state: { kind: 'idle' }, heardAt: null, againAt: null })
  })

  describe('silence', () => {
    it('pings, and takes a socket for dead that answers nothing within five seconds', async () => {
      const { clock, line, sockets, welcome } = lineFixture()
      const topic = notedTopic('a')
      line.add(topic)
      await clock.advance(0)
      const socket = welcome()
      await clock.advance(0)
      acceptAll(socket)
      await clock.advance(10_000)
      expect(socket.pings()).toBe(1)
      socket.pong()
      await clock.advance(10_000)
      expect(socket.pings()).toBe(2)
      await clock.advance(4_999)
      expect(socket.isCut()).toBe(false)
      await clock.advance(1)
      expect(socket.isCut()).toBe(true)
      expect(topic.told.at(-1)).toBe('a1 closed: nothing was heard')
      await clock.advance(250)
      expect(sockets).toHaveLength(2)
      line.close()
    })

    it('counts anything that is heard as life', async () => {
      const { clock, line, welcome } = lineFixture()
      line.add(notedTopic('a'))
      await clock.advance(0)
      const socket = welcome()
      await clock.advance(0)
      acceptAll(socket)
      for (let turn = 0; turn < 100; turn += 1) {
        await clock.advance(3_000)
        socket.say({ topic: 'a', value: String(turn) })
      }
      expect(socket.isCut()).toBe(false)
      line.close()
    })

    it('asks at once whether the socket lives when the machine wakes up', async () => {
      const { clock, line, welcome } = lineFixture()
      line.add(notedTopic('a'))
      await clock.advance(0)
      const socket = welcome()
      await clock.advance(0)
      acceptAll(socket)
      await clock.advance(1_000)
      line.wake()
      expect(socket.pings()).toBe(1)
      await clock.advance(5_000)
      expect(socket.isCut()).toBe(true)
      line.close()
    })

    it('tries again at once when the machine wakes up in a pause, and once only', async () => {
      const { clock, line, sockets } = lineFixture()
      line.add(notedTopic('a'))
      await clock.advance(0)
      sockets[0]?.fall()
      line.wake()
      await clock.advance(0)
      line.wake()
      await clock.advance(0)
      expect(sockets).toHaveLength(2)
      line.close()
    })

    it('lets an exchange that turned us away have its time, also when the machine wakes up', async () => {
      const { clock, line, sockets } = lineFixture()
      line.add(notedTopic('a'))
      await clock.advance(0)
      sockets[0]?.fall({ status: 429 })
      await clock.advance(10_000)
      line.wake()
      await clock.advance(49_999)
      expect(sockets).toHaveLength(1)
      await clock.advance(1)
      expect(sockets).toHaveLength(2)
      line.close()
    })
  })

  describe('coming back', () => {
    it('takes every topic along, with new readers', async () => {
      const { clock, line, sockets, welcome } = lineFixture()
      const topic = notedTopic('a')
      line.add(topic)
      await clock.advance(0)
      acceptAll(welcome())
      await clock.advance(0)
      sockets[0]?.fall()
      expect(topic.told.at(-1)).toBe('a1 closed: reset')
      await clock.advance(250)
      const second = welcome()
      await clock.advance(0)
      acceptAll(second)
      expect(topic.told.slice(-2)).toEqual(['a2 speaks', 'a2 accepted'])
      line.close()
    })

    it('waits longer each time, half a minute at most, and begins anew after a good half minute', async () => {
      const { clock, line, sockets } = lineFixture()
      line.add(notedTopic('a'))
      await clock.advance(0)
      const pauses: number[] = []
      for (let turn = 0; turn < 9; turn += 1) {
        const before = sockets.length
        sockets.at(-1)?.fall()
        const from = clock.now()
        while (sockets.length === before) await clock.advance(50)
        pauses.push(clock.now() - from)
      }
      expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])

      const good = sockets.at(-1)
      good?.open()
      await clock.advance(0)
      if (good !== undefined) acceptAll(good)
      for (let turn = 0; turn < 31; turn += 1) {
        await clock.advance(1_000)
        good?.pong()
      }
      good?.fall()
      await clock.advance(250)
      expect(sockets).toHaveLength(11)
      line.close()
    })

    it.each([
      ['a wall that turned us away', { status: 429 }, 60_000],
      ['a wall that says how long', { status: 503, retryAfterMs: 7_000 }, 7_000],
    ])('heeds %s', async (_what, end, waits) => {
      const { clock, line, sockets } = lineFixture()
      line.add(notedTopic('a'))
      await clock.advance(0)
      sockets[0]?.fall(end)
      await clock.advance(waits - 1)
      expect(sockets).toHaveLength(1)
      await clock.advance(1)
      expect(sockets).toHaveLength(2)
      line.close()
    })

    it('stays within the sockets that an exchange allows', async () => {
      const { clock, line, sockets } = lineFixture({}, 3)
      line.add(notedTopic('a'))
      await clock.advance(0)
      for (let turn = 0; turn < 2; turn += 1) {
        sockets.at(-1)?.fall()
        await clock.advance(1_000)
      }
      expect(sockets).toHaveLength(3)
      sockets.at(-1)?.fall()
      await clock.advance(290_000)
      expect(sockets).toHaveLength(3)
      await clock.advance(10_000)
      expect(sockets).toHaveLength(4)
      line.close()
    })

    it('asks seldom whether a key is good again that was not', async () => {
      const { clock, line, sockets, states, welcome } = lineFixture()
      line.add(notedTopic('a'))
      await clock.advance(0)
      const socket = welcome()
      socket.say({ unwelcome: 'the key was revoked', forGood: true })
      expect(socket.isCut()).toBe(true)
      await clock.advance(599_999)
      expect(sockets).toHaveLength(1)
      expect(states.at(-1)).toBe('refused: the key was revoked')
      await clock.advance(1)
      expect(sockets).toHaveLength(2)
      sockets[1]?.open()
      expect(states.at(-1)).toBe('live')
      line.close()
      expect(clock.waiting).toBe(0)
    })

    it('is patient where an exchange wants no haste, after the first few', async () => {
      const { clock, line, sockets } = lineFixture({ hasty: { most: 2, thenMs: 5_000 } })
      line.add(notedTopic('a'))
      await clock.advance(0)
      const pauses: number[] = []
      for (let turn = 0; turn < 6; turn += 1) {
        const before = sockets.length
        sockets.at(-1)?.fall()
        const from = clock.now()
        while (sockets.length === before) await clock.advance(50)
        pauses.push(clock.now() - from)
      }
      expect(pauses).toEqual([250, 500, 5_000, 5_000, 5_000, 8_000])
      line.close()
    })

    it('is refused when the key is not good enough for the address', async () => {
      const { clock, line, states } = lineFixture({
        connect: () => Promise.reject(new GatewayError('auth', 'exchange.auth')),
      })
      line.add(notedTopic('a'))
      await clock.advance(600_000)
      expect(states.map((state) => state.replace(/:.*/, ''))).toEqual(['connecting', 'refused', 'refused'])
      line.close()
      expect(clock.waiting).toBe(0)
    })

    it('tries again when the address cannot be told', async () => {
      const { clock, line, sockets, states } = lineFixture({
        connect: () => Promise.reject(new Error('no token now')),
      })
      line.add(notedTopic('a'))
      await clock.advance(0)
      expect(states.at(-1)).toBe('down: no token now')
      expect(sockets).toHaveLength(0)
      expect(clock.waiting).toBe(1)
      line.close()
      expect(clock.waiting).toBe(0)
    })
  })

  describe('changing over', () => {
    it.each([
      ['before its day is over', undefined, 82_080_000],
      ['when the exchange says that it goes', { leaving: 'maintenance' }, 0],
    ])('opens the new socket first, %s', async (_when, notice, afterMs) => {
      const { clock, line, sockets, states } = lineFixture({ pingEveryMs: 100_000_000 })
      const topic = notedTopic('a')
      line.add(topic)
      await clock.advance(0)
      sockets[0]?.open()
      await clock.advance(0)
      if (sockets[0] !== undefined) acceptAll(sockets[0])
      if (notice !== undefined) sockets[0]?.say(notice)
      await clock.advance(afterMs)
      expect(sockets).toHaveLength(2)

      const [old, fresh] = sockets
      fresh?.open()
      await clock.advance(0)
      old?.say({ topic: 'a', value: 'still here' })
      expect(topic.told.at(-1)).toBe('a1 still here')
      expect(old?.isCut()).toBe(false)
      if (fresh !== undefined) acceptAll(fresh)
      await clock.advance(0)
      expect(topic.told.slice(-3)).toEqual(['a2 accepted', 'a2 speaks', 'a1 closed: closed by us'])
      expect(old?.isCut()).toBe(true)
      expect(states).toEqual(['connecting', 'live', 'live'])
      line.close()
      expect(clock.waiting).toBe(0)
    })

    it('keeps the old one as long as the new one does not come about', async () => {
      const { clock, line, sockets } = lineFixture()
      const topic = notedTopic('a')
      line.add(topic)
      await clock.advance(0)
      sockets[0]?.open()
      await clock.advance(0)
      if (sockets[0] !== undefined) acceptAll(sockets[0])
      sockets[0]?.say({ leaving: 'maintenance' })
      await clock.advance(0)
      sockets[1]?.fall()
      expect(line.state.kind).toBe('live')
      sockets[0]?.say({ topic: 'a', value: 'still here' })
      expect(topic.told.at(-1)).toBe('a1 still here')
      await clock.advance(250)
      expect(sockets).toHaveLength(3)
      line.close()
    })

    it('makes one new socket however often the exchange says that it goes while that one comes about', async () => {
      let tell = (): void => undefined
      const usual = toyProtocol()
      const connect = async (): ReturnType<typeof usual.connect> => {
        await new Promise<void>((resolve) => {
          tell = resolve
        })
        return usual.connect()
      }
      const { clock, line, sockets } = lineFixture({ connect })
      line.add(notedTopic('a'))
      await clock.advance(0)
      tell()
      await clock.advance(0)
      sockets[0]?.open()
      sockets[0]?.say({ leaving: 'maintenance' })
      await clock.advance(0)
      tell()
      sockets[0]?.say({ leaving: 'maintenance' })
      await settle()
      expect(sockets).toHaveLength(2)
      await clock.advance(0)
      tell()
      await clock.advance(0)
      expect(sockets).toHaveLength(2)
      line.close()
      expect(sockets.map((socket) => socket.isCut())).toEqual([true, true])
    })

    it('goes on with the new one at once when the old one falls meanwhile', async () => {
      const { clock, line, sockets } = lineFixture()
      const topic = notedTopic('a')
      line.add(topic)
      await clock.advance(0)
      sockets[0]?.open()
      await clock.advance(0)
      if (sockets[0] !== undefined) acceptAll(sockets[0])
      sockets[0]?.say({ leaving: 'maintenance' })
      await clock.advance(0)
      sockets[1]?.open()
      await clock.advance(0)
      sockets[0]?.fall()
      expect(line.state.kind).toBe('live')
      expect(topic.told.slice(-2)).toEqual(['a1 closed: reset', 'a2 speaks'])
      await clock.advance(0)
      expect(sockets).toHaveLength(2)
      line.close()
      expect(clock.waiting).toBe(0)
    })
  })

  it('subscribes anew to a topic whose message cannot be read, without its neighbours', async () => {
    const { clock, line, welcome } = lineFixture()
    const [a, b] = [notedTopic('a'), notedTopic('b')]
    line.add(a)
    line.add(b)
    await clock.advance(0)
    const socket = welcome()
    await clock.advance(0)
    acceptAll(socket)
    socket.say({ topic: 'a', value: 'broken' })
    await clock.advance(0)
    expect(asked(socket, 'unsubscribe')).toEqual([['a']])
    expect(asked(socket).at(-1)).toEqual(['a'])
    expect(a.told).toEqual(['a1 speaks', 'a1 accepted', 'a1 closed: unreadable', 'a2 speaks'])
    expect(b.told).toEqual(['b1 speaks', 'b1 accepted'])
    line.close()
  })

  it('pauses longer before each further subscription of a topic that breaks again and again', async () => {
    const { clock, line, welcome } = lineFixture()
    const topic = notedTopic('a')
    line.add(topic)
    await clock.advance(0)
    const socket = welcome()
    await clock.advance(0)
    const pauses: number[] = []
    for (let turn = 0; turn < 4; turn += 1) {
      acceptAll(socket)
      const before = asked(socket).length
      topic.sinks.at(-1)?.resubscribe('gap')
      const from = clock.now()
      while (asked(socket).length === before) await clock.advance(500)
      socket.pong()
      pauses.push(clock.now() - from)
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000])
    line.close()
  })
})
