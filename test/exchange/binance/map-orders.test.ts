import { describe, expect, it } from 'vitest'
import { feesFrom } from '../../../src-main/exchange/binance/map-market-data.ts'
import { orderFrom } from '../../../src-main/exchange/binance/map-orders.ts'
import { commissionSchema, orderSchema } from '../../../src-main/exchange/binance/schemas.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { markets } from './market-fixtures.ts'

/** GET /api/v3/order as documented (rest-api.md "Query order"), with an id beyond 2^53. */
const queried = `{"symbol":"BTCUSDT","orderId":90071992547409931,"orderListId":-1,"clientOrderId":"myOrder1","price":"0.1",
"origQty":"1.0","executedQty":"0.0","cummulativeQuoteQty":"0.0","status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"BUY",
"stopPrice":"0.0","icebergQty":"0.0","time":1499827319559,"updateTime":1499827319560,"isWorking":true,
"workingTime":1499827319559,"origQuoteOrderQty":"0.000000","selfTradePreventionMode":"NONE"}`

const order = (change: object = {}) =>
  orderFrom(orderSchema.parse({ ...(parseJson(queried) as object), ...change }), markets)
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('orderFrom', () => {
  it.each([
    ['goes on after prevention', { selfTradePreventionMode: 'DECREMENT' }, '4'],
    ['was met by another that decrements', { selfTradePreventionMode: 'NONE' }, '4'],
    ['was decremented to its end', { selfTradePreventionMode: 'DECREMENT', status: 'EXPIRED_IN_MATCH' }, '4'],
    ['was ended by prevention', { selfTradePreventionMode: 'EXPIRE_BOTH', status: 'EXPIRED_IN_MATCH' }, '6'],
  ])('counts off what self-trade prevention took from an order that %s', (_what, change, expected) => {
    const row = {
      origQty: '6.000000',
      executedQty: '1.000000',
      preventedQuantity: '2.000000',
      preventedMatchId: 1,
    }
    expect(plain(order({ ...row, ...change }))).toMatchObject({ quantity: expected, filled: '1' })
  })

  it('reads a queried order, its id digit by digit', () => {
    expect(plain({ ...order(), raw: null })).toEqual({
      id: '90071992547409931',
      clientOrderId: 'myOrder1',
      listId: null,
      role: 'single',
      symbol: 'BTC/USDT',
      nativeSymbol: 'BTCUSDT',
      side: 'buy',
      terms: { kind: 'limit', price: '0.1', timeInForce: 'gtc', postOnly: false },
      status: 'open',
      nativeStatus: 'NEW',
      endReason: null,
      waiting: false,
      quantity: '1',
      quoteQuantity: null,
      filled: '0',
      quoteFilled: '0',
      averagePrice: null,
      fees: null,
      createdAt: 1499827319559,
      updatedAt: 1499827319560,
      raw: null,
    })
  })

  it.each([
    ['NEW', 'open'],
    ['PENDING_NEW', 'open'],
    ['PARTIALLY_FILLED', 'partially_filled'],
    ['FILLED', 'filled'],
    ['CANCELED', 'cancelled'],
    ['REJECTED', 'rejected'],
    ['EXPIRED', 'expired'],
    ['EXPIRED_IN_MATCH', 'expired'],
    ['A_STATUS_OF_THE_FUTURE', 'unknown'],
  ])('%s is %s', (status, expected) => {
    expect(order({ status }).status).toBe(expected)
  })

  it('calls a leg that was refused when its turn came rejected, not expired', () => {
    expect(order({ status: 'EXPIRED', expiryReason: 'REJECTED' }).status).toBe('rejected')
    expect(order({ status: 'EXPIRED', expiryReason: 'OCO_TRIGGER' }).status).toBe('expired')
  })

  it('keeps what a cancelled or expired order had filled', () => {
    const each = order({ status: 'EXPIRED', executedQty: '0.4', cummulativeQuoteQty: '0.04' })
    expect(plain([each.filled, each.quoteFilled, each.averagePrice])).toEqual(['0.4', '0.04', '0.1'])
  })

  it('says null for a quote value that Binance no longer knows', () => {
    const each = order({ status: 'FILLED', executedQty: '1', cummulativeQuoteQty: '-1' })
    expect([each.quoteFilled, each.averagePrice]).toEqual([null, null])
  })

  it('finds our id in a cancel’s answer, where clientOrderId is the cancel’s own', () => {
    expect(order({ origClientOrderId: 'ours', clientOrderId: 'the-cancel' }).clientOrderId).toBe('ours')
  })

  it.each([
    [
      { type: 'STOP_LOSS', stopPrice: '9', isWorking: false, workingTime: '-1' },
      { kind: 'stop_loss', triggerPrice: '9' },
      true,
    ],
    [{ type: 'STOP_LOSS', stopPrice: '9', isWorking: true }, { kind: 'stop_loss', triggerPrice: '9' }, false],
    [
      { type: 'TAKE_PROFIT_LIMIT', stopPrice: '9', price: '8', isWorking: false, workingTime: '-1' },
      { kind: 'take_profit_limit', triggerPrice: '9', price: '8', timeInForce: 'gtc' },
      true,
    ],
    [
      {
        type: 'STOP_LOSS_LIMIT',
        stopPrice: '0.0',
        price: '8',
        trailingDelta: '150',
        isWorking: false,
        workingTime: '-1',
      },
      { kind: 'trailing_stop', trailingBips: 150, activationPrice: null, price: '8' },
      true,
    ],
    [
      { type: 'LIMIT_MAKER', status: 'PENDING_NEW' },
      { kind: 'limit', price: '0.1', timeInForce: 'gtc', postOnly: true },
      true,
    ],
    [{ type: 'MARKET', status: 'FILLED' }, { kind: 'market' }, false],
  ])('reads terms and waiting of %j', (change, terms, waiting) => {
    const each = order(change)
    expect(plain(each.terms)).toEqual(terms)
    expect(each.waiting).toBe(waiting)
  })

  it('adds up commissions by asset', () => {
    const fills = [
      { price: '1', qty: '1', commission: '0.1', commissionAsset: 'BNB' },
      { price: '1', qty: '1', commission: '0.2', commissionAsset: 'BNB' },
      { price: '1', qty: '1', commission: '0.001', commissionAsset: 'BTC' },
    ]
    expect(plain(order({ fills }).fees)).toEqual([
      { asset: 'BNB', amount: '0.3' },
      { asset: 'BTC', amount: '0.001' },
    ])
  })

  it('tells roles by our ids, by type, and a foreign maker order by its siblings', () => {
    const list = { orderListId: '7' }
    expect(order({ ...list, clientOrderId: 'x-tp', type: 'LIMIT_MAKER' }).role).toBe('take_profit')
    expect(order({ ...list, type: 'STOP_LOSS_LIMIT' }).role).toBe('stop_loss')
    expect(order({ ...list, type: 'LIMIT' }).role).toBe('entry')
    const record = (change: object) => orderSchema.parse({ ...(parseJson(queried) as object), ...list, ...change })
    const maker = record({ type: 'LIMIT_MAKER', side: 'BUY' })
    const exit = record({ type: 'STOP_LOSS', side: 'SELL' })
    const stop = record({ type: 'STOP_LOSS', side: 'BUY' })
    expect(orderFrom(maker, markets, [maker, exit]).role).toBe('entry')
    expect(orderFrom(maker, markets, [maker, stop]).role).toBe('take_profit')
  })

  it('keeps the native symbol where it is no longer listed', () => {
    expect(order({ symbol: 'GONEUSDT' })).toMatchObject({ symbol: 'GONEUSDT', nativeSymbol: 'GONEUSDT' })
  })
})

it('adds up every part of the commission', () => {
  const rates = commissionSchema.parse({
    standardCommission: { maker: '0.001', taker: '0.002', buyer: '0.0001', seller: '0.0003' },
    specialCommission: { maker: '0.01', taker: '0.02', buyer: '0', seller: '0' },
    taxCommission: { maker: '0.00001', taker: '0.00002', buyer: '0', seller: '0' },
  })
  expect(plain(feesFrom(rates))).toEqual({ maker: '0.01131', taker: '0.02232' })
})
