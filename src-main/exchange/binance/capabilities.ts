import { type Capabilities, timeframes } from '../../../src-shared/capabilities.ts'
import type { Amount, OrderKind } from '../../../src-shared/order.ts'
import type { BinanceRules } from './own/rules.ts'

const typeOfKind = {
  market: 'MARKET',
  limit: 'LIMIT',
  stop_loss: 'STOP_LOSS',
  stop_limit: 'STOP_LOSS_LIMIT',
  take_profit: 'TAKE_PROFIT',
  take_profit_limit: 'TAKE_PROFIT_LIMIT',
} as const satisfies Partial<Record<OrderKind, string>>

/** What one symbol can do, from its order types and flags in exchangeInfo. Pure. */
export function capabilitiesOf(rules: BinanceRules): Capabilities {
  const has = (type: string): boolean => rules.orderTypes.has(type)
  const kinds = (Object.keys(typeOfKind) as (keyof typeof typeOfKind)[]).filter((kind) => has(typeOfKind[kind]))
  const marketExits = has('STOP_LOSS') && has('TAKE_PROFIT')
  const limitExits = has('STOP_LOSS_LIMIT') && (has('LIMIT_MAKER') || has('TAKE_PROFIT_LIMIT'))
  const anyStop = has('STOP_LOSS') || has('STOP_LOSS_LIMIT')
  const anyProfit = has('TAKE_PROFIT') || has('TAKE_PROFIT_LIMIT') || has('LIMIT_MAKER')
  const trailing = rules.trailing !== null && anyStop ? rules.trailing : null
  const units: readonly Amount['unit'][] = rules.quoteMarket ? ['base', 'quote'] : ['base']
  return {
    orderKinds: [
      ...kinds,
      ...(trailing ? (['trailing_stop'] as const) : []),
      ...(rules.oco && anyStop && anyProfit ? (['oco'] as const) : []),
    ],
    timeInForce: ['gtc', 'ioc', 'fok'],
    postOnly: has('LIMIT_MAKER'),
    marketAmountUnits: { buy: units, sell: units },
    attachedExits: {
      entries: rules.oto && has('LIMIT') ? ['market', 'limit'] : [],
      marketEntryAs: 'fill_or_kill',
      takeProfitAlone: rules.oto && anyProfit,
      stopLossAlone: rules.oto && anyStop,
      both: rules.oto && rules.oco && anyStop && anyProfit,
      armedBy: 'whole_fill',
      limitExits,
      marketExits,
      confirmed: true,
    },
    oco: rules.oco && anyStop && anyProfit ? { limitExits, marketExits } : null,
    // An order that waits for its trigger has its coins taken from the start.
    exitPair: 'one',
    trailing: trailing && {
      minBips: Math.max(trailing.minAbove, trailing.minBelow),
      maxBips: Math.min(trailing.maxAbove, trailing.maxBelow),
      activation: true,
      limitPrice: has('STOP_LOSS_LIMIT') || has('TAKE_PROFIT_LIMIT'),
    },
    edit: [...(rules.amend ? (['in_place'] as const) : []), ...(rules.cancelReplace ? (['replace'] as const) : [])],
    dryRun: true,
    timeframes,
    maxOpenOrders: rules.counts.orders,
    maxConditionalOrders: rules.counts.conditional,
  }
}
