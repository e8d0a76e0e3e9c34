import type { EventFigures } from '../../../src-shared/contract.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import { reachAgainMs } from '../connection.ts'
import { eventKeys, eventsKey } from '../protocol.ts'
import type { RedisCommands } from '../redis-commands.ts'
import { type EventEntry, lostEntry } from './event-entry.ts'
import { publishScript } from './event-script.ts'

/** Where entries wait also over a restart: the journal. */
interface Shelf {
  add(id: number, text: string): void
  remove(upTo: number): void
  all(): readonly { readonly id: number; readonly text: string }[]
}

export interface EventPublisherOptions {
  /** Runs a write on Redis; rejects when that does not take it. */
  readonly write: (work: (redis: RedisCommands) => Promise<void>) => Promise<void>
  readonly inCluster: () => boolean
  /** About how many entries the stream keeps. */
  readonly length: () => number
  readonly shelf: Shelf
  readonly gateway: string
  readonly clock: Clock
  readonly logger: Logger
  /** The figures changed in a way that a person may want to know of. */
  readonly changed: () => void
  /** Entries that wait at most; missing: {@link mostWaiting}. */
  readonly mostWaiting?: number
}

interface Waiting {
  readonly id: number
  readonly entry: EventEntry
}

/** An hour of a busy gateway, some 5 MB. */
const mostWaiting = 10_000
const mostAtOnce = 100
/** What is left when the gateway closes is told by the next run. */
const closingMs = 2_000

/**
 * Adds entries to the stream in their order, as soon as Redis takes them. Whoever adds never waits. What Redis does not
 * take waits, also over a restart, and the oldest of too many is given up and counted. An attempt whose answer was lost
 * is made again: Redis itself leaves out what it has.
 */
export class EventPublisher {
  readonly #options: EventPublisherOptions
  readonly #waiting: Waiting[] = []
  #nextId = 1
  #published = 0
  #dropped = 0
  /** Given up, and nobody was told yet. */
  #untoldLoss = 0
  #attempt = 0
  #trouble: string | null = null
  #publishing: Promise<void> | null = null
  #cancelTimer: (() => void) | null = null
  #closed = false

  constructor(options: EventPublisherOptions) {
    this.#options = options
    for (const { id, text } of options.shelf.all()) {
      this.#nextId = id + 1
      const { id: name, fields } = JSON.parse(text) as EventEntry
      this.#waiting.push({ id, entry: { id: name, fields: { ...fields, delayed: '1' } } })
    }
    if (this.#waiting.length > 0) this.#soon()
  }

  figures(): EventFigures {
    return {
      published: this.#published,
      waiting: this.#waiting.length,
      dropped: this.#dropped,
      trouble: this.#trouble,
    }
  }

  add(entries: readonly EventEntry[]): void {
    for (const entry of entries) {
      const id = this.#nextId
      this.#nextId += 1
      this.#waiting.push({ id, entry })
      this.#options.shelf.add(id, JSON.stringify(entry))
    }
    this.#dropOldest()
    this.#soon()
  }

  /** Redis is another one, or is there again. */
  reconnected(): void {
    this.#attempt = 0
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#soon()
  }

  /** Nothing is told for good that still waits. */
  forget(): void {
    this.#waiting.length = 0
    this.#options.shelf.remove(this.#nextId - 1)
  }

  /** Tries once more what waits, for a moment. What waits then, and what is added from now on, the next run tells. */
  async endSending(): Promise<void> {
    this.#closed = true
    this.#cancelTimer?.()
    const { promise: late, resolve } = Promise.withResolvers<undefined>()
    const cancel = this.#options.clock.after(closingMs, () => resolve(undefined))
    if (this.#attempt === 0) await Promise.race([this.#publishing ?? this.#publishAll(), late])
    cancel()
  }

  #dropOldest(): void {
    const over = this.#waiting.length - (this.#options.mostWaiting ?? mostWaiting)
    if (over <= 0) return
    const gone = this.#waiting.splice(0, over)
    const last = gone.at(-1)
    if (last !== undefined) this.#options.shelf.remove(last.id)
    this.#dropped += over
    if (this.#untoldLoss === 0)
      this.#options.logger.warn({ waiting: this.#waiting.length }, 'Redis takes no events, the oldest are given up')
    this.#untoldLoss += over
    this.#options.changed()
  }

  #soon(): void {
    if (this.#closed || this.#publishing !== null || this.#cancelTimer !== null) return
    // At the end of the turn, with all that happened in it.
    this.#publishing = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#publishAll())
      .finally(() => {
        this.#publishing = null
        if (this.#waiting.length > 0 && this.#attempt === 0) this.#soon()
      })
  }

  async #publishAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, mostAtOnce)
      const loss = this.#untoldLoss
      try {
        await this.#publish(
          loss === 0 ? [] : [lostEntry(loss, this.#options.gateway, this.#options.clock.now())],
          batch,
        )
      } catch (error) {
        this.#again(error)
        return
      }
      this.#untoldLoss -= loss
      this.#told(batch)
    }
  }

  #told(batch: readonly Waiting[]): void {
    const last = batch.at(-1)?.id ?? 0
    // Some of them may have been given up meanwhile.
    const left = this.#waiting.findIndex(({ id }) => id > last)
    this.#waiting.splice(0, left === -1 ? this.#waiting.length : left)
    this.#options.shelf.remove(last)
    this.#published += batch.length
    const wasAway = this.#attempt > 0
    this.#attempt = 0
    this.#trouble = null
    if (wasAway) {
      this.#options.logger.warn(this.figures(), 'Redis takes events again')
      this.#options.changed()
    }
  }

  #again(error: unknown): void {
    const { clock, logger } = this.#options
    if (this.#attempt === 0) logger.warn({ err: error, waiting: this.#waiting.length }, 'Redis did not take events')
    this.#attempt += 1
    this.#trouble = error instanceof Error ? error.message : String(error)
    this.#options.changed()
    if (this.#closed) return
    this.#cancelTimer = clock.after(reachAgainMs(this.#attempt), () => {
      this.#cancelTimer = null
      this.#soon()
    })
  }

  async #publish(loss: readonly EventEntry[], batch: readonly Waiting[]): Promise<void> {
    const { write, inCluster, length } = this.#options
    const { told, sequence } = eventKeys(inCluster())
    const words: (string | number)[] = [publishScript, 3, eventsKey, told, sequence, length()]
    for (const { id, fields } of [...loss, ...batch.map(({ entry }) => entry)]) {
      const flat = Object.entries(fields).flat()
      words.push(id, flat.length, ...flat)
    }
    await write(async (redis) => {
      await redis.call('EVAL', ...words)
    })
  }
}
