import type { RequestLogEntry } from '../../src-shared/contract.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'

/**
 * How many requests have come, been answered, been answered with an error, been refused as too old, and are in work.
 */
export interface RequestCounts {
  readonly received: number
  readonly answered: number
  readonly failed: number
  readonly expired: number
  readonly working: number
}

/** What becomes known about a request while it is worked on. */
export type RequestChange = Partial<Pick<RequestLogEntry, 'requestId' | 'action' | 'account'>>

/** How a request ended. */
export type FinalOutcome = Exclude<RequestLogEntry['outcome'], 'waiting' | 'working'>

const kept = 500

/** The last requests and the counts, for the panel. */
export class RequestLog {
  #entries: RequestLogEntry[] = []
  #sequence = 0
  #answered = 0
  #failed = 0
  #expired = 0
  #working = 0

  /** @returns the request's number in this log, in which it waits for its turn */
  received(now: number): number {
    this.#sequence += 1
    this.#entries.push({
      sequence: this.#sequence,
      requestId: null,
      action: null,
      account: null,
      outcome: 'waiting',
      error: null,
      receivedAt: now,
      durationMs: null,
    })
    if (this.#entries.length > 2 * kept) this.#entries = this.#entries.slice(-kept)
    return this.#sequence
  }

  begun(sequence: number): void {
    this.#working += 1
    this.#update(sequence, (entry) => ({ ...entry, outcome: 'working' }))
  }

  describe(sequence: number, change: RequestChange): void {
    this.#update(sequence, (entry) => ({ ...entry, ...change }))
  }

  finished(sequence: number, outcome: FinalOutcome, error: MessageRef | null, durationMs: number): void {
    this.#working -= 1
    this.#answered += 1
    if (error !== null) this.#failed += 1
    if (outcome === 'expired') this.#expired += 1
    this.#update(sequence, (entry) => ({ ...entry, outcome, error, durationMs: Math.round(durationMs) }))
  }

  /** Newest first. */
  newest(limit: number): readonly RequestLogEntry[] {
    return this.#entries.toReversed().slice(0, Math.min(limit, kept))
  }

  counts(): RequestCounts {
    return {
      received: this.#sequence,
      answered: this.#answered,
      failed: this.#failed,
      expired: this.#expired,
      working: this.#working,
    }
  }

  #update(sequence: number, change: (entry: RequestLogEntry) => RequestLogEntry): void {
    const index = sequence - (this.#entries[0]?.sequence ?? 0)
    const entry = this.#entries[index]
    if (entry?.sequence === sequence) this.#entries[index] = change(entry)
  }
}
