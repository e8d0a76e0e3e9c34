import { z } from 'zod'
import type { Market, MarketStatus, PriceBand } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { MarketTable } from '../core/markets.ts'
import { integer, money } from '../http/json.ts'
import { boundsOf, stepOf, unbounded } from '../orders/amounts.ts'
import { capabilitiesOf } from './capabilities.ts'
import type { BinanceRules } from './own/rules.ts'
import { type FilterRecord, type SymbolRecord, symbolSchema } from './schemas.ts'

export interface BinanceMarket {
  readonly market: Market
  readonly rules: BinanceRules
}

/** One venue's markets by BASE/QUOTE and by Binance's own symbol. */
export type BinanceMarkets = MarketTable<BinanceMarket>

const priceFilter = z.object({ minPrice: money, maxPrice: money, tickSize: money })
const lotFilter = z.object({ minQty: money, maxQty: money, stepSize: money })
const minNotionalFilter = z.object({ minNotional: money, applyToMarket: z.boolean(), avgPriceMins: integer })
const notionalFilter = z.object({
  minNotional: money,
  applyMinToMarket: z.boolean(),
  maxNotional: money,
  applyMaxToMarket: z.boolean(),
  avgPriceMins: integer,
})
const percentFilter = z.object({ multiplierUp: money, multiplierDown: money, avgPriceMins: integer })
const percentBySideFilter = z.object({
  bidMultiplierUp: money,
  bidMultiplierDown: money,
  askMultiplierUp: money,
  askMultiplierDown: money,
  avgPriceMins: integer,
})
const trailingFilter = z.object({
  minTrailingAboveDelta: integer,
  maxTrailingAboveDelta: integer,
  minTrailingBelowDelta: integer,
  maxTrailingBelowDelta: integer,
})

/** One entry of exchangeInfo.symbols; null when it is not of a shape that we understand. */
export function marketFrom(raw: unknown): BinanceMarket | null {
  const record = symbolSchema.safeParse(raw).data
  if (record === undefined) return null
  try {
    return toMarket(record)
  } catch (error) {
    if (error instanceof z.ZodError) return null
    throw error
  }
}

function toMarket(record: SymbolRecord): BinanceMarket {
  const filter = <T>(type: string, schema: z.ZodType<T>): T | null => {
    const found = record.filters.find((each: FilterRecord) => each.filterType === type)
    return found === undefined ? null : schema.parse(found)
  }
  const price = filter('PRICE_FILTER', priceFilter)
  const lot = filter('LOT_SIZE', lotFilter)
  const marketLot = filter('MARKET_LOT_SIZE', lotFilter)
  const notional = filter('NOTIONAL', notionalFilter)
  const minNotional = filter('MIN_NOTIONAL', minNotionalFilter)
  const percent = filter('PERCENT_PRICE', percentFilter)
  const bySide = filter('PERCENT_PRICE_BY_SIDE', percentBySideFilter)
  const trailing = record.allowTrailingStop ? filter('TRAILING_DELTA', trailingFilter) : null
  const rules: BinanceRules = {
    orderTypes: new Set(record.orderTypes),
    oco: record.ocoAllowed,
    oto: record.otoAllowed,
    opo: record.opoAllowed,
    quoteMarket: record.quoteOrderQtyMarketAllowed,
    trailing: trailing && {
      minAbove: trailing.minTrailingAboveDelta,
      maxAbove: trailing.maxTrailingAboveDelta,
      minBelow: trailing.minTrailingBelowDelta,
      maxBelow: trailing.maxTrailingBelowDelta,
    },
    amend: record.amendAllowed,
    cancelReplace: record.cancelReplaceAllowed,
    counts: {
      orders: filter('MAX_NUM_ORDERS', z.object({ maxNumOrders: integer }))?.maxNumOrders ?? null,
      conditional: filter('MAX_NUM_ALGO_ORDERS', z.object({ maxNumAlgoOrders: integer }))?.maxNumAlgoOrders ?? null,
      icebergs:
        filter('MAX_NUM_ICEBERG_ORDERS', z.object({ maxNumIcebergOrders: integer }))?.maxNumIcebergOrders ?? null,
      lists: filter('MAX_NUM_ORDER_LISTS', z.object({ maxNumOrderLists: integer }))?.maxNumOrderLists ?? null,
    },
    averaged: [notional, minNotional, percent, bySide].some((each) => each !== null && each.avgPriceMins > 0),
  }
  const market: Market = {
    symbol: `${record.baseAsset}/${record.quoteAsset}`,
    nativeId: record.symbol,
    base: record.baseAsset,
    quote: record.quoteAsset,
    status: statusOf(record),
    tickSize: price?.tickSize ?? Money.zero,
    price: price ? boundsOf(price.minPrice, price.maxPrice) : unbounded,
    lotStep: lot?.stepSize ?? Money.zero,
    quantity: lot ? boundsOf(lot.minQty, lot.maxQty) : unbounded,
    marketLotStep: marketLot?.stepSize ?? Money.zero,
    marketQuantity: marketLot ? boundsOf(marketLot.minQty, marketLot.maxQty) : unbounded,
    notional: notional
      ? boundsOf(notional.minNotional, notional.maxNotional)
      : minNotional
        ? boundsOf(minNotional.minNotional, Money.zero)
        : unbounded,
    notionalAppliesToMarket: {
      min: notional?.applyMinToMarket ?? minNotional?.applyToMarket ?? false,
      max: notional?.applyMaxToMarket ?? false,
    },
    quoteStep: stepOf(record.quoteAssetPrecision),
    priceBand: bandOf(percent, bySide),
    fees: null,
    capabilities: capabilitiesOf(rules),
  }
  return { market, rules }
}

function statusOf(record: SymbolRecord): MarketStatus {
  if (!record.isSpotTradingAllowed) return 'halted'
  if (record.status === 'TRADING') return 'trading'
  return record.status === 'CANCEL_ONLY' ? 'cancel_only' : 'halted'
}

function bandOf(
  percent: z.infer<typeof percentFilter> | null,
  bySide: z.infer<typeof percentBySideFilter> | null,
): PriceBand | null {
  if (bySide) {
    return {
      buy: { down: bySide.bidMultiplierDown, up: bySide.bidMultiplierUp },
      sell: { down: bySide.askMultiplierDown, up: bySide.askMultiplierUp },
    }
  }
  if (percent === null) return null
  const band = { down: percent.multiplierDown, up: percent.multiplierUp }
  return { buy: band, sell: band }
}
