import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { nonceJump } from '../../../src-main/exchange/kraken/own/nonces.ts'
import { MemoryBanStore } from '../../../src-main/exchange/stores/ban-store.ts'
import { MemoryNonceStore } from '../../../src-main/exchange/stores/nonce-store.ts'
import type { LimitOrderRequest } from '../../../src-shared/order.ts'
import { limit as limitInUsdt } from '../sample-orders.ts'
import { orderRecord } from './fixtures.ts'
import { answer, caught, failed, result, scriptedClient } from './scripted-venue.ts'

const limit: LimitOrderRequest = { ...limitInUsdt, symbol: 'BTC/USD' }

describe('nonces on the wire', () => {
  const nonces = (calls: readonly { readonly params: Readonly<Record<string, string>> }[]) =>
    calls.map(({ params }) => BigInt(params.nonce ?? '0'))
  const growing = (list: readonly bigint[]) =>
    list.every((each, index) => index === 0 || each > (list[index - 1] ?? 0n))

  it('arrive in order, one request at a time, for all accounts of a key', async () => {
    let underWay = 0
    let most = 0
    const { clientFor, calls } = scriptedClient({
      BalanceEx: async () => {
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => setImmediate(resolve))
        underWay -= 1
        return result({})
      },
    })
    const [first, second] = [clientFor('a'), clientFor('b')]
    await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? first : second).getBalance()))
    expect(most).toBe(1)
    expect(growing(nonces(calls('BalanceEx')))).toBe(true)
  })

  it('of two keys do not wait for each other', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { clientFor } = scriptedClient({
      BalanceEx: async (_params, count) => {
        if (count === 1) await held
        return result({})
      },
    })
    const first = clientFor('a', 'key-1').getBalance()
    await clientFor('b', 'key-2').getBalance()
    release()
    await first
  })

  it('go on above those of an earlier run, though the clock was set back', async () => {
    const store = new MemoryNonceStore()
    const script = { BalanceEx: () => result({}) }
    const before = scriptedClient(script, { nonces: store, now: () => 1_800_000_000_000 })
    await before.client.getBalance()
    const after = scriptedClient(script, { nonces: store, now: () => 1_700_000_000_000 })
    await after.client.getBalance()
    expect(growing(nonces([...before.calls('BalanceEx'), ...after.calls('BalanceEx')]))).toBe(true)
  })

  it('jump ahead once when refused; a read then asks again', async () => {
    const { client, calls } = scriptedClient({
      BalanceEx: (_params, count) => (count === 1 ? failed('EAPI:Invalid nonce') : result({})),
    })
    expect(await client.getBalance()).toEqual([])
    const [first = 0n, second = 0n] = nonces(calls('BalanceEx'))
    expect(second - first).toBeGreaterThan(nonceJump)
  })

  it('that stay refused are told as a key to repair, after one more try', async () => {
    const { client, calls } = scriptedClient({ BalanceEx: () => failed('EAPI:Invalid nonce') })
    const error = await caught(client.getBalance())
    expect([error.class, error.text.key]).toEqual(['auth', 'exchange.kraken.nonce'])
    expect(calls('BalanceEx')).toHaveLength(2)
  })
})

describe('limits', () => {
  it('stop what shares the pool that is used up, and nothing else', async () => {
    const { client, calls } = scriptedClient({
      AddOrder: () => failed('EOrder:Rate limit exceeded'),
      BalanceEx: () => result({}),
    })
    expect((await caught(client.placeOrder(limit, 'one', withoutPermit))).retryAfterMs).toBe(16_000)
    expect((await caught(client.placeOrder(limit, 'two', withoutPermit))).class).toBe('rate-limit')
    expect(calls('AddOrder')).toHaveLength(1)
    expect(await client.getBalance()).toEqual([])
    await caught(client.placeOrder({ ...limit, symbol: 'ETH/USD' }, 'three', withoutPermit))
    expect(calls('AddOrder')).toHaveLength(2)
  })

  it('of calls do not keep orders from being placed', async () => {
    const { client, calls } = scriptedClient({
      BalanceEx: () => failed('EService: Throttled: ' + String(Math.floor(Date.now() / 1_000) + 50)),
      AddOrder: () => result({ descr: {}, txid: ['OID'] }),
    })
    const error = await caught(client.getBalance())
    expect(error.class).toBe('rate-limit')
    expect(error.retryAfterMs ?? 0).toBeGreaterThan(45_000)
    const { order } = await client.placeOrder(limit, 'one', withoutPermit)
    expect(order.nativeStatus).toBe('accepted')
    expect(calls('QueryOrders')).toHaveLength(0)
  })

  it('of a key that is locked out let nothing of it through for minutes, and everything of others', async () => {
    const { client, clientFor, calls, sent } = scriptedClient({
      BalanceEx: (_params, count) => (count === 1 ? failed('EGeneral:Temporary lockout') : result({})),
      AddOrder: () => result({ descr: {}, txid: ['OID'] }),
    })
    await client.getMarkets()
    expect((await caught(client.getBalance())).text).toEqual({
      key: 'exchange.kraken.lockout',
      params: { minutes: '5' },
    })
    const before = sent.length
    for (const call of [
      () => client.getBalance(),
      () => client.placeOrder(limit, 'one', withoutPermit),
      () => client.cancelOrder({ symbol: 'BTC/USD', orderId: 'OID' }),
      () => clientFor('b').fetchOpenOrders(null),
    ]) {
      const error = await caught(call())
      expect([error.class, error.text.key]).toEqual(['rate-limit', 'exchange.kraken.lockout'])
      expect(error.retryAfterMs ?? 0).toBeGreaterThan(4 * 60_000)
    }
    expect(sent).toHaveLength(before)
    expect(await clientFor('c', 'another key').getBalance()).toEqual([])
    expect(calls('BalanceEx')).toHaveLength(2)
  })

  it('of a key that is locked out hold over a restart', async () => {
    const bans = new MemoryBanStore()
    const first = scriptedClient({ BalanceEx: () => failed('EGeneral:Temporary lockout') }, { bans })
    await caught(first.client.getBalance())
    const second = scriptedClient({ BalanceEx: () => result({}) }, { bans })
    expect((await caught(second.client.getBalance())).text.key).toBe('exchange.kraken.lockout')
    expect(second.calls('BalanceEx')).toHaveLength(0)
    const later = scriptedClient({ BalanceEx: () => result({}) }, { bans, now: () => Date.now() + 301_000 })
    expect(await later.client.getBalance()).toEqual([])
  })

  it('of the proxy stop everything', async () => {
    const { client, venue, calls } = scriptedClient({
      BalanceEx: () => answer(429, 'slow down', { 'retry-after': '60' }),
    })
    expect((await caught(client.getBalance())).class).toBe('rate-limit')
    expect((await caught(client.placeOrder(limit, 'one', withoutPermit))).class).toBe('rate-limit')
    expect(calls('AddOrder')).toHaveLength(0)
    expect(venue.status().bannedUntil).not.toBeNull()
  })

  it('are counted for each key, and for each key and pair', async () => {
    const { clientFor, venue } = scriptedClient({
      BalanceEx: () => result({}),
      AddOrder: () => failed('EOrder:Insufficient funds'),
      CancelOrder: () => failed('EOrder:Unknown order'),
      QueryOrders: () => result({}),
    })
    const [first, second] = [clientFor('a', 'key-1'), clientFor('b', 'key-2')]
    await first.getBalance()
    await second.getBalance()
    await caught(first.placeOrder(limit, 'one', withoutPermit))
    await caught(first.placeOrder({ ...limit, symbol: 'ETH/USD' }, 'two', withoutPermit))
    await caught(second.cancelOrder({ symbol: 'BTC/USD', orderId: 'OUNKNOWN' }))
    const used = venue
      .status()
      .usage.filter(({ pool }) => pool.startsWith('engine:'))
      .map(({ pool, used: units }) => [pool.split(':').at(-1), Math.round(units)])
    expect(used).toEqual([
      ['XXBTZUSD', 1],
      ['XETHZUSD', 1],
      ['XXBTZUSD', 8],
    ])
    const calls = venue.status().usage.filter(({ pool }) => pool.startsWith('calls:'))
    // The client that the script makes by itself has asked for nothing; a cancel of an unknown order asks for it once.
    expect(calls.map(({ used: units }) => Math.round(units))).toEqual([0, 1, 2])
  })

  it('count a cancel by the order’s age', async () => {
    const cost = async (opentm: number) => {
      const { client, venue } = scriptedClient({
        OpenOrders: () => result({ open: { OID: orderRecord({ opentm }) } }),
        CancelOrder: () => result({ count: 1 }),
        QueryOrders: () => result({ OID: orderRecord({ opentm, status: 'canceled' }) }),
      })
      await client.fetchOpenOrders(null)
      await client.cancelOrder({ symbol: 'BTC/USD', orderId: 'OID' })
      const used = venue.status().usage.find(({ pool }) => pool.startsWith('engine:'))?.used ?? 0
      return Math.round(used)
    }
    const now = Date.now() / 1_000
    expect([await cost(now), await cost(now - 60), await cost(now - 1_000)]).toEqual([8, 2, 0])
  })
})

describe('public data', () => {
  const ticker = (price: string) => ({
    a: [price, '1', '1'],
    b: [price, '1', '1'],
    c: [price, '1'],
    v: ['1', '1'],
    p: [price, price],
    t: [1, 1],
    l: [price, price],
    h: [price, price],
    o: price,
  })

  it('takes tickers by the id that Kraken answers with', async () => {
    const { client, calls } = scriptedClient({
      Ticker: () => result({ XXBTZUSD: ticker('50000'), XDGUSD: ticker('0.1'), UNLISTED: ticker('1') }),
    })
    const some = await client.fetchTickers(['DOGE/USD', 'NO/SUCH', 'BTC/USD'])
    expect([...some].map(([symbol, { last }]) => [symbol, last?.toString()])).toEqual([
      ['DOGE/USD', '0.1'],
      ['BTC/USD', '50000'],
    ])
    expect(calls('Ticker')[0]?.request.url).toBe('http://exchange.test/0/public/Ticker?pair=XDGUSD%2CXXBTZUSD')
    expect([...(await client.fetchTickers(null)).keys()]).toEqual(['BTC/USD', 'DOGE/USD'])
    expect(calls('Ticker')[1]?.request.url).toBe('http://exchange.test/0/public/Ticker')
  })

  describe('the change of a day', () => {
    const quarter = 900
    const dayAgo = Math.floor((Date.now() / 1_000 - 86_400) / quarter) * quarter
    const row = (time: number, open: string) => [time, open, '9', '1', '5', '5', '3', 1]
    const change = async (rows: readonly unknown[] | null) => {
      const scripted = scriptedClient({
        Ticker: () => result({ XXBTZUSD: ticker('50000') }),
        OHLC: () => (rows === null ? failed('EService:Unavailable') : result({ XXBTZUSD: rows, last: 1 })),
      })
      const { changePercent } = await scripted.client.fetchTicker('BTC/USD')
      return { ...scripted, told: changePercent?.toString() ?? null }
    }

    it.each([
      ['the candle of then', [row(dayAgo - quarter, '1'), row(dayAgo, '40000'), row(dayAgo + quarter, '2')], '25'],
      ['the next one of a pair that was idle', [row(dayAgo + quarter, '60000')], '-16.6666'],
      ['nothing, where the next one is far', [row(dayAgo + 40 * quarter, '60000')], null],
      ['nothing, where there are none', [], null],
      ['nothing, where Kraken does not answer', null, null],
    ])('is told by %s', async (_name, rows, expected) => {
      expect((await change(rows)).told).toBe(expected)
    })

    it('costs one question a pair and quarter of an hour, and none for a list', async () => {
      const { client, calls } = await change([row(dayAgo, '40000')])
      expect((await client.fetchTicker('BTC/USD')).changePercent?.toString()).toBe('25')
      expect((await client.fetchTickers(null)).get('BTC/USD')?.changePercent?.toString()).toBe('25')
      expect(calls('OHLC')).toHaveLength(1)
      expect(Number(calls('OHLC')[0]?.params.since)).toBe(dayAgo - quarter)
    })

    it('is asked once more after a failure only a while later, and never more than once at a time', async () => {
      const { client, calls } = await change(null)
      await client.fetchTicker('BTC/USD')
      expect(calls('OHLC')).toHaveLength(1)
    })
  })

  it('signs nothing and sends no key for it', async () => {
    const { client, calls } = scriptedClient({ Ticker: () => result({ XXBTZUSD: ticker('50000') }) })
    await client.fetchTicker('BTC/USD')
    expect(calls('Ticker')[0]?.request.headers).not.toHaveProperty('API-Key')
    expect(calls('Ticker')[0]?.request.body).toBeUndefined()
  })

  it('reads candles under whatever name Kraken answers, and refuses those that it has not', async () => {
    const row = (time: number) => [time, '1', '2', '0.5', '1.5', '1', '3', 1]
    const { client, calls } = scriptedClient({
      OHLC: () => result({ XBTUSD: [row(60), row(120), row(180)], last: 120 }),
    })
    expect((await client.fetchCandles('BTC/USD', '4h', 2)).map(({ time }) => time)).toEqual([120_000, 180_000])
    expect(calls('OHLC')[0]?.params).toEqual({ pair: 'XXBTZUSD', interval: '240' })
    expect(await caught(client.fetchCandles('BTC/USD', '3m', 2))).toMatchObject({
      class: 'refused',
      field: 'timeframe',
    })
  })

  it('tells the markets of an exchange under maintenance, and goes by the pairs when its status is not told', async () => {
    const closed = scriptedClient({ SystemStatus: () => result({ status: 'maintenance' }) })
    expect((await closed.client.getMarkets()).get('BTC/USD')?.status).toBe('halted')
    const silent = scriptedClient({ SystemStatus: () => failed('EGeneral:Unknown method') })
    expect((await silent.client.getMarkets()).get('BTC/USD')?.status).toBe('trading')
  })
})
