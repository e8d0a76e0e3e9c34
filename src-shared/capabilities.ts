import type { OrderKind, TimeInForce } from './order.ts'

/**
 * What one symbol of one exchange and account kind can do. Forms, order desk and Redis all decide from this record;
 * nobody outside `exchange/<name>/` asks for the exchange's name.
 */
export interface Capabilities {
  readonly orderKinds: readonly OrderKind[]
  readonly timeInForce: readonly TimeInForce[]
  readonly postOnly: boolean
  /** A market order may be sized in quote units (buy for 60 USDT). */
  readonly marketQuoteAmount: boolean
  readonly attachedExits: AttachedExitsCapability
  readonly trailing: TrailingCapability | null
  /** `in_place` keeps the queue position (quantity may only shrink); `replace` cancels and places anew. */
  readonly edit: readonly ('in_place' | 'replace')[]
  readonly dryRun: boolean
}

export interface AttachedExitsCapability {
  /** Which entry kinds can carry a take-profit and/or a stop-loss; empty: none. */
  readonly entries: readonly ('market' | 'limit')[]
  readonly takeProfitAlone: boolean
  readonly stopLossAlone: boolean
  readonly both: boolean
  /** Whether a leg may rest as a limit order once triggered. */
  readonly limitExits: boolean
  readonly marketExits: boolean
}

/** Trailing distances in basis points (100 = 1 %), inclusive. */
export interface TrailingCapability {
  readonly minBips: number
  readonly maxBips: number
}
