import { Money } from '../../src-shared/money.ts'
import type { MarketView, TickerView } from '../views.ts'

export type Shortcut = 'bid' | 'mid' | 'last' | 'ask'

const two = Money.parse('2')

/** Prices of now that a limit may take over with one click, on the market's step; what is not known is left out. */
export function priceShortcuts(
  ticker: TickerView | null,
  { tickSize }: Pick<MarketView, 'tickSize'>,
): readonly (readonly [Shortcut, string])[] {
  if (ticker === null) return []
  const { bid, ask, last } = ticker
  const step = Money.parse(tickSize)
  const mid =
    bid === null || ask === null ? null : Money.parse(bid).plus(Money.parse(ask)).dividedBy(two).floorToStep(step)
  const prices = [
    ['bid', bid],
    ['mid', mid?.toString() ?? null],
    ['last', last],
    ['ask', ask],
  ] as const
  return prices.flatMap(([name, price]) => (price === null ? [] : [[name, price] as const]))
}
