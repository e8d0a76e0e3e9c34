import { type BitgetMarket, marketFrom, unifiedMarkets } from '../../../src-main/exchange/bitget/markets.ts'
import { marketTable } from '../../../src-main/exchange/core/markets.ts'
import { parseLargeJson } from '../../../src-main/exchange/http/json.ts'

/** One entry of v2's public/symbols as Bitget writes it (docs/exchanges/bitget.md §4), a field of the future added. */
export const btcUsdt = {
  symbol: 'BTCUSDT',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  minTradeAmount: '0',
  maxTradeAmount: '0',
  takerFeeRate: '0.001',
  makerFeeRate: '0.0008',
  pricePrecision: '2',
  quantityPrecision: '6',
  quotePrecision: '8',
  status: 'online',
  minTradeUSDT: '1',
  buyLimitPriceRatio: '0.05',
  sellLimitPriceRatio: '0.04',
  areaSymbol: 'no',
  orderQuantity: '200',
  maxLimitOrderValue: '2000000',
  maxMarketOrderValue: '500000',
  openTime: '1532454360000',
  offTime: '',
  aFieldOfTheFuture: { a: 1 },
}

/** The same in v3's market/instruments. */
export const btcUsdtInstrument = {
  symbol: 'BTCUSDT',
  category: 'SPOT',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  pricePrecision: '2',
  quantityPrecision: '6',
  quotePrecision: '8',
  priceMultiplier: '0.05',
  quantityMultiplier: '0.00001',
  minOrderQty: '0.0001',
  maxOrderQty: '90',
  maxMarketOrderQty: '20',
  minOrderAmount: '2',
  maxSymbolOrderNum: '400',
  status: 'online',
}

const read = (change: object): unknown => parseLargeJson(JSON.stringify({ ...btcUsdt, ...change }))

/** BTC/USDT with some fields changed, read as an answer is. */
export function market(change: Partial<Record<keyof typeof btcUsdt, unknown>> = {}): BitgetMarket {
  const found = marketFrom(read(change))
  if (found === null) throw new Error('the fixture cannot be read')
  return found
}

export function unifiedMarket(change: Partial<Record<keyof typeof btcUsdtInstrument, unknown>> = {}): BitgetMarket {
  const [found] = unifiedMarkets([market()], [{ ...btcUsdtInstrument, ...change }])
  if (found === undefined) throw new Error('the fixture cannot be read')
  return found
}

/** A pair whose minimum is told in a coin that is not its quote. */
export const ethBtc = (): BitgetMarket =>
  market({ symbol: 'ETHBTC', baseCoin: 'ETH', quoteCoin: 'BTC', pricePrecision: '6', quantityPrecision: '4' })

export const markets = marketTable([market(), ethBtc()])
