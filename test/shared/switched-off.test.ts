import { describe, expect, it } from 'vitest'
import type { Capabilities } from '../../src-shared/capabilities.ts'
import { planExits } from '../../src-shared/exit-plan.ts'
import { Money } from '../../src-shared/money.ts'
import type { OrderRequest } from '../../src-shared/order.ts'
import { neededBy, type Switchable, switchables, withoutSwitchedOff } from '../../src-shared/switched-off.ts'
import { btcUsdt } from '../renderer/sample-market.ts'

const everything: Capabilities = btcUsdt.capabilities

const price = (text: string): Money => Money.parse(text)
const bracketEntry: OrderRequest = {
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: price('1'),
  price: price('100'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: {
    takeProfit: { triggerPrice: price('120'), limitPrice: null },
    stopLoss: { triggerPrice: price('90'), limitPrice: null },
  },
}

describe('what is switched off for an account', () => {
  it('leaves a symbol as it is when nothing is', () => {
    expect(withoutSwitchedOff(everything, [])).toBe(everything)
  })

  /** dead_man is no ability of a symbol; trading/switched-off.ts heeds it. */
  it.each(switchables.filter((what) => what !== 'dead_man'))('%s takes something away', (what) => {
    expect(withoutSwitchedOff(everything, [what])).not.toEqual(everything)
  })

  it.each<[Switchable, object]>([
    ['conditional_orders', { orderKinds: ['market', 'limit', 'trailing_stop', 'oco'] }],
    ['trailing_stop', { trailing: null }],
    ['oco', { oco: null }],
    ['post_only', { postOnly: false }],
    ['quote_amounts', { marketAmountUnits: { buy: ['base'], sell: ['base'] } }],
    ['edit_in_place', { edit: [] }],
    ['edit_by_replacing', { edit: [] }],
    ['dry_run', { dryRun: false }],
  ])('%s', (what, left) => {
    expect(withoutSwitchedOff(everything, [what])).toMatchObject(left)
  })

  it('exits that may not go along are placed after the fill, and held here where nothing may hold them', () => {
    const planned = (...off: Switchable[]) => planExits(bracketEntry, withoutSwitchedOff(everything, off))
    expect(planned()).toMatchObject({ attached: {}, form: 'oco' })
    expect(planned('attached_exits')).toMatchObject({ attached: null, form: 'oco' })
    expect(planned('attached_exits', 'oco')).toMatchObject({ attached: null, form: 'one' })
    expect(planned('attached_exits', 'oco', 'conditional_orders')).toMatchObject({
      form: 'guarded',
      holders: { takeProfit: 'application', stopLoss: 'application' },
    })
  })

  it('a request says what it cannot do without', () => {
    const terms = { symbol: 'BTC/USDT', side: 'sell', quantity: price('1') } as const
    const stop: OrderRequest = { kind: 'stop_loss', ...terms, triggerPrice: price('90') }
    expect(neededBy(stop)).toEqual(['conditional_orders'])
    expect(neededBy({ ...bracketEntry, exits: null, postOnly: true })).toEqual(['post_only'])
    expect(neededBy(bracketEntry)).toEqual([])
    const amount = { unit: 'quote', value: price('60') } as const
    expect(neededBy({ kind: 'market', symbol: 'BTC/USDT', side: 'buy', amount, exits: null })).toEqual([
      'quote_amounts',
    ])
  })
})
