import type { ExchangeName } from '../account.ts'

/**
 * How a connection stands over which an exchange pushes: `off` where it pushes nothing or nobody wants anything,
 * `refused` where it will not have the key.
 */
export type ConnectionState = 'off' | 'connecting' | 'live' | 'down' | 'refused'

/** A connection to an exchange, for people. Times are epoch ms. */
export interface ConnectionView {
  readonly state: ConnectionState
  /** Since when it is so; null: nobody wanted it yet. */
  readonly since: number | null
  /** When anything was heard over it last; null: nothing was yet. */
  readonly heardAt: number | null
  /** When it is tried again; null: that is not waited for. */
  readonly againAt: number | null
  /** Why it is down or refused, in the words of who ended it; null: it is neither. */
  readonly why: string | null
}

/** The connections that an account is followed by: its own, and its exchange's public one, which accounts share. */
export interface AccountConnections {
  readonly accountId: string
  readonly accountName: string
  readonly exchange: ExchangeName
  /** false: it has no key here. */
  readonly hasKey: boolean
  readonly account: ConnectionView
  readonly market: ConnectionView
  /** The socket over which its orders go while it is live; null: they go over REST, as was chosen. */
  readonly orders: ConnectionView | null
}
