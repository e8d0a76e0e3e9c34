import { EngineRejection } from '../engine/engine-rejection.ts'
import type { RuleViolation } from '../engine/rules.ts'
import { badArguments, KrakenError } from './kraken-error.ts'

const words: Readonly<Partial<Record<EngineRejection['reason'], string>>> = {
  insufficient_balance: 'EOrder:Insufficient funds',
  would_take: 'EOrder:Post only order',
  market_closed: 'EService:Market in cancel_only mode',
  no_liquidity: 'EOrder:Insufficient funds',
  unknown_order: 'EOrder:Unknown order',
}

/** Carries a command out; the engine's refusals become Kraken's. @throws KrakenError */
export function inKrakensWords<T>(command: () => T): T {
  try {
    return command()
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    throw krakensWords(error)
  }
}

/** As Kraken answers today; its guide to errors says `EOrder:Order minimum not met`. */
const volumeTooSmall = 'EGeneral:Invalid arguments:volume minimum not met'

const ruleWords: Readonly<Partial<Record<RuleViolation, string>>> = {
  price: 'EOrder:Tick size check failed',
  quantity: volumeTooSmall,
  market_quantity: volumeTooSmall,
  notional: 'EOrder:Cost minimum not met',
  iceberg_parts: 'EGeneral:Invalid arguments:displayvol',
  max_open_orders: 'EOrder:Orders limit exceeded',
  max_open_triggers: 'EOrder:Orders limit exceeded',
}

export function krakensWords({ reason, violation }: EngineRejection): KrakenError {
  if (reason === 'duplicate_client_order_id') return takenClientId()
  const rule = violation === null ? undefined : ruleWords[violation]
  return new KrakenError(words[reason] ?? rule ?? 'EOrder:Invalid order')
}

/** The client id of an order that is still open. */
export const takenClientId = (): KrakenError => badArguments('cl_ord_id not unique')
