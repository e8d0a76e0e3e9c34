import { entriesOf } from '../../host/request-parameters.ts'

export type Version = 'v2' | 'v3'

/** What a subscription is to, as it came and as it is repeated in every message. */
export interface StreamArg {
  readonly version: Version
  /** In the order in which it came. */
  readonly shown: Readonly<Record<string, unknown>>
  /** `SPOT` or `spot`; `UTA` on private v3 sockets. */
  readonly instType: string
  /** v2 `channel`, v3 `topic`. */
  readonly channel: string
  /** v2 `instId` or `coin`, v3 `symbol`; empty where there is none. */
  readonly subject: string
  /** v3 candles. */
  readonly interval: string
}

/** Null: that is no arg. */
export function readArg(version: Version, value: unknown): StreamArg | null {
  const shown = Object.fromEntries(entriesOf(value) ?? [])
  const text = (name: string): string => (typeof shown[name] === 'string' ? shown[name] : '')
  const channel = version === 'v2' ? text('channel') : text('topic')
  if (channel === '' || text('instType') === '') return null
  return {
    version,
    shown,
    instType: text('instType'),
    channel,
    subject: version === 'v2' ? text('instId') || text('coin') : text('symbol'),
    interval: text('interval'),
  }
}

/** How control and the list of open sockets call it: `v2/books:BTCUSDT`, `v3/order`. */
export function nameOf({ version, channel, subject, interval }: StreamArg): string {
  const parts = [`${version}/${channel}`, subject, interval]
  return parts.filter((part) => part !== '').join(':')
}
