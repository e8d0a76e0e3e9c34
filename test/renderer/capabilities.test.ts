import { describe, expect, it } from 'vitest'
import { buildRequest } from '../../src-renderer/trade/build-request.ts'
import {
  emptyDraft,
  kindsOf,
  type OrderDraft,
  planOf,
  shapeOf,
  timeInForceOf,
  unitOf,
  withTerms,
} from '../../src-renderer/trade/draft.ts'
import type { MarketView } from '../../src-renderer/views.ts'
import { type AttachedExitsCapability, type Capabilities, noAttachedExits } from '../../src-shared/capabilities.ts'
import { btcUsdt, withCapabilities } from './sample-market.ts'

const draft = (change: Partial<OrderDraft>): OrderDraft => ({ ...emptyDraft, ...change })
const exit = (triggerPrice: string, limitPrice = '') => ({ enabled: true, triggerPrice, limitPrice })

function outcomeOf(change: Partial<OrderDraft>, market: MarketView): unknown {
  const built = buildRequest(draft(change), market)
  return built.ok ? built.request : Object.fromEntries([...built.problems].map(([field, { key }]) => [field, key]))
}

describe('the unit of an amount', () => {
  const quoteBuys = withCapabilities({ marketAmountUnits: { buy: ['quote'], sell: ['base'] } })

  it('is one of those that the market takes, on that side; a total needs a price', () => {
    expect(shapeOf(draft({ kind: 'market' }), btcUsdt).units).toEqual(['base', 'quote'])
    expect(shapeOf(draft({ kind: 'market', side: 'buy' }), quoteBuys).units).toEqual(['quote'])
    expect(shapeOf(draft({ kind: 'market', side: 'sell' }), quoteBuys).units).toEqual(['base'])
    expect(shapeOf(draft({ kind: 'limit' }), quoteBuys).units).toEqual(['base', 'quote'])
    expect(shapeOf(draft({ kind: 'oco' }), btcUsdt).units).toEqual(['base'])
  })

  it('is the only one there is, whatever was chosen before', () => {
    const buy = draft({ kind: 'market', unit: 'base', amount: '60' })
    expect(unitOf(buy, shapeOf(buy, quoteBuys))).toBe('quote')
    expect(outcomeOf({ kind: 'market', unit: 'base', amount: '60' }, quoteBuys)).toMatchObject({
      amount: { unit: 'quote', value: '60' },
    })
  })

  it('drops an amount that would change its meaning, and keeps any other', () => {
    const bought = draft({ kind: 'market', amount: '1000' })
    expect(withTerms(bought, { side: 'sell' }, quoteBuys)).toMatchObject({ side: 'sell', amount: '' })
    expect(withTerms(bought, { kind: 'oco' }, quoteBuys)).toMatchObject({ kind: 'oco', amount: '' })
    expect(withTerms(bought, { side: 'sell' }, btcUsdt)).toMatchObject({ side: 'sell', amount: '1000' })
    const inQuote = draft({ kind: 'market', unit: 'quote', amount: '1000' })
    // As a total it means the same.
    expect(withTerms(inQuote, { kind: 'limit' }, btcUsdt)).toMatchObject({ unit: 'quote', amount: '1000' })
    expect(withTerms(inQuote, { kind: 'trailing_stop' }, btcUsdt).amount).toBe('')
  })
})

const able = (change: Partial<AttachedExitsCapability>, others: Partial<Capabilities> = {}): MarketView =>
  withCapabilities({ ...others, attachedExits: { ...btcUsdt.capabilities.attachedExits, ...change } })
/** Nothing goes along with an entry, there is no OCO, and one stop-loss at a time can stand at the exchange. */
const spare = able(noAttachedExits, { oco: null, exitPair: 'one' })

describe('exits with an entry', () => {
  const takeProfit = exit('70000')
  const stopLoss = exit('60000', '59000')
  const both = { amount: '1', takeProfit, stopLoss }

  it.each(['market', 'limit', 'oco'] as const)('are offered with %s whatever the exchange can hold', (kind) => {
    for (const market of [btcUsdt, spare]) {
      const typed = draft({ ...both, kind, price: '65000' })
      expect(kindsOf(market)).toContain(kind)
      expect(shapeOf(typed, market).exits).toBe(kind === 'oco' ? 'oco' : 'entry')
      const sent = {
        takeProfit: { triggerPrice: '70000', limitPrice: null },
        stopLoss: { triggerPrice: '60000', limitPrice: '59000' },
      }
      expect(outcomeOf(typed, market)).toMatchObject(kind === 'oco' ? sent : { exits: sent })
    }
  })

  it('say who will hold each of them while they are typed', () => {
    const holders = (change: Partial<OrderDraft>, market: MarketView) => planOf(draft(change), market)?.holders ?? null
    const limit = { ...both, kind: 'limit' } as const
    expect(holders({ kind: 'limit' }, btcUsdt)).toBeNull()
    expect(holders({ ...limit, kind: 'stop_loss' }, btcUsdt)).toBeNull()
    expect(holders(limit, btcUsdt)).toEqual({ takeProfit: 'exchange', stopLoss: 'exchange' })
    expect(holders(limit, spare)).toEqual({ takeProfit: 'application', stopLoss: 'exchange' })
    expect(holders({ ...limit, stopLoss: { ...stopLoss, enabled: false } }, spare)).toEqual({
      takeProfit: 'exchange',
      stopLoss: null,
    })
    // Where only limit exits go along, an empty limit price changes the holder.
    const limitOnly = able({ marketExits: false }, { oco: null, exitPair: 'one' })
    expect(holders(limit, limitOnly)).toEqual({ takeProfit: 'application', stopLoss: 'exchange' })
    expect(planOf(draft(limit), limitOnly)?.attached).toMatchObject({ takeProfit: null })
    expect(planOf(draft({ ...limit, timeInForce: 'ioc' }), btcUsdt)?.attached).toBeNull()
  })

  it('of an OCO count as wanted before anything is typed', () => {
    expect(planOf(draft({ kind: 'oco' }), spare)?.holders).toEqual({
      takeProfit: 'application',
      stopLoss: 'exchange',
    })
  })

  it('need a trigger, and a limit price that fits, each said at its field', () => {
    expect(outcomeOf({ amount: '1', takeProfit: exit(''), stopLoss: exit('60000', '0.001') }, spare)).toEqual({
      'takeProfit.triggerPrice': 'missing',
      'stopLoss.limitPrice': 'tooPrecise',
    })
  })
})

describe('a trailing stop', () => {
  const typed = {
    kind: 'trailing_stop',
    side: 'sell',
    amount: '1',
    trailingPercent: '1',
    activationPrice: '66000',
    price: '64000',
  } as const

  it.each([
    [true, true, { activationPrice: '66000', limitPrice: '64000' }],
    [true, false, { activationPrice: '66000', limitPrice: null }],
    [false, true, { activationPrice: null, limitPrice: '64000' }],
    [false, false, { activationPrice: null, limitPrice: null }],
  ])('with activation %s and limit price %s sends what the market takes', (activation, limitPrice, sent) => {
    const market = withCapabilities({ trailing: { minBips: 10, maxBips: 2000, activation, limitPrice } })
    expect(shapeOf(draft(typed), market)).toMatchObject({
      trailing: true,
      activation,
      price: limitPrice ? 'optional' : 'none',
    })
    expect(outcomeOf(typed, market)).toMatchObject(sent)
  })
})

describe('the terms of a limit order', () => {
  it('are those that the market offers', () => {
    const market = withCapabilities({ timeInForce: ['gtc', 'ioc'], postOnly: false })
    const typed = draft({ kind: 'limit', timeInForce: 'fok', postOnly: true })
    expect(shapeOf(typed, market)).toMatchObject({ timeInForce: ['gtc', 'ioc'], postOnly: false })
    expect(timeInForceOf(typed, shapeOf(typed, market))).toBe('gtc')
    expect(outcomeOf({ ...typed, amount: '1', price: '65000' }, market)).toMatchObject({
      timeInForce: 'gtc',
      postOnly: false,
    })
  })

  it('stay as chosen where the market has them', () => {
    const typed = { kind: 'limit', timeInForce: 'fok', amount: '1', price: '65000' } as const
    expect(outcomeOf(typed, btcUsdt)).toMatchObject({ timeInForce: 'fok' })
  })
})
