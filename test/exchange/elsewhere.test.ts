import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Credentials } from '../../src-main/exchange/accounts/credentials.ts'
import { NativeExchangeManager } from '../../src-main/exchange/accounts/native-exchange-manager.ts'
import { silentLogger, Venue } from '../../src-main/exchange/core/venue.ts'
import { withoutPermit } from '../../src-main/exchange/http/permit.ts'
import { type RestCall, RestCaller } from '../../src-main/exchange/http/rest-caller.ts'
import { systemTime } from '../../src-main/exchange/http/server-clock.ts'
import { toldToWait } from '../../src-main/exchange/http/told-to-wait.ts'
import { MemoryBanStore } from '../../src-main/exchange/stores/ban-store.ts'
import type { ExchangeName } from '../../src-shared/account.ts'
import { httpAnswer, type RawServer, startRawServer } from './raw-server.ts'
import { caught } from './scripted.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

const words = 'Service unavailable from a restricted location according to the eligibility terms.'
const body = JSON.stringify({ code: 0, msg: words })

async function wall(): Promise<RawServer> {
  const server = await startRawServer((socket) => socket.write(httpAnswer(451, body)))
  open.push(server)
  return server
}

function managerAt(exchange: ExchangeName, url: string, bans = new MemoryBanStore()): NativeExchangeManager {
  const secret = Buffer.from('the-secret').toString('base64')
  const manager = new NativeExchangeManager({
    connections: (accountId) => ({
      accountId,
      exchange,
      environment: { kind: 'practice', url, accountKind: null },
      accountName: 'a',
      baseUrl: url,
      credentials: new Credentials('the-key', secret, 'hmac', 'the-passphrase'),
      revision: 1,
      switchedOff: [],
      orderRoute: 'rest',
    }),
    bans,
    pause: () => Promise.resolve(),
  })
  open.push(manager)
  return manager
}

describe('a request from a place that the exchange does not serve (HTTP 451)', () => {
  it.each<ExchangeName>(['binance', 'bitget', 'kucoin', 'kraken'])(
    'is refused by %s once, in its words, the check of a key too',
    async (exchange) => {
      const server = await wall()
      const error = await caught(managerAt(exchange, server.url).clientFor('a').checkCredentials())
      expect([error.class, error.text.key]).toEqual(['refused', 'exchange.restricted_location'])
      expect(error.message).toContain(words)
      // A read without a proper answer would be tried three times; KuCoin asks two things, each of which wants the
      // time.
      expect(server.requests.length).toBeLessThanOrEqual(exchange === 'kucoin' ? 2 : 1)
    },
  )

  it.each([true, false])('executes nothing, when it writes (%s) as when it reads', async (write) => {
    const { caller, sent } = callerOf({ kind: 'response', status: 451, headers: {}, text: body })
    const error = await caught(caller.call(callOf(write), z.unknown()))
    expect([error.class, error.exchange]).toEqual([
      'refused',
      { exchange: 'binance', httpStatus: 451, code: null, message: words },
    ])
    expect(sent).toHaveLength(1)
  })

  it('is told without markup', async () => {
    const text = '<html><h1>Unavailable</h1>\n for legal reasons</html>'
    const { caller } = callerOf({ kind: 'response', status: 451, headers: {}, text })
    const error = await caught(caller.call(callOf(false), z.unknown()))
    expect(error.text.params.reason).toBe('Unavailable for legal reasons')
  })
})

type Outcome = Awaited<ReturnType<Venue['transport']['send']>>

function callerOf(outcome: Outcome) {
  const sent: object[] = []
  const venue = venueWith({
    send: (request) => {
      sent.push(request)
      return Promise.resolve(outcome)
    },
  })
  const caller = new RestCaller(venue, {
    exchange: 'binance',
    errorOf: () => null,
    contentOf: (parsed) => parsed,
    heed: () => undefined,
  })
  return { caller, sent }
}

function callOf(write: boolean, maxBodyBytes?: number): RestCall {
  return {
    endpoint: {
      method: 'GET',
      path: '/x',
      signed: false,
      write,
      priority: 'read',
      ...(maxBodyBytes !== undefined && { maxBodyBytes }),
    },
    asked: { write, symbol: null },
    cost: {},
    build: () => ({ method: 'GET', url: 'http://exchange.test/x', headers: {} }),
    signedAs: null,
    permit: withoutPermit,
  }
}

function venueWith(transport: Venue['transport'], bans: MemoryBanStore | null = null, now = () => Date.now()): Venue {
  return new Venue({
    exchange: 'binance',
    baseUrl: 'http://exchange.test',
    transport,
    limits: {},
    time: { ...systemTime, now },
    logger: silentLogger,
    ...(bans !== null && { bans }),
    fetchServerTime: () => Promise.resolve(now()),
    pause: () => Promise.resolve(),
  })
}

describe('the largest answer', () => {
  it('is the endpoint’s own where it has one', async () => {
    const { caller, sent } = callerOf({ kind: 'response', status: 200, headers: {}, text: '{}' })
    await caller.call(callOf(false), z.unknown())
    await caller.call(callOf(false, 1_000), z.unknown())
    expect(sent).toEqual([
      expect.not.objectContaining({ maxBodyBytes: expect.anything() as unknown }),
      expect.objectContaining({ maxBodyBytes: 1_000 }),
    ])
  })
})

describe('a demand to wait', () => {
  it.each([
    [1, 'exchange.rate_limited', { seconds: '1' }],
    [300_000, 'exchange.rate_limited', { seconds: '300' }],
    [300_001, 'exchange.shut_out_minutes', { minutes: '6' }],
    [3 * 3_600_000 + 1, 'exchange.shut_out_hours', { hours: '4' }],
  ])('of %i ms is told in a unit of its size', (waitMs, key, params) => {
    expect(toldToWait('Binance', waitMs)).toEqual({ key, params: { exchange: 'Binance', ...params } })
  })
})

describe('a ban', () => {
  const nothing = { send: () => Promise.reject(new Error('nothing is to be sent')) }
  const day = 86_400_000

  it('holds over a restart until it ends', async () => {
    const bans = new MemoryBanStore()
    const start = Date.now()
    venueWith(nothing, bans, () => start).limiter.block(3 * day)
    const within = venueWith(nothing, bans, () => start + 2 * day)
    const error = await caught(within.admit({}, 'order', 1_000))
    expect([error.class, error.text.key]).toEqual(['rate-limit', 'exchange.shut_out_hours'])
    expect(error.text.params.hours).toBe('24')
    expect((error.retryAfterMs ?? 0) / day).toBeCloseTo(1, 3)
    const after = venueWith(nothing, bans, () => start + 3 * day + 1)
    await expect(after.admit({}, 'order', 1_000)).resolves.toBeDefined()
  })

  it('is not shortened by a later demand to wait, and a short wait is not kept', () => {
    const bans = new MemoryBanStore()
    const venue = venueWith(nothing, bans)
    venue.limiter.block(5_000)
    expect(bans.bannedUntil('binance http://exchange.test')).toBeNull()
    venue.limiter.block(day)
    const until = bans.bannedUntil('binance http://exchange.test')
    venue.limiter.block(60_000)
    expect(bans.bannedUntil('binance http://exchange.test')).toBe(until)
  })

  it('never locks out for longer than exchanges ban, whatever a wrong clock wrote down', () => {
    const bans = new MemoryBanStore()
    bans.keepBan('binance http://exchange.test', Date.now() + 1_000 * day)
    const { blockedUntil } = venueWith(nothing, bans).limiter
    expect(((blockedUntil ?? 0) - Date.now()) / day).toBeCloseTo(7, 3)
  })

  it('of Binance is told by its words, and a gateway started anew sends nothing within it', async () => {
    const until = Date.now() + 2 * day
    const told = JSON.stringify({
      code: -1003,
      msg: `Way too much request weight used; IP banned until ${until}.`,
    })
    const server = await startRawServer((socket) => socket.write(httpAnswer(418, told)))
    open.push(server)
    const bans = new MemoryBanStore()
    await caught(managerAt('binance', server.url, bans).clientFor('a').getMarkets())
    expect(Math.abs((bans.bannedUntil(`binance ${server.url}`) ?? 0) - until)).toBeLessThan(5_000)
    const asked = server.requests.length
    const error = await caught(managerAt('binance', server.url, bans).clientFor('a').getMarkets())
    expect(error.class).toBe('rate-limit')
    expect(server.requests).toHaveLength(asked)
  })
})
