import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { type Listings, practiceMarkets } from '../engine/practice-markets.ts'

const money = (text: string): Money => Money.parse(text)

interface Change {
  readonly symbol?: string
  readonly startPrice?: string
  readonly tick?: string
}

/**
 * Kraken's practice markets: those of every practice exchange, without the name that is not ASCII and with USD beside
 * USDT, whose prices differ a little, so that a client that confuses them is caught. SOL/USDT has a tick coarser than
 * its decimals; PEPE/USD has ten decimals.
 */
export function krakenMarkets(listings: Listings): readonly PracticeMarket[] {
  const all = practiceMarkets(listings).filter(({ symbol }) => /^[A-Z/]+$/.test(symbol))
  const find = (symbol: string): PracticeMarket => {
    const market = all.find((each) => each.symbol === symbol)
    if (market === undefined) throw new Error(`no practice market ${symbol}`)
    return market
  }
  return [
    ...all.map((market) => onKraken(market, { tick: coarser[market.symbol] })),
    onKraken(find('BTC/USDT'), { symbol: 'BTC/USD', startPrice: '64190.1', tick: '0.1' }),
    onKraken(find('ETH/USDT'), { symbol: 'ETH/USD', startPrice: '3177.02' }),
    onKraken(find('PEPE/USDT'), { symbol: 'PEPE/USD', startPrice: '0.0000118101', tick: '0.0000000001' }),
  ]
}

/** BTC trades in tenths of a dollar there; SOL in half-cents although its prices have three decimals. */
const coarser: Readonly<Record<string, string | undefined>> = { 'BTC/USDT': '0.1', 'SOL/USDT': '0.005' }

/** Decimals that prices may have, where that is more than the tick needs. */
export const moreDecimals: Readonly<Record<string, number>> = { 'SOL/USDT': 4 }

function onKraken(
  market: PracticeMarket,
  change: { readonly [K in keyof Change]: Change[K] | undefined },
): PracticeMarket {
  const symbol = change.symbol ?? market.symbol
  const [base = '', quote = ''] = symbol.split('/')
  const step = change.tick === undefined ? market.price.step : money(change.tick)
  const startPrice = change.startPrice === undefined ? market.startPrice : money(change.startPrice)
  const lots = market.quantity.step
  // Kraken's smallest orders are worth some dollars' fraction: a volume that fits each pair's price.
  const least = Money.max(lots, money('3').dividedBy(startPrice, 8).floorToStep(lots))
  const unbounded = { down: Money.zero, up: money('1000') }
  return {
    ...market,
    symbol,
    base,
    quote,
    startPrice,
    price: { ...market.price, min: step, step },
    quantity: { ...market.quantity, min: least },
    marketQuantity: { ...market.marketQuantity, max: market.quantity.max },
    minNotional: money(quote === 'BTC' ? '0.00002' : '0.5'),
    priceBand: { buy: unbounded, sell: unbounded },
    trailingBips: { min: 1, max: 9_999 },
    maxIcebergParts: 15,
    maxOpenOrders: 1_000,
    maxOpenTriggers: 1_000,
    maxPosition: null,
    features: {
      ...market.features,
      plainTriggers: true,
      limitTriggers: true,
      trailing: true,
      quoteMarketOrders: true,
      amend: true,
    },
  }
}
