import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket, PracticeMarketStatus } from '../engine/market-rules.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import { type Listings, practiceMarkets } from '../engine/practice-markets.ts'
import { BitgetError } from './bitget-error.ts'

const money = (text: string): Money => Money.parse(text)
export const symbolOf = (market: Pick<PracticeMarket, 'base' | 'quote'>): string => `${market.base}${market.quote}`

const band = { down: money('0.5'), up: money('1.5') }

/**
 * Bitget's practice markets: those of every practice exchange, worth one dollar at least, prices within half of the
 * last one.
 */
export function bitgetMarkets(listings: Listings): readonly PracticeMarket[] {
  return practiceMarkets(listings)
    .filter(({ symbol }) => /^[A-Z/]+$/.test(symbol))
    .map((market) => ({
      ...market,
      minNotional: money(market.quote === 'BTC' ? '0.00002' : '1'),
      marketQuantity: { ...market.marketQuantity, max: market.quantity.max },
      priceBand: { buy: band, sell: band },
      maxOpenOrders: 1_000,
      maxOpenTriggers: 1_000,
      maxOpenLists: 1_000,
      maxPosition: null,
      features: {
        ...market.features,
        plainTriggers: true,
        limitTriggers: true,
        quoteMarketOrders: true,
        either: true,
      },
    }))
}

/** @throws BitgetError 40034. Bitget takes symbols in either case. */
export function marketNamed(engine: PracticeEngine, symbol: string): PracticeMarket {
  const market = engine.markets().find((each) => symbolOf(each) === symbol.toUpperCase())
  if (market === undefined) throw new BitgetError('40034', `Parameter ${symbol} does not exist`)
  return market
}

export const priceScale = (market: PracticeMarket): number => market.price.step.decimals()
export const sizeScale = (market: PracticeMarket): number => market.quantity.step.decimals()
export const quoteScale = (market: PracticeMarket): number => (market.quote === 'BTC' ? 8 : 6)

const classicStatus: Readonly<Record<PracticeMarketStatus, string>> = {
  trading: 'online',
  cancel_only: 'halt',
  halted: 'halt',
  break: 'offline',
}

export function classicSymbol(market: PracticeMarket, status: PracticeMarketStatus): Record<string, unknown> {
  return {
    symbol: symbolOf(market),
    baseCoin: market.base,
    quoteCoin: market.quote,
    minTradeAmount: '0',
    maxTradeAmount: '900000000000000000000',
    takerFeeRate: '0.001',
    makerFeeRate: '0.001',
    pricePrecision: String(priceScale(market)),
    quantityPrecision: String(sizeScale(market)),
    quotePrecision: String(quoteScale(market)),
    status: classicStatus[status],
    minTradeUSDT: '1',
    buyLimitPriceRatio: '0.5',
    sellLimitPriceRatio: '0.5',
    areaSymbol: 'no',
    orderQuantity: '200',
    openTime: '1532454360000',
    offTime: '',
  }
}

export function unifiedInstrument(market: PracticeMarket, status: PracticeMarketStatus): Record<string, unknown> {
  return {
    symbol: symbolOf(market),
    category: 'SPOT',
    baseCoin: market.base,
    quoteCoin: market.quote,
    buyLimitPriceRatio: '0.5',
    sellLimitPriceRatio: '0.5',
    makerFeeRate: '0.001',
    takerFeeRate: '0.001',
    minOrderQty: '0',
    maxOrderQty: '0',
    maxMarketOrderQty: '0',
    minOrderAmount: market.minNotional.toString(),
    pricePrecision: String(priceScale(market)),
    quantityPrecision: String(sizeScale(market)),
    quotePrecision: String(quoteScale(market)),
    priceMultiplier: market.price.step.toString(),
    quantityMultiplier: market.quantity.step.toString(),
    maxSymbolOrderNum: '200',
    maxProductOrderNum: '400',
    status: status === 'trading' ? 'online' : 'limit_close',
  }
}
