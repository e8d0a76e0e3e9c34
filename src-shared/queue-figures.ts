/** How many requests over Redis wait and are worked on. Ages are in ms. */
export interface QueueFigures {
  /** In Redis, not yet taken, when that was last looked at; null: not known. */
  readonly depth: number | null
  /** Taken, and waiting for their turn. */
  readonly waiting: number
  readonly working: number
  /** For how long the one that waits longest has waited; null: none waits. */
  readonly oldestMs: number | null
  /** Answered as not carried out within the last minute, because too many waited. */
  readonly turnedAway: number
  /** At most so many of one account at work and waiting, and so many of one exchange at work. */
  readonly limits: {
    readonly working: number
    readonly waiting: number
    readonly workingOnExchange: number
  }
  /** Accounts with anything here; null: requests that name no account. */
  readonly lanes: readonly {
    readonly accountId: string | null
    readonly waiting: number
    readonly working: number
    readonly oldestMs: number | null
  }[]
}

/** Requests come faster than they are answered: what waits grows old or is turned away. */
export function isUnderPressure({
  depth,
  oldestMs,
  turnedAway,
}: Pick<QueueFigures, 'depth' | 'oldestMs' | 'turnedAway'>): boolean {
  return turnedAway > 0 || (depth ?? 0) >= deepQueue || (oldestMs ?? 0) >= longWaitMs
}

const deepQueue = 100
const longWaitMs = 5_000
