import type { z } from 'zod'
import type { Venue } from '../core/venue.ts'
import { contentIn } from '../http/answers.ts'
import { encodeQuery, type Params } from '../http/query.ts'
import { type RestCall, type Dialect, RestCaller, type SignedAs } from '../http/rest-caller.ts'
import type { TransportOutcome, TransportRequest } from '../http/transport.ts'
import type { Endpoint, PoolKind } from './endpoints.ts'
import { errorOf, pauseOf } from './errors.ts'
import { type PoolReport, poolReport, usedUnits } from './limits.ts'
import { KeyVersions } from './own/key-version.ts'
import type { HeaderSigner } from './signing.ts'

/** What signs one account's requests. */
export interface Signatory extends SignedAs {
  readonly signer: HeaderSigner
}

/** What a caller needs of its venue. */
export interface RestVenue {
  readonly venue: Venue
  /** The limiter's name of a pool, made known to it. */
  pool(kind: PoolKind, accountId: string | null): string
  /** An answer told how large a pool is. */
  resize(pool: string, limit: number): void
}

export type CallOptions = Pick<RestCall, 'permit' | 'priority' | 'urgency' | 'attempts' | 'parse' | 'onSend'> & {
  /** KuCoin's symbol, where neither query nor body are plain about it. */
  readonly symbol?: string
  readonly deadlineMs?: number
}

/** The fields of a POST; `now` is the exchange's time at the moment of sending, epoch ms. */
export type Body = (now: number) => Readonly<Record<string, string | number | boolean>>

/**
 * Sends requests to KuCoin: opens the envelope, counts in the right pool, heeds the headers, and finds out the key's
 * version. One for an account, or one without a signatory for public data. Throws GatewayError only (errors.ts says
 * which).
 */
export class KuCoinRest {
  readonly venue: Venue
  readonly #shared: RestVenue
  readonly #signatory: Signatory | null
  readonly #caller: RestCaller
  readonly #versions = new KeyVersions()

  constructor(shared: RestVenue, signatory: Signatory | null) {
    this.venue = shared.venue
    this.#shared = shared
    this.#signatory = signatory
    this.#caller = new RestCaller(shared.venue, this.#dialect())
  }

  /** A request without body, whose parameters go in the query. */
  query<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    return this.#send(endpoint, params, null, schema, { symbol: params.symbol ?? '', ...options })
  }

  post<S extends z.ZodType>(endpoint: Endpoint, body: Body, schema: S, options: CallOptions = {}): Promise<z.infer<S>> {
    return this.#send(endpoint, {}, body, schema, options)
  }

  /** Whether so large a share of the account's units for spot, or less, is used. */
  hasRoom(share: number): boolean {
    const pool = this.#shared.pool('spot', this.#signatory?.accountId ?? null)
    const usage = this.venue.limiter.usage().find((each) => each.pool === pool)
    return usage === undefined || usage.used < usage.limit * share
  }

  #send<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    body: Body | null,
    schema: S,
    { symbol = '', deadlineMs, ...options }: CallOptions,
  ): Promise<z.infer<S>> {
    const signatory = endpoint.signed ? this.#signatory : null
    const pool = this.#shared.pool(endpoint.pool, signatory?.accountId ?? null)
    const call: RestCall = {
      ...options,
      endpoint,
      asked: { write: endpoint.write, symbol: symbol === '' ? null : symbol },
      cost: { [pool]: endpoint.weight },
      build: () => ({
        ...this.#request(endpoint, params, body, signatory),
        ...(deadlineMs !== undefined && { deadlineMs }),
      }),
      signedAs: signatory,
    }
    const once = (): Promise<z.infer<S>> => this.#caller.call(call, schema)
    return signatory === null ? once() : this.#versions.using(once)
  }

  #request(endpoint: Endpoint, params: Params, body: Body | null, signatory: Signatory | null): TransportRequest {
    const { venue } = this
    const { method, path } = endpoint
    // All values of ours are plain, so that KuCoin's "sign before encoding" and what goes over the wire are the same
    // text.
    const query = encodeQuery(params)
    const target = query === '' ? path : `${path}?${query}`
    const timestamp = venue.clock.serverNow()
    const text = body === null ? '' : JSON.stringify(body(timestamp))
    const headers = signatory?.signer({ timestamp, method, target, body: text }, this.#versions.current) ?? {}
    return { method, url: `${venue.baseUrl}${target}`, headers, ...(text !== '' && { body: text }) }
  }

  #dialect(): Dialect {
    return {
      exchange: 'kucoin',
      errorOf: (outcome, { asked }) => errorOf(outcome, asked),
      contentOf: contentIn('data'),
      heed: (outcome, { cost }) => {
        const [pool] = Object.keys(cost)
        if (outcome.kind !== 'response' || pool === undefined) return undefined
        const report = poolReport(outcome.headers)
        this.#obey(outcome, pool, report)
        const used = usedUnits(report)
        return used === null ? undefined : { [pool]: used }
      },
    }
  }

  /**
   * A used-up pool rests until its window ends, a busy exchange for a moment, and behind the firewall everything does.
   */
  #obey(
    outcome: Extract<TransportOutcome, { kind: 'response' }>,
    pool: string,
    { limit, remaining, resetMs }: PoolReport,
  ): void {
    const { venue } = this
    if (limit !== null) this.#shared.resize(pool, limit)
    if (remaining === 0 && resetMs !== null) venue.limiter.exhaust(pool, resetMs)
    const pause = pauseOf(outcome)
    if (pause === null) return
    venue.logger.warn({ status: outcome.status, pool, pause }, 'the exchange asks to wait')
    if (pause.kind === 'firewall') venue.limiter.block(pause.waitMs)
    else venue.limiter.exhaust(pool, pause.waitMs)
  }
}
