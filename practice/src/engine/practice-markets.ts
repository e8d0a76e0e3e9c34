import { Money } from '../../../src-shared/money.ts'
import type { MarketFeatures, PracticeMarket, PracticeMarketStatus } from './market-rules.ts'

interface MarketOutline {
  readonly symbol: string
  readonly startPrice: string
  readonly tick: string
  readonly lot: string
  readonly maxPrice?: string
  readonly maxQuantity?: string
  readonly minNotional?: string
  readonly maxNotional?: string
  readonly levelValue?: string
  readonly maxPosition?: string
  readonly status?: PracticeMarketStatus
  readonly without?: readonly (keyof MarketFeatures)[]
}

const everything: MarketFeatures = {
  plainTriggers: true,
  limitTriggers: true,
  trailing: true,
  quoteMarketOrders: true,
  iceberg: true,
  either: true,
  then: true,
  entryPays: true,
  amend: true,
  cancelReplace: true,
}

/**
 * Which markets there are, and what a new account holds. `plausible`: what a newcomer sees, where everything has a
 * price and can be traded. `tests`: with the oddities that real exchanges have, too (a market that only lets cancel,
 * one that is closed, a thin one with few features, a name outside ASCII), for tests that ask for them.
 * `plausibleAnd`: so many more, which nobody trades, for whoever measures what their number costs.
 */
export type Listings = 'plausible' | 'tests' | { readonly plausibleAnd: number }

/** Tiny prices, whole-unit lots, quotes of several kinds, features missing here and there. */
const everywhere: readonly MarketOutline[] = [
  { symbol: 'BTC/USDT', startPrice: '64250', tick: '0.01', lot: '0.00001', maxQuantity: '9000' },
  { symbol: 'ETH/USDT', startPrice: '3180', tick: '0.01', lot: '0.0001', maxQuantity: '9000' },
  { symbol: 'BNB/USDT', startPrice: '612.5', tick: '0.01', lot: '0.001', without: ['plainTriggers'] },
  { symbol: 'SOL/USDT', startPrice: '148.3', tick: '0.01', lot: '0.001' },
  { symbol: 'XRP/USDT', startPrice: '0.6214', tick: '0.0001', lot: '1', without: ['entryPays'] },
  { symbol: 'DOGE/USDT', startPrice: '0.14215', tick: '0.00001', lot: '1', without: ['trailing'] },
  {
    symbol: 'PEPE/USDT',
    startPrice: '0.00001182',
    tick: '0.00000001',
    lot: '1',
    maxPrice: '1',
    maxQuantity: '92141578398',
  },
  { symbol: 'BTC/USDC', startPrice: '64260', tick: '0.01', lot: '0.00001', maxQuantity: '9000' },
  { symbol: 'BTC/EUR', startPrice: '59120', tick: '0.01', lot: '0.00001', maxQuantity: '9000' },
  {
    symbol: 'ETH/BTC',
    startPrice: '0.0495',
    tick: '0.00001',
    lot: '0.0001',
    maxPrice: '1000',
    minNotional: '0.0001',
    maxNotional: '150',
    levelValue: '0.4',
  },
]

/** Prices for the quotes, too: a portfolio is valued in USDT. */
const plausible: readonly MarketOutline[] = [
  ...everywhere,
  { symbol: 'LTC/USDT', startPrice: '83.7', tick: '0.01', lot: '0.001' },
  { symbol: 'USDC/USDT', startPrice: '0.9998', tick: '0.0001', lot: '1' },
  { symbol: 'EUR/USDT', startPrice: '1.0868', tick: '0.0001', lot: '0.1' },
]

const forTests: readonly MarketOutline[] = [
  ...everywhere,
  {
    symbol: 'LTC/USDT',
    startPrice: '83.7',
    tick: '0.01',
    lot: '0.001',
    levelValue: '25',
    maxPosition: '500',
    without: [
      'entryPays',
      'then',
      'quoteMarketOrders',
      'amend',
      'cancelReplace',
      'iceberg',
      'plainTriggers',
      'trailing',
    ],
  },
  { symbol: 'LUNA/USDT', startPrice: '0.412', tick: '0.0001', lot: '0.01', status: 'cancel_only' },
  { symbol: 'FTT/USDT', startPrice: '1.42', tick: '0.0001', lot: '0.01', status: 'break' },
  {
    symbol: '这是测试币/456',
    startPrice: '1.25',
    tick: '0.01',
    lot: '0.01',
    minNotional: '1',
    levelValue: '400',
  },
]

function outlinesOf(listings: Listings): readonly MarketOutline[] {
  if (listings === 'plausible') return plausible
  if (listings === 'tests') return forTests
  const more = Array.from({ length: listings.plausibleAnd }, (_, index) => ({
    symbol: `${lettersOf(index)}/USDT`,
    startPrice: '1.5',
    tick: '0.0001',
    lot: '0.1',
  }))
  return [...plausible, ...more]
}

/** Five letters for each number below 26⁴, after a Z: names as assets have them, and none of those. */
function lettersOf(index: number): string {
  const letters = [0, 1, 2, 3].map((place) => String.fromCharCode(65 + (Math.floor(index / 26 ** place) % 26)))
  return `Z${letters.join('')}`
}

/** A fresh description of every practice market. */
export function practiceMarkets(listings: Listings): readonly PracticeMarket[] {
  return outlinesOf(listings).map(marketFrom)
}

/** One market more, for an exchange that has it alone: traded in USDT, with every feature. */
export function marketInUsdt(base: string, startPrice: string, tick: string, lot: string): PracticeMarket {
  return marketFrom({ symbol: `${base}/USDT`, startPrice, tick, lot })
}

function marketFrom(outline: MarketOutline): PracticeMarket {
  const [base = '', quote = ''] = outline.symbol.split('/')
  const step = Money.parse(outline.lot)
  const maxQuantity = Money.parse(outline.maxQuantity ?? '900000')
  const band = { down: Money.parse('0.2'), up: Money.parse('5') }
  return {
    symbol: outline.symbol,
    base,
    quote,
    status: outline.status ?? 'trading',
    features: {
      ...everything,
      ...Object.fromEntries((outline.without ?? []).map((feature) => [feature, false])),
    },
    price: {
      min: Money.parse(outline.tick),
      max: Money.parse(outline.maxPrice ?? '1000000'),
      step: Money.parse(outline.tick),
    },
    quantity: { min: step, max: maxQuantity, step },
    marketQuantity: {
      min: Money.zero,
      max: maxQuantity.dividedBy(Money.parse('50'), 8).floorToStep(step),
      step: Money.zero,
    },
    minNotional: Money.parse(outline.minNotional ?? '5'),
    maxNotional: Money.parse(outline.maxNotional ?? '9000000'),
    notionalAppliesToMarket: { min: true, max: false },
    priceBand: { buy: band, sell: band },
    trailingBips: { min: 10, max: 2000 },
    maxIcebergParts: 100,
    maxOpenOrders: 200,
    maxOpenTriggers: 5,
    maxOpenLists: 20,
    maxAmendments: 10,
    maxPosition: outline.maxPosition === undefined ? null : Money.parse(outline.maxPosition),
    startPrice: Money.parse(outline.startPrice),
    levelValue: Money.parse(outline.levelValue ?? '30000'),
  }
}
