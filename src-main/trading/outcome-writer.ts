import { GatewayError } from '../../src-shared/errors.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import type { Journal } from './journal.ts'
import type { Result } from './outcome.ts'

interface Options {
  readonly journal: Journal
  readonly clock: Clock
  readonly logger: Logger
}

const againMs = 500

/**
 * Writes down outcomes that are known. One that cannot be written now (the disk is full, another program holds the
 * file) is true all the same: it is written again until it stands, so that the row does not stay `sent`.
 */
export class OutcomeWriter {
  readonly #options: Options
  readonly #left = new Map<number, Result>()
  #cancel: (() => void) | null = null

  constructor(options: Options) {
    this.#options = options
  }

  /** Never throws. */
  write(journalId: number, result: Result): void {
    this.#left.set(journalId, result)
    this.#writeLeft()
  }

  /** A last try; what it leaves is asked about at the next start. */
  close(): void {
    this.#writeLeft()
    this.#cancel?.()
    this.#cancel = null
  }

  #writeLeft(): void {
    for (const [journalId, result] of this.#left) {
      const isDone = this.#isWritten(journalId, result)
      if (isDone) this.#left.delete(journalId)
    }
    if (this.#left.size === 0 || this.#cancel !== null) return
    this.#cancel = this.#options.clock.after(againMs, () => {
      this.#cancel = null
      this.#writeLeft()
    })
  }

  /** Also true for what writing again cannot mend. */
  #isWritten(journalId: number, result: Result): boolean {
    const { journal, logger } = this.#options
    try {
      journal.outcome(() => {
        if (result.state === 'accepted') journal.accepted(journalId, result.placed)
        else if (result.state === 'rejected') journal.rejected(journalId, result.error)
        else journal.unknown(journalId, result.error)
      })
      return true
    } catch (error) {
      logger.error({ journalId, err: error }, 'an outcome could not be written to the journal')
      return !(error instanceof GatewayError && error.class === 'retryable')
    }
  }
}
