import type { z } from 'zod'
import { GatewayError } from '../../../src-shared/errors.ts'
import { parseLargeJson } from '../json.ts'
import { everyRow, readRows, type Rows } from '../readable-rows.ts'
import type { Cost, Priority } from '../rate-limiter.ts'
import { type Call, type Dialect, readAttempts, RestCaller, type SignedAs } from '../rest-caller.ts'
import type { TransportOutcome, TransportRequest } from '../transport.ts'
import type { Venue } from '../venue.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import { errorOf, locksOut, refusesNonce, waitMsOf } from './errors.ts'
import { amendCost, callsPool, cancelCost, isCallsPool, publicPool } from './limits.ts'
import type { LearnedTier } from './learned-tier.ts'
import type { Lockout } from './lockout.ts'
import { executionVenue } from './markets.ts'
import type { NonceSequence } from './nonces.ts'
import * as schemas from './schemas.ts'
import { formEncode, type Params, type RequestSigner } from './signing.ts'
import type { Turns } from './turns.ts'

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
  readonly key: KrakenKey
}

type CallOptions = Pick<Call, 'priority' | 'attempts' | 'parse' | 'onSend'> & {
  /** Units of the endpoint's counter. */
  readonly units?: number
  /** The pair that the matching engine counts the request under. */
  readonly pair?: string
  /** Sent as a JSON body in place of a form, for what a form cannot hold. */
  readonly json?: object
}

/** Kraken executes an order only until this long after it was sent. It takes 2 to 60 s; its clock is told in whole seconds. */
export const deadlineMs = 10_000
/** Room that a question of little weight leaves in the call counter. */
const roomShare = 0.7
/** Some proxies on the way refuse requests without one. */
const userAgent = 'aristobot-exchange-gateway'

/** How many closed orders Kraken answers at once. */
export const pageSize = 50

/** A page of closed orders: what of it can be read, and whether there is another. */
export interface OrderPage {
  readonly records: schemas.OrderRecords
  readonly isLast: boolean
}

/** Whether an order that cannot be read may not be left out, by its id and what Kraken wrote; missing: it may. */
type MustRead = ((row: unknown) => boolean) | undefined

const byName = ({ cl_ord_id: name }: Params): MustRead => (name === undefined ? undefined : everyRow)

/** What a raw client needs of its venue. */
export interface RawVenue {
  readonly venue: Venue
  /** Makes the pools that a request costs known to the limiter. */
  enginePool(key: KrakenKey, pair: string): string
  /** The limits of a key's tier are other ones now. */
  tierChanged(key: KrakenKey): void
}

/**
 * Kraken's REST endpoints by their own names, in Kraken's own shapes (schemas.ts). Writes are sent once; reads are tried again a few times
 * when no proper answer came. Every method throws GatewayError only (errors.ts says which).
 */
export class KrakenRawClient {
  readonly #shared: RawVenue
  readonly #venue: Venue
  readonly #signatory: Signatory | null
  readonly #caller: RestCaller
  /** Answers after whose refused nonce the sequence has jumped. */
  readonly #raised = new WeakSet<TransportOutcome>()
  /** By the monotonic clock: until when Kraken wants no calls of this key that its call counter counts. */
  #callsLimitedUntil = -Infinity

  /** @param signatory null: public endpoints only. */
  constructor(shared: RawVenue, signatory: Signatory | null) {
    this.#shared = shared
    this.#venue = shared.venue
    this.#signatory = signatory
    this.#caller = new RestCaller(shared.venue, this.#dialect())
  }

  /** The server's time in whole seconds; asked once, since the clock takes several samples. */
  async time(onSend: () => void): Promise<number> {
    return (await this.#call(endpoints.time, {}, schemas.timeSchema, { attempts: 1, onSend })).unixtime
  }

  async systemStatus(): Promise<string> {
    return (await this.#call(endpoints.systemStatus, {}, schemas.systemStatusSchema)).status
  }

  async assets(): Promise<schemas.AssetRecords> {
    const answer = await this.#call(endpoints.assets, {}, schemas.assetsSchema, { parse: parseLargeJson })
    return this.#records(endpoints.assets, answer)
  }

  /** Those of Kraken’s own book; each is to be read with pairSchema. */
  async assetPairs(): Promise<Readonly<Record<string, unknown>>> {
    const params = { execution_venue: executionVenue }
    return this.#call(endpoints.assetPairs, params, schemas.pairsSchema, { parse: parseLargeJson })
  }

  /** null: every pair. Each is to be read with tickerSchema. */
  async tickers(
    pairs: readonly string[] | null,
    priority: Priority = 'read',
  ): Promise<Readonly<Record<string, unknown>>> {
    const params = pairs === null ? {} : { pair: pairs.join(',') }
    const options = { priority, parse: parseLargeJson }
    return this.#call(endpoints.ticker, params, schemas.tickersSchema, options)
  }

  /** @param interval in minutes. The newest 720 at most; `since`, in seconds: only what is newer. */
  async ohlc(
    pair: string,
    interval: number,
    { since, attempts = readAttempts }: { readonly since?: number; readonly attempts?: number } = {},
  ): Promise<readonly schemas.CandleRecord[]> {
    const params = { pair, interval: String(interval), since: since?.toString() }
    const answer = await this.#call(endpoints.ohlc, params, schemas.byPairSchema, { attempts })
    return this.#ofPair(answer, pair, schemas.candlesSchema)
  }

  async depth(pair: string, count: number): Promise<schemas.DepthRecord> {
    const answer = await this.#call(endpoints.depth, { pair, count: String(count) }, schemas.byPairSchema)
    return this.#ofPair(answer, pair, schemas.depthSchema)
  }

  async apiKeyInfo(): Promise<schemas.ApiKeyInfo> {
    return this.#call(endpoints.apiKeyInfo, {}, schemas.apiKeyInfoSchema)
  }

  async balances(): Promise<schemas.BalanceRecords> {
    return this.#records(endpoints.balance, await this.#call(endpoints.balance, {}, schemas.balancesSchema))
  }

  async tradeVolume(pair: string): Promise<schemas.TradeVolumeRecord> {
    return this.#call(endpoints.tradeVolume, { pair }, schemas.tradeVolumeSchema)
  }

  /** Of a question for one client id every order must be readable, of others those that `mustRead` says. */
  async openOrders(
    params: Params,
    priority: Priority = 'read',
    attempts = readAttempts,
    mustRead: MustRead = byName(params),
  ): Promise<schemas.OrderRecords> {
    const options = { priority, attempts }
    const answer = await this.#call(endpoints.openOrders, params, schemas.openOrdersSchema, options)
    return this.#records(endpoints.openOrders, answer.open, mustRead)
  }

  /** Fifty a page, newest first. `mustRead` as for {@link openOrders}. */
  async closedOrders(
    params: Params,
    priority: Priority = 'read',
    mustRead: MustRead = byName(params),
  ): Promise<OrderPage> {
    const asked = { ...params, without_count: 'true' }
    const answer = await this.#call(endpoints.closedOrders, asked, schemas.closedOrdersSchema, { priority })
    const { rows, unread } = answer.closed
    const records = this.#records(endpoints.closedOrders, answer.closed, mustRead)
    return { records, isLast: rows.length + unread.length < pageSize }
  }

  /** One order, which must be readable, or several: of these those that are not are left out. */
  async queryOrders(
    txid: string,
    priority: Priority = 'read',
    attempts = readAttempts,
  ): Promise<schemas.OrderRecords> {
    const options = { priority, attempts }
    const answer = await this.#call(endpoints.queryOrders, { txid }, schemas.ordersSchema, options)
    return this.#records(endpoints.queryOrders, answer, txid.includes(',') ? undefined : everyRow)
  }

  async addOrder(params: Params): Promise<z.infer<typeof schemas.addOrderSchema>> {
    return this.#call(endpoints.addOrder, params, schemas.addOrderSchema, { pair: params.pair ?? '' })
  }

  /**
   * 2 to 15 orders of one pair in one request, as parameters of AddOrder without the pair. Kraken refuses all of them when one breaks a rule;
   * for want of funds it refuses one by one. @returns what came of each, in the order in which they were given.
   */
  async addOrderBatch(
    pair: string,
    orders: readonly Params[],
  ): Promise<z.infer<typeof schemas.addOrderBatchSchema>> {
    const json = { pair, orders: orders.map(nested) }
    const options = { pair, units: orders.length / 2, json }
    return this.#call(endpoints.addOrderBatch, {}, schemas.addOrderBatchSchema, options)
  }

  /** Up to 50 orders by id, of one pair. @param ageMs of the youngest, as for {@link amendOrder}. @returns how many were cancelled. */
  async cancelOrderBatch(txids: readonly string[], pair: string, ageMs: number | null): Promise<number> {
    const options = { pair, units: cancelCost(ageMs) * txids.length, json: { orders: txids } }
    return (await this.#call(endpoints.cancelOrderBatch, {}, schemas.cancelOrderSchema, options)).count
  }

  /** Checks an order and places nothing. */
  async validateOrder(params: Params): Promise<void> {
    const asked = { ...params, validate: 'true' }
    await this.#call(endpoints.validateOrder, asked, schemas.addOrderSchema, { pair: params.pair ?? '' })
  }

  /** @param ageMs how long ago the order was created or last amended; null: not known. */
  async amendOrder(params: Params, pair: string, ageMs: number | null): Promise<void> {
    const options = { pair, units: amendCost(ageMs) }
    await this.#call(endpoints.amendOrder, params, schemas.amendOrderSchema, options)
  }

  /** @param ageMs as for {@link amendOrder}. */
  async cancelOrder(
    params: Params,
    pair: string,
    ageMs: number | null,
  ): Promise<z.infer<typeof schemas.cancelOrderSchema>> {
    const options = { pair, units: cancelCost(ageMs) }
    return this.#call(endpoints.cancelOrder, params, schemas.cancelOrderSchema, options)
  }

  /** The dead man's switch over every order of the account. @param seconds 0: off. */
  async cancelAllOrdersAfter(seconds: number): Promise<void> {
    const params = { timeout: String(seconds) }
    await this.#call(endpoints.cancelAllOrdersAfter, params, schemas.cancelAllOrdersAfterSchema)
  }

  /** Whether the key's call counter has room for a question that can be done without: so large a share of it may be used already. */
  hasRoom(share = roomShare): boolean {
    if (this.#venue.time.monotonic() < this.#callsLimitedUntil) return false
    const pool = callsPool(this.#required().key.name)
    const usage = this.#venue.limiter.usage().find((each) => each.pool === pool)
    return usage === undefined || usage.used < usage.limit * share
  }

  async #call<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    { units = 1, pair, json, ...options }: CallOptions = {},
  ): Promise<z.infer<S>> {
    const signatory = endpoint.signed ? this.#required() : null
    const priority = options.priority ?? endpoint.priority
    return this.#caller.call(
      {
        ...options,
        endpoint,
        asked: { write: endpoint.write, symbol: pair ?? params.pair ?? null },
        cost: this.#cost(endpoint, units, pair ?? ''),
        build: () => this.#request(endpoint, params, signatory, json),
        signedAs: signatory === null ? null : signedAs(signatory, priority),
      },
      schema,
    )
  }

  #records<T>(
    { path }: Endpoint,
    rows: Rows<readonly [string, T]>,
    mustRead?: MustRead,
  ): Readonly<Record<string, T>> {
    const venue = this.#venue
    return Object.fromEntries(readRows(rows, { venue, path, ...(mustRead && { mustRead }) }))
  }

  #dialect(): Dialect {
    return {
      exchange: 'kraken',
      errorOf: (outcome, { asked, endpoint }) => {
        const now = this.#venue.clock.serverNow()
        const namesOrder = namingPaths.has(endpoint.path)
        return errorOf(outcome, asked, { now, nonceRaised: this.#raised.has(outcome), namesOrder })
      },
      contentOf: (parsed) =>
        typeof parsed === 'object' && parsed !== null && 'result' in parsed ? parsed.result : undefined,
      heed: (outcome, { cost }) => {
        this.#obey(outcome, cost)
        return undefined
      },
    }
  }

  #request(
    endpoint: Endpoint,
    params: Params,
    signatory: Signatory | null,
    json: object | undefined,
  ): TransportRequest {
    const { method, path } = endpoint
    const url = `${this.#venue.baseUrl}${path}`
    const common = { 'User-Agent': userAgent }
    if (signatory === null) {
      const query = formEncode(params)
      return { method, url: query === '' ? url : `${url}?${query}`, headers: common }
    }
    const nonce = signatory.key.nonces.next().toString()
    const deadline = endpoint.deadline && { deadline: this.#deadline() }
    const body =
      json === undefined
        ? formEncode({ nonce, ...params, ...deadline })
        : JSON.stringify({ nonce, ...json, ...deadline })
    const headers = {
      ...common,
      'Content-Type': json === undefined ? 'application/x-www-form-urlencoded' : 'application/json',
      'API-Key': signatory.apiKey,
      'API-Sign': signatory.sign(path, nonce, body),
    }
    return { method, url, headers, body }
  }

  #deadline(): string {
    return new Date(this.#venue.clock.serverNow() + deadlineMs).toISOString()
  }

  #cost({ counter }: Endpoint, units: number, pair: string): Cost {
    if (counter === 'ip') return { [publicPool]: units }
    const { key } = this.#required()
    if (counter === 'engine') return { [this.#shared.enginePool(key, pair)]: units }
    if (!this.hasRoom() && key.tier.pressed()) this.#shared.tierChanged(key)
    return { [callsPool(key.name)]: units }
  }

  /** A limit reached stops the requests that share it; a 429, which Kraken's proxy gives, stops everybody behind our address. */
  #obey(outcome: TransportOutcome, cost: Cost): void {
    if (refusesNonce(outcome) && this.#signatory?.key.nonces.jump() === true) this.#raised.add(outcome)
    if (locksOut(outcome)) {
      this.#signatory?.key.lockout.begin()
      this.#venue.logger.warn({}, 'the exchange has locked a key out: it rests')
    }
    const waitMs = waitMsOf(outcome, this.#venue.clock.serverNow())
    if (outcome.kind === 'response' && Object.keys(cost).some(isCallsPool)) this.#learn(waitMs === null)
    if (waitMs === null) return
    const { limiter, time } = this.#venue
    if (Object.keys(cost).some(isCallsPool)) this.#callsLimitedUntil = time.monotonic() + waitMs
    this.#venue.logger.warn({ waitMs, pools: Object.keys(cost) }, 'the exchange asks to wait')
    if (outcome.kind === 'response' && outcome.status === 429) limiter.block(waitMs)
    else for (const pool of Object.keys(cost)) limiter.exhaust(pool, waitMs)
  }

  #learn(answered: boolean): void {
    const { key } = this.#required()
    if (answered ? key.tier.answered() : key.tier.refused()) this.#shared.tierChanged(key)
  }

  /** The pair's part of an answer, which is keyed by id whatever the pair was called in the question. */
  #ofPair<S extends z.ZodType>(
    answer: Readonly<Record<string, unknown>>,
    pair: string,
    schema: S,
  ): z.infer<S> {
    const key = pair in answer ? pair : Object.keys(answer).find((each) => each !== 'last')
    const part = schema.safeParse(key === undefined ? undefined : answer[key])
    if (part.success) return part.data
    const params = { exchange: this.#venue.label, reason: 'unreadable answer' }
    throw new GatewayError('retryable', 'exchange.no_answer', params)
  }

  #required(): Signatory {
    if (this.#signatory !== null) return this.#signatory
    throw new GatewayError('auth', 'account.credentials_missing', { name: this.#venue.exchange })
  }
}

/** Endpoints that are asked about orders by their ids. */
const namingPaths: ReadonlySet<string> = new Set(
  [endpoints.queryOrders, endpoints.amendOrder, endpoints.cancelOrder, endpoints.cancelOrderBatch].map(
    ({ path }) => path,
  ),
)

/** Parameters of a form as a JSON object: `close[price]` becomes `close: { price }`. */
function nested(params: Params): object {
  const flat = Object.entries(params).filter(([name]) => !name.includes('['))
  const close = Object.entries(params).flatMap(([name, value]) => {
    const inner = /^close\[(\w+)\]$/.exec(name)?.[1]
    return inner === undefined ? [] : [[inner, value] as const]
  })
  return { ...Object.fromEntries(flat), ...(close.length > 0 && { close: Object.fromEntries(close) }) }
}

function signedAs({ accountId, check, key }: Signatory, priority: Priority): SignedAs {
  return {
    accountId,
    check: () => {
      check()
      key.lockout.check()
    },
    inTurn: (send) => key.turns.run(priority, send),
  }
}
