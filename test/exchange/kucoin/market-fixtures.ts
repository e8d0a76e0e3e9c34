import { marketTable } from '../../../src-main/exchange/core/markets.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { type KuCoinMarket, marketFrom } from '../../../src-main/exchange/kucoin/markets.ts'

/**
 * An entry of GET /api/v2/symbols; steps of BTC-USDT as docs/exchanges/kucoin.md §4 tells them, with a field of the
 * future.
 */
export const btcUsdt = {
  symbol: 'BTC-USDT',
  name: 'BTC-USDT',
  baseCurrency: 'BTC',
  quoteCurrency: 'USDT',
  feeCurrency: 'USDT',
  market: 'USDS',
  baseMinSize: '0.00001',
  quoteMinSize: '0.1',
  baseMaxSize: '10000000000',
  quoteMaxSize: '99999999',
  baseIncrement: '0.00000001',
  quoteIncrement: '0.000001',
  priceIncrement: '0.1',
  priceLimitRate: '0.1',
  minFunds: '0.1',
  isMarginEnabled: true,
  enableTrading: true,
  feeCategory: 1,
  makerFeeCoefficient: '1.00',
  takerFeeCoefficient: '1.00',
  st: false,
  callauctionIsEnabled: false,
  callauctionPriceFloor: null,
  callauctionPriceCeiling: null,
  callauctionFirstStageStartTime: null,
  tradingStartTime: null,
  aFieldOfTheFuture: { a: 1 },
}

export const fixedNow = 1_800_000_000_000

type Change = Partial<Record<keyof typeof btcUsdt, unknown>>

/** BTC/USDT with some fields changed, read as an answer is. */
export function market(change: Change = {}): KuCoinMarket {
  const read = marketFrom(parseJson(JSON.stringify({ ...btcUsdt, ...change })), fixedNow)
  if (read === null) throw new Error('the fixture cannot be read')
  return read
}

export const markets = marketTable([market()])
