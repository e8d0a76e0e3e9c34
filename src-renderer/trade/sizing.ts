import { entrySlippageBips } from '../../src-shared/market-entry.ts'
import { Money } from '../../src-shared/money.ts'
import type { Side } from '../../src-shared/order.ts'
import { numberIn, type TypedNumber } from '../ui/typed-number.ts'
import type { MarketView, TickerView } from '../views.ts'
import { type OrderDraft, planOf, type TicketShape, totalPriceOf, type Unit } from './draft.ts'
import { marketPrice } from './estimates.ts'

const hundred = Money.parse('100')
const allBips = 10_000
/**
 * How much dearer a purchase at market may get between the click and the exchange without being refused for want of
 * funds.
 */
const roomToMoveBips = 20

interface Sized {
  readonly draft: OrderDraft
  readonly shape: TicketShape
  readonly ticker: TickerView | null
}

/**
 * The price at which a share of the balance is turned into an amount, while the rest of the form may still be empty;
 * null: not known.
 */
export function sizingPrice({ draft, shape, ticker }: Sized, market: MarketView): Money | null {
  const price = numberIn(totalPriceOf(draft, shape))
  if (price?.isPositive() === true) return price
  const best = marketPrice(draft.side, ticker)
  if (best === null || draft.side === 'sell') return best
  // For an entry that goes out as a limit order, the exchange holds what that may cost.
  const reach = isEntryAsLimit(draft, shape, market) ? entrySlippageBips : 0
  const bips = Money.parse(String(allBips + roomToMoveBips + reach))
  return best.times(bips).dividedBy(Money.parse(String(allBips)))
}

/** Whether a market order goes out as a fill-or-kill limit order, since the exchange attaches exits to no other. */
export function isEntryAsLimit(draft: OrderDraft, shape: TicketShape, market: MarketView): boolean {
  return (
    shape.kind === 'market' &&
    market.capabilities.attachedExits.marketEntryAs === 'fill_or_kill' &&
    (planOf(draft, market)?.attached ?? null) !== null
  )
}

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

/**
 * A share of the available balance as an amount that fits the market's steps, rounded down; null when it cannot be
 * told.
 */
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

/**
 * The typed amount in the other unit, decimal text: a quantity on the market's step (rounded down), or a total; null:
 * not known.
 */
export function otherAmount(
  typed: TypedNumber,
  unit: Unit,
  price: string | null,
  market: Pick<MarketView, 'lotStep' | 'quoteStep'>,
): string | null {
  const amount = numberIn(typed)
  const at = Money.tryParse(price ?? '')
  if (amount?.isPositive() !== true || at?.isPositive() !== true) return null
  return unit === 'base'
    ? amount.times(at).truncated(totalDecimals(market)).toString()
    : quantityOfTotal(amount, at, market).toString()
}

const totalDecimals = ({ quoteStep }: Pick<MarketView, 'quoteStep'>): number =>
  Math.min(8, Math.max(2, Money.parse(quoteStep).decimals()))

/** What a total buys or sells at a price, rounded down to the market's step. */
export function quantityOfTotal(total: Money, price: Money, { lotStep }: Pick<MarketView, 'lotStep'>): Money {
  return total.dividedBy(price, 40).floorToStep(Money.parse(lotStep))
}

/** Which part of the available balance an amount is, whole per cent from 0 to 100: where a slider stands. */
export function shareOfBalance(typed: TypedNumber, input: Omit<SizingInput, 'percent'>): number {
  const amount = numberIn(typed)
  const whole = amountOfBalance({ ...input, percent: 100 })
  if (amount === null || whole?.isPositive() !== true) return 0
  const percent = Number(amount.times(hundred).dividedBy(whole, 0).toString())
  return Math.max(0, Math.min(100, percent))
}
