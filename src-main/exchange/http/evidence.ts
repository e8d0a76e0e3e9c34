import { AsyncLocalStorage } from 'node:async_hooks'
import type { ExchangeName, OrderRoute } from '../../../src-shared/account.ts'
import { secretsIn, struckOut } from './strike.ts'
import type { Sender, TransportOutcome, TransportRequest } from './transport.ts'

/** What paths of an exchange begin with: a practice exchange has a prefix before it. */
const beginnings: Readonly<Record<ExchangeName, readonly string[]>> = {
  binance: ['api', 'sapi'],
  bitget: ['api'],
  kucoin: ['api'],
  kraken: ['0'],
}
const pathIn = new RegExp(`/(?:${[...new Set(Object.values(beginnings).flat())].join('|')})/.*$`)

/** What an exchange really answered to one request, without what the request told it of the account. */
export interface Heard {
  readonly method: TransportRequest['method']
  /** From its beginning at the exchange on, without the query. */
  readonly path: string
  /** null: no whole answer came; `text` then says why. */
  readonly status: number | null
  readonly text: string
  /** Which way it went. */
  readonly over: OrderRoute
}

export type HeardListener = (heard: Heard) => void

const current = new AsyncLocalStorage<HeardListener>()

/**
 * Runs calls of clients and tells of every answer that an exchange gives them. Elsewhere nothing is noted, and noting
 * costs nothing.
 */
export async function withEvidence<T>(listener: HeardListener, work: () => Promise<T>): Promise<T> {
  // What was started meanwhile and goes on (the watch over an order) is not part of it, and keeps nothing of it.
  let told: HeardListener | null = listener
  try {
    return await current.run((heard) => told?.(heard), work)
  } finally {
    told = null
  }
}

/** A sender that tells {@link withEvidence} what comes back. */
export class EvidenceSender implements Sender {
  readonly #sender: Sender
  readonly #over: OrderRoute

  constructor(sender: Sender, over: OrderRoute = 'rest') {
    this.#sender = sender
    this.#over = over
  }

  async send(request: TransportRequest): Promise<TransportOutcome> {
    const outcome = await this.#sender.send(request)
    const listener = current.getStore()
    if (listener !== undefined) {
      try {
        listener({ ...heardOf(request, outcome), over: this.#over })
      } catch {
        // What became of a request does not depend on its being noted.
      }
    }
    return outcome
  }
}

function heardOf(request: TransportRequest, outcome: TransportOutcome): Omit<Heard, 'over'> {
  const { method, url } = request
  const [place = ''] = url.split('?', 1)
  const path = pathIn.exec(place)?.[0] ?? place
  return outcome.kind === 'response'
    ? { method, path, status: outcome.status, text: struckOut(outcome.text, secretsIn(request, [])) }
    : { method, path, status: null, text: outcome.reason }
}
