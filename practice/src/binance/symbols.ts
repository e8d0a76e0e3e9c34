import type { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket, PracticeMarketStatus } from '../engine/market-rules.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import { printed } from '../host/printed.ts'
import { BinanceError, invalidSymbol } from './binance-error.ts'

/** Binance's id of a market: BASE and QUOTE without a separator. */
export function nativeId(market: PracticeMarket): string {
  return `${market.base}${market.quote}`
}

/** Binance's names for the markets of an engine. */
export class Symbols {
  readonly #engine: PracticeEngine
  readonly #byId: ReadonlyMap<string, PracticeMarket>
  readonly #bySymbol: ReadonlyMap<string, PracticeMarket>

  constructor(engine: PracticeEngine) {
    this.#engine = engine
    this.#byId = new Map(engine.markets().map((market) => [nativeId(market), market]))
    this.#bySymbol = new Map(engine.markets().map((market) => [market.symbol, market]))
  }

  all(): readonly PracticeMarket[] {
    return [...this.#byId.values()]
  }

  /** @throws BinanceError -1121 */
  market(id: string): PracticeMarket {
    const market = this.#byId.get(id)
    if (market === undefined) throw invalidSymbol()
    return market
  }

  /** By Binance's id or BASE/QUOTE. @throws RangeError */
  anyMarket(name: string): PracticeMarket {
    const market = this.#byId.get(name) ?? this.#bySymbol.get(name)
    if (market === undefined) throw new RangeError(`there is no market ${name}`)
    return market
  }

  idOf(symbol: string): string {
    const market = this.#bySymbol.get(symbol)
    return market === undefined ? symbol : nativeId(market)
  }

  statusOf(market: PracticeMarket): string {
    return statusNames[this.#engine.statusOf(market.symbol)]
  }

  /** The entry of exchangeInfo. */
  describe(market: PracticeMarket, withPermissionSets: boolean): Record<string, unknown> {
    const { features } = market
    const permissionSets = withPermissionSets ? { permissionSets: [['SPOT', 'MARGIN', 'TRD_GRP_004']] } : {}
    return {
      symbol: nativeId(market),
      status: this.statusOf(market),
      baseAsset: market.base,
      baseAssetPrecision: 8,
      quoteAsset: market.quote,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      baseCommissionPrecision: 8,
      quoteCommissionPrecision: 8,
      orderTypes: orderTypesOf(market),
      icebergAllowed: features.iceberg,
      ocoAllowed: features.either,
      otoAllowed: features.then,
      opoAllowed: features.entryPays,
      quoteOrderQtyMarketAllowed: features.quoteMarketOrders,
      allowTrailingStop: features.trailing,
      cancelReplaceAllowed: features.cancelReplace,
      amendAllowed: features.amend,
      pegInstructionsAllowed: false,
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      filters: filtersOf(market),
      permissions: [],
      ...permissionSets,
      defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
      allowedSelfTradePreventionModes: ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH'],
    }
  }
}

const statusNames: Readonly<Record<PracticeMarketStatus, string>> = {
  trading: 'TRADING',
  cancel_only: 'CANCEL_ONLY',
  halted: 'HALT',
  break: 'BREAK',
}

/** Checks a `symbolStatus`. @throws BinanceError -1122 */
export function checkStatusName(status: string): string {
  if (!['TRADING', 'HALT', 'BREAK'].includes(status)) throw new BinanceError(-1122, 'Invalid symbolStatus.')
  return status
}

export function orderTypesOf(market: PracticeMarket): readonly string[] {
  const { plainTriggers, limitTriggers } = market.features
  return [
    'LIMIT',
    'LIMIT_MAKER',
    'MARKET',
    ...(plainTriggers ? ['STOP_LOSS'] : []),
    ...(limitTriggers ? ['STOP_LOSS_LIMIT'] : []),
    ...(plainTriggers ? ['TAKE_PROFIT'] : []),
    ...(limitTriggers ? ['TAKE_PROFIT_LIMIT'] : []),
  ]
}

function multiplier(value: Money): string {
  return value.toString()
}

function filtersOf(market: PracticeMarket): readonly Record<string, unknown>[] {
  const { price, quantity, marketQuantity, priceBand, trailingBips } = market
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: printed(price.min),
      maxPrice: printed(price.max),
      tickSize: printed(price.step),
    },
    {
      filterType: 'LOT_SIZE',
      minQty: printed(quantity.min),
      maxQty: printed(quantity.max),
      stepSize: printed(quantity.step),
    },
    { filterType: 'ICEBERG_PARTS', limit: market.maxIcebergParts },
    {
      filterType: 'MARKET_LOT_SIZE',
      minQty: printed(marketQuantity.min),
      maxQty: printed(marketQuantity.max),
      stepSize: printed(marketQuantity.step),
    },
    {
      filterType: 'TRAILING_DELTA',
      minTrailingAboveDelta: trailingBips.min,
      maxTrailingAboveDelta: trailingBips.max,
      minTrailingBelowDelta: trailingBips.min,
      maxTrailingBelowDelta: trailingBips.max,
    },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: multiplier(priceBand.buy.up),
      bidMultiplierDown: multiplier(priceBand.buy.down),
      askMultiplierUp: multiplier(priceBand.sell.up),
      askMultiplierDown: multiplier(priceBand.sell.down),
      avgPriceMins: 5,
    },
    {
      filterType: 'NOTIONAL',
      minNotional: printed(market.minNotional),
      applyMinToMarket: market.notionalAppliesToMarket.min,
      maxNotional: printed(market.maxNotional),
      applyMaxToMarket: market.notionalAppliesToMarket.max,
      avgPriceMins: 5,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: market.maxOpenOrders },
    { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: market.maxOpenLists },
    { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: market.maxOpenTriggers },
    { filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: market.maxAmendments },
    ...(market.maxPosition === null ? [] : [{ filterType: 'MAX_POSITION', maxPosition: printed(market.maxPosition) }]),
  ]
}
