import { decode } from '@msgpack/msgpack'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MarketsEvent, queueMember, queuesOf } from '../../src-main/redis/channels-message.ts'
import { plainConnection } from '../../src-main/redis/connection.ts'
import { DjangoRedis } from '../../src-main/redis/django-side.ts'
import { openCommands } from '../../src-main/redis/redis-commands.ts'
import { freePort, type OwnRedisServer, startOwnRedis } from '../../src-main/redis/service/own-server.ts'

const loaded: MarketsEvent = {
  type: 'markets_loaded',
  broker_id: 3,
  exchange_name: 'kraken',
  market_count: 1234,
  status: 'success',
  timestamp: 1_790_000_000_123,
}
const failed: MarketsEvent = {
  type: 'markets_error',
  broker_id: 70_000,
  error: 'clé refusée',
  status: 'error',
  timestamp: 1_790_000_000_123,
}

describe('an event as bytes', () => {
  /**
   * What Python's msgpack 1.0.3 (use_bin_type) packs for the same event: what channels_redis 4.0 puts after its twelve
   * random bytes.
   */
  it.each([
    [
      loaded,
      ['specific.a!b', 'specific.a!c'],
      '87a474797065ae6d61726b6574735f6c6f61646564a962726f6b65725f696403ad65786368616e67655f6e616d65a66b72616b656eac6d61726b65745f636f756e74cd04d2a6737461747573a773756363657373a974696d657374616d70cf000001a0c4506c7bb05f5f617367695f6368616e6e656c5f5f92ac73706563696669632e612162ac73706563696669632e612163',
    ],
    [
      failed,
      ['specific.a!b'],
      '86a474797065ad6d61726b6574735f6572726f72a962726f6b65725f6964ce00011170a56572726f72ad636cc3a9207265667573c3a965a6737461747573a56572726f72a974696d657374616d70cf000001a0c4506c7bb05f5f617367695f6368616e6e656c5f5f91ac73706563696669632e612162',
    ],
  ])('is what Django packs itself', (event, channels, hex) => {
    expect(queueMember(event, channels).subarray(12).toString('hex')).toBe(hex)
  })

  it('is another member every time', () => {
    expect(queueMember(loaded, ['a!b']).equals(queueMember(loaded, ['a!b']))).toBe(false)
  })

  it('goes to the queue of each process once, with all its channels', () => {
    expect([...queuesOf(['specific.a!1', 'specific.b!1', 'specific.a!2', 'plain'])]).toEqual([
      ['asgispecific.a!', ['specific.a!1', 'specific.a!2']],
      ['asgispecific.b!', ['specific.b!1']],
      ['asgiplain', ['plain']],
    ])
  })
})

describe('what Django reads besides its answers', () => {
  let server: OwnRedisServer
  let django: Redis
  let side: DjangoRedis
  beforeAll(async () => {
    server = await startOwnRedis()
    django = new Redis({ port: server.port, host: server.host })
    side = new DjangoRedis({ open: () => openCommands(plainConnection(server)) })
  })
  beforeEach(() => django.flushall())
  afterAll(async () => {
    side.close()
    django.disconnect()
    await server.close()
  })

  const now = (): number => Date.now() / 1_000
  const join = (channel: string, at = now()): Promise<number> =>
    django.zadd('asgi:group:user_account_updates', at, channel)

  /** As channels_redis does: the oldest member, without its twelve bytes, unpacked, with its channels taken out. */
  async function receive(queue: string): Promise<{ readonly channels: unknown; readonly message: unknown }> {
    const [member] = await django.zpopminBuffer(queue)
    if (member === undefined) throw new Error(`nothing in ${queue}`)
    const { __asgi_channel__: channels, ...message } = decode(member.subarray(12)) as Record<string, unknown>
    return { channels, message }
  }

  it.each([loaded, failed])('an event reaches every page in the group', async (event) => {
    await join('specific.one!a')
    await join('specific.one!b')
    await join('specific.two!c')
    await side.tell(event)
    const first = await receive('asgispecific.one!')
    expect(first.message).toEqual(event)
    expect(first.channels).toEqual(['specific.one!a', 'specific.one!b'])
    expect(await receive('asgispecific.two!')).toEqual({ channels: ['specific.two!c'], message: event })
    expect(await django.exists('asgispecific.one!', 'asgispecific.two!')).toBe(0)
  })

  it('an event waits a minute, dated now in seconds', async () => {
    await join('specific.one!a')
    const before = now()
    await side.tell(loaded)
    const [, score] = await django.zrange('asgispecific.one!', 0, -1, 'WITHSCORES')
    expect(Number(score)).toBeGreaterThanOrEqual(before)
    expect(Number(score)).toBeLessThanOrEqual(now())
    expect(await django.ttl('asgispecific.one!')).toBeGreaterThan(55)
  })

  it('pages that joined over a day ago are forgotten, as are messages of over a minute', async () => {
    await join('specific.old!a', now() - 90_000)
    await join('specific.one!a')
    await django.zadd('asgispecific.one!', now() - 61, 'an old message')
    await side.tell(loaded)
    expect(await django.zrange('asgi:group:user_account_updates', 0, -1)).toEqual(['specific.one!a'])
    expect(await django.zcard('asgispecific.one!')).toBe(1)
    expect(await django.exists('asgispecific.old!')).toBe(0)
  })

  it('a queue that nobody reads takes a hundred and no more', async () => {
    await join('specific.one!a')
    for (let count = 0; count < 103; count += 1) await side.tell(loaded)
    expect(await django.zcard('asgispecific.one!')).toBe(100)
  })

  it('without any page nothing is written', async () => {
    await side.tell(loaded)
    expect(await django.keys('*')).toEqual([])
  })

  it('names of orders are kept both ways for thirty days', async () => {
    await side.keep([
      { key: 'kraken_userref:123', value: 'xgr1' },
      { key: 'kraken_client_order_id:xgr1', value: '123' },
    ])
    expect(await django.mget('kraken_userref:123', 'kraken_client_order_id:xgr1')).toEqual(['xgr1', '123'])
    expect(await django.ttl('kraken_userref:123')).toBeGreaterThan(2_591_990)
  })

  it('a Redis that is away, or refuses, is a line in the log and nothing else', async () => {
    const port = await freePort()
    const lines: string[] = []
    const logger = { warn: (_fields: object, text: string) => lines.push(text), error: () => undefined }
    const away = new DjangoRedis({
      open: () => openCommands(plainConnection({ host: '127.0.0.1', port })),
      logger,
    })
    await away.tell(loaded)
    away.close()
    await away.tell(loaded)
    await django.set('asgi:group:user_account_updates', 'of another kind')
    const refused = new DjangoRedis({ open: () => openCommands(plainConnection(server)), logger })
    await refused.tell(loaded)
    refused.close()
    expect(lines).toHaveLength(2)
  })
})
