import { describe, expect, it } from 'vitest'
import { accountNewsFrom } from '../../../src-main/exchange/binance/map-account-news.ts'
import { marketFrom } from '../../../src-main/exchange/binance/markets.ts'
import { marketTable } from '../../../src-main/exchange/core/markets.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'

const listing = (symbol: string, baseAsset: string, quoteAsset: string) =>
  marketFrom({
    symbol,
    status: 'TRADING',
    baseAsset,
    quoteAsset,
    quoteAssetPrecision: 8,
    orderTypes: ['LIMIT', 'MARKET'],
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
      { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
    ],
  })

const markets = marketTable([listing('ETHBTC', 'ETH', 'BTC')].flatMap((each) => each ?? []))

/** The published sample of an execution report (user-data-stream.md), with what a case changes. */
const sample = {
  e: 'executionReport',
  E: 1499405658658,
  s: 'ETHBTC',
  c: 'mUvoqJxFIILMdfAW5iGSOW',
  S: 'BUY',
  o: 'LIMIT',
  f: 'GTC',
  q: '1.00000000',
  p: '0.10264410',
  P: '0.00000000',
  F: '0.00000000',
  g: -1,
  C: '',
  x: 'NEW',
  X: 'NEW',
  r: 'NONE',
  i: 4293153,
  l: '0.00000000',
  z: '0.00000000',
  L: '0.00000000',
  n: '0',
  N: null,
  T: 1499405658657,
  t: -1,
  I: 8641984,
  w: true,
  m: false,
  M: false,
  O: 1499405658657,
  Z: '0.00000000',
  Y: '0.00000000',
  Q: '0.00000000',
  W: 1499405658657,
  V: 'NONE',
}
const newsOf = (change: object) => accountNewsFrom(parseJson(JSON.stringify({ ...sample, ...change })), markets)
const orderOf = (change: object) => {
  const found = newsOf(change).find(({ kind }) => kind === 'order')
  if (found?.kind !== 'order') throw new Error('no order')
  return found.order
}

describe('an execution report', () => {
  it('is the order, as REST would tell it', () => {
    expect(orderOf({})).toMatchObject({
      id: '4293153',
      clientOrderId: 'mUvoqJxFIILMdfAW5iGSOW',
      listId: null,
      symbol: 'ETH/BTC',
      nativeSymbol: 'ETHBTC',
      side: 'buy',
      status: 'open',
      waiting: false,
      endReason: null,
      createdAt: 1499405658657,
      updatedAt: 1499405658657,
    })
    expect(orderOf({}).quantity?.toString()).toBe('1')
    expect(orderOf({}).terms).toMatchObject({ kind: 'limit', timeInForce: 'gtc', postOnly: false })
  })

  it('tells each fill once, with what it cost, and the order as it is after it', () => {
    const trade = {
      x: 'TRADE',
      X: 'PARTIALLY_FILLED',
      l: '0.30000000',
      L: '0.10260000',
      z: '0.40000000',
      Z: '0.04104000',
      n: '0.00030000',
      N: 'ETH',
      t: 77,
      m: true,
      T: 1499405660000,
    }
    const [fill, order] = newsOf(trade)
    expect(fill).toMatchObject({
      kind: 'fill',
      fill: {
        id: '77',
        orderId: '4293153',
        clientOrderId: 'mUvoqJxFIILMdfAW5iGSOW',
        symbol: 'ETH/BTC',
        side: 'buy',
        maker: true,
        time: 1499405660000,
      },
    })
    expect(JSON.parse(JSON.stringify(fill))).toMatchObject({
      fill: { price: '0.1026', quantity: '0.3', fee: { asset: 'ETH', amount: '0.0003' } },
    })
    expect(order).toMatchObject({ kind: 'order', order: { status: 'partially_filled', updatedAt: 1499405660000 } })
    expect(JSON.parse(JSON.stringify(order))).toMatchObject({ order: { filled: '0.4', quoteFilled: '0.04104' } })
  })

  it.each([
    ['a fill without a fee yet', { n: '0', N: null }, null],
    ['a fee of another asset', { n: '0.00001', N: 'BNB' }, { asset: 'BNB', amount: '0.00001' }],
  ])('takes %s as it stands', (_what, fee, expected) => {
    const [fill] = newsOf({ x: 'TRADE', X: 'FILLED', l: '1', L: '0.1', z: '1', Z: '0.1', t: 5, ...fee })
    expect(JSON.parse(JSON.stringify(fill))).toMatchObject({ fill: { fee: expected } })
  })

  it('of a cancel names the order by its own id, not by that of the request to cancel', () => {
    const order = orderOf({ x: 'CANCELED', X: 'CANCELED', c: 'the-cancel', C: 'ours', z: '0.2', Z: '0.02' })
    expect(order).toMatchObject({ clientOrderId: 'ours', status: 'cancelled', endReason: { kind: 'cancelled' } })
    expect(order.filled.toString()).toBe('0.2')
  })

  it.each([
    ['the other leg of a pair', { x: 'EXPIRED', X: 'EXPIRED', eR: 'OCO_TRIGGER' }, 'expired', 'other_exit'],
    ['a leg refused at its turn', { x: 'EXPIRED', X: 'EXPIRED', eR: 'REJECTED' }, 'rejected', 'refused_at_trigger'],
    [
      'a leg of an entry that ended',
      { x: 'EXPIRED', X: 'EXPIRED', eR: 'OTO_PHASE_ONE_EXPIRED' },
      'expired',
      'entry_ended',
    ],
    [
      'the rest of an IOC order',
      { x: 'EXPIRED', X: 'EXPIRED', eR: 'UNFILLED_IOC_QUANTITY_EXPIRED' },
      'expired',
      'not_filled_at_once',
    ],
    ['an order that met its own', { x: 'TRADE_PREVENTION', X: 'EXPIRED_IN_MATCH' }, 'expired', 'self_trade_prevention'],
  ])('tells how %s ended', (_what, change, status, kind) => {
    expect(orderOf(change)).toMatchObject({ status, endReason: { kind } })
  })

  it.each([
    ['waits', { w: false, W: undefined }, true],
    ['has triggered', { w: true, W: 1499405660000 }, false],
  ])('tells that a stop %s', (_what, change, waiting) => {
    const stop = { o: 'STOP_LOSS_LIMIT', P: '0.09', S: 'SELL', ...change }
    expect(orderOf(stop)).toMatchObject({ status: 'open', waiting, terms: { kind: 'stop_limit' } })
  })

  it('of a list names the list', () => {
    expect(orderOf({ g: 2, o: 'LIMIT_MAKER', S: 'SELL', c: 'xgp0123-tp' })).toMatchObject({
      listId: '2',
      role: 'take_profit',
    })
  })

  it('of which only its list tells whether it is an entry or an exit has its order asked for', () => {
    const fill = { x: 'TRADE', X: 'FILLED', l: '1', L: '0.1', z: '1', Z: '0.1', t: 5 }
    const [told, touched] = newsOf({ g: 2, o: 'LIMIT_MAKER', ...fill })
    expect(told).toMatchObject({ kind: 'fill', fill: { id: '5' } })
    expect(touched).toEqual({ kind: 'order-touched', orderId: '4293153', symbol: 'ETH/BTC' })
  })

  it('of a market that is not known yet has its order asked for', () => {
    expect(newsOf({ s: 'NEWBTC' })).toEqual([{ kind: 'order-touched', orderId: '4293153', symbol: null }])
  })

  it('that lacks what we act on is not taken for anything', () => {
    expect(() => newsOf({ X: undefined })).toThrow()
  })
})

describe('other events', () => {
  it('a position tells all there is of the assets that it names', () => {
    const event = { e: 'outboundAccountPosition', B: [{ a: 'ETH', f: '10000.000000', l: '5.5' }] }
    expect(JSON.parse(JSON.stringify(accountNewsFrom(event, markets)))).toEqual([
      {
        kind: 'balances',
        balances: [{ asset: 'ETH', available: '10000', held: '5.5', total: '10005.5', elsewhere: [] }],
      },
    ])
  })

  it.each(['balanceUpdate', 'externalLockUpdate'])('%s has the balances asked for', (e) => {
    expect(accountNewsFrom({ e, a: 'BTC', d: '100' }, markets)).toEqual([{ kind: 'balances-touched' }])
  })

  it.each(['listStatus', 'somethingNew'])('%s tells nothing by itself', (e) => {
    expect(accountNewsFrom({ e }, markets)).toEqual([])
  })
})
