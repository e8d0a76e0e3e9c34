import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import { practiceMarkets } from '../engine/practice-markets.ts'
import { badParameter } from './kucoin-error.ts'

const money = (text: string): Money => Money.parse(text)

/** The coin of LTC-USDT has been renamed: its symbol stays, its name is another one. */
const renamed: Readonly<Record<string, string>> = { 'LTC/USDT': 'LTCX-USDT' }

export const symbolOf = (market: Pick<PracticeMarket, 'base' | 'quote'>): string =>
  `${market.base}-${market.quote}`

/** KuCoin's practice markets: those of every practice exchange, with KuCoin's finer lots and its own minima. */
export function kuCoinMarkets(): readonly PracticeMarket[] {
  const band = { down: money('0.1'), up: money('10') }
  return practiceMarkets()
    .filter(({ symbol }) => /^[A-Z/]+$/.test(symbol))
    .map((market) => ({
      ...market,
      price:
        market.symbol === 'BTC/USDT'
          ? { ...market.price, min: money('0.1'), step: money('0.1') }
          : market.price,
      minNotional: money(market.quote === 'BTC' ? '0.000001' : '0.1'),
      marketQuantity: { ...market.marketQuantity, max: market.quantity.max },
      priceBand: { buy: band, sell: band },
      maxOpenTriggers: 200,
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

/** @throws KuCoinError 400100. */
export function marketNamed(engine: PracticeEngine, symbol: string): PracticeMarket {
  const market = engine.markets().find((each) => symbolOf(each) === symbol)
  if (market === undefined) throw badParameter('Unsupported trading pair.')
  return market
}

export const quoteStep = (market: PracticeMarket): Money =>
  market.quote === 'BTC' ? money('0.00000001') : money('0.000001')

export function describeSymbol(market: PracticeMarket, trading: boolean): Record<string, unknown> {
  const { base, quote, quantity, price, minNotional } = market
  return {
    symbol: symbolOf(market),
    name: renamed[market.symbol] ?? symbolOf(market),
    baseCurrency: base,
    quoteCurrency: quote,
    feeCurrency: quote,
    market: quote === 'BTC' ? 'BTC' : 'USDS',
    baseMinSize: quantity.min.toString(),
    quoteMinSize: minNotional.toString(),
    baseMaxSize: quantity.max.toString(),
    quoteMaxSize: '99999999',
    baseIncrement: quantity.step.toString(),
    quoteIncrement: quoteStep(market).toString(),
    priceIncrement: price.step.toString(),
    priceLimitRate: '0.1',
    minFunds: minNotional.toString(),
    isMarginEnabled: false,
    enableTrading: trading,
    feeCategory: 1,
    makerFeeCoefficient: '1.00',
    takerFeeCoefficient: '1.00',
    st: false,
    callauctionIsEnabled: false,
    callauctionPriceFloor: null,
    callauctionPriceCeiling: null,
    tradingStartTime: null,
  }
}
