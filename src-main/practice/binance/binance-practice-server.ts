import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarketStatus } from '../engine/market-rules.ts'
import { PracticeEngine } from '../engine/practice-engine.ts'
import { practiceMarkets } from '../engine/practice-markets.ts'
import { makeHistory } from '../host/make-history.ts'
import type {
  BalanceTexts,
  ClientOrderStatistics,
  PracticeAccountSpec,
  PracticeServer,
  RawReply,
  RawRequest,
} from '../host/practice-server.ts'
import { BinanceError } from './binance-error.ts'
import { endpoints, type Endpoint } from './endpoints.ts'
import { parseParameters, Parameters } from './parameters.ts'
import { defaultLimits } from './request-limits.ts'
import { checkSignature, checkTime, keyOf, verifierOf, type KnownKey } from './security.ts'
import { Venue, type Call } from './venue.ts'

/** What a practice account has unless told otherwise. */
export const defaultBalances: BalanceTexts = {
  USDT: '10000',
  USDC: '1000',
  EUR: '1000',
  BTC: '0.5',
  ETH: '5',
  BNB: '2',
  SOL: '20',
  PEPE: '100000000',
  '456': '1000',
}

const orderClientIds = [
  'newClientOrderId',
  'aboveClientOrderId',
  'belowClientOrderId',
  'workingClientOrderId',
  'pendingClientOrderId',
  'pendingAboveClientOrderId',
  'pendingBelowClientOrderId',
]

export interface BinancePracticeOptions {
  readonly seed: string
  /** Epoch ms: the server's clock. */
  readonly now: () => number
}

/** Binance spot as a local server: `/api/v3` and a little of `/sapi`, with Binance's checks, errors and limits. */
export class BinancePracticeServer implements PracticeServer {
  readonly #options: BinancePracticeOptions
  #venue: Venue
  #drifted = 0

  constructor(options: BinancePracticeOptions) {
    this.#options = options
    this.#venue = this.#newVenue()
  }

  handle(request: RawRequest): RawReply {
    const now = this.#options.now()
    const venue = this.#venue
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
      return this.#reply(request, venue.engine.now(), headers, 500, unknown)
    }
  }

  #answer(endpoint: Endpoint, request: RawRequest, now: number, headers: Record<string, string>): unknown {
    const venue = this.#venue
    const { parameters, problem } = readParameters(request)
    const weight = typeof endpoint.weight === 'number' ? endpoint.weight : endpoint.weight(parameters)
    venue.weights.charge(request.remoteAddress, weight, now, venue.limits)
    if (problem !== null) throw problem
    if (endpoint.placesOrders === true) countArrivals(venue, parameters)
    const call: Call = { venue, request, parameters, now }
    if (endpoint.security === 'public') return endpoint.answer(call)
    const key = keyOf(request, venue.keys, endpoint.security === 'trade')
    checkTime(parameters, now)
    checkSignature(request, parameters, key)
    try {
      const body = endpoint.answer({ ...call, key, accountId: key.accountId })
      if (endpoint.freeOnSuccess === true) venue.weights.refund(request.remoteAddress, weight, now)
      return body
    } finally {
      if (endpoint.placesOrders === true) this.#countHeaders(key, now, headers)
    }
  }

  #countHeaders(key: KnownKey, now: number, headers: Record<string, string>): void {
    for (const { window, count } of this.#venue.orderCounts(key.accountId).counts(now, this.#venue.limits)) {
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
    const used = String(this.#venue.weights.used(request.remoteAddress, now))
    const usage: Record<string, string> = request.path.startsWith('/sapi')
      ? { 'x-sapi-used-ip-weight-1m': used }
      : { 'x-mbx-used-weight': used, 'x-mbx-used-weight-1m': used }
    return {
      status,
      headers: { 'content-type': 'application/json;charset=UTF-8', ...usage, ...headers },
      body: JSON.stringify(body),
    }
  }

  openAccount(spec: PracticeAccountSpec): void {
    const { engine, keys } = this.#venue
    const accountId = spec.accountId ?? spec.apiKey
    const verifies = verifierOf(spec.key)
    const amounts = amountsOf(spec.balances ?? defaultBalances)
    const isNew = !engine.accounts().some((account) => account.id === accountId)
    engine.openAccount(accountId)
    if (isNew || spec.balances !== null)
      for (const [asset, amount] of amounts) engine.setFree(accountId, asset, amount)
    const { apiKey, permissions } = spec
    keys.set(apiKey, { apiKey, accountId, permissions, createdAt: engine.now(), verifies })
  }

  hasAccount(apiKey: string): boolean {
    return this.#venue.keys.has(apiKey)
  }

  setBalances(apiKey: string, balances: BalanceTexts): void {
    const key = this.#venue.keys.get(apiKey)
    if (key === undefined) throw new RangeError('there is no account with that apiKey')
    for (const [asset, amount] of amountsOf(balances))
      this.#venue.engine.setFree(key.accountId, asset, amount)
  }

  setPrice(symbol: string, price: Money, maxQuantity: Money | null): Money {
    return this.#venue.engine.setPrice(this.#venue.symbols.anyMarket(symbol).symbol, price, maxQuantity)
  }

  setStatus(symbol: string, status: PracticeMarketStatus): void {
    this.#venue.engine.setStatus(this.#venue.symbols.anyMarket(symbol).symbol, status)
  }

  makeHistory(apiKey: string, symbol: string, count: number): void {
    const { keys, symbols, engine } = this.#venue
    const key = keys.get(apiKey)
    if (key === undefined) throw new RangeError('there is no account with that apiKey')
    const at = { accountId: key.accountId, symbol: symbols.anyMarket(symbol).symbol, count }
    makeHistory(engine, at, () => ({
      clientOrderId: this.#venue.newClientId(),
      labels: { type: 'MARKET' },
    }))
  }

  setLimits(limits: Readonly<Record<string, number>>): void {
    const unknown = Object.keys(limits).find((name) => !(name in defaultLimits))
    if (unknown !== undefined) {
      throw new RangeError(`there is no limit ${unknown}; there are ${Object.keys(defaultLimits).join(', ')}`)
    }
    this.#venue.limits = { ...this.#venue.limits, ...limits }
  }

  clientOrders(): readonly ClientOrderStatistics[] {
    return [...this.#venue.arrivals()].map(([clientOrderId, counts]) => ({ clientOrderId, ...counts }))
  }

  forgetClientOrders(): void {
    this.#venue.forgetArrivals()
  }

  reset(): void {
    this.#venue = this.#newVenue()
  }

  drift(): void {
    this.#venue.engine.drift()
  }

  driftNext(): void {
    const markets = this.#venue.symbols.all()
    const market = markets[this.#drifted % markets.length]
    this.#drifted += 1
    if (market !== undefined) this.#venue.engine.driftMarket(market.symbol)
  }

  #newVenue(): Venue {
    const { seed, now } = this.#options
    return new Venue(
      new PracticeEngine({ markets: practiceMarkets(), seed: `binance|${seed}`, now, feeAsset: 'BNB' }),
    )
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

function countArrivals(venue: Venue, parameters: Parameters): void {
  for (const name of orderClientIds) {
    const id = parameters.peek(name)
    if (id !== null && id !== '') venue.arrived(id)
  }
}

function amountsOf(balances: BalanceTexts): readonly (readonly [asset: string, amount: Money])[] {
  return Object.entries(balances).map(([asset, text]) => {
    const amount = Money.tryParse(text)
    if (amount === null || amount.isNegative())
      throw new RangeError(`the balance of ${asset} must be a decimal number, not negative`)
    return [asset, amount] as const
  })
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
