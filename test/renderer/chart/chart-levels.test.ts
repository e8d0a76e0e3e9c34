import { describe, expect, it } from 'vitest'
import { chartLevels } from '../../../src-renderer/chart/chart-levels.ts'
import type { BracketView, OrderView } from '../../../src-renderer/views.ts'
import { btcUsdt, withCapabilities } from '../sample-market.ts'
import { openOrder } from '../sample-order.ts'

const order = (id: string, terms: OrderView['terms'], change: Partial<OrderView> = {}): OrderView => ({
  ...openOrder,
  id,
  terms,
  ...change,
})
const bracket: BracketView = {
  id: 'b1',
  accountId: 'a',
  symbol: 'BTC/USDT',
  exitSide: 'sell',
  askedBy: 'panel',
  state: 'protected',
  entry: { orderId: 'e1', status: 'filled', quantity: '1', filled: '1' },
  received: '1',
  exited: '0',
  remaining: '0.999',
  legs: [
    {
      role: 'take_profit',
      triggerPrice: '70000',
      limitPrice: '69990',
      holder: 'exchange',
      atExchange: '0.999',
      orderIds: ['x1'],
    },
    {
      role: 'stop_loss',
      triggerPrice: '50000',
      limitPrice: null,
      holder: 'application',
      atExchange: '0',
      orderIds: [],
    },
  ],
  alarm: null,
  ended: null,
  createdAt: 1,
}
const short = (orders: readonly OrderView[], brackets: readonly BracketView[] = [], market = btcUsdt) =>
  chartLevels(orders, brackets, market).map(
    ({ id, price, move }) => `${id} @ ${price}: ${move.kind === 'none' ? move.why : move.kind}`,
  )

describe('the levels on a chart', () => {
  it('are the prices and triggers of open orders of the market, the highest first', () => {
    expect(
      short([
        order('1', { kind: 'limit', price: '60000', timeInForce: 'gtc', postOnly: false }),
        order('2', { kind: 'stop_limit', triggerPrice: '9000', price: '8990', timeInForce: 'gtc' }),
        order('3', { kind: 'take_profit', triggerPrice: '100000' }),
        order('4', { kind: 'market' }),
        order('5', { kind: 'limit', price: '60000', timeInForce: 'gtc', postOnly: false }, { symbol: 'ETH/USDT' }),
      ]),
    ).toEqual([
      '3 triggerPrice @ 100000: order',
      '1 price @ 60000: order',
      '2 triggerPrice @ 9000: order',
      '2 price @ 8990: order',
    ])
  })

  it('say why one stays where it is', () => {
    const trailing = { kind: 'trailing_stop', trailingBips: 100, activationPrice: '65000', price: null } as const
    const limit = { kind: 'limit', price: '60000', timeInForce: 'gtc', postOnly: false } as const
    expect(short([order('1', trailing)])).toEqual(['1 triggerPrice @ 65000: trailing'])
    expect(short([order('1', limit, { role: 'take_profit', listId: 'l' })])).toEqual(['1 price @ 60000: list'])
    expect(short([order('1', limit)], [], withCapabilities({ edit: [] }))).toEqual(['1 price @ 60000: exchange'])
  })

  it('are the exits of a live bracket, whoever holds them, and not once more their orders', () => {
    const exit = order('x1', { kind: 'take_profit', triggerPrice: '70000' }, { side: 'sell' })
    expect(short([exit], [bracket])).toEqual([
      'b1 take_profit triggerPrice @ 70000: bracket',
      'b1 take_profit price @ 69990: bracket',
      'b1 stop_loss triggerPrice @ 50000: bracket',
    ])
    expect(short([exit], [{ ...bracket, ended: 'released' }])).toEqual(['x1 triggerPrice @ 70000: order'])
    expect(short([], [{ ...bracket, symbol: 'ETH/USDT' }])).toEqual([])
  })

  it('name an entry, which is moved as an order', () => {
    const limit = { kind: 'limit', price: '60000', timeInForce: 'gtc', postOnly: false } as const
    const levels = chartLevels([order('e1', limit)], [{ ...bracket, legs: [] }], btcUsdt)
    expect(levels).toMatchObject([
      { role: 'entry', side: 'buy', quantity: '0.5', move: { kind: 'order', field: 'price' } },
    ])
  })

  it('know of an exit what the bracket still protects', () => {
    expect(chartLevels([], [bracket], btcUsdt)[1]).toMatchObject({
      side: 'sell',
      role: 'take_profit',
      quantity: '0.999',
      move: { kind: 'bracket', role: 'take_profit', field: 'limitPrice' },
    })
  })
})
