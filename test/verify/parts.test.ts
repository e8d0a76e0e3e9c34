import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planOrders } from '../../src-main/verify/far-orders.ts'
import { sightOf } from '../../src-main/verify/fields.ts'
import { readableAnswer } from '../../src-main/verify/readable-answer.ts'
import type { Balance, Market, PriceBand, Ticker } from '../../src-shared/market.ts'
import { Money } from '../../src-shared/money.ts'
import { btcUsdt } from '../renderer/sample-market.ts'
import { market as bare, money } from '../trading/fake-client.ts'

const rich = ['BTC', 'USDT', 'ETH'].map((asset): Balance => ({
  asset,
  available: money('1000000'),
  held: Money.zero,
  total: money('1000000'),
  elsewhere: [],
}))
const tickerAt = (last: Money): Ticker => ({
  symbol: 'BTC/USDT',
  last,
  bid: last,
  ask: last,
  high: null,
  low: null,
  volume: Money.zero,
  quoteVolume: Money.zero,
  changePercent: null,
  time: 0,
})
const band = (down: string, up: string): PriceBand => {
  const sides = { down: money(down), up: money(up) }
  return { buy: sides, sell: sides }
}
const btc = (change: Partial<Market> = {}): Market => ({
  ...bare('BTC/USDT'),
  capabilities: btcUsdt.capabilities,
  ...change,
})

test.each([
  ['no band', null, '0.75'],
  ['a wide band', band('0.2', '5'), '0.75'],
  ['a band of five per cent', band('0.95', '1.05'), '0.9625'],
])('the far purchase stands well below the market with %s', (_what, priceBand, factor) => {
  const plan = planOrders({ market: btc({ priceBand }), ticker: tickerAt(money('50000')) }, rich, null)
  if ('refused' in plan) throw new Error(plan.refused.key)
  expect(plan.limit.price.toString()).toBe(money('50000').times(money(factor)).toString())
})

test('whatever the market, nothing that is planned costs more than is allowed, none is near, and every step is kept', () => {
  const digits = fc.integer({ min: 0, max: 6 })
  const step = digits.map((decimals) => money(`1e-${decimals}`))
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000_000 }),
      digits,
      step,
      step,
      fc.integer({ min: 0, max: 20 }),
      fc.constantFrom(null, band('0.2', '5'), band('0.95', '1.05'), band('0.5', '2')),
      fc.constantFrom('1', '5', '25', '1000'),
      (whole, scale, tickSize, lotStep, least, priceBand, most) => {
        const last = money(`${whole}e-${scale}`)
        const market = btc({
          tickSize,
          lotStep,
          priceBand,
          quantity: { min: lotStep, max: null },
          notional: { min: money(String(least)), max: null },
        })
        const plan = planOrders({ market, ticker: tickerAt(last) }, rich, money(most))
        if ('refused' in plan) return
        const { limit, editedPrice, entry, conditional, oco, most: risk } = plan
        expect(risk.atMost(money(most))).toBe(true)
        for (const price of [limit.price, editedPrice]) {
          expect(price.lessThan(last)).toBe(true)
          expect(price.isMultipleOf(tickSize)).toBe(true)
        }
        expect(limit.quantity.times(editedPrice).atMost(risk)).toBe(true)
        expect(limit.quantity.times(limit.price).atLeast(money(String(least)))).toBe(true)
        if ('request' in entry) expect(entry.request.quantity.times(editedPrice).atMost(risk)).toBe(true)
        if ('request' in conditional) expect(conditional.request.triggerPrice.lessThan(last)).toBe(true)
        if ('request' in oco) {
          expect(oco.request.takeProfit.triggerPrice.greaterThan(last)).toBe(true)
          expect(oco.request.stopLoss.triggerPrice.lessThan(last)).toBe(true)
        }
      },
    ),
  )
})

test.each([
  ['the next step above it', '15.52394', '1', '16'],
  ['left out where the band ends before the next step', '10.36', '1', null],
])('on a coarse step a take-profit is never at or below the market, but %s', (_what, price, tickSize, takeProfit) => {
  const market = btc({ tickSize: money(tickSize), priceBand: band('0.95', '1.05') })
  const plan = planOrders({ market, ticker: tickerAt(money(price)) }, rich, money('1000'))
  if ('refused' in plan) throw new Error(plan.refused.key)
  const planned = 'request' in plan.oco ? plan.oco.request.takeProfit.triggerPrice.toString() : null
  expect(planned).toBe(takeProfit)
  const exits = 'request' in plan.entry ? plan.entry.request.exits : null
  expect(exits?.takeProfit?.triggerPrice.toString() ?? null).toBe(takeProfit)
})

describe('a field of an answer', () => {
  const symbols = [{ symbol: 'BTCUSDT', tick: '1', none: null }, { symbol: 'ETHUSDT' }]
  test.each([
    ['is there', { a: { b: 0 } }, 'a.b', 'there'],
    ['is missing', { a: {} }, 'a.b', 'missing'],
    ['may be null', { a: null }, 'a', 'there'],
    ['of nothing is nothing', { a: null }, 'a.b', 'nothing'],
    ['of an empty list is nothing', [], '[].a', 'nothing'],
    ['is missing in one of a list', [{ a: 1 }, {}], '[].a', 'missing'],
    ['of every value of a record', { x: { a: 1 }, y: { a: 2 } }, '*.a', 'there'],
    ['of the market meant alone', { symbols }, 'symbols.@.tick', 'there'],
    ['of a market that has it not', { symbols }, 'symbols.@.step', 'missing'],
    ['by the key of a record', { result: { BTCUSDT: { a: 1 }, X: {} } }, 'result.@.a', 'there'],
    ['of a market that is not listed', { symbols: [{ symbol: 'XRPUSDT' }] }, 'symbols.@.tick', 'nothing'],
    ['of a text', { a: 'b' }, 'a.b', 'missing'],
  ] as const)('%s', (_what, body, path, sight) => {
    expect(sightOf(body, path, 'btcusdt')).toBe(sight)
  })
})

test.each([
  ['an e-mail', '{"note":"write to a.b@example.org now"}', 'a.b@example.org'],
  ['an account number', '{"uid":"354937868"}', '354937868'],
  ['an account number that is a number', '{"userId":354937868}', '354937868'],
  ['an address', '{"x":"from 203.0.113.7"}', '203.0.113.7'],
  ['a list of addresses', '{"ips":["203.0.113.7","::1"]}', '::1'],
  ['an IBAN', '{"to":"DE89370400440532013000"}', 'DE89370400440532013000'],
  ['a secret', '{"echo":"s3cr3t/="}', 's3cr3t/='],
  ['a secret, encoded', '{"echo":"s3cr3t%2F%3D"}', 's3cr3t%2F%3D'],
])('%s is struck out of what is kept', (_what, text, hidden) => {
  const kept = readableAnswer({ method: 'GET', path: '/api/x', status: 200, text }, ['s3cr3t/='])
  expect(kept).not.toContain(hidden)
  expect(kept).toMatch(/^GET \/api\/x → 200 \{/)
})

test('of a long answer the part that matters is kept', () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => `{"symbol":"S${index}USDT"}`).join(',')
  const heard = { method: 'GET', path: '/api/x', status: 200, text: `[${rows}]` } as const
  const kept = readableAnswer(heard, [], 'S4321USDT')
  expect(kept).toContain('"S4321USDT"')
  expect(kept.length).toBeLessThan(1_000)
})
