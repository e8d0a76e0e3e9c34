import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import { type Listings, marketInUsdt, practiceMarkets } from '../engine/practice-markets.ts'
import { badParameter } from './kucoin-error.ts'

const money = (text: string): Money => Money.parse(text)

/** The coin of LTC-USDT has been renamed: its symbol stays, its name is another one. */
const renamed: Readonly<Record<string, string>> = { 'LTC/USDT': 'LTCX-USDT' }

export const symbolOf = (market: Pick<PracticeMarket, 'base' | 'quote'>): string => `${market.base}-${market.quote}`

/** What is in a new account's main wallet beside USDT; the exchange's own coin. */
const kcs = marketInUsdt('KCS', '9.85', '0.001', '0.001')

/** Sizes that are much finer than the smallest order, as KuCoin has them on its large pairs. */
const sizeSteps: Readonly<Record<string, string>> = { 'BTC/USDT': '0.00000001', 'ETH/USDT': '0.0000001' }

/** Most that a market order may spend or bring, in quote units. */
export const quoteMaxSize = money('99999999')

/** Only market orders have a most in quote units; beyond any other. */
const noMost = money('1000000000000000')

/** Rates of an account without any discount. */
const ordinaryFee = '0.001'

/**
 * KuCoin's practice markets: those of every practice exchange, with KuCoin's own steps and minima. What
 * `priceLimitRate` is measured against KuCoin does not document; here a limit price is refused when it is ten times off
 * the last price, either way.
 */
export function kuCoinMarkets(listings: Listings): readonly PracticeMarket[] {
  const band = { down: money('0.1'), up: money('10') }
  return [...practiceMarkets(listings), ...(listings === 'plausible' ? [kcs] : [])]
    .filter(({ symbol }) => /^[A-Z/]+$/.test(symbol))
    .map((market) => ({
      ...market,
      price: market.symbol === 'BTC/USDT' ? { ...market.price, min: money('0.1'), step: money('0.1') } : market.price,
      quantity: {
        ...market.quantity,
        step: money(sizeSteps[market.symbol] ?? market.quantity.step.toString()),
      },
      maxNotional: noMost,
      minNotional: money(market.quote === 'BTC' ? '0.000001' : '0.1'),
      marketQuantity: { ...market.marketQuantity, max: market.quantity.max },
      priceBand: { buy: band, sell: band },
      maxOpenTriggers: 200,
      maxOpenLists: 200,
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

/** What the tickers tell of fees, which are each account's own. */
export const tickerFees = {
  takerFeeRate: ordinaryFee,
  makerFeeRate: ordinaryFee,
  takerCoefficient: '1',
  makerCoefficient: '1',
} as const

/** The market of KuCoin's symbol. @throws KuCoinError 400100. */
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
    quoteMaxSize: quoteMaxSize.toString(),
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
