import type { z } from 'zod'
import { type Watched, watches, type WatchInput, type WatchName, type WatchTold } from '../../src-shared/contract.ts'
import { toGatewayError } from '../../src-shared/errors.ts'
import type { FeedState } from '../../src-shared/feed-state.ts'
import { toWire } from '../../src-shared/wire.ts'
import type { FeedListener } from '../exchange/streams/feed.ts'
import type { PublicStreams } from '../exchange/streams/public-streams.ts'
import type { Clock } from '../infra/clock.ts'
import { Coalesced } from './coalesced.ts'

export interface WatchServices {
  /** The public streams of an account's exchange; null: it pushes none. @throws GatewayError for an unusable account */
  readonly market: (accountId: string) => PublicStreams | null
  readonly clock: Clock
}

type Input<Name extends WatchName> = z.output<(typeof watches)[Name]['input']>
type Begin<Name extends WatchName> = (
  streams: PublicStreams,
  input: Input<Name>,
  listener: FeedListener<NonNullable<(typeof watches)[Name]['told']>>,
) => () => void

/** How each watch is begun. */
const begins: { readonly [Name in WatchName]: Begin<Name> } = {
  'market.ticker': (streams, { symbol }, listener) => streams.ticker(symbol, listener),
  'market.bbo': (streams, { symbol }, listener) => streams.bbo(symbol, listener),
  'market.trades': (streams, { symbol }, listener) => streams.trades(symbol, listener),
  'market.candles': (streams, { symbol, timeframe }, listener) => streams.candles(symbol, timeframe, listener),
  'market.book': (streams, { symbol, depth }, listener) =>
    streams.book(symbol, {
      state: (state) => listener.state(state),
      value: (book) => {
        const levels = book.orderBook(depth)
        if (levels !== null) listener.value(levels)
      },
    }),
}

/** A watch of the contract on this process's streams. Nothing throws. @returns how to stop */
export function watchOn<Name extends WatchName>(
  { market, clock }: WatchServices,
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
    clock,
    tells: watches[name].tells,
    told: (told) =>
      tell('state' in told ? { kind: 'state', state: told.state satisfies FeedState } : { kind: 'value', ...told }),
  })
  try {
    const streams = market((asked as { readonly accountId: string }).accountId)
    if (streams === null) return refuse('nothing is pushed')
    const begin: Begin<Name> = begins[name]
    const stop = begin(streams, asked, coalesced)
    return () => {
      stop()
      coalesced.close()
    }
  } catch (error) {
    return refuse(toGatewayError(error).message)
  }
}
