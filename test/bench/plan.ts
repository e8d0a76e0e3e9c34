import type { ExchangeName } from '../../src-shared/account.ts'

export const actions = [
  'get_ticker',
  'get_balance',
  'place_order',
  'edit_order',
  'fetch_open_orders',
  'cancel_order',
] as const
export type Action = (typeof actions)[number]

/**
 * How many requests of each action a round has, and the pause between two: what our own limits let pass all the time,
 * so that nobody waits in them. Where there are pauses all gateways are measured at once, in one round, without their
 * processor time.
 */
export interface Pace {
  readonly requests: number
  readonly pauseMs: number
}

/**
 * Binance and KuCoin tell clients their limits, which are raised here; those of Bitget and Kraken stand in their
 * documents alone.
 */
export const paces: Readonly<Record<ExchangeName, Pace>> = {
  binance: { requests: 60, pauseMs: 0 },
  kucoin: { requests: 40, pauseMs: 0 },
  bitget: { requests: 20, pauseMs: 220 },
  kraken: { requests: 10, pauseMs: 3_100 },
}

export const isPaced = (exchange: ExchangeName): boolean => paces[exchange].pauseMs > 0

/** Far below the market, so that it stays; the second is what an edit changes it to. */
export const prices = [45_000, 45_001] as const

export interface Options {
  /** Only the panel is measured, and its section of the page written. */
  readonly panelAlone: boolean
  readonly json: boolean
  readonly rounds: number
  readonly exchanges: readonly ExchangeName[]
  /** How many requests the memory of each gateway is watched over. */
  readonly growth: number
}
