import { parse } from 'lossless-json'
import { entriesOf } from '../../host/request-parameters.ts'
import { orderRateLimitsOf } from '../account-endpoints.ts'
import { BinanceError, missing } from '../binance-error.ts'
import { asBinanceError, passGate } from '../gate.ts'
import type { Parameters } from '../parameters.ts'
import type { PracticeBinance } from '../practice-binance.ts'
import { checkedKey, checkTime, checkVerifies, type KnownKey } from '../security.ts'
import { AccountSubscriptions, type Subscription } from './account-subscriptions.ts'
import { endpointOf } from './api-methods.ts'
import { type ApiRequest, readApiRequest } from './api-requests.ts'
import { BinanceSession, type SessionBasis } from './binance-session.ts'
import type { UserEvent } from './user-events.ts'

interface ApiSessionOptions {
  readonly exchange: () => PracticeBinance
  readonly keys: ReadonlyMap<string, KnownKey>
  /** Whether answers tell of limits unless a request says otherwise. */
  readonly returnRateLimits: boolean
}

/** What control calls the events of an account: by the key that has subscribed to them. */
const topicOf = ({ key }: Subscription): string => `userDataStream:${key.apiKey}`
const sessionWeight = 2

/** A socket at `/ws-api/v3`: requests as over REST, a session, and what happens to accounts. */
export class ApiSession extends BinanceSession {
  readonly #options: ApiSessionOptions
  readonly #subscriptions: AccountSubscriptions
  readonly #connectedSince: number
  readonly #ended: () => void
  #logon: { readonly key: KnownKey; readonly since: number } | null = null

  /** `ended` is called when it is over. */
  constructor(basis: SessionBasis, options: ApiSessionOptions, ended: () => void) {
    super(basis)
    this.#options = options
    this.#ended = ended
    this.#subscriptions = new AccountSubscriptions(basis.settings)
    this.#connectedSince = basis.now()
  }

  message(text: string): void {
    let request: ApiRequest
    try {
      request = readApiRequest(text)
    } catch (error) {
      this.link.answer(answerText('null', asBinanceError(error), undefined, this.now()))
      return
    }
    this.link.carryOut(
      request.method,
      text,
      () => this.#answered(request),
      (status, body) => `{"id":${request.id},"status":${status},"error":${errorIn(body)}}`,
    )
  }

  topics(): readonly string[] {
    return this.#subscriptions.list().map(topicOf)
  }

  notice(): void {
    this.link.push('serverShutdown', JSON.stringify({ event: this.shutdownEvent() }), 'market')
  }

  expire(): void {
    this.#end(() => true)
  }

  /** A key is not valid any more. The session hears of it with its next request. */
  revoked(key: KnownKey): void {
    this.#end((subscription) => subscription.key === key)
  }

  /** Tells of accounts that it has subscribed to. */
  tell({ accountId, event }: UserEvent): void {
    const subscription = this.#subscriptions.of(accountId)
    if (subscription !== null) this.#push(subscription, event)
  }

  override closed(): void {
    super.closed()
    this.#ended()
  }

  #push(subscription: Subscription, event: unknown): void {
    const text = JSON.stringify({ subscriptionId: subscription.id, event })
    this.link.push(topicOf(subscription), text, 'account')
  }

  #answered(request: ApiRequest): string {
    const now = this.now()
    this.#dropRevoked()
    let account: KnownKey | null = null
    const known = (key: KnownKey): void => {
      account = key
    }
    let outcome: BinanceError | { readonly result: unknown }
    try {
      outcome = { result: this.#result(request, now, known) }
    } catch (error) {
      outcome = asBinanceError(error)
    }
    const shows = request.returnRateLimits ?? this.#options.returnRateLimits
    const isBanned = outcome instanceof BinanceError && outcome.status === 418
    if (isBanned) this.link.close(1008, '')
    return answerText(request.id, outcome, shows ? this.#rateLimits(request, account, now) : undefined, now)
  }

  #result(request: ApiRequest, now: number, known: (key: KnownKey) => void): unknown {
    const exchange = this.#options.exchange()
    const address = this.link.request.remoteAddress
    const endpoint = endpointOf(request.method)
    if (endpoint !== null) {
      const authorised = (trades: boolean): KnownKey => this.#authorised(request, trades, now)
      return passGate(exchange, endpoint, { address, ...request, authorised, known }, now)
    }
    exchange.weights.charge(address, sessionWeight, now, exchange.limits)
    if (request.problem !== null) throw request.problem
    return this.#own(request, now)
  }

  #own(request: ApiRequest, now: number): unknown {
    const { parameters } = request
    switch (request.method) {
      case 'session.logon': {
        const key = this.#authorised(request, false, now)
        parameters.finish()
        if (key.kind !== 'ed25519') throw new BinanceError(-1002, 'Only Ed25519 API keys can log on to a session.')
        this.#logon = { key, since: now }
        return this.#status(now)
      }
      case 'session.status':
        parameters.finish()
        return this.#status(now)
      case 'session.logout':
        parameters.finish()
        this.#logon = null
        this.#end(({ byLogon }) => byLogon)
        return this.#status(now)
      case 'session.subscriptions':
        parameters.finish()
        return this.#subscriptions.list().map(({ id }) => ({ subscriptionId: id }))
      case 'userDataStream.subscribe':
        parameters.finish()
        if (this.#logon === null) throw notAuthorised()
        return { subscriptionId: this.#subscriptions.add(this.#logon.key, true) }
      case 'userDataStream.subscribe.signature': {
        if (request.apiKey === null) throw missing('apiKey')
        const key = this.#authorised(request, false, now)
        parameters.finish()
        return { subscriptionId: this.#subscriptions.add(key, false) }
      }
      case 'userDataStream.unsubscribe':
        this.#unsubscribe(parameters)
        return {}
      default:
        throw new BinanceError(-1020, 'This operation is not supported.')
    }
  }

  #unsubscribe(parameters: Parameters): void {
    const wanted = parameters.integer('subscriptionId')
    parameters.finish()
    const ended = this.#end(({ id }) => wanted === null || id === wanted)
    if (ended === 0) throw new BinanceError(-2036, 'User Data Stream subscription not active.')
  }

  /** Its own key and signature, else those of the session. @throws BinanceError */
  #authorised(request: ApiRequest, trades: boolean, now: number): KnownKey {
    const { parameters } = request
    const address = this.link.request.remoteAddress
    if (request.apiKey === null && request.signature === null && this.#logon !== null) {
      const key = checkedKey(this.#logon.key.apiKey, this.#options.keys, trades, address)
      checkTime(parameters, now)
      return key
    }
    if (request.apiKey === null) throw missing('apiKey')
    const key = checkedKey(request.apiKey, this.#options.keys, trades, address)
    checkTime(parameters, now)
    if (request.signature === null) throw missing('signature')
    checkVerifies(key, Buffer.from(request.payload, 'utf8'), request.signature)
    return key
  }

  /** A session whose key has become invalid ends with the next request. */
  #dropRevoked(): void {
    if (this.#logon === null || this.#options.keys.get(this.#logon.key.apiKey) === this.#logon.key) return
    this.#logon = null
    const error = { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' }
    this.link.answer(JSON.stringify({ id: null, status: 401, error }))
  }

  #end(isWanted: (subscription: Subscription) => boolean): number {
    const ended = this.#subscriptions.end(isWanted)
    for (const subscription of ended) this.#push(subscription, { e: 'eventStreamTerminated', E: this.now() })
    return ended.length
  }

  #status(now: number): unknown {
    return {
      apiKey: this.#logon?.key.apiKey ?? null,
      authorizedSince: this.#logon?.since ?? null,
      connectedSince: this.#connectedSince,
      returnRateLimits: this.#options.returnRateLimits,
      serverTime: now,
      userDataStream: this.#subscriptions.size > 0,
    }
  }

  #rateLimits(request: ApiRequest, account: KnownKey | null, now: number): readonly unknown[] {
    const exchange = this.#options.exchange()
    const counted = account !== null && endpointOf(request.method)?.placesOrders === true
    const { weightPerMinute } = exchange.limits
    return [
      ...(counted ? orderRateLimitsOf(exchange, account.accountId, now) : []),
      {
        rateLimitType: 'REQUEST_WEIGHT',
        interval: 'MINUTE',
        intervalNum: 1,
        limit: weightPerMinute,
        count: exchange.weights.used(this.link.request.remoteAddress, now),
      },
    ]
  }
}

const notAuthorised = (): BinanceError =>
  new BinanceError(-1002, 'You are not authorized to execute this request.', { status: 401 })

function answerText(
  id: string,
  outcome: BinanceError | { readonly result: unknown },
  rateLimits: readonly unknown[] | undefined,
  now: number,
): string {
  const rest =
    outcome instanceof BinanceError
      ? { status: outcome.status, error: errorOf(outcome, now), rateLimits }
      : { status: 200, result: outcome.result, rateLimits }
  return `{"id":${id},${JSON.stringify(rest).slice(1)}`
}

/** What a fault prescribes as an error: an object as it stands, other words as those of an error. */
function errorIn(body: string): string {
  try {
    if (entriesOf(parse(body)) !== null) return body
  } catch {
    // Then these are words.
  }
  return JSON.stringify({ code: -1000, msg: body })
}

/** When to come back is a time here, not a number of seconds. */
function errorOf(error: BinanceError, now: number): unknown {
  const seconds = error.retryAfterSeconds
  if (seconds === null) return error.body()
  return { ...error.body(), data: { serverTime: now, retryAfter: now + seconds * 1000 } }
}
