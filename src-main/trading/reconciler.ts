import type { Clock, Logger } from '../infra/clock.ts'

/**
 * What asking once brought. `open`: not known yet; `provableAt`: from when on "not found" is proof, epoch ms, null: not
 * known either. `given_up`: it is left to a person.
 */
export type DoubtState =
  | { readonly state: 'settled' }
  | { readonly state: 'given_up' }
  | { readonly state: 'open'; readonly provableAt: number | null }

/** A journal row in doubt, and how to ask the exchange about it. `ask` writes the journal itself when it knows. */
export interface Doubt {
  readonly journalId: number
  readonly accountId: string
  readonly ask: (askedAt: number) => Promise<DoubtState>
}

interface Pending {
  readonly doubt: Doubt
  asked: number
  cancelTimer: () => void
  running: Promise<void> | null
  readonly waiters: Set<() => void>
}

/** Gaps between two questions about one row; the last one repeats. */
const reconcileGapsMs: readonly number[] = [300, 1000, 2000, 4000, 8000, 16_000, 30_000]
const firstGapMs = 300

/**
 * Asks about rows in doubt with growing gaps until each is settled or given up, and once more as soon as a "not found"
 * is proof. An exchange that does not answer is asked on; nothing is ever sent again.
 */
export class Reconciler {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #pending = new Map<number, Pending>()
  #closed = false

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock
    this.#logger = logger
  }

  /** Starts asking: after the first gap, or at once for rows left over by an earlier run. */
  add(doubt: Doubt, when: 'soon' | 'at_once'): void {
    if (this.#closed || this.#pending.has(doubt.journalId)) return
    const pending: Pending = {
      doubt,
      asked: 0,
      cancelTimer: () => undefined,
      running: null,
      waiters: new Set(),
    }
    this.#pending.set(doubt.journalId, pending)
    this.#schedule(pending, when === 'soon' ? firstGapMs : 0)
  }

  isPending(journalId: number): boolean {
    return this.#pending.has(journalId)
  }

  /**
   * Resolves when nothing more is asked about the row, when `withinMs` have passed, or at closing. @returns whether
   * nothing more is asked.
   */
  async settled(journalId: number, withinMs: number): Promise<boolean> {
    const pending = this.#pending.get(journalId)
    if (pending === undefined) return !this.#closed
    await new Promise<void>((resolve) => {
      const done = (): void => {
        cancel()
        pending.waiters.delete(done)
        resolve()
      }
      const cancel = this.#clock.after(withinMs, done)
      pending.waiters.add(done)
      if (this.#closed) done()
    })
    return !this.#pending.has(journalId)
  }

  /** Lets everybody who waits for a row go on without an answer, now and later. Questions under way may still end. */
  stopWaiting(): void {
    this.#closed = true
    for (const pending of this.#pending.values()) {
      pending.cancelTimer()
      for (const waiter of [...pending.waiters]) waiter()
    }
  }

  /** Stops asking. Resolves when no question is under way. Rows not settled stay as they are. */
  async close(): Promise<void> {
    this.stopWaiting()
    for (const { running } of this.#pending.values()) await running
  }

  #schedule(pending: Pending, delayMs: number): void {
    pending.cancelTimer = this.#clock.after(delayMs, () => {
      pending.running = this.#ask(pending)
    })
  }

  async #ask(pending: Pending): Promise<void> {
    const { doubt } = pending
    const askedAt = this.#clock.now()
    let doubtState: DoubtState = { state: 'open', provableAt: null }
    try {
      doubtState = await doubt.ask(askedAt)
    } catch (error) {
      const { journalId, accountId } = doubt
      const reason = error instanceof Error ? error.message : String(error)
      this.#logger.warn({ journalId, accountId, reason }, 'an order in doubt could not be asked about; going on')
    }
    pending.asked += 1
    pending.running = null
    if (doubtState.state !== 'open') {
      this.#pending.delete(doubt.journalId)
      for (const waiter of [...pending.waiters]) waiter()
    } else if (!this.#closed) this.#schedule(pending, this.#nextGap(pending.asked, doubtState.provableAt))
  }

  /** The next gap, shortened so that a question falls right after the moment of proof. */
  #nextGap(asked: number, provableAt: number | null): number {
    const gap = reconcileGapsMs[Math.min(asked, reconcileGapsMs.length - 1)] ?? 30_000
    const untilProof = provableAt === null ? 0 : provableAt - this.#clock.now()
    return untilProof > 0 ? Math.min(gap, untilProof) : gap
  }
}
