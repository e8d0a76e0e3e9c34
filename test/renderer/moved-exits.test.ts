import { describe, expect, it } from 'vitest'
import { exitsDraftOf, movedExits } from '../../src-renderer/brackets/moved-exits.ts'
import type { BracketView } from '../../src-renderer/views.ts'
import { btcUsdt } from './sample-market.ts'

const bracket: BracketView = {
  id: 'b-1',
  accountId: 'a-1',
  symbol: 'BTC/USDT',
  exitSide: 'sell',
  askedBy: 'panel',
  state: 'protected',
  entry: null,
  received: '1',
  exited: '0',
  remaining: '1',
  legs: [
    {
      role: 'stop_loss',
      triggerPrice: '57000',
      limitPrice: '56900',
      holder: 'exchange',
      atExchange: '1',
      orderIds: ['1'],
    },
    {
      role: 'take_profit',
      triggerPrice: '66000',
      limitPrice: null,
      holder: 'application',
      atExchange: '0',
      orderIds: [],
    },
  ],
  alarm: null,
  ended: null,
  createdAt: 0,
}
const draft = exitsDraftOf(bracket)
const stopAt = (triggerPrice: string) => ({ ...draft, stopLoss: { ...draft.stopLoss, triggerPrice } })

function problems(...asked: Parameters<typeof movedExits>): unknown {
  const moved = movedExits(...asked)
  return moved.ok ? null : Object.fromEntries([...moved.problems].map(([field, { key }]) => [field, key]))
}

describe('moving the exits of a bracket', () => {
  it('begins with what there is, which is no change', () => {
    expect(movedExits(draft, bracket, btcUsdt, '60000')).toEqual({
      ok: true,
      changed: false,
      exits: {
        takeProfit: { triggerPrice: '66000', limitPrice: null },
        stopLoss: { triggerPrice: '57000', limitPrice: '56900' },
      },
    })
  })

  it('takes new prices, and giving one exit up', () => {
    expect(movedExits(stopAt('58000'), bracket, btcUsdt, '60000')).toMatchObject({ ok: true, changed: true })
    const without = { ...draft, takeProfit: { ...draft.takeProfit, enabled: false } }
    expect(movedExits(without, bracket, btcUsdt, '60000')).toMatchObject({
      changed: true,
      exits: { takeProfit: null, stopLoss: { triggerPrice: '57000' } },
    })
  })

  it('wants each exit on its side of the last price, where it is known, and of the other exit', () => {
    expect(problems(stopAt('61000'), bracket, btcUsdt, '60000')).toEqual({
      'stopLoss.triggerPrice': 'notBelow',
    })
    expect(problems(stopAt('61000'), bracket, btcUsdt, null)).toBeNull()
    expect(problems(stopAt('66000'), bracket, btcUsdt, null)).toEqual({
      'takeProfit.triggerPrice': 'notAbove',
    })
    const buys = { ...bracket, exitSide: 'buy' as const }
    expect(problems(draft, buys, btcUsdt, '60000')).toEqual({
      'takeProfit.triggerPrice': 'notBelow',
      'stopLoss.triggerPrice': 'notAbove',
    })
  })

  it('wants prices on the market’s step, and one exit at least', () => {
    expect(problems(stopAt('57000.001'), bracket, btcUsdt, null)).toEqual({
      'stopLoss.triggerPrice': 'tooPrecise',
    })
    const none = {
      takeProfit: { ...draft.takeProfit, enabled: false },
      stopLoss: { ...draft.stopLoss, enabled: false },
    }
    expect(problems(none, bracket, btcUsdt, '60000')).toEqual({ exits: 'exitsNone' })
  })
})
