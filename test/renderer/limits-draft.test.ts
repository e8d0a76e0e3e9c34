import { describe, expect, it } from 'vitest'
import { type LimitsDraft, limitsFrom } from '../../src-renderer/accounts/limits-draft.ts'

const empty: LimitsDraft = {
  redisPermission: 'read',
  terminal3Amounts: null,
  symbols: '',
  largestOrder: '',
  ordersPerMinute: '',
  dailyNotional: '',
  approvalAbove: '',
}
const markets = new Set(['BTC/USDT', 'ETH/USDT'])
const wrongOf = (part: Partial<LimitsDraft>): unknown => {
  const checked = limitsFrom({ ...empty, ...part }, markets)
  return 'wrong' in checked ? checked.wrong : null
}

describe('limits as typed', () => {
  it('are none where nothing is typed', () => {
    expect(limitsFrom(empty, markets)).toEqual({
      limits: {
        symbols: null,
        largestOrder: null,
        ordersPerMinute: null,
        dailyNotional: null,
        approvalAbove: null,
      },
    })
  })

  it('become what is sent', () => {
    const draft = {
      ...empty,
      symbols: ' btc/usdt, ETH/USDT;BTC/USDT ',
      largestOrder: '100.50',
      ordersPerMinute: '5',
      approvalAbove: '0',
    }
    expect(limitsFrom(draft, markets)).toEqual({
      limits: {
        symbols: ['BTC/USDT', 'ETH/USDT'],
        largestOrder: '100.50',
        ordersPerMinute: 5,
        dailyNotional: null,
        approvalAbove: '0',
      },
    })
  })

  it.each<[Partial<LimitsDraft>, object]>([
    [{ largestOrder: 'x' }, { largestOrder: { key: 'notANumber', value: 'x' } }],
    [{ largestOrder: '0' }, { largestOrder: { key: 'notPositive' } }],
    [{ dailyNotional: '-1' }, { dailyNotional: { key: 'notPositive' } }],
    [{ approvalAbove: '-1' }, { approvalAbove: { key: 'negative' } }],
    [{ ordersPerMinute: '1.5' }, { ordersPerMinute: { key: 'notACount' } }],
    [{ ordersPerMinute: '100001' }, { ordersPerMinute: { key: 'notACount' } }],
    [{ symbols: 'BTCUSDT' }, { symbols: { key: 'notASymbol', value: 'BTCUSDT' } }],
    [{ symbols: 'BTC/USDT XRP/USDT' }, { symbols: { key: 'notASymbol', value: 'XRP/USDT' } }],
  ])('%j is wrong', (part, wrong) => {
    expect(wrongOf(part)).toEqual(wrong)
  })

  it('takes a symbol on trust while the markets are not known', () => {
    expect('limits' in limitsFrom({ ...empty, symbols: 'XRP/USDT' }, null)).toBe(true)
  })
})
