import type { Market, MarketStatus } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { type MarketTable, marketTable } from '../core/markets.ts'
import { stepOf, unbounded } from '../orders/amounts.ts'
import { capabilitiesOf } from './capabilities.ts'
import { type AssetNames, namesFromWsname } from './own/names.ts'
import { type PairRecord, pairSchema } from './schemas.ts'

export interface KrakenMarket {
  readonly market: Market
  /** Only orders that rest on the book are taken at the moment. */
  readonly postOnly: boolean
  /** Every name that Kraken has for the pair: id, altname, wsname, and the modern one. */
  readonly names: readonly string[]
  /** Whether it has a name on the public feeds. */
  readonly onFeeds: boolean
  /** How many its prices and quantities are written with, which a coarser tick does not change. */
  readonly decimals: { readonly price: number; readonly quantity: number }
}

/** One venue's markets, also by every name that Kraken has for a pair, and the names of its assets. */
export interface KrakenMarkets extends MarketTable<KrakenMarket> {
  readonly byName: ReadonlyMap<string, KrakenMarket>
  readonly assets: AssetNames
}

/**
 * Indexes markets. Of two pairs with the same symbol the one with a `wsname` stands: the other is not on the public
 * book.
 */
export function indexMarkets(list: readonly KrakenMarket[], assets: AssetNames): KrakenMarkets {
  const table = marketTable(list, ({ onFeeds }) => (onFeeds ? 0 : 1))
  const names = [...table.bySymbol.values()].flatMap((each) => each.names.map((name) => [name, each] as const))
  return { ...table, byName: new Map(names), assets }
}

/**
 * Where orders of a plain pair are executed. Kraken lists the books of others too (`XBTUSD:BTNL`: Bitnomial's, for
 * margin).
 */
export const executionVenue = 'international'

/**
 * One entry of AssetPairs; null when it is not of a shape that we understand, or not a spot pair of currencies on
 * Kraken's own book (tokenised shares want parameters of their own on every order, other venues' books are other
 * markets under the same names). `mode`: the status of the whole exchange.
 */
export function marketFrom(id: string, raw: unknown, assets: AssetNames, mode: string): KrakenMarket | null {
  const record = pairSchema.safeParse(raw).data
  if (record?.aclass_base !== 'currency' || isForeign(id, record)) return null
  const [wsBase, wsQuote] = namesFromWsname(record.wsname) ?? [null, null]
  const base = assets.nameOf(record.base) ?? wsBase
  const quote = assets.nameOf(record.quote) ?? wsQuote
  if (base === null || quote === null) return null
  const status = mode === 'online' ? record.status : mode
  const capabilities = capabilitiesOf(status)
  const lotStep = stepOf(record.lot_decimals)
  const market: Market = {
    symbol: `${base}/${quote}`,
    nativeId: id,
    base,
    quote,
    status: statusOf(status),
    tickSize: tickOf(record),
    price: unbounded,
    lotStep,
    quantity: { min: record.ordermin ?? null, max: null },
    marketLotStep: lotStep,
    marketQuantity: unbounded,
    notional: { min: record.costmin ?? null, max: null },
    notionalAppliesToMarket: { min: true, max: false },
    quoteStep: stepOf(record.cost_decimals ?? record.pair_decimals),
    priceBand: null,
    fees: null,
    capabilities,
  }
  const onFeeds = record.wsname !== undefined
  const names = [id, record.altname, record.wsname ?? id, market.symbol]
  const decimals = { price: record.pair_decimals, quantity: record.lot_decimals }
  return { market, postOnly: status === 'post_only', names, onFeeds, decimals }
}

/** A price has at most so many decimals and is a multiple of the tick, which may be coarser. */
function tickOf({ pair_decimals, tick_size }: PairRecord): Money {
  return Money.max(stepOf(pair_decimals), tick_size ?? Money.zero)
}

/** By what the pair says of itself, and where it says nothing by the venue's mark at the end of its names. */
function isForeign(id: string, { execution_venue, altname, wsname }: PairRecord): boolean {
  if (execution_venue !== undefined) return execution_venue !== executionVenue
  return [id, altname, wsname ?? id].some((name) => name.includes(':'))
}

function statusOf(status: string): MarketStatus {
  if (status === 'online' || status === 'post_only' || status === 'limit_only') return 'trading'
  // Without a margin position there is nothing to reduce.
  return status === 'cancel_only' || status === 'reduce_only' ? 'cancel_only' : 'halted'
}
