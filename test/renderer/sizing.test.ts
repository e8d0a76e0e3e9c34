import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountOfBalance, type SizingInput } from '../../src-renderer/trade/sizing.ts'
import { Money } from '../../src-shared/money.ts'
import { btcUsdt } from './sample-market.ts'

const input: SizingInput = {
  side: 'buy',
  unit: 'base',
  isMarketOrder: false,
  percent: 100,
  market: btcUsdt,
  available: { base: '0.123456', quote: '1000' },
  price: Money.parse('65000'),
}
const size = (change: Partial<SizingInput>): string | null =>
  amountOfBalance({ ...input, ...change })?.toString() ?? null

describe('a share of the balance', () => {
  it('buys with the quote balance, rounded down to the lot', () => {
    expect(size({})).toBe('0.01538')
    expect(size({ percent: 25 })).toBe('0.00384')
  })

  it('keeps quote amounts to the quote step', () => {
    const available = { base: '0', quote: '0.123456789' }
    expect(size({ unit: 'quote', percent: 50, available })).toBe('0.06172839')
  })

  it('sells the base balance, rounded down to the lot', () => {
    expect(size({ side: 'sell' })).toBe('0.12345')
  })

  it('sells for a quote amount at the price', () => {
    expect(size({ side: 'sell', unit: 'quote', price: Money.parse('100') })).toBe('12.3456')
  })

  it('respects the coarser step of market orders', () => {
    const market = { ...btcUsdt, marketLotStep: '0.01' }
    expect(size({ side: 'sell', isMarketOrder: true, market })).toBe('0.12')
  })

  it('is unknown without a price, and needs none to sell base', () => {
    expect(size({ price: null })).toBeNull()
    expect(size({ price: Money.zero })).toBeNull()
    expect(size({ side: 'sell', price: null })).toBe('0.12345')
  })

  it('never spends more than there is', () => {
    const money = fc
      .tuple(fc.nat(), fc.nat(99_999_999))
      .map(([whole, part]) => `${whole}.${String(part).padStart(8, '0')}`)
    fc.assert(
      fc.property(money, money, fc.constantFrom(25, 50, 75, 100), (quote, priceText, percent) => {
        const price = Money.parse(priceText)
        const quantity = amountOfBalance({ ...input, percent, price, available: { base: '0', quote } })
        if (quantity === null) return
        expect(quantity.times(price).atMost(Money.parse(quote))).toBe(true)
        expect(quantity.isMultipleOf(Money.parse(btcUsdt.lotStep))).toBe(true)
      }),
    )
  })
})
