import { type BinanceMarket, marketFrom } from '../../../src-main/exchange/binance/markets.ts'
import { marketTable } from '../../../src-main/exchange/core/markets.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'

/**
 * exchangeInfo.symbols as Binance writes them (rest-api.md and filters.md; the filters' values are those of BTCUSDT in
 * 2026, a field of the future added to prove that it does not disturb).
 */
export const btcUsdt = {
  symbol: 'BTCUSDT',
  status: 'TRADING',
  baseAsset: 'BTC',
  baseAssetPrecision: 8,
  quoteAsset: 'USDT',
  quotePrecision: 8,
  quoteAssetPrecision: 8,
  baseCommissionPrecision: 8,
  quoteCommissionPrecision: 8,
  orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'],
  icebergAllowed: true,
  ocoAllowed: true,
  otoAllowed: true,
  opoAllowed: true,
  quoteOrderQtyMarketAllowed: true,
  allowTrailingStop: true,
  cancelReplaceAllowed: true,
  amendAllowed: true,
  pegInstructionsAllowed: true,
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: true,
  aFieldOfTheFuture: { a: 1 },
  filters: [
    {
      filterType: 'PRICE_FILTER',
      minPrice: '0.01000000',
      maxPrice: '1000000.00000000',
      tickSize: '0.01000000',
    },
    { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
    { filterType: 'ICEBERG_PARTS', limit: 100 },
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: '71.35894166', stepSize: '0.00000000' },
    {
      filterType: 'TRAILING_DELTA',
      minTrailingAboveDelta: 10,
      maxTrailingAboveDelta: 2000,
      minTrailingBelowDelta: 20,
      maxTrailingBelowDelta: 1000,
    },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: '5',
      bidMultiplierDown: '0.2',
      askMultiplierUp: '4',
      askMultiplierDown: '0.5',
      avgPriceMins: 5,
    },
    {
      filterType: 'NOTIONAL',
      minNotional: '5.00000000',
      applyMinToMarket: true,
      maxNotional: '9000000.00000000',
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
    { filterType: 'A_FILTER_OF_THE_FUTURE', x: '1' },
  ],
  permissions: [],
  permissionSets: [],
  defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
  allowedSelfTradePreventionModes: ['NONE', 'EXPIRE_MAKER'],
}

type Change = Partial<Record<keyof typeof btcUsdt, unknown>>

/** BTC/USDT with some fields changed, read as an answer is. */
export function market(change: Change = {}): BinanceMarket {
  const read = marketFrom(parseJson(JSON.stringify({ ...btcUsdt, ...change })))
  if (read === null) throw new Error('the fixture cannot be read')
  return read
}

/** A coin of tiny price that trades in whole units. */
export const pepe = (): BinanceMarket =>
  market({
    symbol: 'PEPEUSDT',
    baseAsset: 'PEPE',
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.00000001', maxPrice: '1.00000000', tickSize: '0.00000001' },
      { filterType: 'LOT_SIZE', minQty: '1.00', maxQty: '92141578398.00', stepSize: '1.00' },
      { filterType: 'MIN_NOTIONAL', minNotional: '1', applyToMarket: false, avgPriceMins: 0 },
      { filterType: 'PERCENT_PRICE', multiplierUp: '5', multiplierDown: '0.2', avgPriceMins: 0 },
    ],
  })

export const markets = marketTable([market(), pepe()])
