import type { MarketView } from '../../src-renderer/views.ts'

/** BTC/USDT as Binance lists it, with everything on offer. */
export const btcUsdt: MarketView = {
  symbol: 'BTC/USDT',
  nativeId: 'BTCUSDT',
  base: 'BTC',
  quote: 'USDT',
  status: 'trading',
  tickSize: '0.01',
  price: { min: '0.01', max: '1000000' },
  lotStep: '0.00001',
  quantity: { min: '0.00001', max: '9000' },
  marketLotStep: '0',
  marketQuantity: { min: '0', max: '100' },
  notional: { min: '5', max: '9000000' },
  notionalAppliesToMarket: { min: true, max: false },
  quoteStep: '0.00000001',
  priceBand: null,
  fees: { maker: '0.0008', taker: '0.001' },
  capabilities: {
    orderKinds: [
      'market',
      'limit',
      'stop_loss',
      'stop_limit',
      'take_profit',
      'take_profit_limit',
      'trailing_stop',
      'oco',
    ],
    timeInForce: ['gtc', 'ioc', 'fok'],
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
    exitPair: 'one',
    oco: { limitExits: true, marketExits: true },
    trailing: { minBips: 10, maxBips: 2000, activation: true, limitPrice: true },
    edit: ['in_place', 'replace'],
    dryRun: true,
    timeframes: ['1m', '5m', '15m', '1h', '4h', '1d'],
    maxOpenOrders: 200,
    maxConditionalOrders: 5,
  },
}

/** The same with other abilities. */
export function withCapabilities(change: Partial<MarketView['capabilities']>): MarketView {
  return { ...btcUsdt, capabilities: { ...btcUsdt.capabilities, ...change } }
}
