import { type AttachedExitsCapability, type Capabilities, timeframes } from '../../../src-shared/capabilities.ts'
import type { AccountMode } from './own/account-mode.ts'

/**
 * Exits go on the entry itself. A market entry with exits is sent as a fill-or-kill limit order, since nobody is known
 * to have seen Bitget honour exits on an order at market. On a unified account nobody is known to have seen it honour
 * them on spot at all.
 */
const exitsOf = (mode: AccountMode): AttachedExitsCapability => ({
  entries: ['market', 'limit'],
  marketEntryAs: 'fill_or_kill',
  takeProfitAlone: true,
  stopLossAlone: true,
  both: true,
  armedBy: 'whole_fill',
  limitExits: true,
  marketExits: true,
  confirmed: mode === 'classic',
})

/**
 * What every symbol can do, by the kind of account. Classic: Bitget creates OCO pairs in its own screens only, not over
 * the API. Unified: the sources contradict each other on whether strategy orders exist for spot, so conditional orders
 * are off.
 */
export function capabilitiesOf(mode: AccountMode, maxOpenOrders: number | null): Capabilities {
  return {
    orderKinds:
      mode === 'classic'
        ? ['market', 'limit', 'stop_loss', 'take_profit', 'stop_limit', 'take_profit_limit']
        : ['market', 'limit'],
    timeInForce: ['gtc', 'ioc', 'fok'],
    postOnly: true,
    marketAmountUnits: { buy: ['quote'], sell: ['base'] },
    attachedExits: exitsOf(mode),
    oco: null,
    // Whether a TP/SL order takes its coins before it triggers is not documented: a second one may still be refused for
    // want of them.
    exitPair: 'independent',
    trailing: null,
    // Of a classic account's orders only plan orders (conditional purchases) are changed in place.
    edit: mode === 'classic' ? ['replace', 'in_place'] : ['in_place'],
    dryRun: false,
    timeframes,
    maxOpenOrders,
    maxConditionalOrders: null,
  }
}
