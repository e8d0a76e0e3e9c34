import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeOnStep, requestOnStep } from '../../src-main/trading/price-rounding.ts'
import type { OrderRequest, Side } from '../../src-shared/order.ts'
import { onPriceStep } from '../../src-shared/price-step.ts'
import { market, money } from './fake-client.ts'

const on = market('BTC/USDT')
const common = (side: Side) => ({ symbol: 'BTC/USDT', side, quantity: money('1') }) as const
const limit = (side: Side, price: string): OrderRequest => ({
  kind: 'limit',
  ...common(side),
  price: money(price),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
})
const leg = (triggerPrice: string, limitPrice: string | null = null) => ({
  triggerPrice: money(triggerPrice),
  limitPrice: limitPrice === null ? null : money(limitPrice),
})

/** With a step of 0.01: what is asked, and what each of its prices becomes. */
const rows: readonly (readonly [string, OrderRequest, object])[] = [
  ['a purchase goes down', limit('buy', '62312.36973456789'), { price: '62312.36' }],
  ['a sale goes up', limit('sell', '62312.36000000001'), { price: '62312.37' }],
  ['on the step nothing changes', limit('buy', '62312.36'), {}],
  [
    'a trigger goes to the nearest',
    { kind: 'stop_loss', ...common('sell'), triggerPrice: money('100.0149') },
    { triggerPrice: '100.01' },
  ],
  [
    'a trigger in the middle goes up',
    { kind: 'take_profit', ...common('buy'), triggerPrice: money('100.015') },
    { triggerPrice: '100.02' },
  ],
  [
    'a stop-limit: the trigger to the nearest, the limit for its side',
    {
      kind: 'stop_limit',
      ...common('sell'),
      triggerPrice: money('100.001'),
      price: money('99.001'),
      timeInForce: 'gtc',
    },
    { triggerPrice: '100', price: '99.01' },
  ],
  [
    'exits of a purchase are sales',
    {
      ...limit('buy', '100.009'),
      exits: { takeProfit: leg('120.004', '119.991'), stopLoss: leg('80.006') },
    } as OrderRequest,
    {
      price: '100',
      'takeProfit.triggerPrice': '120',
      'takeProfit.limitPrice': '120',
      'stopLoss.triggerPrice': '80.01',
    },
  ],
  [
    'a single exit of a market order',
    {
      kind: 'market',
      symbol: 'BTC/USDT',
      side: 'buy',
      amount: { unit: 'quote', value: money('60') },
      exits: { takeProfit: null, stopLoss: leg('80.006') },
    },
    { 'stopLoss.triggerPrice': '80.01' },
  ],
  [
    'the pair of exits that buys back',
    { kind: 'oco', ...common('buy'), takeProfit: leg('80.004'), stopLoss: leg('120.001', '121.009') },
    { 'takeProfit.triggerPrice': '80', 'stopLoss.triggerPrice': '120', 'stopLoss.limitPrice': '121' },
  ],
  [
    'a trailing stop',
    {
      kind: 'trailing_stop',
      ...common('sell'),
      trailingBips: 100,
      activationPrice: money('100.001'),
      limitPrice: money('99.001'),
    },
    { activationPrice: '100', limitPrice: '99.01' },
  ],
]

describe('prices put on the step', () => {
  test.each(rows)('%s', (_name, request, expected) => {
    const { notes } = requestOnStep(request, on)
    expect(Object.fromEntries(notes.map(({ params }) => [params.field, params.used]))).toEqual(expected)
  })

  test('once on the step, nothing is left to do', () => {
    for (const [, request] of rows) {
      const once = requestOnStep(request, on).value
      expect(requestOnStep(once, on)).toEqual({ value: once, notes: [] })
    }
  })

  test('a change goes by the side of its order', () => {
    const change = { quantity: null, price: money('1.005'), triggerPrice: money('2.004') }
    expect(JSON.stringify(changeOnStep(change, 'buy', on))).toBe('{"quantity":null,"price":"1","triggerPrice":"2"}')
    expect(JSON.stringify(changeOnStep(change, 'sell', on))).toContain('"price":"1.01"')
  })

  test('down never rises, up never falls, nearest is within half a step', () => {
    const decimal = fc.tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 9 }))
    fc.assert(
      fc.property(decimal, decimal, ([a, places], [b, stepPlaces]) => {
        const price = money(`${a}e-${places}`)
        const step = money(`${b}e-${stepPlaces}`)
        const [down, up, nearest] = (['down', 'up', 'nearest'] as const).map((how) => onPriceStep(price, step, how))
        if (!down || !up || !nearest) throw new Error('not reached')
        expect(down.atMost(price) && up.atLeast(price)).toBe(true)
        for (const each of [down, up, nearest]) expect(each.isMultipleOf(step)).toBe(true)
        expect(nearest.minus(price).abs().times(money('2')).atMost(step)).toBe(true)
      }),
    )
  })
})
