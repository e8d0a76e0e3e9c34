import { Money } from '../money.ts'

/** What the value of a portfolio may be told in, the usual one first. */
export const reportingCurrencies = ['USDT', 'USDC', 'USD', 'EUR', 'BTC'] as const

const money: ReadonlySet<string> = new Set(
  'USD EUR GBP CHF AUD CAD JPY TRY BRL PLN USDT USDC FDUSD TUSD USDP PYUSD DAI USDG USDE EURC EURI EURT'.split(' '),
)

/** Whether an asset is what people pay with: a currency of a state, or a coin that stands for one. */
export function isMoney(asset: string): boolean {
  return money.has(asset)
}

/** Assets over which a price may be reckoned, the most traded first. */
const bridges = ['USDT', 'USDC', 'USD', 'EUR', 'BTC', 'ETH'] as const

/** One pair on the way from an asset to another; `inverse`: the asset we come from is its quote. */
export interface ConversionStep {
  readonly symbol: string
  readonly inverse: boolean
}

/** Enough for the price of the cheapest coin in bitcoin. */
const rateDecimals = 24

/**
 * The pairs, of those there are, whose prices may be wanted to tell assets in a currency: each asset with the currency
 * or a bridge, and the bridges among themselves.
 */
export function pairsWanted(
  has: (symbol: string) => boolean,
  assets: readonly string[],
  currency: string,
): readonly string[] {
  const targets = [currency, ...bridges]
  const found = new Set<string>()
  for (const asset of new Set([...assets, ...bridges]))
    for (const target of targets)
      for (const symbol of [`${asset}/${target}`, `${target}/${asset}`]) if (has(symbol)) found.add(symbol)
  return [...found]
}

/**
 * The shortest way from an asset to another over the pairs there are: their own pair, or over one or two bridges. The
 * same asset: no steps. null: there is no way. Of two as short, the one over the earlier bridge.
 */
export function conversionSteps(
  has: (symbol: string) => boolean,
  from: string,
  to: string,
): readonly ConversionStep[] | null {
  if (from === to) return []
  let ends: readonly { readonly at: string; readonly steps: readonly ConversionStep[] }[] = [{ at: from, steps: [] }]
  const seen = new Set([from])
  for (const isLast of [false, false, true]) {
    for (const { at, steps } of ends) {
      const last = stepBetween(has, at, to)
      if (last !== null) return [...steps, last]
    }
    if (isLast) return null
    ends = ends.flatMap(({ at, steps }) =>
      bridges.flatMap((bridge) => {
        const step = seen.has(bridge) ? null : stepBetween(has, at, bridge)
        if (step === null) return []
        seen.add(bridge)
        return [{ at: bridge, steps: [...steps, step] }]
      }),
    )
  }
  return null
}

function stepBetween(has: (symbol: string) => boolean, from: string, to: string): ConversionStep | null {
  if (has(`${from}/${to}`)) return { symbol: `${from}/${to}`, inverse: false }
  if (has(`${to}/${from}`)) return { symbol: `${to}/${from}`, inverse: true }
  return null
}

/** One unit of what the steps lead from in what they lead to. null: a pair on the way has no price. */
export function rateAlong(steps: readonly ConversionStep[], priceOf: (symbol: string) => Money | null): Money | null {
  let rate = Money.one
  for (const { symbol, inverse } of steps) {
    const price = priceOf(symbol)
    if (price?.isPositive() !== true) return null
    rate = inverse ? rate.dividedBy(price, rateDecimals) : rate.times(price).truncated(rateDecimals)
  }
  return rate
}

/**
 * One unit of an asset in a currency, from prices of one exchange by BASE/QUOTE symbol. Stable coins are worth what
 * their pairs say, never 1 unasked. null: no way over pairs that have a price.
 */
export function rateFrom(prices: ReadonlyMap<string, Money>, asset: string, currency: string): Money | null {
  const steps = conversionSteps((symbol) => prices.get(symbol)?.isPositive() === true, asset, currency)
  return steps && rateAlong(steps, (symbol) => prices.get(symbol) ?? null)
}
