import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { PracticeEngine } from '../engine/practice-engine.ts'
import type { OrderSpec } from '../engine/types.ts'
import { changedLimits } from '../host/changed-limits.ts'
import { type EngineBasis, EngineServer } from '../host/engine-server.ts'
import type { BalanceTexts, PracticeAccountSpec } from '../host/practice-server.ts'
import type { RawReply, RawRequest } from '../host/raw-http.ts'
import { type Endpoint, endpointOf } from './endpoints.ts'
import { KuCoinError } from './kucoin-error.ts'
import { json } from './kucoin-json.ts'
import { parametersOf } from './parameters.ts'
import { passTime } from './passing-time.ts'
import { type KuCoinCall, KuCoinState, type PracticeKuCoin } from './practice-kucoin.ts'
import { defaultLimits, type KuCoinLimits, limitOf, type Pool, type PoolState, ResourcePool } from './request-limits.ts'
import { checkSigned, type KuCoinKey, kuCoinKey } from './security.ts'
import { KuCoinStreams } from './streams/kucoin-streams.ts'
import { kuCoinMarkets, symbolOf } from './symbols.ts'

/**
 * KuCoin spot as a local server: the classic HF endpoints, stop orders and OCO pairs, with KuCoin's signatures,
 * envelopes, resource pools and error codes. Keys are of version 3; those whose name ends in `-v2` are of version 2.
 * Fees are taken in quote units. On a unified account every classic private endpoint answers 112010, as the unified
 * ones do on a classic account: what KuCoin really does there is not documented. Sockets are the classic ones.
 */
export class KuCoinPracticeServer extends EngineServer<KuCoinKey> {
  protected override readonly defaultBalances: BalanceTexts = {
    USDT: '10000',
    USDC: '1000',
    BTC: '0.5',
    ETH: '5',
    SOL: '20',
    PEPE: '100000000',
  }
  #limits: KuCoinLimits = defaultLimits
  #state = new KuCoinState(this.numbers)
  readonly #pools = new Map<string, ResourcePool>()

  protected override readonly streams = new KuCoinStreams(
    () => this.#exchange,
    () => passTime(this.engine, this.#state, this.options.now()),
  )

  handle(request: RawRequest): RawReply {
    const found = endpointOf(request.method, request.path)
    if (found === null) return failed(new KuCoinError('404000', 'URL not found', 404), {})
    const headers: Record<string, string> = {}
    try {
      const data = this.#answer(found.endpoint, found.rest, request, headers)
      return { status: 200, headers: withJson(headers), body: json({ code: '200000', data }) }
    } catch (error) {
      if (error instanceof KuCoinError) return failed(error, headers)
      return failed(new KuCoinError('500000', 'Internal Server Error', 500), headers)
    }
  }

  override setPrice(symbol: string, price: Money, maxQuantity: Money | null): Money {
    passTime(this.engine, this.#state, this.options.now())
    return super.setPrice(symbol, price, maxQuantity)
  }

  override drift(symbol: string | null): void {
    passTime(this.engine, this.#state, this.options.now())
    super.drift(symbol)
  }

  override driftNext(): void {
    passTime(this.engine, this.#state, this.options.now())
    super.driftNext()
  }

  /** See {@link defaultLimits} for the names. */
  setLimits(limits: Readonly<Record<string, number>>): void {
    this.#limits = changedLimits(this.#limits, limits)
  }

  protected override newEngine(basis: EngineBasis): PracticeEngine {
    const { seed, listings } = this.options
    return new PracticeEngine({
      markets: kuCoinMarkets(listings),
      seed: `kucoin|${seed}`,
      ...basis,
      feeAsset: null,
      fees: 'quote',
    })
  }

  protected override newKey(spec: PracticeAccountSpec, accountId: string): KuCoinKey {
    return kuCoinKey(spec, accountId, this.options.now())
  }

  protected override accountOpened(accountId: string): void {
    this.#state.mainOf(accountId).set('USDT', Money.parse('250')).set('KCS', Money.parse('12.5'))
  }

  protected override anyMarket(symbol: string): PracticeMarket {
    const market = this.engine.markets().find((each) => each.symbol === symbol || symbolOf(each) === symbol)
    if (market === undefined) throw new RangeError(`there is no market ${symbol}`)
    return market
  }

  protected override historyOrder(): Pick<OrderSpec, 'clientOrderId' | 'labels'> {
    return { clientOrderId: this.#state.newClientId(), labels: {} }
  }

  protected override ownState(): unknown {
    return this.#state.kept()
  }

  protected override restoreOwn(state: unknown): void {
    this.#state.restore(state)
  }

  protected override keyRevoked(key: KuCoinKey): void {
    this.streams.revoked(key)
  }

  protected override forgetOwn(): void {
    this.#state = new KuCoinState(this.numbers)
    this.#limits = defaultLimits
    this.#pools.clear()
  }

  #answer(endpoint: Endpoint, rest: string, request: RawRequest, headers: Record<string, string>): unknown {
    const now = this.options.now()
    passTime(this.engine, this.#state, now)
    if (endpoint.pool === 'public') {
      this.#charge('public', request.remoteAddress, endpoint.weight, now, headers)
      return endpoint.answer(this.#call(request, rest, now))
    }
    const key = checkSigned(request, this.keys, now)
    this.#charge(endpoint.pool, key.accountId, endpoint.weight, now, headers)
    if (!key.permissions[endpoint.needs])
      throw new KuCoinError('400007', 'Access denied --> require more permission', 403)
    if (endpoint.classicOnly && key.kind === 'unified') throw new KuCoinError('112010', 'Invalid Classic Account user')
    const { accountId } = key
    return endpoint.answer({ ...this.#call(request, rest, now), key, accountId })
  }

  #call(request: RawRequest, rest: string, now: number): KuCoinCall {
    return {
      exchange: this.#exchange,
      parameters: parametersOf(request),
      rest,
      now,
      streamEndpoint: `ws://${request.headers.host ?? '127.0.0.1'}/kucoin/ws/`,
    }
  }

  #charge(pool: Pool, caller: string, weight: number, now: number, headers: Record<string, string>): void {
    const name = `${pool} ${caller}`
    const counter = this.#pools.get(name) ?? new ResourcePool()
    this.#pools.set(name, counter)
    const state = counter.charge(weight, limitOf(pool, this.#limits), now)
    Object.assign(headers, headersOf(state))
    if (state.exceeded) throw new KuCoinError('429000', 'Too Many Requests', 429)
  }

  get #exchange(): PracticeKuCoin {
    return { engine: this.engine, counts: this.counts, state: this.#state, streams: this.streams.settings }
  }
}

function headersOf({ limit, remaining, reset }: PoolState): Record<string, string> {
  return {
    'gw-ratelimit-limit': String(limit),
    'gw-ratelimit-remaining': String(remaining),
    'gw-ratelimit-reset': String(reset),
  }
}

const withJson = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  ...headers,
})

function failed(error: KuCoinError, headers: Readonly<Record<string, string>>): RawReply {
  return {
    status: error.status,
    headers: withJson(headers),
    body: json({ code: error.code, msg: error.message }),
  }
}
