import type { MarketView } from '../views.ts'

/** Quote assets people look for first, where the exchange has them. */
const usualQuotes = ['USDT', 'USDC', 'USD', 'EUR', 'BTC', 'ETH']

/** The quote assets of a list of markets: usual ones first, then by how many markets they have. */
export function quotesOf(markets: readonly MarketView[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { quote } of markets) counts.set(quote, (counts.get(quote) ?? 0) + 1)
  const rank = (quote: string): number => {
    const usual = usualQuotes.indexOf(quote)
    return usual === -1 ? usualQuotes.length : usual
  }
  return [...counts.keys()].sort(
    (one, other) =>
      rank(one) - rank(other) || (counts.get(other) ?? 0) - (counts.get(one) ?? 0) || one.localeCompare(other),
  )
}

/**
 * Markets that match what was typed (`btcusdt`, `BTC/USDT`, `bt`), those that begin with it first: of one quote asset,
 * or of any when that one has no match.
 */
export function searchMarkets(
  markets: readonly MarketView[],
  text: string,
  quote: string | null,
): readonly MarketView[] {
  const wanted = text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
  const flat = (market: MarketView): string => market.base.toUpperCase() + market.quote.toUpperCase()
  const rank = (market: MarketView): number =>
    market.base.toUpperCase() === wanted ? 0 : flat(market).startsWith(wanted) ? 1 : 2
  const matching = markets.filter((market) => flat(market).includes(wanted))
  const quoted = matching.filter((market) => quote === null || market.quote === quote)
  return (quoted.length > 0 ? quoted : matching).toSorted(
    (one, other) => rank(one) - rank(other) || one.symbol.localeCompare(other.symbol),
  )
}

/** What to show before anything was chosen. */
export function defaultMarket(markets: readonly MarketView[]): MarketView | null {
  return (
    markets.find((market) => market.symbol === 'BTC/USDT') ??
    markets.find((market) => market.status === 'trading') ??
    markets[0] ??
    null
  )
}
