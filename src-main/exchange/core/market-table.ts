import type { Market, MarketStatus } from '../../../src-shared/market.ts'
import type { ExchangeLogger } from './venue.ts'

/** A listing as one exchange's folder reads it: the market, and whatever else that folder keeps beside it. */
export interface Listing {
  readonly market: Market
}

/** A listing that another one with the same symbol has kept out. Both by the exchange's own ids. */
export interface LeftOut {
  readonly symbol: string
  readonly kept: string
  readonly leftOut: string
}

/** One exchange's markets: every symbol stands for one listing, and every listing that is here for one symbol. */
export interface MarketTable<L extends Listing> {
  readonly bySymbol: ReadonlyMap<string, L>
  readonly byNativeId: ReadonlyMap<string, L>
  /** The plain view, as BaseExchangeClient hands it out. */
  readonly markets: ReadonlyMap<string, Market>
  readonly leftOut: readonly LeftOut[]
}

const openFirst: Readonly<Record<MarketStatus, number>> = { trading: 0, cancel_only: 1, halted: 2 }

/**
 * The table of an exchange's listings. Where several have one symbol, one of them is chosen whatever their order is, since an order must not go
 * to another book because the exchange sorted its answer anew: the one of the smallest `rank` (what the exchange itself says of it), then the one
 * that is open, then the one whose id is made of the two assets' names, then the shortest id, then the first by its letters. Pure.
 */
export function marketTable<L extends Listing>(
  listings: readonly L[],
  rank: (listing: L) => number = () => 0,
): MarketTable<L> {
  const better = (a: L, b: L): number =>
    rank(a) - rank(b) ||
    openFirst[a.market.status] - openFirst[b.market.status] ||
    Number(isPlain(b.market)) - Number(isPlain(a.market)) ||
    a.market.nativeId.length - b.market.nativeId.length ||
    (a.market.nativeId < b.market.nativeId ? -1 : 1)
  const bySymbol = new Map<string, L>()
  const leftOut: LeftOut[] = []
  for (const [symbol, group] of Map.groupBy(listings, ({ market }) => market.symbol)) {
    const [chosen, ...others] = group.toSorted(better)
    if (chosen === undefined) continue
    bySymbol.set(symbol, chosen)
    const kept = chosen.market.nativeId
    for (const { market } of others) leftOut.push({ symbol, kept, leftOut: market.nativeId })
  }
  const chosen = [...bySymbol.values()]
  return {
    bySymbol,
    byNativeId: new Map(chosen.map((each) => [each.market.nativeId, each])),
    markets: new Map(chosen.map(({ market }) => [market.symbol, market])),
    leftOut,
  }
}

function isPlain({ nativeId, base, quote }: Market): boolean {
  return nativeId.replaceAll(/[^\p{L}\p{N}]/gu, '') === `${base}${quote}`
}

/** Entries of one log line. */
const mostTold = 20

/** Says which listings were left out: nobody trades on them through us. */
export function warnOfLeftOut(logger: ExchangeLogger, leftOut: readonly LeftOut[]): void {
  if (leftOut.length === 0) return
  const details = { count: leftOut.length, leftOut: leftOut.slice(0, mostTold) }
  logger.warn(details, 'of listings with one symbol one is kept: the others are left out')
}
