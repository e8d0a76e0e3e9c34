import type { z } from 'zod'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Response } from '../core/classify.ts'
import type { Venue } from '../core/venue.ts'
import { encodeQuery, type Params } from '../http/query.ts'
import { type Dialect, type OtherWay, type RestCall, RestCaller, type SignedAs } from '../http/rest-caller.ts'
import type { Sender, TransportRequest } from '../http/transport.ts'
import type { Endpoint } from './endpoints.ts'
import { errorOf, pauseOf } from './errors.ts'
import { reportedUsage } from './limits.ts'
import { callText } from './own/ws-api.ts'
import { type PayloadSigner, percentEncode, signedParams, signedQuery } from './signing.ts'

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

/** What an account's orders go over first at this moment; null: over REST. */
export type OrderSocket = () => Sender | null

/** Does what an answer demands: waits, with everything or with an account's orders (null: whose is not known). */
export function obey(shared: RawVenue, outcome: Response, accountId: string | null): void {
  const { venue } = shared
  const pause = pauseOf(outcome, venue.clock.serverNow())
  if (pause === null) return
  const { waitMs } = pause
  if (accountId !== null && pause.concerns === 'orders') {
    for (const pool of shared.orderPools(accountId)) venue.limiter.exhaust(pool, waitMs)
    return
  }
  venue.logger.warn({ status: outcome.status, waitMs }, 'the exchange asks to wait')
  venue.limiter.block(waitMs)
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
  readonly #socket: OrderSocket

  /** @param signatory null: public endpoints only. */
  constructor(shared: RawVenue, signatory: Signatory | null, socket: OrderSocket = () => null) {
    this.#shared = shared
    this.venue = shared.venue
    this.#signatory = signatory
    this.#socket = socket
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
        first: () => this.#overSocket(endpoint, params, signatory),
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
        obey(this.#shared, outcome, signedAs?.accountId ?? null)
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

  /** The same request over the WebSocket API, where the account's orders go that way and a socket is open. */
  #overSocket({ method, path, socketMethod }: Endpoint, params: Params, signatory: Signatory | null): OtherWay | null {
    if (signatory === null || socketMethod === undefined) return null
    const sender = this.#socket()
    if (sender === null) return null
    const { apiKey, signer } = signatory
    const build = (): TransportRequest => {
      const timing = { recvWindow: String(recvWindowMs), timestamp: String(this.venue.clock.serverNow()) }
      const signed = signedParams({ ...params, apiKey, ...timing }, signer)
      return { method, url: `${this.venue.baseUrl}${path}`, headers: {}, body: callText(socketMethod, signed) }
    }
    return { sender, build }
  }

  #cost(endpoint: Endpoint, weight: number): Readonly<Record<string, number>> {
    const cost: Record<string, number> = { weight, raw: 1 }
    if (this.#signatory !== null && endpoint.orders > 0) {
      for (const pool of this.#shared.orderPools(this.#signatory.accountId)) cost[pool] = endpoint.orders
    }
    return cost
  }

  #required(): Signatory {
    if (this.#signatory !== null) return this.#signatory
    throw new GatewayError('auth', 'account.credentials_missing', { name: this.venue.exchange })
  }
}
