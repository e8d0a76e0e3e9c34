import { Money } from '../../src-shared/money.ts'
import type { Side } from '../../src-shared/order.ts'
import type { MarketView } from '../views.ts'

const hundred = Money.parse('100')

export interface SizingInput {
  readonly side: Side
  readonly unit: 'base' | 'quote'
  readonly isMarketOrder: boolean
  /** 1 to 100. */
  readonly percent: number
  readonly market: MarketView
  /** Decimal texts of what the account has free. */
  readonly available: { readonly base: string; readonly quote: string }
  /** The price at which base and quote are converted; null: not known. */
  readonly price: Money | null
}

/** A share of the available balance as an amount that fits the market's steps, rounded down; null when it cannot be told. */
export function amountOfBalance(input: SizingInput): Money | null {
  const { side, unit, market, price } = input
  const share = Money.parse(String(input.percent))
  const held = Money.parse(side === 'buy' ? input.available.quote : input.available.base)
  const part = held.times(share).dividedBy(hundred, 40)
  const spends = side === 'buy' ? 'quote' : 'base'
  if (unit === 'quote') {
    const value = spends === 'quote' ? part : price === null ? null : part.times(price)
    return value === null ? null : value.floorToStep(Money.parse(market.quoteStep))
  }
  if (spends === 'quote' && !price?.isPositive()) return null
  const quantity = spends === 'base' || price === null ? part : part.dividedBy(price, 40)
  const stepped = quantity.floorToStep(Money.parse(market.lotStep))
  return input.isMarketOrder ? stepped.floorToStep(Money.parse(market.marketLotStep)) : stepped
}
