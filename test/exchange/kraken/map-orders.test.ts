import { describe, expect, it } from 'vitest'
import { orderBookFrom } from '../../../src-main/exchange/core/order-book.ts'
import { candleFrom, feesFrom, tickerFrom } from '../../../src-main/exchange/kraken/map-market-data.ts'
import { orderFrom } from '../../../src-main/exchange/kraken/map-orders.ts'
import { balancesFrom } from '../../../src-main/exchange/kraken/own/balances.ts'
import { KrakenClientIds } from '../../../src-main/exchange/kraken/own/client-ids.ts'
import {
  balancesSchema,
  candlesSchema,
  depthSchema,
  seconds,
  tickerSchema,
  tradeVolumeSchema,
} from '../../../src-main/exchange/kraken/schemas.ts'
import { MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import { Money } from '../../../src-shared/money.ts'
import { markets, names, readRecord } from './fixtures.ts'

const ids = new KrakenClientIds(new MemoryClientIdStore())
const order = (change: Parameters<typeof readRecord>[0] = {}, id = 'OABCDE-12345-FGHIJK') =>
  orderFrom(id, readRecord(change), { markets, ids })
/** Money as text, for comparing. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'raw' ? undefined : each)))

describe('orders', () => {
  it('reads an open limit order', () => {
    expect(plain(order())).toEqual({
      id: 'OABCDE-12345-FGHIJK',
      clientOrderId: null,
      listId: null,
      role: 'single',
      symbol: 'BTC/USD',
      nativeSymbol: 'XXBTZUSD',
      side: 'buy',
      terms: { kind: 'limit', price: '50000', timeInForce: 'gtc', postOnly: false },
      status: 'open',
      nativeStatus: 'open',
      endReason: null,
      waiting: false,
      quantity: '0.01',
      quoteQuantity: null,
      filled: '0',
      quoteFilled: '0',
      averagePrice: null,
      fees: [],
      createdAt: 1_800_000_000_250,
      updatedAt: 1_800_000_000_250,
    })
  })

  it.each([
    ['pending', '0', 'open'],
    ['open', '0', 'open'],
    ['open', '0.004', 'partially_filled'],
    ['closed', '0.01', 'filled'],
    ['canceled', '0.004', 'cancelled'],
    ['expired', '0', 'expired'],
    ['liquidating', '0', 'unknown'],
  ])('%s with %s executed is %s', (status, vol_exec, expected) => {
    const read = order({ status, vol_exec, cost: '200', price: '50000' })
    expect([read.status, read.filled.toString(), read.nativeStatus]).toEqual([
      expected,
      Money.parse(vol_exec).toString(),
      status,
    ])
  })

  it('tells the average from the asked price, and the fee in quote', () => {
    const filled = order({
      status: 'closed',
      vol_exec: '0.01000000',
      cost: '499.87654',
      fee: '1.29968',
      price: '49987.7',
      closetm: 1_800_000_010.5,
    })
    expect(plain(filled)).toMatchObject({
      averagePrice: '49987.7',
      quoteFilled: '499.87654',
      fees: [{ asset: 'USD', amount: '1.29968' }],
      terms: { price: '50000' },
      updatedAt: 1_800_000_010_500,
    })
  })

  it('computes an average that is not told', () => {
    const read = order({ status: 'closed', vol_exec: '0.01', cost: '499', price: '0' })
    expect(read.averagePrice?.toString()).toBe('49900')
  })

  it.each([
    ['stop-loss', '49000.0', '0', { kind: 'stop_loss', triggerPrice: '49000' }],
    ['take-profit', '61000.0', '0', { kind: 'take_profit', triggerPrice: '61000' }],
    [
      'stop-loss-limit',
      '49000.0',
      '48900.0',
      { kind: 'stop_limit', triggerPrice: '49000', price: '48900', timeInForce: 'gtc' },
    ],
    [
      'take-profit-limit',
      '61000.0',
      '60900.0',
      { kind: 'take_profit_limit', triggerPrice: '61000', price: '60900', timeInForce: 'gtc' },
    ],
    [
      'trailing-stop',
      '+5.0000%',
      '0',
      { kind: 'trailing_stop', trailingBips: 500, activationPrice: null, price: null },
    ],
    ['trailing-stop', '+0.25%', '0', { kind: 'trailing_stop', trailingBips: 25, activationPrice: null, price: null }],
    ['market', '0', '0', { kind: 'market' }],
    ['settle-position', '0', '0', { kind: 'market' }],
    ['iceberg', '50000.0', '0', { kind: 'limit', price: '50000', timeInForce: 'gtc', postOnly: false }],
  ])('reads the terms of %s %s %s', (ordertype, price, price2, expected) => {
    expect(plain(order({ descr: { ordertype, price, price2 } }).terms)).toEqual(expected)
  })

  it('reckons a trailing distance in quote units as a part of the price that it follows', () => {
    const trailing = { descr: { ordertype: 'trailing-stop', type: 'sell', price: '+500.0' } }
    expect(order({ ...trailing, stopprice: '49500' }).terms).toMatchObject({ trailingBips: 100 })
  })

  it.each([
    ['', true],
    ['stopped', false],
    ['touched', false],
    ['partial,stopped', false],
    ['amended', true],
  ])('a conditional order marked “%s” waits: %s', (misc, waiting) => {
    expect(order({ misc, descr: { ordertype: 'stop-loss' } }).waiting).toBe(waiting)
  })

  it('waits for nothing once it is finished, nor as a limit order', () => {
    expect(order({ status: 'canceled', descr: { ordertype: 'stop-loss' } }).waiting).toBe(false)
    expect(order().waiting).toBe(false)
  })

  it('reads post-only and a time in force where it is told', () => {
    expect(order({ oflags: 'fciq,post' }).terms).toMatchObject({ postOnly: true })
    expect(order({ timeinforce: 'IOC' }).terms).toMatchObject({ timeInForce: 'ioc' })
    expect(order({ time_in_force: 'fok' }).terms).toMatchObject({ timeInForce: 'fok' })
  })

  it.each([
    ['in base', { vol_exec: '0.00119988', cost: '59.99995', price: '50004.9' }, '0.00119988'],
    ['in quote', { vol_exec: '59.99995', cost: '59.99995', price: '50004.9' }, '0.0011998814'],
  ])('an order sized in quote whose executed volume is told %s', (_name, executed, filled) => {
    const read = order({ status: 'closed', vol: '60.00000', oflags: 'fciq,viqc', ...executed })
    expect(plain([read.quantity, read.quoteQuantity, read.filled, read.quoteFilled])).toEqual([
      null,
      '60',
      filled,
      '59.99995',
    ])
  })

  it('an order sized in quote whose volume is told in base shows what that is', () => {
    const change = { vol: '0.00093', vol_exec: '0.00093', cost: '59.7', price: '64193.5', oflags: 'viqc' }
    const read = order({ status: 'closed', ...change })
    expect(plain([read.quantity, read.quoteQuantity, read.filled])).toEqual(['0.00093', null, '0.00093'])
  })

  it('links an entry to what its fills call for', () => {
    const entry = order({ descr: { close: 'close position @ stop loss 49000.0' } }, 'OENTRY-00000-AAAAAA')
    expect([entry.role, entry.listId]).toEqual(['entry', 'OENTRY-00000-AAAAAA'])
    for (const [ordertype, role] of [
      ['stop-loss', 'stop_loss'],
      ['stop-loss-limit', 'stop_loss'],
      ['trailing-stop', 'stop_loss'],
      ['take-profit', 'take_profit'],
      ['take-profit-limit', 'take_profit'],
      ['limit', 'take_profit'],
    ] as const) {
      const exit = order({ refid: 'OENTRY-00000-AAAAAA', descr: { ordertype, type: 'sell' } })
      expect([exit.role, exit.listId]).toEqual([role, 'OENTRY-00000-AAAAAA'])
    }
  })

  it('carries our client id, found by cl_ord_id or userref, or Kraken’s own', () => {
    const name = ids.name('xgpours')
    expect(order({ cl_ord_id: name }).clientOrderId).toBe('xgpours')
    expect(order({ userref: ids.userref('xgpours') }).clientOrderId).toBe('xgpours')
    expect(order({ cl_ord_id: 'theirs' }).clientOrderId).toBe('theirs')
    expect(order({ userref: 42 }).clientOrderId).toBeNull()
  })

  it('keeps an order on a pair that is no longer listed', () => {
    const gone = order({ descr: { pair: 'OLDUSD' }, vol_exec: '0.001', cost: '50', price: '50000' })
    expect([gone.symbol, gone.nativeSymbol, gone.fees]).toEqual(['OLDUSD', 'OLDUSD', null])
  })

  it('reads seconds with a fraction without floating point', () => {
    for (const [text, ms] of [
      ['1616666559.8974', 1_616_666_559_897],
      ['1616666559.001', 1_616_666_559_001],
      ['1700000000.999999', 1_700_000_000_999],
      ['1700000000', 1_700_000_000_000],
      ['1.616666559e9', 1_616_666_559_000],
    ] as const)
      expect(seconds.parse(text)).toBe(ms)
    expect(seconds.safeParse('soon').success).toBe(false)
  })
})

describe('balances', () => {
  const read = (records: object) => plain(balancesFrom(Object.fromEntries(balancesSchema.parse(records).rows), names))
  const line = (balance: string, hold_trade = '0.00', change: object = {}) => ({
    balance,
    hold_trade,
    ...change,
  })

  it('adds what earns on the side to what lies there, and takes holds from both', () => {
    expect(read({ XXBT: line('0.1', '0.3'), 'XBT.F': line('0.9') })).toEqual([
      { asset: 'BTC', available: '0.7', held: '0.3', total: '1', elsewhere: [] },
    ])
  })

  it('never shows less than nothing', () => {
    expect(read({ XETH: line('0.1', '0.3'), ZUSD: line('-5') })).toEqual([
      { asset: 'ETH', available: '0', held: '0.1', total: '0.1', elsewhere: [] },
    ])
  })

  it('counts credit', () => {
    expect(read({ ZUSD: line('100', '10', { credit: '50', credit_used: '20' }) })).toEqual([
      { asset: 'USD', available: '120', held: '10', total: '130', elsewhere: [] },
    ])
  })

  it('keeps staked, bonded and other lines apart', () => {
    const answer = {
      XETH: line('1'),
      'ETH.S': line('2'),
      'XBT.M': line('3'),
      'ETH.B': line('4'),
      'ETH.NEW': line('5'),
      'ETH.T': line('0'),
      'DOT28.S': line('6'),
    }
    expect(read(answer)).toEqual([
      {
        asset: 'ETH',
        available: '1',
        held: '0',
        total: '1',
        elsewhere: [
          { wallet: 'staked', amount: '2' },
          { wallet: 'yield', amount: '4' },
          { wallet: 'new', amount: '5' },
        ],
      },
      {
        asset: 'BTC',
        available: '0',
        held: '0',
        total: '0',
        elsewhere: [{ wallet: 'rewards', amount: '3' }],
      },
      {
        asset: 'DOT28.S',
        available: '0',
        held: '0',
        total: '0',
        elsewhere: [{ wallet: 'staked', amount: '6' }],
      },
    ])
  })

  it('takes names from the table only, and leaves out what is zero', () => {
    const all = ['XXBT', 'XXDG', 'XTZ', 'XZEC', 'ZRX', 'ZUSD', 'USDT', 'KFEE'].map((id) => [id, line('1')] as const)
    const assets = (read(Object.fromEntries(all)) as { asset: string }[]).map(({ asset }) => asset)
    expect(assets).toEqual(['BTC', 'DOGE', 'XTZ', 'ZEC', 'ZRX', 'USD', 'USDT', 'KFEE'])
    expect(read({ SOL: line('0.0000000000') })).toEqual([])
  })
})

describe('market data', () => {
  const ticker = tickerSchema.parse({
    a: ['50000.10000', '1', '1.000'],
    b: ['49999.90000', '1', '1.000'],
    c: ['50000.00000', '0.1'],
    v: ['10', '20'],
    p: ['49000', '50000'],
    t: [1, 2],
    l: ['48000', '47000'],
    h: ['51000', '52000'],
    o: '49500',
  })

  it('takes the 24-hour figures of a ticker, and tells no change that Kraken does not', () => {
    expect(plain(tickerFrom(ticker, 'BTC/USD', 7))).toEqual({
      symbol: 'BTC/USD',
      last: '50000',
      bid: '49999.9',
      ask: '50000.1',
      high: '52000',
      low: '47000',
      volume: '20',
      quoteVolume: '1000000',
      changePercent: null,
      time: 7,
    })
  })

  it('reads candles, whose volume comes after the average', () => {
    const [record] = candlesSchema.parse([['1616662740', '1', '4', '0.5', '2', '1.5', '77', '3']])
    expect(record && plain(candleFrom(record))).toEqual({
      time: 1_616_662_740_000,
      open: '1',
      high: '4',
      low: '0.5',
      close: '2',
      volume: '77',
    })
  })

  it('reads a book', () => {
    const book = depthSchema.parse({ asks: [['2', '3', '1']], bids: [['1', '4', '1']] })
    expect(plain(orderBookFrom(book, 'BTC/USD', 5))).toEqual({
      symbol: 'BTC/USD',
      bids: [{ price: '1', quantity: '4' }],
      asks: [{ price: '2', quantity: '3' }],
    })
  })

  it('turns per cent into fractions; without maker rates the taker’s hold for both', () => {
    const both = tradeVolumeSchema.parse({
      fees: { A: { fee: '0.2600' } },
      fees_maker: { A: { fee: '0.1600' } },
    })
    expect(plain(feesFrom(both, 'A'))).toEqual({ maker: '0.0016', taker: '0.0026' })
    const one = tradeVolumeSchema.parse({ fees: { A: { fee: '0.2600' } }, fees_maker: null })
    expect(plain(feesFrom(one, 'A'))).toEqual({ maker: '0.0026', taker: '0.0026' })
    expect(feesFrom(one, 'B')).toBeNull()
  })
})
