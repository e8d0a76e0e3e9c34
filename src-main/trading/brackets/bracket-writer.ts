import { GatewayError } from '../../../src-shared/errors.ts'
import type { Origin } from '../../../src-shared/order.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import type { Journal } from '../journal.ts'
import type { Bracket } from './bracket.ts'

/** What of a change a person may ask about later. */
export interface BracketNews {
  readonly origin: Origin
  readonly detail: object
}

interface Options {
  readonly journal: Journal
  readonly clock: Clock
  readonly logger: Logger
}

export const writeAgainMs = 500

/**
 * Writes a bracket's row, with its lines of the audit trail. What is going to happen must stand before it does
 * ({@link write}); what has happened is true also while it cannot be written (the disk is full, another program holds
 * the file), and is written again until it stands ({@link keep}).
 */
export class BracketWriter {
  readonly #options: Options
  /** The latest row that is not on disk, and the lines of all changes that led to it. */
  #left: { readonly bracket: Bracket; readonly news: readonly BracketNews[] } | null = null
  #cancel: (() => void) | null = null

  constructor(options: Options) {
    this.#options = options
  }

  /** Whether everything is on disk. */
  get isDone(): boolean {
    return this.#left === null
  }

  /**
   * With all that was left before. @throws GatewayError `retryable` `file.…` when it cannot be written now; then
   * nothing was.
   */
  write(bracket: Bracket, news: readonly BracketNews[]): void {
    const { journal } = this.#options
    const lines = [...(this.#left?.news ?? []), ...news]
    journal.inOneStep(() => {
      journal.brackets.save(bracket)
      for (const { origin, detail } of lines)
        journal.audit.add({
          kind: 'bracket',
          accountId: bracket.accountId,
          origin,
          detail: { bracket: bracket.id, symbol: bracket.symbol, ...detail },
        })
    })
    this.#left = null
    this.#cancel?.()
    this.#cancel = null
  }

  /** @throws what writing again would not mend */
  keep(bracket: Bracket, news: readonly BracketNews[]): void {
    try {
      this.write(bracket, news)
    } catch (error) {
      if (!isPassing(error)) throw error
      this.#options.logger.warn({ bracket: bracket.id, err: error }, 'a bracket could not be written now')
      this.#left = { bracket, news: [...(this.#left?.news ?? []), ...news] }
      this.#writeLater()
    }
  }

  /** A last try; what it leaves shows at the next start, when the bracket's orders are polled. */
  close(): void {
    this.#cancel?.()
    this.#cancel = null
    if (this.#left !== null) this.#writeLeft(this.#left.bracket)
  }

  #writeLater(): void {
    this.#cancel ??= this.#options.clock.after(writeAgainMs, () => {
      this.#cancel = null
      if (this.#left !== null && !this.#writeLeft(this.#left.bracket)) this.#writeLater()
    })
  }

  /** Also true for what writing again cannot mend. */
  #writeLeft(bracket: Bracket): boolean {
    try {
      this.write(bracket, [])
      return true
    } catch (error) {
      if (isPassing(error)) return false
      this.#options.logger.error({ bracket: bracket.id, err: error }, 'a bracket could not be written')
      this.#left = null
      return true
    }
  }
}

const isPassing = (error: unknown): boolean => error instanceof GatewayError && error.class === 'retryable'
