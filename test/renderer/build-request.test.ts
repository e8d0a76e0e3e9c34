import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildRequest, type DraftField, fieldOfError, type Problem } from '../../src-renderer/trade/build-request.ts'
import { emptyDraft, kindsOf, type OrderDraft, shapeOf } from '../../src-renderer/trade/draft.ts'
import type { MarketView } from '../../src-renderer/views.ts'
import { orderRequestSchema } from '../../src-shared/contract/orders.ts'
import { btcUsdt, withCapabilities } from './sample-market.ts'

const draft = (change: Partial<OrderDraft>): OrderDraft => ({ ...emptyDraft, ...change })

function problemsOf(change: Partial<OrderDraft>, market = btcUsdt): ReadonlyMap<DraftField, Problem> {
  const built = buildRequest(draft(change), market)
  if (built.ok) throw new Error(`accepted: ${JSON.stringify(built.request)}`)
  return built.problems
}

function requestOf(change: Partial<OrderDraft>, market: MarketView = btcUsdt): unknown {
  const built = buildRequest(draft(change), market)
  if (!built.ok) throw new Error(`refused: ${JSON.stringify([...built.problems])}`)
  return built.request
}

describe('a price off the step', () => {
  it.each([
    ['62312.36473456789', '62312.36'],
    ['62312.366', '62312.37'],
    ['62312.365', '62312.36'],
  ])('%s: the nearest one, %s, is offered', (price, offered) => {
    expect(problemsOf({ kind: 'limit', amount: '0.01', price }).get('price')?.offers).toEqual([offered])
  })

  it('is offered no price that the market does not allow, and no amount above what was typed', () => {
    expect(problemsOf({ kind: 'limit', amount: '0.01', price: '0.001' }).get('price')?.offers).toBeUndefined()
    expect(problemsOf({ amount: '0.0199999' }).get('amount')?.offers).toEqual(['0.01999'])
  })
})

describe('a text that could be two numbers', () => {
  it('is refused, naming both', () => {
    const price = { text: '64.000', readings: ['64000', '64.000'] } as const
    const problem = problemsOf({ kind: 'limit', amount: '0.01', price }).get('price')
    expect(problem).toMatchObject({ key: 'ambiguous', params: { first: '64000', second: '64.000' } })
  })
})

describe('a form becomes a request', () => {
  it('buys for 60 USDT as an amount in quote', () => {
    expect(requestOf({ kind: 'market', unit: 'quote', amount: '60' })).toEqual({
      kind: 'market',
      symbol: 'BTC/USDT',
      side: 'buy',
      amount: { unit: 'quote', value: '60' },
      exits: null,
    })
  })

  it('falls back to base units where the market takes no quote amount', () => {
    const market = withCapabilities({ marketAmountUnits: { buy: ['base'], sell: ['base'] } })
    expect(requestOf({ unit: 'quote', amount: '0.5' }, market)).toMatchObject({
      amount: { unit: 'base', value: '0.5' },
    })
  })

  it('sends plain notation with no superfluous zeros', () => {
    expect(requestOf({ kind: 'limit', amount: '0.0100', price: '59000.50' })).toMatchObject({
      quantity: '0.01',
      price: '59000.5',
    })
  })

  it('attaches a take-profit at market and a stop-loss with a limit', () => {
    const takeProfit = { enabled: true, triggerPrice: '70000', limitPrice: '' }
    const stopLoss = { enabled: true, triggerPrice: '60000', limitPrice: '59900' }
    expect(requestOf({ kind: 'limit', amount: '0.01', price: '65000', takeProfit, stopLoss })).toMatchObject({
      exits: {
        takeProfit: { triggerPrice: '70000', limitPrice: null },
        stopLoss: { triggerPrice: '60000', limitPrice: '59900' },
      },
    })
  })

  it('leaves out exits that were typed but switched off', () => {
    const takeProfit = { enabled: false, triggerPrice: 'nonsense', limitPrice: '' }
    expect(requestOf({ amount: '0.01', takeProfit })).toMatchObject({ exits: null })
  })

  it('counts a trailing distance in basis points', () => {
    expect(requestOf({ kind: 'trailing_stop', side: 'sell', amount: '0.01', trailingPercent: '1.25' })).toMatchObject({
      trailingBips: 125,
      activationPrice: null,
      limitPrice: null,
    })
  })

  it.each(kindsOf(btcUsdt))('builds a %s that the contract accepts', (kind) => {
    const exit = { enabled: true, triggerPrice: '70000', limitPrice: '' }
    const request = requestOf({
      kind,
      amount: '0.01',
      price: '65000',
      triggerPrice: '64000',
      trailingPercent: '1',
      takeProfit: exit,
      stopLoss: exit,
    })
    expect(orderRequestSchema.safeParse(request).success).toBe(true)
  })

  it('offers only what the market can do', () => {
    const market = withCapabilities({
      orderKinds: ['limit', 'trailing_stop'],
      trailing: null,
      postOnly: false,
    })
    expect(kindsOf(market)).toEqual(['limit', 'oco'])
    expect(shapeOf(draft({ kind: 'market' }), market)).toMatchObject({ kind: 'limit', postOnly: false })
  })
})

describe('bad input', () => {
  it.each([
    ['', 'missing'],
    ['0', 'notPositive'],
    ['-1', 'notPositive'],
    ['NaN', 'notANumber'],
    ['Infinity', 'notANumber'],
    ['1,000.50', 'notANumber'],
    ['0x10', 'notANumber'],
    ['1e-30', 'tooPrecise'],
    ['1e-61', 'notANumber'],
    ['0.000001', 'tooPrecise'],
    ['9000.00001', 'aboveMaximum'],
    ['9'.repeat(41), 'tooLong'],
  ] as const)('refuses the amount %j: %s', (amount, key) => {
    expect(problemsOf({ kind: 'limit', price: '65000', amount }).get('amount')?.key).toBe(key)
  })

  it('refuses a market order above the maximum of market orders', () => {
    expect(problemsOf({ kind: 'market', amount: '101' }).get('amount')).toEqual({
      key: 'aboveMaximum',
      params: { symbol: 'BTC/USDT', value: '101', maximum: '100' },
    })
  })

  it('names the field, the value and the step of a price off the tick', () => {
    expect(problemsOf({ kind: 'limit', amount: '1', price: '65000.001' }).get('price')).toEqual({
      key: 'tooPrecise',
      params: { symbol: 'BTC/USDT', value: '65000.001', step: '0.01' },
      offers: ['65000'],
    })
  })

  it('says "not a multiple" where the decimals would do', () => {
    const market = { ...btcUsdt, tickSize: '0.05' }
    expect(problemsOf({ kind: 'limit', amount: '1', price: '65000.01' }, market).get('price')?.key).toBe('offStep')
  })

  it('tells every wrong field at once', () => {
    const fields = problemsOf({ kind: 'stop_limit', amount: '0', price: '', triggerPrice: 'x' })
    expect([...fields.keys()]).toEqual(['amount', 'triggerPrice', 'price'])
  })

  it('wants post-only orders to stay open', () => {
    const change = { kind: 'limit', amount: '1', price: '65000', postOnly: true, timeInForce: 'ioc' } as const
    expect(problemsOf(change).get('timeInForce')?.key).toBe('postOnlyTimeInForce')
  })

  it.each(['0.001', '0', '20.01', '0.125'])('refuses the trailing distance %s %', (trailingPercent) => {
    const change = { kind: 'trailing_stop', amount: '1', trailingPercent } as const
    expect([...problemsOf(change).keys()]).toEqual(['trailingBips'])
  })

  it('never builds what the contract would refuse, whatever is typed', () => {
    const text = fc.oneof(fc.string({ maxLength: 12 }), fc.double().map(String), fc.constantFrom('', '0.01', '65000'))
    const exit = fc.record({ enabled: fc.boolean(), triggerPrice: text, limitPrice: text })
    const typed = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      kind: fc.constantFrom(...kindsOf(btcUsdt)),
      unit: fc.constantFrom('base' as const, 'quote' as const),
      amount: text,
      price: text,
      triggerPrice: text,
      timeInForce: fc.constantFrom('gtc' as const, 'ioc' as const, 'fok' as const),
      postOnly: fc.boolean(),
      trailingPercent: text,
      activationPrice: text,
      takeProfit: exit,
      stopLoss: exit,
    })
    fc.assert(
      fc.property(typed, (each) => {
        const built = buildRequest(each, btcUsdt)
        if (built.ok) expect(orderRequestSchema.safeParse(built.request).success).toBe(true)
        else expect(built.problems.size).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a refusal of the gateway', () => {
  it.each([
    ['quantity', 'amount'],
    ['amount', 'amount'],
    ['request.amount.value', 'amount'],
    ['price', 'price'],
    ['limitPrice', 'price'],
    ['triggerPrice', 'triggerPrice'],
    ['takeProfit.triggerPrice', 'takeProfit.triggerPrice'],
    ['request.exits.stopLoss.limitPrice', 'stopLoss.limitPrice'],
    ['stopLoss', 'stopLoss.triggerPrice'],
    ['trailingBips', 'trailingBips'],
    ['postOnly', 'timeInForce'],
    ['symbol', 'form'],
    [null, 'form'],
  ] as const)('about %s stands at %s', (field, place) => {
    expect(fieldOfError(field)).toBe(place)
  })
})
