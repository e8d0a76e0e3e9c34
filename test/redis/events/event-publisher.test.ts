import { Redis } from 'ioredis'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { silentLogger, systemClock } from '../../../src-main/infra/clock.ts'
import { plainConnection } from '../../../src-main/redis/connection.ts'
import type { EventEntry } from '../../../src-main/redis/events/event-entry.ts'
import { EventPublisher, type EventPublisherOptions } from '../../../src-main/redis/events/event-publisher.ts'
import { openCommands } from '../../../src-main/redis/redis-commands.ts'
import { startOwnRedis } from '../../../src-main/redis/service/own-server.ts'
import { Journal } from '../../../src-main/trading/journal.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { until } from '../../support/until.ts'
import { CuttingProxy } from '../support/cutting-proxy.ts'

type Fields = Readonly<Record<string, string>>

let port = 0
let reader: Redis

beforeEach(async () => {
  const server = await startOwnRedis()
  port = server.port
  reader = new Redis({ port, host: '127.0.0.1' })
  return async () => {
    reader.disconnect()
    await server.close()
  }
})

const entry = (name: string): EventEntry => ({ id: name, fields: { v: '1', type: 'order_filled', order_id: name } })
const entries = (from: number, to: number): readonly EventEntry[] =>
  Array.from({ length: to - from + 1 }, (_, index) => entry(`e${from + index}`))

async function stream(): Promise<readonly Fields[]> {
  const rows = await reader.xrange('exchange_events', '-', '+')
  return rows.map(([, words]) =>
    Object.fromEntries(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : []))),
  )
}

const ids = async (): Promise<readonly string[]> => (await stream()).map(({ id = '' }) => id)

async function publisher(
  at: number,
  options: Partial<EventPublisherOptions> & { readonly folder?: string } = {},
): Promise<{ readonly publisher: EventPublisher; readonly journal: Journal }> {
  const { folder = temporaryFolder(), ...others } = options
  const journal = Journal.open({ folder })
  const redis = openCommands(plainConnection({ host: '127.0.0.1', port: at }))
  const made = new EventPublisher({
    write: (work) => work(redis),
    inCluster: () => false,
    length: () => 1_000,
    shelf: journal.untold,
    gateway: 'gateway-1',
    clock: systemClock,
    logger: silentLogger,
    changed: () => undefined,
    ...others,
  })
  onTestFinished(async () => {
    await made.endSending()
    redis.disconnect()
    journal.close()
  })
  return Promise.resolve({ publisher: made, journal })
}

describe('entries on the stream', () => {
  it('come in their order, each once, numbered without a gap', async () => {
    const { publisher: one } = await publisher(port)
    one.add(entries(1, 250))
    one.add([entry('e7'), entry('e251')])
    await until(async () => (await stream()).length >= 251)
    const told = await stream()
    expect(told.map(({ id }) => id)).toEqual(entries(1, 251).map(({ id }) => id))
    expect(told.map(({ sequence }) => Number(sequence))).toEqual(told.map((_, index) => index + 1))
    expect(told[0]).toEqual({ id: 'e1', sequence: '1', v: '1', type: 'order_filled', order_id: 'e1' })
  })

  it('are told once by two gateways that see the same', async () => {
    const { publisher: one } = await publisher(port)
    const { publisher: two } = await publisher(port)
    for (let count = 1; count <= 50; count += 1) for (const each of [one, two]) each.add([entry(`e${count}`)])
    await until(() => one.figures().waiting + two.figures().waiting === 0)
    expect(await ids()).toEqual(entries(1, 50).map(({ id }) => id))
  })

  it('stay as many as was chosen, and so does what is remembered of them', async () => {
    const { publisher: one } = await publisher(port, { length: () => 100 })
    one.add(entries(1, 1_000))
    await until(() => one.figures().waiting === 0)
    // Redis cuts whole nodes of the stream off, of 100 entries each.
    expect(await reader.xlen('exchange_events')).toBeLessThanOrEqual(200)
    expect(await reader.zcard('exchange_events:told')).toBe(100)
    expect((await stream()).at(-1)).toMatchObject({ id: 'e1000', sequence: '1000' })
  })

  it('are told once when the answer of Redis is lost', async () => {
    const proxy = await CuttingProxy.start(port)
    onTestFinished(() => proxy[Symbol.asyncDispose]())
    const { publisher: one } = await publisher(proxy.port)
    const cut = proxy.cutAfterCommand((command) => command.includes('XADD') && command.includes('e3'))
    for (let count = 1; count <= 5; count += 1) {
      one.add([entry(`e${count}`)])
      await until(() => count !== 3 || one.figures().waiting > 0 || one.figures().published >= count)
    }
    await cut
    await until(() => one.figures().waiting === 0)
    expect(await ids()).toEqual(entries(1, 5).map(({ id }) => id))
  })
})

describe('while Redis is away', () => {
  it('what happens waits, the oldest of too much is given up, and how much is told', async () => {
    const proxy = await CuttingProxy.start(port)
    onTestFinished(() => proxy[Symbol.asyncDispose]())
    proxy.refuse(true)
    const { publisher: one } = await publisher(proxy.port, { mostWaiting: 10 })
    one.add(entries(1, 4))
    await until(() => one.figures().trouble !== null)
    one.add(entries(5, 25))
    expect(one.figures()).toMatchObject({ published: 0, waiting: 10, dropped: 15 })
    proxy.refuse(false)
    one.reconnected()
    await until(() => one.figures().waiting === 0)
    const told = await stream()
    expect(told.map(({ id, type, count }) => (type === 'events_lost' ? `lost ${String(count)}` : id))).toEqual([
      'lost 15',
      ...entries(16, 25).map(({ id }) => id),
    ])
    expect(one.figures()).toMatchObject({ published: 10, dropped: 15, trouble: null })
  })

  it('it is tried again by itself', async () => {
    const proxy = await CuttingProxy.start(port)
    onTestFinished(() => proxy[Symbol.asyncDispose]())
    proxy.refuse(true)
    const { publisher: one } = await publisher(proxy.port)
    one.add(entries(1, 3))
    await until(() => one.figures().trouble !== null)
    proxy.refuse(false)
    await until(() => one.figures().waiting === 0)
    expect(await ids()).toEqual(['e1', 'e2', 'e3'])
  })

  it('whoever adds does not wait, however long Redis says nothing', async () => {
    const { publisher: one } = await publisher(port, { write: () => new Promise(() => undefined) })
    const began = performance.now()
    for (let count = 1; count <= 2_000; count += 1) one.add([entry(`e${count}`)])
    expect((performance.now() - began) / 2_000).toBeLessThan(0.5)
    expect(one.figures().waiting).toBe(2_000)
  })

  it('what waits is told by the next run, as late, after what was told before', async () => {
    const folder = temporaryFolder()
    const proxy = await CuttingProxy.start(port)
    onTestFinished(() => proxy[Symbol.asyncDispose]())
    const before = await publisher(proxy.port, { folder })
    before.publisher.add(entries(1, 2))
    await until(() => before.publisher.figures().published === 2)
    proxy.refuse(true)
    before.publisher.add(entries(3, 4))
    await until(() => before.publisher.figures().trouble !== null)
    await before.publisher.endSending()
    // What still happens while the gateway closes.
    before.publisher.add([entry('e5')])
    before.journal.close()

    const after = await publisher(port, { folder })
    after.publisher.add([entry('e6')])
    await until(() => after.publisher.figures().waiting === 0)
    const told = await stream()
    expect(told.map(({ id, delayed = '' }) => `${String(id)} ${delayed}`)).toEqual([
      'e1 ',
      'e2 ',
      'e3 1',
      'e4 1',
      'e5 1',
      'e6 ',
    ])
    await until(() => after.journal.untold.all().length === 0)
  })

  it('what was given up, or told, waits no longer on the disk either', async () => {
    const { publisher: one, journal } = await publisher(port, {
      mostWaiting: 5,
      write: () => Promise.reject(new Error('away')),
    })
    one.add(entries(1, 20))
    expect(journal.untold.all().map(({ text }) => (JSON.parse(text) as EventEntry).id)).toEqual(
      entries(16, 20).map(({ id }) => id),
    )
    one.forget()
    expect(journal.untold.all()).toEqual([])
  })
})
