import type { Market } from '../../src-shared/market.ts'
import { Money } from '../../src-shared/money.ts'

/** A spot pair as an exchange lists it, but for what a test says otherwise. */
export function sampleMarket({ symbol, ...change }: Partial<Market> & Pick<Market, 'symbol'>): Market {
  const [base = '', quote = ''] = symbol.split('/')
  const none = { min: null, max: null }
  return {
    symbol,
    nativeId: base + quote,
    base,
    quote,
    status: 'trading',
    tickSize: Money.parse('0.01'),
    price: { min: Money.parse('0.01'), max: Money.parse('1000000') },
    lotStep: Money.parse('0.00001'),
    quantity: { min: Money.parse('0.00001'), max: Money.parse('9000') },
    marketLotStep: Money.zero,
    marketQuantity: none,
    notional: { min: Money.parse('5'), max: null },
    notionalAppliesToMarket: { min: true, max: false },
    quoteStep: Money.parse('0.00000001'),
    priceBand: null,
    fees: null,
    capabilities: {
      orderKinds: ['market', 'limit'],
      timeInForce: ['gtc'],
      postOnly: true,
      marketAmountUnits: { buy: ['base', 'quote'], sell: ['base', 'quote'] },
      attachedExits: {
        entries: ['market', 'limit'],
        takeProfitAlone: true,
        stopLossAlone: true,
        both: true,
        armedBy: 'whole_fill',
        limitExits: true,
        marketExits: true,
        marketEntryAs: 'fill_or_kill',
        confirmed: true,
      },
      oco: null,
      exitPair: 'one',
      timeframes: ['1m', '1h', '1d'],
      maxOpenOrders: null,
      maxConditionalOrders: null,
      trailing: null,
      edit: [],
      dryRun: true,
    },
    ...change,
  }
}
