import { z } from 'zod'
import { timeframes } from '../capabilities.ts'
import type { FeedState } from '../feed-state.ts'
import type { BestPrices, ChartStep, LiveCandle, OrderBook, PublicTrade, Ticker } from '../market.ts'
import { gives } from './call.ts'
import type { AccountConnections } from './connections.ts'
import { id, nothing, symbol } from './fields.ts'

/** Something that the window is told of as it happens, for as long as it watches. */
export interface PanelWatch<Input extends z.ZodType, Told> {
  readonly input: Input
  /** Of a state the latest is told, of events each. */
  readonly tells: 'state' | 'events'
  readonly told?: Told
}

const state = <Input extends z.ZodType, Told>(
  input: Input,
  _told: { readonly type?: Told },
): PanelWatch<Input, Told> => ({
  input,
  tells: 'state',
})
const events = <Input extends z.ZodType, Told>(
  input: Input,
  _told: { readonly type?: readonly Told[] },
): PanelWatch<Input, readonly Told[]> => ({ input, tells: 'events' })

const ofSymbol = z.strictObject({ accountId: id, symbol })

/**
 * Everything the window may watch, at most twenty times a second each. Symbols are BASE/QUOTE; where the exchange of the
 * account pushes nothing the watch is `refused`, and the window asks.
 */
export const watches = {
  'market.ticker': state(ofSymbol, gives<Ticker>()),
  'market.bbo': state(ofSymbol, gives<BestPrices>()),
  'market.book': state(ofSymbol.extend({ depth: z.int().min(1).max(100) }), gives<OrderBook>()),
  'market.trades': events(ofSymbol, gives<readonly PublicTrade[]>()),
  /** All accounts' connections. */
  'streams.connections': state(nothing, gives<readonly AccountConnections[]>()),
  'market.candles': state(ofSymbol.extend({ timeframe: z.enum(timeframes) }), gives<LiveCandle>()),
  /** History and live end in one: `limit` candles at most, told whole at first and after every break. */
  'market.chart': events(
    ofSymbol.extend({ timeframe: z.enum(timeframes), limit: z.int().min(1).max(1_000) }),
    gives<readonly ChartStep[]>(),
  ),
} as const

export type Watches = typeof watches
export type WatchName = keyof Watches

/** What a watch is told: how it stands, and what it knows. */
export type Watched<T> =
  { readonly kind: 'state'; readonly state: FeedState } | { readonly kind: 'value'; readonly value: T }

export const isWatchName = (name: unknown): name is WatchName =>
  typeof name === 'string' && Object.hasOwn(watches, name)
