import { setTimeout as pause } from 'node:timers/promises'
import type { RedisConnection } from './connection.ts'
import { openMonitor } from './monitor.ts'
import type { WatchBlocking } from './old-terminal.ts'

/** Whoever waits a second at a time asks anew within this. */
const watchMs = 2_200

/** Watches what is asked of a Redis for as long as it takes, at most 2.2 s, to see what connections wait for. */
export function blockingWatch(connection: RedisConnection): WatchBlocking {
  return async (addresses) => {
    const keys = new Map<string, readonly string[]>()
    const all = Promise.withResolvers<undefined>()
    const monitor = await openMonitor(connection, ({ source, words: [command = '', ...rest] }) => {
      if (!addresses.has(source) || !/^bl?r?pop$/i.test(command)) return
      // Behind the keys stands how long it waits.
      keys.set(source, rest.slice(0, -1))
      if (keys.size === addresses.size) all.resolve(undefined)
    }).catch(() => null)
    // Not permitted, or out of reach: whoever asks notices the latter by itself.
    if (monitor === null) return null
    const over = new AbortController()
    await Promise.race([
      all.promise,
      monitor.ended,
      pause(watchMs, undefined, { signal: over.signal }).catch(() => undefined),
    ])
    over.abort()
    monitor.close()
    return keys
  }
}
