import type { Bounds, Market, MarketStatus } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { MarketTable } from '../core/markets.ts'
import { boundsOf, unbounded } from '../orders/amounts.ts'
import { spotCapabilities } from './capabilities.ts'
import { type SymbolRecord, symbolSchema } from './schemas.ts'

export interface KuCoinMarket {
  readonly market: Market
  /** Bounds of a market order sized in quote units. */
  readonly quoteAmount: Bounds
}

/** The venue's markets by BASE/QUOTE and by KuCoin's own symbol. */
export type KuCoinMarkets = MarketTable<KuCoinMarket>

/**
 * One entry of GET /api/v2/symbols; null when it is not of a shape that we understand. `now`: the exchange's time,
 * epoch ms.
 *
 * Our symbol is made of `baseCurrency` and `quoteCurrency`. When a coin is renamed KuCoin changes `name` only; the
 * currency codes stay, in the symbol as in the balances, so neither our symbols nor what they are compared with ever
 * move.
 */
export function marketFrom(raw: unknown, now: number): KuCoinMarket | null {
  const record = symbolSchema.safeParse(raw).data
  return record === undefined ? null : toMarket(record, now)
}

/**
 * All bounds and steps are KuCoin's own decimals; `priceLimitRate` is left out, since what it is measured against is
 * not documented.
 */
function toMarket(record: SymbolRecord, now: number): KuCoinMarket {
  const { baseCurrency: base, quoteCurrency: quote } = record
  const market: Market = {
    symbol: `${base}/${quote}`,
    nativeId: record.symbol,
    base,
    quote,
    status: statusOf(record, now),
    tickSize: record.priceIncrement,
    price: unbounded,
    lotStep: record.baseIncrement,
    quantity: boundsOf(record.baseMinSize, record.baseMaxSize),
    marketLotStep: Money.zero,
    marketQuantity: unbounded,
    notional: boundsOf(record.minFunds ?? Money.zero, Money.zero),
    notionalAppliesToMarket: { min: true, max: false },
    quoteStep: record.quoteIncrement,
    priceBand: null,
    fees: null,
    capabilities: spotCapabilities,
  }
  return { market, quoteAmount: boundsOf(record.quoteMinSize, record.quoteMaxSize) }
}

/**
 * During the call auction that opens a new pair orders obey other rules than those that we check (a price floor and
 * ceiling, no market orders, no cancels near its end), so the pair counts as halted until trading begins.
 */
function statusOf(record: SymbolRecord, now: number): MarketStatus {
  if (!record.enableTrading) return 'halted'
  const { callauctionIsEnabled, tradingStartTime } = record
  const inAuction = callauctionIsEnabled && (tradingStartTime === null || tradingStartTime > now)
  return inAuction ? 'halted' : 'trading'
}
