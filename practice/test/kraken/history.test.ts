import { describe, expect, it } from 'vitest'
import { KrakenFixture } from './kraken-fixture.ts'

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** A list of an account's past; each call comes a minute after the last, so that no counter is in the way. */
function listing(fixture: KrakenFixture, name: string, field: string) {
  return (params: Readonly<Record<string, string>> = {}): Rows => {
    fixture.time += 60_000
    return (fixture.post(name, params).result as Record<string, Rows>)[field] ?? {}
  }
}

describe('closed orders', () => {
  it('come fifty a page, newest first, with a count', () => {
    const fixture = new KrakenFixture()
    fixture.server.makeHistory('key', 'BTC/USDT', 120)
    const closed = listing(fixture, 'ClosedOrders', 'closed')
    const pages = ['0', '50', '100', '150'].map((ofs) => Object.keys(closed({ ofs })))
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20, 0])
    expect(new Set(pages.flat()).size).toBe(120)
    expect(fixture.post('ClosedOrders').result).toMatchObject({ count: 120 })
    expect(fixture.post('ClosedOrders', { without_count: 'true' }).result).not.toHaveProperty('count')
  })

  it('are bounded by times, of opening or closing, or by orders; the start itself is left out', () => {
    const fixture = new KrakenFixture()
    const seconds = (ms: number): string => `${Math.floor(ms / 1_000)}.${String(ms % 1_000).padStart(3, '0')}`
    fixture.time += 123
    const openedAt = fixture.time
    const one = fixture.add({ volume: '0.01', price: '60000' })
    fixture.time += 10_000
    const two = fixture.add({ ordertype: 'market', volume: '0.01' })
    fixture.time += 10_000
    fixture.post('CancelOrder', { txid: one })
    const cancelledAt = fixture.time
    const closed = listing(fixture, 'ClosedOrders', 'closed')
    const ids = (params: Readonly<Record<string, string>>): readonly string[] => Object.keys(closed(params))
    expect(ids({})).toEqual([one, two])
    expect(ids({ start: seconds(openedAt), closetime: 'open' })).toEqual([two])
    expect(ids({ end: seconds(openedAt), closetime: 'open' })).toEqual([one])
    expect(ids({ start: seconds(cancelledAt - 1), closetime: 'close' })).toEqual([one])
    expect(ids({ start: seconds(cancelledAt), closetime: 'close' })).toEqual([])
    expect(ids({ start: one })).toEqual([two])
    expect(ids({ end: one })).toEqual([one])
    expect(fixture.post('ClosedOrders', { start: 'yesterday' }).error).toEqual(['EGeneral:Invalid arguments:start'])
  })

  it('tell times in seconds with a fraction, and their trades when asked', () => {
    const fixture = new KrakenFixture()
    fixture.time += 123
    const txid = fixture.add({ ordertype: 'market', volume: '0.01' })
    expect(fixture.order(txid)).toMatchObject({
      opentm: fixture.time / 1_000,
      closetm: fixture.time / 1_000,
      price: expect.stringMatching(/^\d+\.\d$/) as unknown,
    })
    expect(fixture.order(txid)).not.toHaveProperty('trades')
    const trades = listing(fixture, 'TradesHistory', 'trades')()
    const closed = listing(fixture, 'ClosedOrders', 'closed')({ trades: 'true' })
    expect(closed[txid]?.trades).toEqual(Object.keys(trades).toReversed())
  })
})

describe('asking for orders by id', () => {
  it('an unknown one is an error, fifty ids at most, and nobody sees another’s', () => {
    const fixture = new KrakenFixture()
    fixture.open('other')
    const txid = fixture.add({ volume: '0.01', price: '60000', userref: '3' })
    const ask = (params: Readonly<Record<string, string>>, key = 'key') => fixture.post('QueryOrders', params, key)
    expect(ask({ txid: 'OAAAAA-AAAAA-AAAAAA' }).error).toEqual(['EOrder:Invalid order'])
    expect(ask({ txid }, 'other').error).toEqual(['EOrder:Invalid order'])
    expect(ask({ txid: Array(51).fill(txid).join(',') }).error).toEqual(['EGeneral:Invalid arguments:txid'])
    expect(ask({ txid: Array(50).fill(txid).join(',') }).error).toEqual([])
    expect(Object.keys(ask({ txid, userref: '3' }).result as object)).toEqual([txid])
    expect(ask({ txid, userref: '4' }).result).toEqual({})
  })
})

describe('trades', () => {
  it('come newest first with their orders, and singly by id', () => {
    const fixture = new KrakenFixture()
    fixture.server.makeHistory('key', 'BTC/USDT', 60)
    const trades = listing(fixture, 'TradesHistory', 'trades')
    const first = trades()
    const [newest = ''] = Object.keys(first)
    expect(Object.keys(first)).toHaveLength(50)
    expect(Object.keys(trades({ ofs: '50' }))).toHaveLength(10)
    expect(Object.keys(trades({ start: newest }))).toEqual([])
    expect(Object.keys(trades({ end: newest }))[0]).toBe(newest)
    expect(first[newest]).toMatchObject({ pair: 'XBTUSDT', type: 'sell', ordertype: 'market', maker: false })
    expect(fixture.order(String(first[newest]?.ordertxid)).status).toBe('closed')
    expect(fixture.post('QueryTrades', { txid: `${newest},TAAAAA-AAAAA-AAAAAA` }).result).toEqual({
      [newest]: first[newest],
    })
  })

  it('both sides of one trade between two accounts have ids of their own', () => {
    const fixture = new KrakenFixture()
    fixture.open('other')
    fixture.setPrice('64000')
    const best = (fixture.get('Ticker', 'pair=XBTUSDT').result as { XBTUSDT: { a: string[]; b: string[] } }).XBTUSDT
    const price = String((Number(best.a[0]) + Number(best.b[0])) / 2).replace(/(\.\d).*/, '$1')
    fixture.add({ volume: '0.01', price, oflags: 'post' })
    const order = { pair: 'XBTUSDT', type: 'sell', ordertype: 'limit', volume: '0.01', price }
    expect(fixture.post('AddOrder', order, 'other').error).toEqual([])
    const idsOf = (key: string): readonly string[] =>
      Object.keys((fixture.post('TradesHistory', {}, key).result as { trades: object }).trades)
    expect([idsOf('key').length, idsOf('other').length]).toEqual([1, 1])
    expect(idsOf('key')).not.toEqual(idsOf('other'))
  })
})

describe('the ledger', () => {
  it('has two entries a trade, whose balances lead to what the account has', () => {
    const fixture = new KrakenFixture()
    fixture.add({ ordertype: 'market', volume: '0.01' })
    fixture.time += 1_000
    fixture.add({ type: 'sell', ordertype: 'market', volume: '0.005' })
    const rows = Object.values(listing(fixture, 'Ledgers', 'ledger')())
    const of = (asset: string) => rows.filter((row) => row.asset === asset)
    const balances = fixture.post('Balance').result as Record<string, string>
    for (const [asset, before] of [
      ['XXBT', 0.5],
      ['USDT', 10_000],
    ] as const) {
      expect(of(asset)[0]?.balance).toBe(balances[asset])
      const oldest = of(asset).at(-1)
      expect(Number(oldest?.balance) - Number(oldest?.amount) + Number(oldest?.fee)).toBeCloseTo(before, 8)
    }
    expect(of('XXBT').every(({ fee }) => Number(fee) === 0)).toBe(true)
    expect(of('USDT').every(({ fee }) => Number(fee) > 0)).toBe(true)
    const only = listing(fixture, 'Ledgers', 'ledger')({ asset: 'XBT' })
    expect(Object.values(only).every(({ asset }) => asset === 'XXBT')).toBe(true)
    expect(listing(fixture, 'Ledgers', 'ledger')({ type: 'deposit' })).toEqual({})
  })
})
