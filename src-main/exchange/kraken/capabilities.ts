import {
  type Capabilities,
  noAttachedExits,
  type Timeframe,
  timeframeMinutes,
} from '../../../src-shared/capabilities.ts'

const { '3m': _three, ...kept } = timeframeMinutes
/** Minutes of the candles that Kraken has; there is none of three. */
export const candleMinutes: Readonly<Partial<Record<Timeframe, number>>> = kept

const full: Capabilities = {
  orderKinds: ['market', 'limit', 'stop_loss', 'take_profit', 'stop_limit', 'take_profit_limit', 'trailing_stop'],
  timeInForce: ['gtc', 'ioc', 'fok'],
  postOnly: true,
  // An amount in quote (`viqc`) is for market purchases only.
  marketAmountUnits: { buy: ['base', 'quote'], sell: ['base'] },
  attachedExits: {
    entries: ['market', 'limit'],
    marketEntryAs: 'market',
    takeProfitAlone: true,
    stopLossAlone: true,
    both: false,
    armedBy: 'each_fill',
    limitExits: true,
    marketExits: true,
    confirmed: true,
  },
  oco: null,
  // Whether a stop that waits takes its coins is not documented: a second order for them may be refused, then or when
  // it triggers.
  exitPair: 'one',
  // The limit of a trailing-stop-limit is a distance from its moving trigger, so a fixed limit price cannot be had.
  trailing: { minBips: 1, maxBips: 9_999, activation: false, limitPrice: false },
  edit: ['in_place'],
  dryRun: true,
  timeframes: Object.keys(candleMinutes) as Timeframe[],
  maxOpenOrders: null,
  maxConditionalOrders: null,
}

const limitsOnly: Capabilities = {
  ...full,
  orderKinds: ['limit'],
  marketAmountUnits: { buy: [], sell: [] },
  attachedExits: { ...full.attachedExits, entries: ['limit'] },
  trailing: null,
}

const postOnly: Capabilities = { ...limitsOnly, timeInForce: ['gtc'], attachedExits: noAttachedExits }

/** What one pair can do in a status of its own. Source: docs/exchanges/kraken.md §6, §8. */
export function capabilitiesOf(status: string): Capabilities {
  if (status === 'post_only') return postOnly
  return status === 'limit_only' ? limitsOnly : full
}
