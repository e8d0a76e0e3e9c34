import type { OldTerminal } from '../../src-shared/old-terminal.ts'
import type { Logger } from '../infra/clock.ts'
import type { OldTerminalSearch } from './old-terminal.ts'
import type { RedisLine } from './redis-line.ts'

/** How often an old Terminal 5 is looked for while requests are taken, in ms. */
export const usualLookEveryMs = 10_000
/** Between two waits it does other things on the same connection for a moment: one look without it says nothing. */
const looksUntilGone = 2

interface Options {
  readonly search: OldTerminalSearch
  readonly everyMs: number
  readonly logger: Logger
  readonly monotonicMs: () => number
  /** Told when one came or went. */
  readonly changed: () => void
}

/**
 * Whether an old Terminal 5 listens on our Redis: then a gateway that takes no requests yet does not begin to, since
 * each request would go to one of the two at random. One that comes when requests are taken already is only told of.
 */
export class OldTerminalWatch {
  readonly #options: Options
  #seen: OldTerminal | null = null
  #looksWithout = 0
  #lookedAt = Number.NEGATIVE_INFINITY
  #isLooking = false
  /** A person said to take requests all the same. */
  #goesAhead = false

  constructor(options: Options) {
    this.#options = options
  }

  /** The one that listens; null: none is known. A person who went ahead knows of what may be some other program. */
  get seen(): OldTerminal | null {
    return this.#goesAhead && this.#seen?.seenBy === 'list' ? null : this.#seen
  }

  /** Looks now. @returns whether requests are to be left to it. @throws Error when the line is lost */
  async holdsOff(line: RedisLine): Promise<boolean> {
    await this.#look(line)
    return this.#seen !== null && !this.#goesAhead
  }

  /** Requests are taken, whoever listens beside us, as long as this bridge lives. */
  goAhead(): void {
    this.#goesAhead = true
  }

  /** Looks when that is due; to be called again and again while requests are taken. */
  lookWhenDue(line: RedisLine): void {
    const { everyMs, monotonicMs } = this.#options
    if (this.#isLooking || monotonicMs() - this.#lookedAt < everyMs) return
    this.#isLooking = true
    void this.#look(line)
      .catch(() => undefined)
      .finally(() => (this.#isLooking = false))
  }

  async #look(line: RedisLine): Promise<void> {
    const { search, logger, monotonicMs } = this.#options
    this.#lookedAt = monotonicMs()
    try {
      this.#keep((await search.look(line)).old)
    } catch (error) {
      if (!line.isAlive()) throw error
      logger.warn({ err: error }, 'an old Terminal 5 could not be looked for')
    }
  }

  #keep(found: OldTerminal | null): void {
    const { logger, changed } = this.#options
    this.#looksWithout = found === null ? this.#looksWithout + 1 : 0
    if (found === null && this.#looksWithout < looksUntilGone) return
    const before = JSON.stringify(this.#seen)
    this.#seen = found
    if (JSON.stringify(found) === before) return
    if (found === null) logger.warn({}, 'the old Terminal 5 is gone')
    else logger.warn({ ...found }, 'an old Terminal 5 listens on this Redis')
    changed()
  }
}
