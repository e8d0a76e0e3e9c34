import { describe, expect, it } from 'vitest'
import { buildRequest } from '../../src-renderer/trade/build-request.ts'
import {
  emptyDraft,
  kindsOf,
  type OrderDraft,
  shapeOf,
  timeInForceOf,
  unitOf,
  withTerms,
} from '../../src-renderer/trade/draft.ts'
import { exitsOf } from '../../src-renderer/trade/exits-shape.ts'
import { chooseExit, editDraft, useTicket } from '../../src-renderer/trade/ticket-store.ts'
import type { MarketView } from '../../src-renderer/views.ts'
import { type AttachedExitsCapability, noAttachedExits } from '../../src-shared/capabilities.ts'
import { btcUsdt, withCapabilities } from './sample-market.ts'

const draft = (change: Partial<OrderDraft>): OrderDraft => ({ ...emptyDraft, ...change })
const exit = (triggerPrice: string, limitPrice = '') => ({ enabled: true, triggerPrice, limitPrice })

function outcomeOf(change: Partial<OrderDraft>, market: MarketView): unknown {
  const built = buildRequest(draft(change), market)
  return built.ok
    ? built.request
    : Object.fromEntries([...built.problems].map(([field, { key }]) => [field, key]))
}

describe('the unit of an amount', () => {
  const quoteBuys = withCapabilities({ marketAmountUnits: { buy: ['quote'], sell: ['base'] } })

  it('is a choice only where the market takes both, on that side', () => {
    expect(shapeOf(draft({ kind: 'market' }), btcUsdt).units).toEqual(['base', 'quote'])
    expect(shapeOf(draft({ kind: 'market', side: 'buy' }), quoteBuys).units).toEqual(['quote'])
    expect(shapeOf(draft({ kind: 'market', side: 'sell' }), quoteBuys).units).toEqual(['base'])
    expect(shapeOf(draft({ kind: 'limit' }), btcUsdt).units).toEqual(['base'])
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
    expect(withTerms(bought, { kind: 'limit' }, quoteBuys)).toMatchObject({ kind: 'limit', amount: '' })
    expect(withTerms(bought, { side: 'sell' }, btcUsdt)).toMatchObject({ side: 'sell', amount: '1000' })
    const inQuote = draft({ kind: 'market', unit: 'quote', amount: '1000' })
    expect(withTerms(inQuote, { kind: 'limit' }, btcUsdt).amount).toBe('')
  })
})

const attached = (change: Partial<AttachedExitsCapability>): MarketView =>
  withCapabilities({ attachedExits: { ...btcUsdt.capabilities.attachedExits, ...change } })

describe('exits attached to an entry', () => {
  it.each([
    ['both legs in any way', {}, { legs: ['takeProfit', 'stopLoss'], choice: 'any' }],
    ['one of the two', { both: false }, { legs: ['takeProfit', 'stopLoss'], choice: 'one' }],
    [
      'both or none',
      { takeProfitAlone: false, stopLossAlone: false },
      { legs: ['takeProfit', 'stopLoss'], choice: 'together' },
    ],
    ['a stop-loss only', { both: false, takeProfitAlone: false }, { legs: ['stopLoss'], choice: 'any' }],
    ['unconfirmed ones', { confirmed: false }, { confirmed: false }],
    ['market exits only', { limitExits: false }, { execution: { limitExits: false, marketExits: true } }],
    ['exits with limit orders only', { entries: ['limit'] }, null],
    ['no way to execute', { limitExits: false, marketExits: false }, null],
    ['no leg', { both: false, takeProfitAlone: false, stopLossAlone: false }, null],
    ['nothing', noAttachedExits, null],
  ] as const)('of a market that offers %s', (_what, change, expected) => {
    const exits = exitsOf('market', attached(change).capabilities)
    if (expected === null) expect(exits).toBeNull()
    else expect(exits).toMatchObject({ kind: 'attached', ...expected })
  })

  it('are not sent where they are not offered, even if they were typed', () => {
    const takeProfit = exit('70000')
    const stopLoss = exit('60000')
    const change = { kind: 'market', amount: '1', takeProfit, stopLoss } as const
    expect(outcomeOf(change, attached(noAttachedExits))).toMatchObject({ exits: null })
    const stopOnly = attached({ both: false, takeProfitAlone: false })
    expect(outcomeOf(change, stopOnly)).toMatchObject({
      exits: { takeProfit: null, stopLoss: { triggerPrice: '60000' } },
    })
  })

  it('are one instead of the other where only one goes with an entry', () => {
    useTicket.setState({ draft: emptyDraft })
    editDraft({ stopLoss: { ...exit('60000'), enabled: false } })
    const enabled = (): readonly boolean[] => {
      const { takeProfit, stopLoss } = useTicket.getState().draft
      return [takeProfit.enabled, stopLoss.enabled]
    }
    chooseExit('takeProfit')
    expect(enabled()).toEqual([true, false])
    chooseExit('stopLoss')
    expect(enabled()).toEqual([false, true])
    expect(useTicket.getState().draft.stopLoss.triggerPrice).toBe('60000')
    chooseExit(null)
    expect(enabled()).toEqual([false, false])
    const both = { kind: 'market', amount: '1', takeProfit: exit('70000'), stopLoss: exit('60000') } as const
    expect(outcomeOf(both, attached({ both: false }))).toEqual({ exits: 'exitsOneOnly' })
  })

  it('execute as the market can: a limit price is dropped, optional or required', () => {
    const change = { kind: 'limit', amount: '1', price: '65000' } as const
    const typed = { ...change, takeProfit: exit('70000', '69000') }
    const left = { ...change, takeProfit: exit('70000') }
    const leg = (limitPrice: string | null) => ({
      exits: { takeProfit: { triggerPrice: '70000', limitPrice } },
    })
    expect(outcomeOf(typed, attached({ limitExits: false }))).toMatchObject(leg(null))
    expect(outcomeOf(typed, btcUsdt)).toMatchObject(leg('69000'))
    expect(outcomeOf(left, btcUsdt)).toMatchObject(leg(null))
    expect(outcomeOf(left, attached({ marketExits: false }))).toEqual({ 'takeProfit.limitPrice': 'missing' })
  })
})

describe('an OCO', () => {
  const oco = {
    kind: 'oco',
    amount: '1',
    takeProfit: exit('70000'),
    stopLoss: exit('60000', '59000'),
  } as const

  it('is offered only by a market that has one', () => {
    expect(kindsOf(btcUsdt)).toContain('oco')
    expect(kindsOf(withCapabilities({ oco: null }))).not.toContain('oco')
  })

  it('executes its legs as the market’s OCO can, not as attached exits do', () => {
    const onlyMarket = withCapabilities({ oco: { limitExits: false, marketExits: true } })
    expect(shapeOf(draft(oco), onlyMarket).exits).toEqual({
      kind: 'oco',
      execution: { limitExits: false, marketExits: true },
    })
    expect(outcomeOf(oco, onlyMarket)).toMatchObject({ stopLoss: { limitPrice: null } })
    const onlyLimit = withCapabilities({ oco: { limitExits: true, marketExits: false } })
    expect(outcomeOf(oco, onlyLimit)).toEqual({ 'takeProfit.limitPrice': 'missing' })
    const unattached = withCapabilities({ attachedExits: noAttachedExits })
    expect(outcomeOf(oco, unattached)).toMatchObject({ stopLoss: { limitPrice: '59000' } })
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
