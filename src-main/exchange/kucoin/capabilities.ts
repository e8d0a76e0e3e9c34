import { type Capabilities, noAttachedExits, timeframes } from '../../../src-shared/capabilities.ts'

/**
 * What every pair of a classic account can do. Exits cannot be attached to an entry, there are no trailing stops, and
 * an OCO pair has limit legs only. 200 orders may be open on a pair, stop orders among them; how many of them may be
 * stops KuCoin does not say reliably. Source: docs/exchanges/kucoin.md §6, §7.
 */
export const spotCapabilities: Capabilities = {
  orderKinds: ['market', 'limit', 'stop_loss', 'stop_limit', 'take_profit', 'take_profit_limit', 'oco'],
  timeInForce: ['gtc', 'ioc', 'fok'],
  postOnly: true,
  marketAmountUnits: { buy: ['base', 'quote'], sell: ['base', 'quote'] },
  attachedExits: noAttachedExits,
  oco: { limitExits: true, marketExits: false },
  // Stop orders take no coins before they trigger.
  exitPair: 'independent',
  trailing: null,
  edit: ['in_place', 'replace'],
  dryRun: true,
  timeframes,
  maxOpenOrders: 200,
  maxConditionalOrders: null,
}
