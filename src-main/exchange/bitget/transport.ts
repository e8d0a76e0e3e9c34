import type { z } from 'zod'
import type { RowsReading } from '../core/readable-rows.ts'
import type { Venue } from '../core/venue.ts'
import { contentIn } from '../http/answers.ts'
import type { Params } from '../http/query.ts'
import { type RestCall, type Dialect, RestCaller, type SignedAs } from '../http/rest-caller.ts'
import type { TransportOutcome, TransportRequest } from '../http/transport.ts'
import type { Endpoint } from './endpoints.ts'
import { errorOf, pauseOf } from './errors.ts'
import { encodeQuery, type HeaderSigner } from './signing.ts'

/** What signs one account's requests. */
export interface Signatory extends SignedAs {
  readonly signer: HeaderSigner
}

/** What a caller needs of its venue. */
export interface RestVenue {
  readonly venue: Venue
  /** Demo trading: the same address, marked by a header. */
  readonly demo: boolean
  /** The names of the pools that a request counts in, made known to the limiter; the endpoint's own comes first. */
  pools(endpoint: Endpoint, accountId: string | null): readonly [string, ...string[]]
}

export type CallOptions = Pick<RestCall, 'permit' | 'priority' | 'urgency' | 'attempts' | 'parse' | 'onSend'> &
  Pick<RowsReading, 'mustRead'>

/** How long Bitget may take to begin with an order after it left: later it refuses it. */
const receiveWindowMs = 5_000

/**
 * Sends requests to Bitget: query or body, signature, envelope, and the endpoint's own limit. One for an account, or
 * one without a signatory for public data. Throws GatewayError only (errors.ts says which).
 */
export class BitgetRest {
  readonly venue: Venue
  readonly #shared: RestVenue
  readonly #signatory: Signatory | null
  readonly #caller: RestCaller

  constructor(shared: RestVenue, signatory: Signatory | null) {
    this.venue = shared.venue
    this.#shared = shared
    this.#signatory = signatory
    this.#caller = new RestCaller(shared.venue, this.#dialect())
  }

  async get<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    const query = encodeQuery(params)
    const target = query === '' ? endpoint.path : `${endpoint.path}?${query}`
    return this.#send(endpoint, params, schema, options, () => ({ target, body: '' }))
  }

  /** @param timed adds until when Bitget may begin with it, which only some endpoints take. */
  async post<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    { timed = false, ...options }: CallOptions & { readonly timed?: boolean } = {},
  ): Promise<z.infer<S>> {
    return this.#send(endpoint, params, schema, options, (now) => {
      const timing = timed ? { requestTime: String(now), receiveWindow: String(receiveWindowMs) } : {}
      return { target: endpoint.path, body: JSON.stringify({ ...params, ...timing }) }
    })
  }

  #send<S extends z.ZodType>(
    endpoint: Endpoint,
    { symbol }: Params,
    schema: S,
    options: CallOptions,
    content: (now: number) => { readonly target: string; readonly body: string },
  ): Promise<z.infer<S>> {
    const signatory = endpoint.signed ? this.#signatory : null
    const pools = this.#shared.pools(endpoint, signatory?.accountId ?? null)
    const call: RestCall = {
      ...options,
      endpoint,
      asked: { write: endpoint.write, symbol: symbol ?? null },
      cost: Object.fromEntries(pools.map((pool) => [pool, 1])),
      build: () => this.#request(endpoint, signatory, content),
      signedAs: signatory,
    }
    return this.#caller.call(call, schema)
  }

  #request(
    endpoint: Endpoint,
    signatory: Signatory | null,
    content: (now: number) => { readonly target: string; readonly body: string },
  ): TransportRequest {
    const { venue, demo } = this.#shared
    const { method } = endpoint
    const timestamp = venue.clock.serverNow()
    const { target, body } = content(timestamp)
    return {
      method,
      url: `${venue.baseUrl}${target}`,
      headers: {
        ...signatory?.signer({ timestamp, method, target, body }),
        locale: 'en-US',
        ...(demo && { paptrading: '1' }),
      },
      ...(body !== '' && { body }),
    }
  }

  #dialect(): Dialect {
    return {
      exchange: 'bitget',
      errorOf: (outcome, { asked }) => errorOf(outcome, asked),
      contentOf: contentIn('data'),
      heed: (outcome, { endpoint, signedAs }) => {
        if (outcome.kind === 'response') this.#obey(outcome, endpoint as Endpoint, signedAs)
        return undefined
      },
    }
  }

  /**
   * Too many requests concern one endpoint; a refusal without Bitget's envelope comes from the wall before it, and
   * concerns them all.
   */
  #obey(outcome: Extract<TransportOutcome, { kind: 'response' }>, endpoint: Endpoint, signedAs: SignedAs | null): void {
    const pause = pauseOf(outcome)
    if (pause === null) return
    const { venue } = this
    const { path } = endpoint
    venue.logger.warn({ status: outcome.status, path, pause }, 'the exchange asks to wait')
    if (pause.concerns === 'everything') venue.limiter.block(pause.waitMs)
    else venue.limiter.exhaust(this.#shared.pools(endpoint, signedAs?.accountId ?? null)[0], pause.waitMs)
  }
}
