import type { z } from 'zod'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Response } from '../core/classify.ts'
import type { Venue } from '../core/venue.ts'
import { encodeQuery, type Params } from '../http/query.ts'
import { type RestCall, type Dialect, RestCaller, type SignedAs } from '../http/rest-caller.ts'
import type { TransportRequest } from '../http/transport.ts'
import type { Endpoint } from './endpoints.ts'
import { errorOf, pauseOf } from './errors.ts'
import { reportedUsage } from './limits.ts'
import { type PayloadSigner, percentEncode, signedQuery } from './signing.ts'

/** What signs one account's requests. */
export interface Signatory extends SignedAs {
  readonly apiKey: string
  readonly signer: PayloadSigner
}

export type CallOptions = Pick<
  RestCall,
  'permit' | 'priority' | 'urgency' | 'attempts' | 'parse' | 'onSend' | 'accept'
> & {
  readonly weight?: number
}

/** How long a request stays valid at the exchange after its timestamp. */
export const recvWindowMs = 5_000
/** What a caller needs of its venue. */
export interface RawVenue {
  readonly venue: Venue
  /** Names of the pools that count an account's orders. */
  orderPools(accountId: string): readonly string[]
}

/**
 * Sends requests to Binance: query and signature, weight and order counts, demands to wait. Throws GatewayError only
 * (errors.ts says which).
 */
export class BinanceRest {
  readonly #shared: RawVenue
  readonly venue: Venue
  readonly #signatory: Signatory | null
  readonly #caller: RestCaller

  /** @param signatory null: public endpoints only. */
  constructor(shared: RawVenue, signatory: Signatory | null) {
    this.#shared = shared
    this.venue = shared.venue
    this.#signatory = signatory
    this.#caller = new RestCaller(shared.venue, this.#dialect())
  }

  async call<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    { weight = endpoint.weight, ...options }: CallOptions = {},
  ): Promise<z.infer<S>> {
    const signatory = endpoint.signed ? this.#required() : null
    return this.#caller.call(
      {
        ...options,
        endpoint,
        asked: { write: endpoint.write, symbol: params.symbol ?? null },
        cost: this.#cost(endpoint, weight),
        build: () => this.#request(endpoint, params, signatory),
        signedAs: signatory,
      },
      schema,
    )
  }

  #dialect(): Dialect {
    return {
      exchange: 'binance',
      errorOf: (outcome, { asked }) => errorOf(outcome, asked, this.venue.clock.serverNow()),
      contentOf: (parsed) => parsed,
      heed: (outcome, { signedAs }) => {
        if (outcome.kind !== 'response') return undefined
        this.#obey(outcome, signedAs)
        return reportedUsage(outcome.headers, signedAs?.accountId ?? null)
      },
    }
  }

  #request(endpoint: Endpoint, params: Params, signatory: Signatory | null): TransportRequest {
    const { method, path } = endpoint
    const url = `${this.venue.baseUrl}${path}`
    if (signatory === null) {
      const query = encodeQuery(params, percentEncode)
      return { method, url: query === '' ? url : `${url}?${query}`, headers: {} }
    }
    const timing = { timestamp: this.venue.clock.serverNow(), recvWindow: recvWindowMs }
    const query = signedQuery(params, signatory.signer, timing)
    return { method, url: `${url}?${query}`, headers: { 'X-MBX-APIKEY': signatory.apiKey } }
  }

  #cost(endpoint: Endpoint, weight: number): Readonly<Record<string, number>> {
    const cost: Record<string, number> = { weight, raw: 1 }
    if (this.#signatory !== null && endpoint.orders > 0) {
      for (const pool of this.#shared.orderPools(this.#signatory.accountId)) cost[pool] = endpoint.orders
    }
    return cost
  }

  #obey(outcome: Response, signatory: SignedAs | null): void {
    const pause = pauseOf(outcome, this.venue.clock.serverNow())
    if (pause === null) return
    const { waitMs } = pause
    if (signatory !== null && pause.concerns === 'orders') {
      for (const pool of this.#shared.orderPools(signatory.accountId)) this.venue.limiter.exhaust(pool, waitMs)
      return
    }
    this.venue.logger.warn({ status: outcome.status, waitMs }, 'the exchange asks to wait')
    this.venue.limiter.block(waitMs)
  }

  #required(): Signatory {
    if (this.#signatory !== null) return this.#signatory
    throw new GatewayError('auth', 'account.credentials_missing', { name: this.venue.exchange })
  }
}
