import { randomBytes } from 'node:crypto'
import { encode } from '@msgpack/msgpack'

/** The group that Django's account page listens to. */
export const userAccountGroup = 'user_account_updates'

/**
 * What Django is told when an account's markets have been loaded, or could not be: every key is read. `timestamp`:
 * epoch ms.
 */
export type MarketsEvent =
  | {
      readonly type: 'markets_loaded'
      readonly broker_id: number
      readonly exchange_name: string
      readonly market_count: number
      readonly status: 'success'
      readonly timestamp: number
    }
  | {
      readonly type: 'markets_error'
      readonly broker_id: number
      readonly error: string
      readonly status: 'error'
      readonly timestamp: number
    }

const prefix = 'asgi'
const uniqueBytes = 12

/** The sorted set of a group's channels, by the time at which each joined (epoch seconds). */
export function groupKey(group: string): string {
  return `${prefix}:group:${group}`
}

/** Channels by the queue that their process reads: the part of the name up to `!`, which many channels share. Pure. */
export function queuesOf(channels: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return Map.groupBy(channels, (channel) => {
    const end = channel.indexOf('!')
    return prefix + (end === -1 ? channel : channel.slice(0, end + 1))
  })
}

/**
 * An event as a member of a queue: twelve random bytes, since members of a sorted set are unique, and the event in
 * MessagePack with the channels that it is for. Source: docs/wire-contract.md §1.5, channels_redis 4.
 */
export function queueMember(event: MarketsEvent, channels: readonly string[]): Buffer {
  return Buffer.concat([randomBytes(uniqueBytes), encode({ ...event, __asgi_channel__: channels })])
}
