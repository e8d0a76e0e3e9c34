import type { z } from 'zod'
import { type Timeframe, timeframeMinutes } from '../../src-shared/capabilities.ts'
import { type Watched, watches, type WatchInput, type WatchName, type WatchTold } from '../../src-shared/contract.ts'
import { toGatewayError } from '../../src-shared/errors.ts'
import type { FeedState } from '../../src-shared/feed-state.ts'
import type { Candle } from '../../src-shared/market.ts'
import { toWire } from '../../src-shared/wire.ts'
import type { ExchangeLogger } from '../exchange/core/venue.ts'
import { Chart } from '../exchange/streams/chart.ts'
import type { FeedListener } from '../exchange/streams/feed.ts'
import type { PublicStreams } from '../exchange/streams/public-streams.ts'
import type { Clock } from '../infra/clock.ts'
import { Coalesced } from './coalesced.ts'
import type { Connections } from './connections.ts'

export interface WatchServices {
  /** The public streams of an account's exchange; null: it pushes none. @throws GatewayError for an unusable account */
  readonly market: (accountId: string) => PublicStreams | null
  /** The newest candles by REST. @throws GatewayError */
  readonly history: (
    accountId: string,
    symbol: string,
    timeframe: Timeframe,
    limit: number,
  ) => Promise<readonly Candle[]>
  readonly connections: Pick<Connections, 'watch'>
  readonly logger: ExchangeLogger
  readonly clock: Clock
}

type Input<Name extends WatchName> = z.output<(typeof watches)[Name]['input']>
type Told<Name extends WatchName> = FeedListener<NonNullable<(typeof watches)[Name]['told']>>
/** null: nothing is pushed. @throws GatewayError for an unusable account */
type Begin<Name extends WatchName> = (
  services: WatchServices,
  input: Input<Name>,
  listener: Told<Name>,
) => (() => void) | null

type OfMarket = Exclude<WatchName, 'streams.connections' | 'market.chart'>

/** Of the public streams of an account's exchange. */
const ofMarket =
  <Name extends OfMarket>(
    begin: (streams: PublicStreams, input: Input<Name>, listener: Told<Name>) => () => void,
  ): Begin<Name> =>
  ({ market }, input, listener) => {
    const streams = market((input as { readonly accountId: string }).accountId)
    return streams === null ? null : begin(streams, input, listener)
  }

/** How each watch is begun. */
const begins: { readonly [Name in WatchName]: Begin<Name> } = {
  'market.ticker': ofMarket((streams, { symbol }, listener) => streams.ticker(symbol, listener)),
  'market.bbo': ofMarket((streams, { symbol }, listener) => streams.bbo(symbol, listener)),
  'market.trades': ofMarket((streams, { symbol }, listener) => streams.trades(symbol, listener)),
  'market.candles': ofMarket((streams, { symbol, timeframe }, listener) =>
    streams.candles(symbol, timeframe, listener),
  ),
  'market.chart': ({ market, history, clock, logger }, { accountId, symbol, timeframe, limit }, listener) => {
    const streams = market(accountId)
    if (streams === null) return null
    const chart = new Chart(
      {
        live: (each) => streams.candles(symbol, timeframe, each),
        history: (most) => history(accountId, symbol, timeframe, most),
        periodMs: timeframeMinutes[timeframe] * 60_000,
        limit,
        clock,
        logger,
      },
      listener,
    )
    return () => chart.close()
  },
  'market.book': ofMarket((streams, { symbol, depth }, listener) =>
    streams.book(symbol, {
      state: (state) => listener.state(state),
      value: (book) => {
        const levels = book.orderBook(depth)
        if (levels !== null) listener.value(levels)
      },
    }),
  ),
  'streams.connections': ({ connections }, _input, listener) => connections.watch(listener),
}

/** A watch of the contract on this process's streams. Nothing throws. @returns how to stop */
export function watchOn<Name extends WatchName>(
  services: WatchServices,
  name: Name,
  input: WatchInput<Name>,
  listener: (told: WatchTold<Name>) => void,
): () => void {
  const tell = (told: Watched<unknown>): void => listener(toWire(told) as WatchTold<Name>)
  const refuse = (why: string): (() => void) => {
    tell({ kind: 'state', state: { kind: 'refused', why } })
    return () => undefined
  }
  const parsed = watches[name].input.safeParse(input)
  if (!parsed.success) return refuse(parsed.error.issues[0]?.message ?? 'invalid')
  const asked = parsed.data as Input<Name>
  const coalesced = new Coalesced<NonNullable<(typeof watches)[Name]['told']>>({
    clock: services.clock,
    tells: watches[name].tells,
    told: (told) =>
      tell('state' in told ? { kind: 'state', state: told.state satisfies FeedState } : { kind: 'value', ...told }),
  })
  try {
    const begin: Begin<Name> = begins[name]
    const stop = begin(services, asked, coalesced)
    if (stop === null) return refuse('nothing is pushed')
    return () => {
      stop()
      coalesced.close()
    }
  } catch (error) {
    return refuse(toGatewayError(error).message)
  }
}
