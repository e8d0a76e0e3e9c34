import { describe, expect, it } from 'vitest'
import {
  executedPlan,
  type MappingContext,
  orderFrom,
  type Sighting,
} from '../../../src-main/exchange/bitget/classic/map-orders.ts'
import { orderSchema, planSchema } from '../../../src-main/exchange/bitget/classic/schemas.ts'
import { OrderMemory } from '../../../src-main/exchange/bitget/own/order-memory.ts'
import { statusOf } from '../../../src-main/exchange/bitget/own/statuses.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import { Money } from '../../../src-shared/money.ts'
import { markets } from './market-fixtures.ts'
import { orderRow, planRow, tpslRow, unfilledRow } from './scripted-venue.ts'

const m = (text: string): Money => Money.parse(text)
const text = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const wire = (value: object): unknown => parseJson(JSON.stringify(value))
const newMemory = (): OrderMemory => new OrderMemory(new MemoryClientIdStore())
const at = (lastPrice: string | null, memory = newMemory()): MappingContext => ({
  markets,
  memory,
  lastOf: () => (lastPrice === null ? null : m(lastPrice)),
})

const info = (row: object): Sighting => ({
  list: 'normal',
  unfilled: false,
  row: orderSchema.parse(wire(row)),
})
const open = (row: object): Sighting => ({
  list: 'normal',
  unfilled: true,
  row: orderSchema.parse(wire(row)),
})
const tpsl = (row: object): Sighting => ({ list: 'tpsl', unfilled: true, row: orderSchema.parse(wire(row)) })
const plan = (row: object): Sighting => ({ list: 'plan', row: planSchema.parse(wire(row)) })
const map = (sighting: Sighting, context = at(null)): unknown => text(orderFrom(sighting, context))

describe('a classic account’s order', () => {
  it('keeps `priceAvg` of the unfilled orders for the price that it is, and `basePrice` for the average', () => {
    const row = {
      status: 'partially_filled',
      priceAvg: '50000',
      basePrice: '49990',
      baseVolume: '0.004',
      quoteVolume: '199.96',
    }
    expect(map(open(unfilledRow(row)))).toMatchObject({
      terms: { kind: 'limit', price: '50000', timeInForce: 'gtc', postOnly: false },
      averagePrice: '49990',
      filled: '0.004',
      quoteFilled: '199.96',
      status: 'partially_filled',
    })
  })

  it('reads `price` and `priceAvg` for what they say everywhere else', () => {
    const row = { status: 'filled', priceAvg: '49990', baseVolume: '0.01', quoteVolume: '499.9' }
    expect(map(info(orderRow(row)))).toMatchObject({ terms: { price: '50000' }, averagePrice: '49990' })
  })

  it('tells no average for what has not filled, and works it out where it is not told', () => {
    expect(map(open(unfilledRow({ basePrice: '49990' })))).toMatchObject({ averagePrice: null, filled: '0' })
    const row = { status: 'filled', priceAvg: '', baseVolume: '0.01', quoteVolume: '499.9' }
    expect(map(info(orderRow(row)))).toMatchObject({ averagePrice: '49990' })
  })

  it('takes the size of a purchase at market for quote, and of a sale for base', () => {
    const row = {
      orderType: 'market',
      price: '0',
      size: '60.00000000',
      status: 'filled',
      baseVolume: '0.001',
      quoteVolume: '59.9',
    }
    expect(map(info(orderRow(row)))).toMatchObject({
      quantity: null,
      quoteQuantity: '60',
      terms: { kind: 'market' },
    })
    expect(map(info(orderRow({ ...row, side: 'sell', size: '0.001' })))).toMatchObject({
      quantity: '0.001',
      quoteQuantity: null,
    })
  })

  it('reads symbols in lower case, long decimals and numbers that are not in quotes', () => {
    expect(map(open(unfilledRow({ symbol: 'btcusdt' })))).toMatchObject({
      symbol: 'BTC/USDT',
      nativeSymbol: 'BTCUSDT',
    })
    const big = { orderId: 1234567890123456789, size: '20.0000000000000000' }
    const json = JSON.stringify(orderRow(big)).replace('1234567890123456800', '1234567890123456789')
    const row = orderSchema.parse(parseJson(json))
    expect(orderFrom({ list: 'normal', unfilled: false, row }, at(null)).id).toBe('1234567890123456789')
    expect(text(row.size)).toBe('20')
  })

  it('knows an entry by the exits that it carries', () => {
    const row = { presetTakeProfitPrice: '66000', executeTakeProfitPrice: '', presetStopLossPrice: '0' }
    expect(map(open(unfilledRow(row)))).toMatchObject({ role: 'entry', listId: '17' })
    expect(map(open(unfilledRow()))).toMatchObject({ role: 'single', listId: null })
  })

  it('remembers the force where a list does not tell it', () => {
    const memory = newMemory()
    memory.rememberOrder('17', { list: 'normal', role: null, timeInForce: 'gtc', postOnly: true })
    expect(map(info(orderRow()), at(null, memory))).toMatchObject({ terms: { postOnly: true } })
    expect(map(open(unfilledRow({ force: 'post_only' })))).toMatchObject({
      terms: { postOnly: true, timeInForce: 'gtc' },
    })
    expect(map(open(unfilledRow({ force: 'fok' })))).toMatchObject({ terms: { timeInForce: 'fok' } })
  })
})

describe('a conditional order', () => {
  it.each([
    ['sell', '55000', '60000', 'stop_loss'],
    ['sell', '65000', '60000', 'take_profit'],
    ['buy', '65000', '60000', 'stop_loss'],
    ['buy', '55000', '60000', 'take_profit'],
    ['sell', '65000', null, 'stop_loss'],
  ] as const)('of side %s with its trigger at %s while the price is %s is a %s', (side, triggerPrice, last, kind) => {
    expect(map(tpsl(tpslRow({ side, triggerPrice })), at(last))).toMatchObject({
      terms: { kind, triggerPrice },
      waiting: true,
      status: 'open',
    })
  })

  it('is what we placed or linked, whatever the price has done since', () => {
    const memory = newMemory()
    memory.rememberOrder('31', { list: 'tpsl', role: 'take_profit', timeInForce: 'ioc', postOnly: false })
    const row = tpslRow({ orderType: 'limit', priceAvg: '54990', force: '' })
    expect(map(tpsl(row), at('60000', memory))).toMatchObject({
      terms: { kind: 'take_profit_limit', triggerPrice: '55000', price: '54990', timeInForce: 'ioc' },
    })
    memory.rememberLink('31', { entryId: '17', role: 'stop_loss' })
    expect(map(tpsl(row), at('60000', memory))).toMatchObject({
      role: 'stop_loss',
      listId: '17',
      terms: { kind: 'stop_limit' },
    })
  })

  it('has the client id that was claimed for it, since Bitget has none', () => {
    const store = new MemoryClientIdStore()
    new OrderMemory(store).claim('id1', '31', 'tpsl')
    expect(map(tpsl(tpslRow()), at('60000', new OrderMemory(store)))).toMatchObject({ clientOrderId: 'id1' })
  })

  it.each([
    ['not_trigger', 'open', true],
    ['live', 'open', true],
    ['executing', 'open', false],
    ['executed', 'unknown', false],
    ['fail_execute', 'rejected', false],
    ['cancelled', 'cancelled', false],
    ['cancel', 'cancelled', false],
    ['fail_trigger', 'rejected', false],
    ['LIVE', 'open', true],
    ['a word of the future', 'unknown', false],
  ])('as a plan order that is %s: %s', (status, expected, waiting) => {
    expect(map(plan(planRow({ status })), at('60000'))).toMatchObject({
      status: expected,
      waiting,
      nativeStatus: status.toLowerCase(),
    })
  })

  it('reads a plan order’s size by its type and its limit price', () => {
    const row = { orderType: 'limit', executePrice: '65010', planType: 'total', size: '60' }
    expect(map(plan(planRow(row)), at('60000'))).toMatchObject({
      terms: { kind: 'stop_limit', price: '65010', triggerPrice: '65000' },
      quantity: null,
      quoteQuantity: '60',
    })
  })

  it.each([
    ['TOTAL', { quantity: null, quoteQuantity: '55' }],
    ['AMOUNT', { quantity: '55', quoteQuantity: null }],
    ['', { quantity: '55', quoteQuantity: null }],
    ['a word of the future', { quantity: null, quoteQuantity: null }],
  ])('reads a plan order’s size by the type "%s" and no other way', (planType, expected) => {
    expect(map(plan(planRow({ planType, size: '55' })), at('60000'))).toMatchObject(expected)
  })

  it('that was triggered goes as the order that it placed, under its own id', () => {
    const placed = orderFrom(
      info(orderRow({ status: 'filled', priceAvg: '65001', baseVolume: '0.01', quoteVolume: '650.01' })),
      at(null),
    )
    const triggered = orderFrom(plan(planRow({ status: 'executed' })), at('60000'))
    expect(text(executedPlan(triggered, placed))).toMatchObject({
      id: '41',
      clientOrderId: 'plan-id',
      status: 'filled',
      filled: '0.01',
      averagePrice: '65001',
      terms: { kind: 'stop_loss' },
    })
  })
})

it.each([
  ['init', 'open'],
  ['new', 'open'],
  ['live', 'open'],
  ['partially_filled', 'partially_filled'],
  ['partially_fill', 'partially_filled'],
  ['partial_fill', 'partially_filled'],
  ['filled', 'filled'],
  ['full_fill', 'filled'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['reject', 'rejected'],
  ['a word of the future', 'unknown'],
  ['constructor', 'unknown'],
])('the status %s is %s', (word, expected) => {
  expect(statusOf(word)).toBe(expected)
})
