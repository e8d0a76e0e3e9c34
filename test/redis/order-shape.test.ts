import { describe, expect, it } from 'vitest'
import { type ExitSources, noPresets } from '../../src-main/redis/actions/order-presets.ts'
import { orderShape, orderShapes, wireType } from '../../src-main/redis/actions/order-shape.ts'
import { jsonText } from '../../src-main/redis/json.ts'
import type { EndKind } from '../../src-shared/end-reason.ts'
import { feeOf } from '../../src-shared/order-figures.ts'
import type { Order, OrderTerms } from '../../src-shared/order.ts'
import { money, order } from './support/models.ts'

const shape = (change: Partial<Order>): Record<string, unknown> =>
  JSON.parse(jsonText(orderShape(order(change), noPresets, 'fr'))) as Record<string, unknown>
const filled: Partial<Order> = {
  status: 'filled',
  filled: money('0.001'),
  quoteFilled: money('60'),
  averagePrice: money('60000'),
}
const triggerPrice = money('55000')

describe('the order object', () => {
  it('has the contract’s keys for an open order, and no others', () => {
    expect(shape({})).toEqual({
      id: '9007199254740993123',
      order_id: '9007199254740993123',
      client_order_id: 'ag0123456789abcdef',
      symbol: 'BTC/USDT',
      native_symbol: 'BTCUSDT',
      side: 'buy',
      type: 'limit',
      amount: 0.001,
      filled: 0,
      remaining: 0.001,
      price: 60000,
      average: null,
      price_avg: null,
      cost: 0,
      base_volume: 0,
      quote_volume: 0,
      quoteVolume: 0,
      status: 'open',
      native_status: 'NEW',
      end_reason: null,
      end_reason_text: null,
      trigger_price: null,
      preset_take_profit_price: null,
      preset_stop_loss_price: null,
      tpsl_type: 'normal',
      is_tpsl_order: false,
      created_at: '2026-09-21T14:13:20.000Z',
      updated_at: '2026-09-21T14:13:20.500Z',
      updated: '2026-09-21T14:13:20.500Z',
      timestamp: 1_790_000_000_000,
      updated_ms: 1_790_000_000_500,
      fee: { cost: 0, currency: 'USDT' },
      fee_detail: {},
      cancel_reason: null,
      order_source: null,
      enter_point_source: null,
      force: 'gtc',
      post_only: false,
      list_id: null,
      role: 'single',
      waiting: false,
      info: { orderId: 1 },
    })
  })

  it('shows what an executed conditional order got, not its trigger', () => {
    expect(shape({ ...filled, terms: { kind: 'stop_loss', triggerPrice } })).toMatchObject({
      type: 'stop_loss',
      trigger_price: 55000,
      price: null,
      priceAvg: 60000,
      average: 60000,
      is_tpsl_order: true,
    })
  })

  it('has no average for a market order sized in quote that is not executed, and numbers everywhere', () => {
    const change: Partial<Order> = { terms: { kind: 'market' }, quantity: null, quoteQuantity: money('60') }
    expect(shape(change)).toMatchObject({ amount: 0, remaining: 0, average: null, cost: 0, price: null })
    expect(shape({ ...change, ...filled })).toMatchObject({
      amount: 0.001,
      filled: 0.001,
      remaining: 0,
      cost: 60,
    })
  })

  it('works out the average where only the quote value is known', () => {
    expect(shape({ ...filled, averagePrice: null })).toMatchObject({ average: 60000 })
    expect(shape({ ...filled, quoteFilled: null })).toMatchObject({ cost: 60, quoteVolume: 60 })
  })

  it('leaves out what misleads its readers', () => {
    const keys = Object.keys(shape(filled))
    for (const key of ['feeDetail', 'tpslType', 'fees', 'totalFee', 'feeAmount']) expect(keys).not.toContain(key)
    expect(Object.keys(shape({}))).not.toContain('priceAvg')
  })

  it('says why an order ended, in a word, a sentence and the exchange’s own word, cut to Django’s column', () => {
    const ended = (kind: EndKind, word: string | null): unknown =>
      shape({ status: 'expired', endReason: { kind, word } })
    expect(ended('not_filled_at_once', 'UNFILLED_IOC_QUANTITY_EXPIRED')).toMatchObject({
      end_reason: 'not_filled_at_once',
      end_reason_text: 'N’a pas pu être exécuté immédiatement (IOC ou FOK)',
      cancel_reason: 'UNFILLED_IOC_QUANTITY_EXPIRED',
    })
    expect(ended('unknown', 'Solar eclipse')).toMatchObject({
      end_reason: 'unknown',
      end_reason_text: 'L’exchange dit : « Solar eclipse »',
      cancel_reason: 'Solar eclipse',
    })
    expect(ended('unknown', 'x'.repeat(80))).toMatchObject({ cancel_reason: 'x'.repeat(50) })
    expect(ended('not_told', null)).toMatchObject({ end_reason: 'not_told', cancel_reason: null })
  })

  it('types fit Django’s column', () => {
    const kinds: readonly OrderTerms[] = [
      { kind: 'market' },
      { kind: 'limit', price: triggerPrice, timeInForce: 'gtc', postOnly: true },
      { kind: 'stop_loss', triggerPrice },
      { kind: 'take_profit', triggerPrice },
      { kind: 'stop_limit', triggerPrice, price: triggerPrice, timeInForce: 'gtc' },
      { kind: 'take_profit_limit', triggerPrice, price: triggerPrice, timeInForce: 'gtc' },
      { kind: 'trailing_stop', trailingBips: 100, activationPrice: null, price: null },
    ]
    for (const terms of kinds) expect(wireType(terms).length).toBeLessThanOrEqual(15)
    expect(kinds.map(wireType)).toContain('tp_limit')
  })
})

describe('a list that is told again', () => {
  const sources: ExitSources = { client: { exitsOf: () => null }, brackets: () => [] }
  const text = (orders: readonly Order[], known = sources, language: 'en' | 'fr' = 'en'): string =>
    jsonText(orderShapes(orders, known, language))
  const entry = order({ id: 'entry', role: 'entry', listId: 'l-1' })
  const stop = order({
    id: 'stop',
    role: 'stop_loss',
    listId: 'l-1',
    terms: { kind: 'stop_loss', triggerPrice: money('90') },
  })
  const ended = order({ id: 'ended', endReason: { kind: 'cancelled_here', word: null } })

  it.each([
    ['an order’s exits', [entry, stop], [entry, { ...stop, terms: { ...stop.terms, triggerPrice: money('91') } }]],
    ['an order itself', [entry], [{ ...entry, filled: money('0.0005') }]],
  ])('shows what has changed of %s', (_what, before, after) => {
    const first = text(before)
    expect(text(before)).toBe(first)
    expect(text(after)).not.toBe(first)
    expect(text(after)).toBe(text(after.map((each) => ({ ...each }))))
  })

  it('is told in the language that was chosen', () => {
    expect(text([ended], sources, 'fr')).not.toBe(text([ended], sources, 'en'))
    expect(text([ended], sources, 'en')).toBe(text([{ ...ended }], sources, 'en'))
  })

  it('makes the text of an order to which nothing happened once', () => {
    let read = 0
    const counted = order({
      raw: {
        get price() {
          return (read += 1)
        },
      },
    })
    text([counted, entry])
    text([stop, counted])
    expect(read).toBe(1)
  })
})

describe('the fee', () => {
  it.each([
    ['quote', [{ asset: 'USDT', amount: money('0.06') }], '0.06'],
    ['base, at the average price', [{ asset: 'BTC', amount: money('0.000001') }], '0.06'],
    ['a third coin, unpriced', [{ asset: 'BNB', amount: money('0.0001') }], '0'],
    ['a rebate', [{ asset: 'USDT', amount: money('-0.01') }], '0'],
    ['not asked', null, '0'],
  ])('in %s', (_name, fees, cost) => {
    expect(feeOf(order({ ...filled, fees })).cost.toString()).toBe(cost)
    expect(feeOf(order({ ...filled, fees })).currency).toBe('USDT')
  })

  it('is detailed by coin', () => {
    const fees = [
      { asset: 'BNB', amount: money('0.0001') },
      { asset: 'BNB', amount: money('0.0002') },
    ]
    expect(shape({ ...filled, fees })).toMatchObject({ fee: { cost: 0 }, fee_detail: { BNB: 0.0003 } })
  })
})
