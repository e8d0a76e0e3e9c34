import type { Balance, Market } from '../market.ts'
import { Money } from '../money.ts'
import { rateFrom } from './conversion.ts'

/** One asset of one account and what it is worth in a currency. */
export interface Holding {
  readonly asset: string
  readonly available: Money
  readonly held: Money
  /** available + held. */
  readonly total: Money
  /** In other wallets of the account, which orders cannot use; not in `total`, nor in `value`. */
  readonly elsewhere: Money
  /** One unit in the currency; null: nothing tells it. */
  readonly price: Money | null
  /** total × price. */
  readonly value: Money | null
  /** Too little to be sold at the exchange, or worth less than the limit. */
  readonly dust: boolean
}

/** What an exchange tells that values are made of. */
export interface PricedMarkets {
  readonly markets: ReadonlyMap<string, Market>
  /** Last prices by BASE/QUOTE symbol. */
  readonly prices: ReadonlyMap<string, Money>
}

/** Values are kept to so many decimals, cut. */
const valueDecimals = 12

/** What an amount is worth at a price, cut. */
export function worth(amount: Money, price: Money | null): Money | null {
  return price === null ? null : amount.times(price).truncated(valueDecimals)
}

/** @param dustBelow a value in the currency under which a holding is dust; null: the exchange's limits alone tell */
export function valueBalances(
  balances: readonly Balance[],
  { markets, prices }: PricedMarkets,
  currency: string,
  dustBelow: Money | null,
): readonly Holding[] {
  const byBase = marketsByBase(markets)
  return balances.map(({ asset, available, held, total, elsewhere }) => {
    const price = rateFrom(prices, asset, currency)
    const value = worth(total, price)
    const isSmall = value !== null && dustBelow !== null && value.lessThan(dustBelow)
    return {
      asset,
      available,
      held,
      total,
      elsewhere: Money.sum(elsewhere.map(({ amount }) => amount)),
      price,
      value,
      dust: isSmall || (total.isPositive() && cannotBeSold(total, byBase.get(asset) ?? [], prices)),
    }
  })
}

function marketsByBase(markets: ReadonlyMap<string, Market>): ReadonlyMap<string, readonly Market[]> {
  const byBase = new Map<string, Market[]>()
  for (const market of markets.values()) {
    const known = byBase.get(market.base)
    if (known === undefined) byBase.set(market.base, [market])
    else known.push(market)
  }
  return byBase
}

/** Whether every market of an asset would refuse all there is of it as too small. An asset without a market is not. */
function cannotBeSold(total: Money, markets: readonly Market[], prices: ReadonlyMap<string, Money>): boolean {
  return markets.length > 0 && markets.every((market) => isBelowSmallest(total, market, prices.get(market.symbol)))
}

function isBelowSmallest(total: Money, market: Market, last: Money | undefined): boolean {
  const sold = total.floorToStep(market.lotStep)
  const { quantity, notional } = market
  if (sold.isZero() || (quantity.min !== null && sold.lessThan(quantity.min))) return true
  return last !== undefined && notional.min !== null && sold.times(last).lessThan(notional.min)
}

/** A part in per cent of the whole, cut after two decimals; null where there is no whole. */
export function shareOf(value: Money | null, whole: Money): Money | null {
  if (value === null || !whole.isPositive()) return null
  return value.times(Money.parse('100')).dividedBy(whole, 2)
}
