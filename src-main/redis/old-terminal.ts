import type { OldTerminal } from '../../src-shared/old-terminal.ts'
import { type ListedClient, parseClientList } from './client-list.ts'
import { heartbeatKey, ownHeartbeatKey, requestKey } from './protocol.ts'
import { monotonicMs } from './waiting.ts'

/** What looking for an old Terminal 5 needs of a Redis. */
export interface LookedAt {
  /** The answer of CLIENT LIST; null: this login may not ask. */
  clientList(): Promise<string | null>
  read(key: string): Promise<string | null>
}

/** What each of these connections waits for, by address; null: this login may not watch. */
export type WatchBlocking = (addresses: ReadonlySet<string>) => Promise<ReadonlyMap<string, readonly string[]> | null>

/** What one look found. */
interface Look {
  readonly old: OldTerminal | null
  /** false: the list of clients was refused, so the heartbeat alone could be looked for. */
  readonly sawClients: boolean
}

/** All of ours, whatever they are for. */
const ourNames = 'aristobot-gateway'
/** The old one waits a second at a time (docs/wire-contract.md §1.2); somebody who waits longer is another program. */
const longestWaitSeconds = 2
/** How long a client that was watched in vain is left in peace: watching slows all of Redis down. */
const watchAgainMs = 60_000
/** It asks nothing while it works on a request, for which nobody waits longer than this. */
const longestWorkSeconds = 120

/**
 * Looks for an old Terminal 5 on a Redis: a client that waits for requests, or its heartbeat. Redis tells that a client
 * waits, not for what; so those that wait as the old one does are watched for a moment, once each, where the login may.
 */
export class OldTerminalSearch {
  readonly #db: number
  readonly #watch: WatchBlocking
  /** By client id: whether it waits for requests, and when that was looked at; null: it could not be seen. */
  #known = new Map<string, { readonly waits: boolean | null; readonly at: number }>()
  readonly #now: () => number

  /** `db`: of which database Redis's clients count. `now`: ms of a clock that only grows. */
  constructor(db: number, watch: WatchBlocking, now: () => number = monotonicMs) {
    this.#db = db
    this.#watch = watch
    this.#now = now
  }

  /** @throws Error when Redis does not answer */
  async look(redis: LookedAt): Promise<Look> {
    const list = await redis.clientList()
    const clients = list === null ? [] : parseClientList(list)
    const connected = new Set(clients.map(({ id }) => id))
    this.#known = new Map([...this.#known].filter(([id]) => connected.has(id)))
    const waiting = waitingClients(clients, this.#db)
    await this.#learn(waiting)
    const sure = waiting.filter((client) => this.#waits(client) === true)
    const likely = waiting.filter((client) => this.#waits(client) === null && waitsLikeTheOldOne(client))
    const found = sure.length > 0 ? sure : likely
    const sawClients = list !== null
    if (found.length > 0) {
      const addresses = found.map(({ address }) => address)
      return { old: { seenBy: sure.length > 0 ? 'queue' : 'list', addresses }, sawClients }
    }
    const beats = await isAlive(redis)
    return { old: beats ? { seenBy: 'heartbeat', addresses: [] } : null, sawClients }
  }

  #waits({ id }: ListedClient): boolean | null {
    return this.#known.get(id)?.waits ?? null
  }

  async #learn(waiting: readonly ListedClient[]): Promise<void> {
    const at = this.#now()
    const strangers = waiting.filter(({ id }) => {
      const known = this.#known.get(id)
      return known === undefined || (known.waits === null && at - known.at >= watchAgainMs)
    })
    if (strangers.length === 0) return
    const seen = await this.#watch(new Set(strangers.map(({ address }) => address)))
    for (const { id, address } of strangers) {
      const keys = seen?.get(address)
      this.#known.set(id, { waits: keys?.includes(requestKey) ?? null, at })
    }
  }
}

/** Clients of others, in this database, that wait for the head or the tail of a list, or did so last. */
function waitingClients(clients: readonly ListedClient[], db: number): readonly ListedClient[] {
  return clients.filter(
    (client) =>
      client.db === db &&
      !client.name.startsWith(ourNames) &&
      (client.command === 'blpop' || client.command === 'brpop') &&
      (client.isBlocked || client.idleSeconds <= longestWorkSeconds),
  )
}

/** BLPOP is what the old one uses; BRPOP is what Celery's workers wait in. */
const waitsLikeTheOldOne = ({ command, isBlocked, idleSeconds }: ListedClient): boolean =>
  command === 'blpop' && (!isBlocked || idleSeconds <= longestWaitSeconds)

/** Whether somebody else writes the heartbeat. */
async function isAlive(redis: LookedAt): Promise<boolean> {
  const beat = await redis.read(heartbeatKey)
  return beat !== null && (await redis.read(ownHeartbeatKey(beat))) === null
}
