import type { Bounds, Market, MarketStatus } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { MarketTable } from '../core/markets.ts'
import { positive, stepOf, unbounded } from '../orders/amounts.ts'
import { capabilitiesOf } from './capabilities.ts'
import type { AccountMode } from './own/account-mode.ts'
import { type InstrumentRecord, instrumentSchema, type SymbolRecord, symbolSchema } from './schemas.ts'

/** What Bitget asks of an order beyond what a Market says. */
interface BitgetRules {
  /** Limit prices of purchases: at most this many times the last price. Sales: at least. null: not bound. */
  readonly highestBuy: Money | null
  readonly lowestSell: Money | null
  /** Largest value of an order at market, in quote units. */
  readonly maxMarketValue: Money | null
}

export interface BitgetMarket {
  readonly market: Market
  readonly rules: BitgetRules
}

/** One venue's markets, for one kind of account, by BASE/QUOTE and by Bitget's own symbol. */
export type BitgetMarkets = MarketTable<BitgetMarket>

/** More decimals than any number of theirs has: beyond it the entry is not what we take it for. */
const mostDecimals = 30

/**
 * One entry of v2's public/symbols as a classic account's market; null when it is not of a shape that we understand.
 *
 * `minTradeUSDT` is a value in USDT whatever the pair's quote is, and so is the largest value of an order: they bind
 * here where the quote is USDT, and elsewhere Bitget checks alone. `minTradeAmount` and `maxTradeAmount` are obsolete.
 * Source: docs/exchanges/bitget.md §4.
 */
export function marketFrom(raw: unknown): BitgetMarket | null {
  const record = symbolSchema.safeParse(raw).data
  if (record === undefined) return null
  const { pricePrecision, quantityPrecision, quotePrecision, makerFeeRate: maker, takerFeeRate: taker } = record
  if ([pricePrecision, quantityPrecision, quotePrecision].some((each) => each < 0 || each > mostDecimals)) return null
  const market: Market = {
    symbol: `${record.baseCoin}/${record.quoteCoin}`,
    nativeId: record.symbol,
    base: record.baseCoin,
    quote: record.quoteCoin,
    status: record.status === 'online' ? 'trading' : 'halted',
    tickSize: stepOf(pricePrecision),
    price: unbounded,
    lotStep: stepOf(quantityPrecision),
    quantity: unbounded,
    marketLotStep: Money.zero,
    marketQuantity: unbounded,
    notional: inUsdt(record, {
      min: positive(record.minTradeUSDT),
      max: positive(record.maxLimitOrderValue),
    }),
    notionalAppliesToMarket: { min: true, max: false },
    quoteStep: stepOf(quotePrecision),
    priceBand: null,
    fees: maker !== null && taker !== null ? { maker, taker } : null,
    capabilities: capabilitiesOf('classic', positiveCount(record.orderQuantity)),
  }
  return { market, rules: rulesOf(record) }
}

function inUsdt({ quoteCoin }: Pick<SymbolRecord, 'quoteCoin'>, bounds: Bounds): Bounds {
  return quoteCoin === 'USDT' ? bounds : unbounded
}

function rulesOf(record: SymbolRecord): BitgetRules {
  const buy = positive(record.buyLimitPriceRatio)
  const sell = positive(record.sellLimitPriceRatio)
  return {
    highestBuy: buy && Money.one.plus(buy),
    lowestSell: sell?.lessThan(Money.one) === true ? Money.one.minus(sell) : null,
    maxMarketValue: record.quoteCoin === 'USDT' ? positive(record.maxMarketOrderValue) : null,
  }
}

/**
 * The markets as a unified account has them: v3 says which are open and how large orders may be. A market that v3 does
 * not list, or not in a shape that we understand, keeps v2's limits. Source: docs/exchanges/bitget.md §7.
 */
export function unifiedMarkets(classic: readonly BitgetMarket[], raw: readonly unknown[]): readonly BitgetMarket[] {
  const instruments = new Map<string, InstrumentRecord>()
  for (const each of raw) {
    const record = instrumentSchema.safeParse(each).data
    if (record !== undefined) instruments.set(record.symbol, record)
  }
  return classic.map((each) => unifiedMarket(each, instruments.get(each.market.nativeId) ?? null))
}

const statuses: ReadonlyMap<string, MarketStatus> = new Map([
  ['online', 'trading'],
  ['limit_open', 'cancel_only'],
  ['limit_close', 'cancel_only'],
  ['restrictedAPI', 'cancel_only'],
])

function unifiedMarket({ market, rules }: BitgetMarket, record: InstrumentRecord | null): BitgetMarket {
  if (record === null)
    return {
      market: { ...market, capabilities: unifiedCapabilities(market.capabilities.maxOpenOrders) },
      rules,
    }
  const least = positive(record.minOrderAmount)
  return {
    rules,
    market: {
      ...market,
      status: statuses.get(record.status) ?? 'halted',
      tickSize: positive(record.priceMultiplier) ?? market.tickSize,
      lotStep: positive(record.quantityMultiplier) ?? market.lotStep,
      quantity: { min: positive(record.minOrderQty), max: positive(record.maxOrderQty) },
      marketQuantity: { min: null, max: positive(record.maxMarketOrderQty) },
      notional: { ...market.notional, ...(least !== null && market.quote === 'USDT' && { min: least }) },
      capabilities: unifiedCapabilities(positiveCount(record.maxSymbolOrderNum) ?? market.capabilities.maxOpenOrders),
    },
  }
}

function unifiedCapabilities(maxOpenOrders: number | null): Market['capabilities'] {
  const mode: AccountMode = 'unified'
  return capabilitiesOf(mode, maxOpenOrders)
}

/** Zero switches a limit off. */
function positiveCount(value: number | null | undefined): number | null {
  return value === null || value === undefined || value <= 0 ? null : value
}
