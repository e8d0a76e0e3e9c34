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

/** A journal that is not in its place is put back by a person, with all that had begun in it. */
const mayStillBeWritten = (error: unknown): boolean =>
  error instanceof GatewayError && (error.class === 'retryable' || error.text.key === 'order.journal_gone_not_sent')

/**
 * Writes down outcomes that are known. One that cannot be written now (the disk is full, another program holds the
 * file, the file is gone) is true all the same: it is written again until it stands, so that the row does not stay
 * `sent`.
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
    this.#write(journalId, result, false)
  }

  #write(journalId: number, result: Result, isAgain: boolean): void {
    const { journal } = this.#options
    const record = (): void => {
      if (result.state === 'accepted') journal.accepted(journalId, result.placed)
      else if (result.state === 'rejected') journal.rejected(journalId, result.error)
      else journal.unknown(journalId, result.error)
    }
    journal.outcome(journalId, record, (error) => {
      if (!isAgain)
        this.#options.logger.error({ journalId, err: error }, 'an outcome could not be written to the journal')
      if (mayStillBeWritten(error)) this.#keep(journalId, result)
    })
  }

  /** A last try; what it leaves is asked about at the next start. */
  close(): void {
    const { journal } = this.#options
    journal.flush()
    this.#writeLeft()
    journal.flush()
    this.#cancel?.()
    this.#cancel = null
  }

  #writeLeft(): void {
    const left = [...this.#left]
    this.#left.clear()
    for (const [journalId, result] of left) this.#write(journalId, result, true)
  }

  #keep(journalId: number, result: Result): void {
    this.#left.set(journalId, result)
    this.#cancel ??= this.#options.clock.after(againMs, () => {
      this.#cancel = null
      this.#writeLeft()
    })
  }
}
