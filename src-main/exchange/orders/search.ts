import { GatewayError } from '../../../src-shared/errors.ts'
import { message } from '../../../src-shared/messages/index.ts'
import type { Venue } from '../core/venue.ts'
import { tellShortfall } from './shortfall.ts'

/**
 * A search through lists that are told page by page and read only so far. Where it had to stop before the end, "not
 * there" is no finding: the order may lie beyond.
 */
export class Search {
  readonly #exchange: string
  #isCut = false

  constructor({ label }: Pick<Venue, 'label'>) {
    this.#exchange = label
  }

  /** To be told that a list goes on after what was read of it. */
  readonly cut = (): void => {
    this.#isCut = true
  }

  /** What a search that found nothing answers. @throws GatewayError `retryable` when it was cut. */
  nothing(): null {
    if (this.#isCut) throw new GatewayError('retryable', 'exchange.search_cut', { exchange: this.#exchange })
    return null
  }
}

/** Whether an error says that an order may lie beyond what was looked through. */
export function isCutSearch(error: unknown): boolean {
  return error instanceof GatewayError && error.text.key === 'exchange.search_cut'
}

/** Says that a list was not read to its end, in the log and to whoever collects it. */
export function tellCut({ label: exchange, logger }: Pick<Venue, 'label' | 'logger'>, pages: number): void {
  logger.warn({ pages }, 'a list was cut short: orders may be missing')
  tellShortfall(message('exchange.history_cut', { exchange, pages: String(pages) }))
}
