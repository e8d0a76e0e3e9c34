import { describe, expect, it } from 'vitest'
import { orderFrom as binanceOrder } from '../../src-main/exchange/binance/map-orders.ts'
import { orderSchema as binanceRow } from '../../src-main/exchange/binance/schemas.ts'
import { endOf as bitgetEnd } from '../../src-main/exchange/bitget/end-reasons.ts'
import { parseJson } from '../../src-main/exchange/http/json.ts'
import { orderFrom as krakenOrder } from '../../src-main/exchange/kraken/map-orders.ts'
import { KrakenClientIds } from '../../src-main/exchange/kraken/own/client-ids.ts'
import { orderFrom as kucoinOrder } from '../../src-main/exchange/kucoin/map-orders.ts'
import { orderSchema as kucoinRow } from '../../src-main/exchange/kucoin/schemas.ts'
import { MemoryClientIdStore } from '../../src-main/exchange/stores/client-id-store.ts'
import { endKinds, endMessage } from '../../src-shared/end-reason.ts'
import { languages, sentence } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import type { OrderTerms } from '../../src-shared/order.ts'
import { markets as binanceMarkets } from './binance/market-fixtures.ts'
import { markets as krakenMarkets, readRecord } from './kraken/fixtures.ts'
import { markets as kucoinMarkets } from './kucoin/market-fixtures.ts'
import { orderRecord } from './kucoin/scripted-venue.ts'

type Row = Readonly<Record<string, unknown>>

describe('binance', () => {
  const row = {
    symbol: 'BTCUSDT',
    orderId: 1,
    orderListId: -1,
    clientOrderId: 'a',
    price: '1',
    origQty: '1',
    executedQty: '0',
    type: 'LIMIT',
    timeInForce: 'GTC',
    side: 'BUY',
  }
  const end = (change: Row) =>
    binanceOrder(binanceRow.parse(parseJson(JSON.stringify({ ...row, ...change }))), binanceMarkets).endReason

  // Every `expiryReason` of enums.md, by name and by its number.
  it.each([
    ['REJECTED', 1, 'refused_at_trigger'],
    ['EXCHANGE_CANCELED', 2, 'cancelled_by_exchange'],
    ['OCO_TRIGGER', 3, 'other_exit'],
    ['OTO_PHASE_ONE_EXPIRED', 4, 'entry_ended'],
    ['UNFILLED_IOC_QUANTITY_EXPIRED', 5, 'not_filled_at_once'],
    ['UNFILLED_FOK_ORDER_EXPIRED', 6, 'not_filled_at_once'],
    ['INSUFFICIENT_LIQUIDITY', 7, 'no_liquidity'],
    ['EXECUTION_RULE_PRICE_RANGE_EXCEEDED', 8, 'price_protection'],
  ])('%s', (word, number, kind) => {
    expect(end({ status: 'EXPIRED', expiryReason: word })).toEqual({ kind, word })
    expect(end({ status: 'EXPIRED', expiryReason: number })).toEqual({ kind, word: String(number) })
  })

  it.each<[string, Row, string]>([
    ['a cancel', { status: 'CANCELED' }, 'cancelled'],
    ['self-trade prevention', { status: 'EXPIRED_IN_MATCH' }, 'self_trade_prevention'],
    ['an old IOC without a reason', { status: 'EXPIRED', timeInForce: 'IOC' }, 'not_filled_at_once'],
    ['an old market order without a reason', { status: 'EXPIRED', type: 'MARKET' }, 'no_liquidity'],
    ['an end without any reason', { status: 'EXPIRED', expiryReason: 'NONE' }, 'not_told'],
    ['a list cancelled by its other leg', { status: 'CANCELED', expiryReason: 'OCO_TRIGGER' }, 'other_exit'],
    ['a word of the future', { status: 'EXPIRED', expiryReason: 'COSMIC_RAY' }, 'unknown'],
  ])('%s', (_what, change, kind) => {
    expect(end(change)?.kind).toBe(kind)
  })

  it.each(['NEW', 'PARTIALLY_FILLED', 'FILLED', 'PENDING_NEW'])('%s has not ended unfilled', (status) => {
    expect(end({ status, executedQty: '0.5' })).toBeNull()
  })
})

describe('kraken', () => {
  const ids = new KrakenClientIds(new MemoryClientIdStore())
  const end = (change: Row) => krakenOrder('O1', readRecord(change), { markets: krakenMarkets, ids }).endReason

  it.each<[string, Row, string]>([
    ['User requested', {}, 'cancelled'],
    ['Order replaced', {}, 'replaced'],
    ['Post only order', {}, 'post_only_would_take'],
    ['Insufficient funds', {}, 'insufficient_balance'],
    ['EOrder:Insufficient funds (insufficient user funds)', {}, 'insufficient_balance'],
    ['Insufficient margin', {}, 'insufficient_balance'],
    ['Immediate or cancel', {}, 'not_filled_at_once'],
    ['Insufficient liquidity', {}, 'no_liquidity'],
    ['Self trade', {}, 'self_trade_prevention'],
    ['', { status: 'expired' }, 'time_expired'],
    ['', { time_in_force: 'ioc' }, 'not_filled_at_once'],
    ['', {}, 'not_told'],
    ['Solar eclipse', {}, 'unknown'],
  ])('“%s” %o', (reason, change, kind) => {
    const word = reason === '' ? null : reason
    expect(end({ status: 'canceled', reason: word, ...change })).toEqual({ kind, word })
  })

  it('an order that closed filled gives no reason', () => {
    expect(end({ status: 'closed', vol_exec: '0.01', reason: null })).toBeNull()
  })
})

describe('bitget', () => {
  const price = Money.parse('1')
  const limit = (timeInForce: 'gtc' | 'ioc' | 'fok', postOnly = false): OrderTerms => ({
    kind: 'limit',
    price,
    timeInForce,
    postOnly,
  })
  const stop: OrderTerms = { kind: 'stop_loss', triggerPrice: price }

  it.each<[string, string, OrderTerms, boolean, string]>([
    ['normal_cancel', 'cancelled', limit('gtc'), true, 'cancelled'],
    ['normal_cancel', 'cancelled', limit('gtc'), false, 'not_told'],
    ['normal_cancel', 'cancelled', limit('ioc'), true, 'not_filled_at_once'],
    ['normal_cancel', 'cancelled', limit('fok'), true, 'not_filled_at_once'],
    ['normal_cancel', 'cancelled', limit('gtc', true), true, 'not_told'],
    ['normal_cancel', 'cancelled', { kind: 'market' }, true, 'no_liquidity'],
    ['stp_cancel', 'cancelled', limit('gtc'), true, 'self_trade_prevention'],
    ['cancel_receiveWindow', 'cancelled', limit('gtc'), true, 'cancelled_by_exchange'],
    ['lunar_cancel', 'cancelled', limit('gtc'), true, 'unknown'],
    ['', 'cancelled', limit('gtc'), true, 'not_told'],
    ['', 'fail_trigger', stop, true, 'refused_at_trigger'],
    ['', 'fail_execute', stop, true, 'refused_at_trigger'],
    ['', 'fail', stop, true, 'refused_at_trigger'],
  ])('“%s” of a %s order', (cancelReason, nativeStatus, terms, knowsForce, kind) => {
    const status = nativeStatus === 'cancelled' ? 'cancelled' : 'rejected'
    expect(bitgetEnd({ status, terms, nativeStatus, cancelReason, knowsForce })?.kind).toBe(kind)
    const open = { status: 'open', terms, nativeStatus: 'live', cancelReason: '', knowsForce } as const
    expect(bitgetEnd(open)).toBeNull()
  })
})

describe('kucoin', () => {
  const over = { active: false, inOrderBook: false, cancelExist: true }
  const end = (change: Row) =>
    kucoinOrder(kucoinRow.parse(parseJson(JSON.stringify(orderRecord({ ...over, ...change })))), kucoinMarkets)
      .endReason

  it.each<[string, Row, string | null]>([
    ['a limit order that rested', {}, 'not_told'],
    ['an IOC remainder', { timeInForce: 'IOC', dealSize: '0.004' }, 'not_filled_at_once'],
    ['an unfilled FOK', { timeInForce: 'FOK' }, 'not_filled_at_once'],
    ['a market order by size', { type: 'market', price: '0', dealSize: '0.004' }, 'no_liquidity'],
    ['a reason that is a number', { cancelReason: 7 }, 'unknown'],
    ['the reason that says nothing', { cancelReason: 0 }, 'not_told'],
    ['an order still open', { active: true, cancelExist: false }, null],
    ['a filled order', { cancelExist: false, dealSize: '0.01', dealFunds: '500' }, null],
  ])('%s', (_what, change, kind) => {
    expect(end(change)?.kind ?? null).toBe(kind)
  })
})

it.each(endKinds.flatMap((kind) => languages.map((language) => [kind, language] as const)))(
  '%s is a sentence in %s, and an unknown end is told in the exchange’s own word',
  (kind, language) => {
    const text = sentence(endMessage({ kind, word: 'COSMIC_RAY' }), language)
    expect(text).not.toMatch(/[{}@]/)
    expect(text.includes('COSMIC_RAY')).toBe(kind === 'unknown')
  },
)
