import { describe, expect, it } from 'vitest'
import { membershipOf, standingOf } from '../../src-renderer/brackets/bracket-standing.ts'
import { arrange, editable } from '../../src-renderer/orders/arrange.ts'
import type { BracketView, OrderView } from '../../src-renderer/views.ts'
import { btcUsdt } from './sample-market.ts'
import { openOrder } from './sample-order.ts'

const leg = (role: 'take_profit' | 'stop_loss', orderIds: readonly string[]): BracketView['legs'][number] => ({
  role,
  triggerPrice: '1',
  limitPrice: null,
  holder: 'exchange',
  atExchange: '1',
  orderIds,
})

const bracket: BracketView = {
  id: 'b',
  accountId: 'a',
  symbol: 'BTC/USDT',
  exitSide: 'sell',
  askedBy: 'panel',
  state: 'protected',
  entry: { orderId: 'entry', status: 'filled', quantity: '1', filled: '1' },
  received: '1',
  exited: '0',
  remaining: '1',
  legs: [leg('stop_loss', ['sl']), leg('take_profit', ['tp'])],
  alarm: null,
  ended: null,
  createdAt: 5,
}
const alarm = { key: 'bracket.alarm.exit_cancelled', params: { symbol: 'BTC/USDT' } } as const

describe('a bracket', () => {
  it.each<[string, Partial<BracketView>, string, string]>([
    ['both exits stand', {}, 'protected', 'good'],
    ['something is wrong', { alarm }, 'alarmed', 'bad'],
    ['its stop was cancelled and that was read', { legs: [leg('take_profit', ['tp'])] }, 'profitOnly', 'warn'],
    ['it has no exit left', { legs: [] }, 'unprotected', 'bad'],
    ['it waits for its entry', { state: 'waiting' }, 'waiting', 'plain'],
  ])('where %s', (_name, change, word, tone) => {
    expect(standingOf({ ...bracket, ...change })).toEqual({ word, tone })
  })

  it('has its exits and its entry named among the plain orders', () => {
    const roleOf = (id: string): string | null => membershipOf(id, [bracket])?.role ?? null
    expect(['sl', 'tp', 'entry', 'other'].map(roleOf)).toEqual(['stop_loss', 'take_profit', 'entry', null])
    expect(membershipOf('sl', [{ ...bracket, ended: 'exited' }])).toBeNull()
  })
})

const order = (id: string, createdAt: number): OrderView => ({
  ...openOrder,
  id,
  side: 'sell',
  terms: { kind: 'stop_loss', triggerPrice: '1' },
  waiting: true,
  quoteFilled: null,
  createdAt,
  updatedAt: createdAt,
})

describe('the orders of a bracket that the application links', () => {
  it('stand together in the list', () => {
    const orders = [order('sl', 1), order('between', 2), order('tp', 3)]
    expect(arrange(orders, [bracket]).map(({ id }) => id)).toEqual(['tp', 'sl', 'between'])
  })

  it('are moved with the bracket, not edited alone', () => {
    expect(editable(order('sl', 1), btcUsdt)).not.toBeNull()
    expect(editable(order('sl', 1), btcUsdt, membershipOf('sl', [bracket]))).toBeNull()
  })
})
