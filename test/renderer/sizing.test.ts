import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyDraft, type OrderDraft, shapeOf } from '../../src-renderer/trade/draft.ts'
import { amountOfBalance, type SizingInput, sizingPrice } from '../../src-renderer/trade/sizing.ts'
import type { TickerView } from '../../src-renderer/views.ts'
import { Money } from '../../src-shared/money.ts'
import { btcUsdt, withCapabilities } from './sample-market.ts'

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

describe('the price at which a balance is counted', () => {
  const exit = { enabled: true, triggerPrice: '', limitPrice: '' }
  const ticker = { ask: '60000', bid: '59999', last: '60000' } as TickerView
  const priceOf = (change: Partial<OrderDraft>, market = btcUsdt): string | undefined => {
    const draft = { ...emptyDraft, ...change }
    return sizingPrice({ draft, shape: shapeOf(draft, market), ticker }, market)?.toString()
  }
  const asLimit = withCapabilities({
    attachedExits: { ...btcUsdt.capabilities.attachedExits, marketEntryAs: 'fill_or_kill' },
  })

  it('is the price typed, or what a market order would meet; a purchase leaves room for the price to move', () => {
    expect(priceOf({})).toBe('60120')
    expect(priceOf({ side: 'sell' })).toBe('59999')
    expect(priceOf({ kind: 'limit', price: '50000' })).toBe('50000')
  })

  it('leaves room for how far a market entry with exits may reach, since the exchange holds that much', () => {
    expect(priceOf({ stopLoss: exit }, asLimit)).toBe('60420')
    expect(priceOf({}, asLimit)).toBe('60120')
    expect(priceOf({ side: 'sell', stopLoss: exit }, asLimit)).toBe('59999')
  })
})

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
