import type { Amount, OrderKind, TimeInForce } from './order.ts'

export const timeframes = ['1m', '3m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'] as const
export type Timeframe = (typeof timeframes)[number]

/** How long each is. On which day a week begins is the exchange's. */
export const timeframeMinutes: Readonly<Record<Timeframe, number>> = {
  '1m': 1,
  '3m': 3,
  '5m': 5,
  '15m': 15,
  '30m': 30,
  '1h': 60,
  '4h': 240,
  '1d': 1_440,
  '1w': 10_080,
}

/**
 * What one symbol of one exchange and account kind can do. Forms, order desk and Redis all decide from this record;
 * nobody outside `exchange/<name>/` asks for the exchange's name.
 */
export interface Capabilities {
  readonly orderKinds: readonly OrderKind[]
  readonly timeInForce: readonly TimeInForce[]
  readonly postOnly: boolean
  /** In which units a market order may be sized: for 0.01 BTC, or for 60 USDT. */
  readonly marketAmountUnits: {
    readonly buy: readonly Amount['unit'][]
    readonly sell: readonly Amount['unit'][]
  }
  readonly attachedExits: AttachedExitsCapability
  /** How the legs of an OCO pair execute; null: no OCO. */
  readonly oco: ExitExecution | null
  /**
   * Whether two exits for the same coins may stand at the exchange as two orders that know nothing of each other.
   * `one`: the first takes the coins (or nobody knows that it does not), so the second would be refused.
   */
  readonly exitPair: 'independent' | 'one'
  readonly trailing: TrailingCapability | null
  /**
   * `in_place` keeps the id (and the queue position where only the quantity shrinks); `replace` cancels and places
   * anew.
   */
  readonly edit: readonly ('in_place' | 'replace')[]
  readonly dryRun: boolean
  readonly timeframes: readonly Timeframe[]
  /** How many orders may be open at once on this symbol, conditional ones apart; null: the exchange does not say. */
  readonly maxOpenOrders: number | null
  readonly maxConditionalOrders: number | null
}

/** What an exit may become once its price is reached: an order at market, or one resting at a limit price. */
export interface ExitExecution {
  readonly limitExits: boolean
  readonly marketExits: boolean
}

export interface AttachedExitsCapability extends ExitExecution {
  /** Which entry kinds can carry a take-profit and/or a stop-loss; empty: none. */
  readonly entries: readonly ('market' | 'limit')[]
  /** What a market entry with exits is sent as: itself, or a fill-or-kill limit order just past the best price. */
  readonly marketEntryAs: 'market' | 'fill_or_kill'
  readonly takeProfitAlone: boolean
  readonly stopLossAlone: boolean
  readonly both: boolean
  /** When they are armed: for each fill of the entry by itself, or only once the entry has filled whole. */
  readonly armedBy: 'each_fill' | 'whole_fill'
  /**
   * false: the exchange documents the fields, but nobody is known to have seen it honour them on spot; the client reads
   * each order back and says so when the exits are not there.
   */
  readonly confirmed: boolean
}

/** No exits with an entry. */
export const noAttachedExits: AttachedExitsCapability = {
  entries: [],
  marketEntryAs: 'market',
  takeProfitAlone: false,
  stopLossAlone: false,
  both: false,
  armedBy: 'whole_fill',
  limitExits: false,
  marketExits: false,
  confirmed: true,
}

interface TrailingCapability {
  /** Distances in basis points (100 = 1 %), inclusive. */
  readonly minBips: number
  readonly maxBips: number
  /** It may wait for a price before it begins to follow. */
  readonly activation: boolean
  /** It may rest at a limit price once triggered. */
  readonly limitPrice: boolean
}
