import type { z } from 'zod'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Venue } from '../core/venue.ts'
import type { Cost } from '../http/admission.ts'
import { contentIn } from '../http/answers.ts'
import { encodeQuery, type Params } from '../http/query.ts'
import { type RestCall, type Dialect, RestCaller, type SignedAs } from '../http/rest-caller.ts'
import type { TransportOutcome, TransportRequest } from '../http/transport.ts'
import { priorityOf, type Urgency, usual } from '../http/urgency.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import { errorOf, tells, waitMsOf } from './errors.ts'
import { callsPool, isCallsPool, publicPool } from './limits.ts'
import type { LearnedTier } from './own/learned-tier.ts'
import type { Lockout } from './own/lockout.ts'
import type { NonceSequence } from './own/nonces.ts'
import type { Lane, Turns } from './own/turns.ts'
import { WaitingReads } from './own/waiting-reads.ts'
import type { RequestSigner } from './signing.ts'

/** What the accounts that share an API key share: its nonces, its turns, and its name in pools and stores. */
export interface KrakenKey {
  readonly name: string
  readonly nonces: NonceSequence
  readonly turns: Turns
  readonly lockout: Lockout
  readonly tier: LearnedTier
}

/** What signs one account's requests. */
export interface Signatory {
  readonly accountId: string
  readonly apiKey: string
  readonly sign: RequestSigner
  readonly check: () => void
  readonly secrets: () => readonly string[]
  readonly key: KrakenKey
}

export type CallOptions = Pick<RestCall, 'permit' | 'priority' | 'urgency' | 'attempts' | 'parse' | 'onSend'> & {
  /** Units of the endpoint's counter. */
  readonly units?: number
  /** The pair that the matching engine counts the request under. */
  readonly pair?: string
}

/**
 * Kraken executes an order only until this long after it was sent. It takes 2 to 60 s; its clock is told in whole
 * seconds.
 */
export const deadlineMs = 10_000
/** Room that a question of little weight leaves in the call counter. */
const roomShare = 0.7

/** What a caller needs of its venue. */
export interface RawVenue {
  readonly venue: Venue
  /** Makes the pools that a request costs known to the limiter. */
  enginePool(key: KrakenKey, pair: string): string
  /** The limits of a key's tier are other ones now. */
  tierChanged(key: KrakenKey): void
}

/**
 * Sends requests to Kraken: opens the envelope, signs with the key's next nonce in the key's turn, counts in the right
 * pool, heeds limits and lockouts. Throws GatewayError only (errors.ts says which).
 */
export class KrakenRest {
  readonly #shared: RawVenue
  readonly venue: Venue
  readonly waiting = new WaitingReads()
  readonly #signatory: Signatory | null
  readonly #caller: RestCaller
  /** Answers after whose refused nonce the sequence has jumped. */
  readonly #raised = new WeakSet<TransportOutcome>()
  /** By the monotonic clock: until when Kraken wants no calls of this key that its call counter counts. */
  #callsLimitedUntil = -Infinity

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
    { units = 1, pair, ...options }: CallOptions = {},
  ): Promise<z.infer<S>> {
    const signatory = endpoint.signed ? this.#required() : null
    const lane = laneOf(options.priority ?? endpoint.priority, options.urgency ?? usual)
    return this.#caller.call(
      {
        ...options,
        endpoint,
        asked: { write: endpoint.write, symbol: pair ?? params.pair ?? null },
        cost: this.#cost(endpoint, units, pair ?? ''),
        build: () => this.#request(endpoint, params, signatory),
        signedAs: signatory === null ? null : signedAs(signatory, lane),
      },
      schema,
    )
  }

  /**
   * Whether the key's call counter has room for a question that can be done without: so large a share of it may be used
   * already.
   */
  hasRoom(share = roomShare): boolean {
    if (this.venue.time.monotonic() < this.#callsLimitedUntil) return false
    const pool = callsPool(this.#required().key.name)
    const usage = this.venue.limiter.usage().find((each) => each.pool === pool)
    return usage === undefined || usage.used < usage.limit * share
  }

  #dialect(): Dialect {
    return {
      exchange: 'kraken',
      errorOf: (outcome, { asked, endpoint }) => {
        const now = this.venue.clock.serverNow()
        const namesOrder = namingPaths.has(endpoint.path)
        return errorOf(outcome, asked, { now, nonceRaised: this.#raised.has(outcome), namesOrder })
      },
      contentOf: contentIn('result'),
      heed: (outcome, { cost }) => {
        this.#obey(outcome, cost)
        return undefined
      },
    }
  }

  #request(endpoint: Endpoint, params: Params, signatory: Signatory | null): TransportRequest {
    const { method, path } = endpoint
    const url = `${this.venue.baseUrl}${path}`
    if (signatory === null) {
      const query = encodeQuery(params)
      return { method, url: query === '' ? url : `${url}?${query}`, headers: {} }
    }
    const nonce = signatory.key.nonces.next().toString()
    const deadline = endpoint.deadline && { deadline: this.#deadline() }
    const body = encodeQuery({ nonce, ...params, ...deadline })
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'API-Key': signatory.apiKey,
      'API-Sign': signatory.sign(path, nonce, body),
    }
    return { method, url, headers, body }
  }

  #deadline(): string {
    return new Date(this.venue.clock.serverNow() + deadlineMs).toISOString()
  }

  #cost({ counter }: Endpoint, units: number, pair: string): Cost {
    if (counter === 'ip') return { [publicPool]: units }
    const { key } = this.#required()
    if (counter === 'engine') return { [this.#shared.enginePool(key, pair)]: units }
    if (!this.hasRoom() && key.tier.pressed()) this.#shared.tierChanged(key)
    return { [callsPool(key.name)]: units }
  }

  /**
   * A limit reached stops the requests that share it; a 429, which Kraken's proxy gives, stops everybody behind our
   * address.
   */
  #obey(outcome: TransportOutcome, cost: Cost): void {
    if (tells(outcome, 'nonce') && this.#signatory?.key.nonces.jump() === true) this.#raised.add(outcome)
    if (tells(outcome, 'lockout')) {
      this.venue.logger.warn({}, 'the exchange has locked a key out: it rests')
      this.#letRest()
    }
    const waitMs = waitMsOf(outcome, this.venue.clock.serverNow())
    const counted = Object.keys(cost).some(isCallsPool)
    if (counted && outcome.kind === 'response' && outcome.status === 200) this.#learn(waitMs === null)
    if (waitMs === null) return
    const { limiter, time } = this.venue
    if (counted) this.#callsLimitedUntil = time.monotonic() + waitMs
    this.venue.logger.warn({ waitMs, pools: Object.keys(cost) }, 'the exchange asks to wait')
    if (outcome.kind === 'response' && outcome.status === 429) limiter.block(waitMs)
    else for (const pool of Object.keys(cost)) limiter.exhaust(pool, waitMs)
  }

  #letRest(): void {
    try {
      this.#signatory?.key.lockout.begin()
    } catch (error) {
      this.venue.logger.warn({ error }, 'a lockout could not be kept')
    }
  }

  #learn(answered: boolean): void {
    const { key } = this.#required()
    if (answered ? key.tier.answered() : key.tier.refused()) this.#shared.tierChanged(key)
  }

  #required(): Signatory {
    if (this.#signatory !== null) return this.#signatory
    throw new GatewayError('auth', 'account.credentials_missing', { name: this.venue.exchange })
  }
}

/** Endpoints that are asked about orders by their ids. */
const namingPaths: ReadonlySet<string> = new Set(
  [endpoints.queryOrders, endpoints.amendOrder, endpoints.cancelOrder].map(({ path }) => path),
)

function laneOf(own: Endpoint['priority'], urgency: Urgency): Lane {
  return own !== 'cancel' && urgency.priority === 'follow_up' ? 'follow_up' : priorityOf(own, urgency)
}

function signedAs({ accountId, check, secrets, key }: Signatory, lane: Lane): SignedAs {
  return {
    accountId,
    secrets,
    check: () => {
      check()
      key.lockout.check()
    },
    inTurn: (send) => key.turns.run(lane, send),
  }
}
