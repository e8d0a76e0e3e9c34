import type { PracticeMarket } from '../engine/market-rules.ts'
import { PracticeEngine } from '../engine/practice-engine.ts'
import { practiceMarkets } from '../engine/practice-markets.ts'
import type { OrderSpec } from '../engine/types.ts'
import { changedLimits } from '../host/changed-limits.ts'
import { type EngineBasis, EngineServer } from '../host/engine-server.ts'
import type { BalanceTexts, PracticeAccountSpec, RawReply, RawRequest } from '../host/practice-server.ts'
import { BinanceError } from './binance-error.ts'
import { endpoints, type Endpoint } from './endpoints.ts'
import { parseParameters, Parameters } from './parameters.ts'
import { PracticeBinance, type BinanceCall } from './practice-binance.ts'
import { checkSignature, checkTime, keyOf, verifierOf, type KnownKey } from './security.ts'
import { BinanceStreams } from './streams/binance-streams.ts'

const orderClientIds = [
  'newClientOrderId',
  'aboveClientOrderId',
  'belowClientOrderId',
  'workingClientOrderId',
  'pendingClientOrderId',
  'pendingAboveClientOrderId',
  'pendingBelowClientOrderId',
]

/** Binance spot as a local server: `/api/v3` and a little of `/sapi`, with Binance's checks, errors and limits. */
export class BinancePracticeServer extends EngineServer<KnownKey> {
  protected override readonly defaultBalances: BalanceTexts = {
    USDT: '10000',
    USDC: '1000',
    EUR: '1000',
    BTC: '0.5',
    ETH: '5',
    BNB: '2',
    SOL: '20',
    PEPE: '100000000',
    ...(this.options.listings === 'tests' ? { '456': '1000' } : {}),
  }
  protected override readonly streams = new BinanceStreams(() => this.engine)
  #known: PracticeBinance | null = null

  get #exchange(): PracticeBinance {
    this.#known ??= new PracticeBinance(this.engine, this.counts, this.numbers)
    return this.#known
  }

  handle(request: RawRequest): RawReply {
    const now = this.options.now()
    const exchange = this.#exchange
    const endpoint = endpoints[`${request.method} ${request.path}`]
    if (endpoint === undefined) return notFound(request)
    const headers: Record<string, string> = {}
    try {
      const body = this.#answer(endpoint, request, now, headers)
      return this.#reply(request, now, headers, 200, body)
    } catch (error) {
      if (error instanceof BinanceError) {
        if (error.retryAfterSeconds !== null) headers['retry-after'] = String(error.retryAfterSeconds)
        return this.#reply(request, now, headers, error.status, error.body())
      }
      const unknown = { code: -1000, msg: 'An unknown error occurred while processing the request.' }
      return this.#reply(request, exchange.engine.now(), headers, 500, unknown)
    }
  }

  #answer(endpoint: Endpoint, request: RawRequest, now: number, headers: Record<string, string>): unknown {
    const exchange = this.#exchange
    const { parameters, problem } = readParameters(request)
    const weight = typeof endpoint.weight === 'number' ? endpoint.weight : endpoint.weight(parameters)
    exchange.weights.charge(request.remoteAddress, weight, now, exchange.limits)
    if (problem !== null) throw problem
    if (endpoint.placesOrders === true) countArrivals(exchange, parameters)
    const call: BinanceCall = { exchange, request, parameters, now }
    if (endpoint.security === 'public') return endpoint.answer(call)
    const key = keyOf(request, this.keys, endpoint.security === 'trade')
    checkTime(parameters, now)
    checkSignature(request, parameters, key)
    try {
      const body = endpoint.answer({ ...call, key, accountId: key.accountId })
      if (endpoint.freeOnSuccess === true) exchange.weights.refund(request.remoteAddress, weight, now)
      return body
    } finally {
      if (endpoint.placesOrders === true) this.#countHeaders(key, now, headers)
    }
  }

  #countHeaders(key: KnownKey, now: number, headers: Record<string, string>): void {
    for (const { window, count } of this.#exchange.orderCounts(key.accountId).counts(now, this.#exchange.limits)) {
      headers[`x-mbx-order-count-${window.name.toLowerCase()}`] = String(count)
    }
  }

  #reply(
    request: RawRequest,
    now: number,
    headers: Readonly<Record<string, string>>,
    status: number,
    body: unknown,
  ): RawReply {
    const used = String(this.#exchange.weights.used(request.remoteAddress, now))
    const usage: Record<string, string> = request.path.startsWith('/sapi')
      ? { 'x-sapi-used-ip-weight-1m': used }
      : { 'x-mbx-used-weight': used, 'x-mbx-used-weight-1m': used }
    return {
      status,
      headers: { 'content-type': 'application/json;charset=UTF-8', ...usage, ...headers },
      body: JSON.stringify(body),
    }
  }

  /** See `defaultLimits` for the names. */
  setLimits(limits: Readonly<Record<string, number>>): void {
    this.#exchange.limits = changedLimits(this.#exchange.limits, limits)
  }

  protected override newEngine(basis: EngineBasis): PracticeEngine {
    const { seed, listings } = this.options
    return new PracticeEngine({
      markets: practiceMarkets(listings),
      seed: `binance|${seed}`,
      ...basis,
      feeAsset: 'BNB',
    })
  }

  protected override newKey({ apiKey, key, permissions }: PracticeAccountSpec, accountId: string): KnownKey {
    return { apiKey, accountId, permissions, createdAt: this.options.now(), verifies: verifierOf(key) }
  }

  protected override anyMarket(symbol: string): PracticeMarket {
    return this.#exchange.symbols.anyMarket(symbol)
  }

  protected override historyOrder(): Pick<OrderSpec, 'clientOrderId' | 'labels'> {
    return { clientOrderId: this.#exchange.newClientId(), labels: { type: 'MARKET' } }
  }

  protected override forgetOwn(): void {
    this.#known = null
  }
}

/** What was sent, or (with no parameters) why it cannot be read; the weight is charged either way. */
function readParameters(request: RawRequest): {
  readonly parameters: Parameters
  readonly problem: BinanceError | null
} {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  try {
    return {
      parameters: parseParameters(request.rawQuery, isForm ? request.body.toString('latin1') : ''),
      problem: null,
    }
  } catch (error) {
    if (error instanceof BinanceError) return { parameters: new Parameters(new Map()), problem: error }
    throw error
  }
}

function countArrivals(exchange: PracticeBinance, parameters: Parameters): void {
  for (const name of orderClientIds) {
    const id = parameters.peek(name)
    if (id !== null && id !== '') exchange.counts.arrived(id)
  }
}

function notFound(request: RawRequest): RawReply {
  if (request.path.startsWith('/sapi')) {
    return {
      status: 404,
      headers: { 'content-type': 'application/json;charset=UTF-8' },
      body: JSON.stringify({
        status: 404,
        error: 'Not Found',
        message: 'No message available',
        path: request.path,
      }),
    }
  }
  return {
    status: 404,
    headers: { 'content-type': 'text/html' },
    body: '<html><body><h2>404 Not found</h2></body></html>',
  }
}
