import type { LiveStreams } from '../../src-main/exchange/accounts/live-streams.ts'
import type { PublicStreams } from '../../src-main/exchange/streams/public-streams.ts'
import type { ExchangeName } from '../../src-shared/account.ts'
import type { AccountOptions, PracticeHarness } from '../exchange/practice-harness.ts'

/** What of the streams of an exchange (and a kind of account) differs from others': one column of the table. */
export interface StreamColumn {
  /** Heads the column. */
  readonly id: string
  readonly exchange: ExchangeName
  /** The exchange's word for the kind of account, where it has several. */
  readonly accountKind: string | null
  readonly account: AccountOptions
  /** A pair of which the practice account holds both sides, and another one. */
  readonly symbol: string
  readonly otherSymbol: string
  /**
   * Settings of the practice exchange's streams under which it pushes at once and counts no messages, so that tests
   * need not wait (see `/control/streams`).
   */
  readonly atOnce: Readonly<Record<string, number>>
  /** What the practice exchange calls the topics of the first symbol; a `*` at the end stands for anything. */
  readonly topics: Readonly<Record<'bbo' | 'ticker' | 'trades' | 'candles' | 'book', string>>
  /** Decimals to which REST cuts the quantities of a book; missing: it tells them whole. */
  readonly restBookDecimals?: number
  /** The channels of an account, as the practice exchange calls them. */
  readonly accountTopics: string
  /** Why a row does not hold here, by the row's id. */
  readonly doesNotApply: Readonly<Record<string, string>>
}

/** What the other side may be told to do; see `POST /control/streams`. */
type PushFault = 'drop' | 'duplicate' | 'swap' | 'spoil_checksum' | { readonly delayMs: number }
type SocketAction = 'cut' | 'silence' | 'stop_reading' | 'recover' | 'notice' | 'expire'

/** One exchange as the rows see it: streams on a practice exchange, and power over that exchange. */
export interface StreamHarness extends Pick<PracticeHarness, 'client' | 'control' | 'setPrice' | 'setConnection'> {
  readonly column: StreamColumn
  readonly accountId: string
  readonly streams: LiveStreams
  /** The public ones. */
  readonly market: PublicStreams
  /** Spoils the next messages of a topic, after `skip` of them. */
  readonly spoil: (
    topic: string,
    fault: PushFault,
    options?: { readonly count?: number; readonly skip?: number },
  ) => Promise<void>
  /** Refuses the next sockets with an HTTP status. */
  readonly refuseSockets: (status: number, count: number) => Promise<void>
  /** @param topic of the sockets to do it to; missing: all. @returns how many they were */
  readonly act: (action: SocketAction, topic?: string) => Promise<number>
  readonly revokeKey: () => Promise<void>
  /** Sockets that the exchange holds open. */
  readonly sockets: () => Promise<readonly { readonly id: number; readonly topics: readonly string[] }[]>
  /** Moves the price of the first symbol this many times, a little each. */
  readonly drift: (steps: number) => Promise<void>
  /** From now on time passes so many times faster for the application. */
  readonly hurry: (times: number) => void
  /** Timers of the application's streams. */
  readonly timers: () => number
  /** What was logged as a warning. */
  readonly warnings: readonly string[]
  readonly close: () => Promise<void>
}

/** One thing that every exchange's streams must do. */
export interface StreamRow {
  readonly id: string
  readonly title: string
  /** How old a socket becomes, ms of the application's clock; missing: as old as the exchange allows. */
  readonly lifeMs?: number
  /** Throws when they do not do it. Gets a fresh harness. */
  readonly run: (harness: StreamHarness) => Promise<void>
}
