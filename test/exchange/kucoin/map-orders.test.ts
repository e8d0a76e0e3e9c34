import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { isDoubtful, orderFrom } from '../../../src-main/exchange/kucoin/map-orders.ts'
import { pairOrders, stopOrderFrom } from '../../../src-main/exchange/kucoin/own/conditional-mapping.ts'
import * as schemas from '../../../src-main/exchange/kucoin/schemas.ts'
import { Money } from '../../../src-shared/money.ts'
import { markets } from './market-fixtures.ts'
import { orderRecord, pairRecord, stopRecord } from './scripted-venue.ts'

const m = (text: string) => Money.parse(text)
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const read = <T>(schema: { parse(value: unknown): T }, value: unknown): T =>
  schema.parse(parseJson(JSON.stringify(value)))
const record = (change: object = {}) => read(schemas.orderSchema, orderRecord(change))
const order = (change: object = {}, besides: Parameters<typeof orderFrom>[2] = {}) =>
  orderFrom(record(change), markets, besides)

describe('orderFrom', () => {
  it('reads a queried order', () => {
    expect(plain({ ...order(), raw: null })).toEqual({
      id: '671124f9365ccb00073debd4',
      clientOrderId: 'old',
      listId: null,
      role: 'single',
      symbol: 'BTC/USDT',
      nativeSymbol: 'BTC-USDT',
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
      createdAt: 1_800_000_000_000,
      updatedAt: 1_800_000_000_000,
      raw: null,
    })
  })

  const ended = { active: false, inOrderBook: false }
  const filled = { dealSize: '0.01', dealFunds: '495' }
  const part = { dealSize: '0.004', dealFunds: '200' }
  const byFunds = { type: 'market', price: '0', size: '0', funds: '60', dealSize: '0.00099' }
  it.each<[string, object, string, string]>([
    ['active, unfilled', {}, 'open', 'open'],
    ['active, not yet in the book', { inOrderBook: false }, 'open', 'accepted'],
    ['active, begun', part, 'partially_filled', 'open'],
    ['ended, uncancelled', { ...ended, ...filled }, 'filled', 'done'],
    ['ended, uncancelled, below its price', { ...ended, ...filled, remainFunds: '5' }, 'filled', 'done'],
    ['cancelled, unfilled', { ...ended, cancelExist: true, cancelledSize: '0.01' }, 'cancelled', 'cancelled'],
    ['cancelled, begun', { ...ended, ...part, cancelExist: true }, 'cancelled', 'cancelled'],
    ['ended, uncancelled, unfilled: a contradiction', ended, 'unknown', 'done'],
    [
      'by funds, the last cent cancelled',
      { ...ended, ...byFunds, cancelExist: true, dealFunds: '59.95', cancelledFunds: '0.05' },
      'filled',
      'cancelled',
    ],
    [
      'by funds, the last cent cancelled, and KuCoin silent about it',
      { ...ended, ...byFunds, cancelExist: true, dealFunds: '59.95', cancelledFunds: null },
      'filled',
      'cancelled',
    ],
    [
      'by funds, a thousandth cancelled of a large amount',
      { ...ended, ...byFunds, cancelExist: true, funds: '60000', dealFunds: '59940', cancelledFunds: '60' },
      'filled',
      'cancelled',
    ],
    [
      'by funds, the book ran out',
      { ...ended, ...byFunds, cancelExist: true, dealFunds: '40', cancelledFunds: '20' },
      'cancelled',
      'cancelled',
    ],
    [
      'by size, the book ran out',
      { ...ended, ...part, type: 'market', price: '0', cancelExist: true, cancelledSize: '0.006' },
      'cancelled',
      'cancelled',
    ],
  ])('%s', (_name, change, status, nativeStatus) => {
    expect([order(change).status, order(change).nativeStatus]).toEqual([status, nativeStatus])
  })

  it('computes the average from the funds, and keeps what a cancelled order had filled', () => {
    const each = order({ ...ended, ...part, cancelExist: true })
    expect(plain([each.filled, each.quoteFilled, each.averagePrice])).toEqual(['0.004', '200', '50000'])
  })

  it('asks for what is left after a partial cancel, and calls it filled when that is filled', () => {
    const cut = { cancelledSize: '0.006', cancelExist: true }
    expect(plain(order({ ...cut }).quantity)).toBe('0.004')
    const done = order({ ...cut, ...ended, ...part }, { reducedTo: m('0.004') })
    expect([done.status, plain(done.quantity)]).toEqual(['filled', '0.004'])
    expect(order({ ...cut, ...ended, dealSize: '0.003' }, { reducedTo: m('0.004') }).status).toBe('cancelled')
  })

  it('tells size or funds of a market order, whichever was asked', () => {
    expect(plain([order(byFunds).quantity, order(byFunds).quoteQuantity])).toEqual([null, '60'])
    const bySize = { type: 'market', price: '0', size: '0.01', funds: '0' }
    expect(plain([order(bySize).quantity, order(bySize).quoteQuantity])).toEqual(['0.01', null])
    expect(order(bySize).terms).toEqual({ kind: 'market' })
  })

  it('takes fees from the fills when they are all there, else from the order', () => {
    const fill = (size: string, fee: string, feeCurrency: string) =>
      read(schemas.fillSchema, { id: 1, orderId: 'o', size, funds: '1', fee, feeCurrency })
    const change = { ...ended, ...filled, fee: '0.495' }
    const fills = [fill('0.004', '0.2', 'USDT'), fill('0.006', '0.01', 'KCS')]
    expect(plain(order(change, { fills }).fees)).toEqual([
      { asset: 'USDT', amount: '0.2' },
      { asset: 'KCS', amount: '0.01' },
    ])
    expect(plain(order(change, { fills: fills.slice(1) }).fees)).toEqual([{ asset: 'USDT', amount: '0.495' }])
    expect(order({ ...change, fee: null }).fees).toBeNull()
  })

  it.each([
    ['IOC', 'ioc'],
    ['FOK', 'fok'],
    ['GTT', 'gtc'],
    [null, 'gtc'],
  ])('reads time in force %s', (timeInForce, expected) => {
    expect(order({ timeInForce, postOnly: true }).terms).toMatchObject({
      timeInForce: expected,
      postOnly: true,
    })
  })

  it('keeps the native symbol where it is no longer listed, and no empty client id', () => {
    expect(order({ symbol: 'GONE-USDT', clientOid: '' })).toMatchObject({
      symbol: 'GONE-USDT',
      clientOrderId: null,
    })
  })

  it.each([
    [{ active: false, dealSize: '0' }, true],
    [{ active: false, dealSize: '0', cancelExist: true }, false],
    [{ active: false, dealSize: '0', cancelExist: true, type: 'market' }, true],
    [{ active: false, dealSize: '0.01' }, false],
    [{}, false],
  ])('doubts %j: %s', (change, expected) => {
    expect(isDoubtful(record(change))).toBe(expected)
  })
})

describe('moments', () => {
  it.each([
    ['1800000000', 1_800_000_000_000],
    ['1800000000123', 1_800_000_000_123],
    ['1800000000123456', 1_800_000_000_123],
    ['1800000000123456789', 1_800_000_000_123],
    [1_800_000_000_123, 1_800_000_000_123],
  ])('%s in whatever unit is epoch ms', (text, expected) => {
    expect(schemas.moment.parse(text)).toBe(expected)
  })
  it.each(['soon', '-1', '1.5', ''])('%j is none', (text) => {
    expect(schemas.moment.safeParse(text).success).toBe(false)
  })
})

describe('large numbers', () => {
  it('keep every digit, as ids and in cursors', () => {
    const text = `{"lastId":90071992547409931,"items":[${JSON.stringify(orderRecord({ id: 'ID' })).replace('"ID"', '90071992547409933')}]}`
    const page = schemas.donePageSchema.parse(parseJson(text))
    expect([page.lastId, page.items.rows[0]?.id]).toEqual(['90071992547409931', '90071992547409933'])
  })
})

describe('conditional orders', () => {
  const stop = (change: object) => stopOrderFrom(read(schemas.stopSchema, stopRecord(change)), markets)

  it('reads a stop order: padded decimals, nulls, nanoseconds', () => {
    expect(plain({ ...stop({ createdAt: null }), raw: null })).toMatchObject({
      id: 'vs93gptvr9t2fsql003l8k5p',
      clientOrderId: 'old',
      terms: { kind: 'stop_limit', triggerPrice: '50000', price: '49000', timeInForce: 'gtc' },
      status: 'open',
      nativeStatus: 'NEW',
      waiting: true,
      quantity: '0.01',
      quoteQuantity: null,
      filled: '0',
      createdAt: 1_800_000_000_000,
    })
  })

  it.each([
    ['sell', 'market', 'loss', 'stop_loss'],
    ['sell', 'market', 'entry', 'take_profit'],
    ['buy', 'market', 'entry', 'stop_loss'],
    ['buy', 'market', 'loss', 'take_profit'],
    ['sell', 'limit', 'entry', 'take_profit_limit'],
    ['buy', 'limit', 'entry', 'stop_limit'],
  ])('%s %s %s is a %s', (side, type, direction, kind) => {
    expect(stop({ side, type, stop: direction }).terms.kind).toBe(kind)
  })

  it('does not claim to know what a triggered one has become', () => {
    expect(stop({ status: 'TRIGGERED' })).toMatchObject({ status: 'unknown', waiting: false })
  })

  const legs = (change: object = {}, each: readonly [object, object] = [{}, {}]) =>
    pairOrders(read(schemas.ocoDetailsSchema, pairRecord(change, each)), markets).map((leg) => [
      leg.id,
      leg.role,
      leg.status,
      leg.listId,
      leg.terms.kind,
    ])
  const list = '674c3b6e688dea0007c7bab2'

  it('tells a pair’s legs by where they trigger', () => {
    expect(legs()).toEqual([
      ['vs-profit', 'take_profit', 'open', list, 'take_profit_limit'],
      ['vs-stop', 'stop_loss', 'open', list, 'stop_limit'],
    ])
    const buy: [object, object] = [{ side: 'buy' }, { side: 'buy', price: '51000', stopPrice: '51000' }]
    expect(legs({}, buy).map(([id]) => id)).toEqual(['vs-stop', 'vs-profit'])
  })

  it.each(['CANCELLED', 'CANCELED'])('ends both legs of a pair that is %s', (status) => {
    expect(legs({ status }).map(([, , each]) => each)).toEqual(['cancelled', 'cancelled'])
  })
})
