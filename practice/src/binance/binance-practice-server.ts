import type { PracticeMarket } from '../engine/market-rules.ts'
import { PracticeEngine } from '../engine/practice-engine.ts'
import { practiceMarkets } from '../engine/practice-markets.ts'
import type { OrderSpec } from '../engine/types.ts'
import { changedLimits } from '../host/changed-limits.ts'
import { type EngineBasis, EngineServer } from '../host/engine-server.ts'
import type { BalanceTexts, PracticeAccountSpec } from '../host/practice-server.ts'
import type { RawReply, RawRequest } from '../host/raw-http.ts'
import { BinanceError } from './binance-error.ts'
import { endpoints } from './endpoints.ts'
import { asBinanceError, type Incoming, passGate } from './gate.ts'
import { parseParameters, Parameters } from './parameters.ts'
import { PracticeBinance } from './practice-binance.ts'
import { checkSignature, checkTime, keyOf, verifierOf, type KnownKey } from './security.ts'
import { BinanceStreams } from './streams/binance-streams.ts'

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
  protected override readonly streams = new BinanceStreams(() => this.#exchange, this.keys)
  #known: PracticeBinance | null = null

  get #exchange(): PracticeBinance {
    this.#known ??= new PracticeBinance(this.engine, this.counts, this.numbers)
    return this.#known
  }

  handle(request: RawRequest): RawReply {
    const now = this.options.now()
    const endpoint = endpoints[`${request.method} ${request.path}`]
    if (endpoint === undefined) return notFound(request)
    const { parameters, problem } = readParameters(request)
    let account: KnownKey | null = null
    const incoming: Incoming = {
      address: request.remoteAddress,
      parameters,
      problem,
      authorised: (trades) => {
        const key = keyOf(request, this.keys, trades)
        checkTime(parameters, now)
        checkSignature(request, parameters, key)
        return key
      },
      known: (key) => {
        account = key
      },
    }
    const counts = (): Record<string, string> =>
      account === null || endpoint.placesOrders !== true ? {} : this.#countHeaders(account, now)
    try {
      const body = passGate(this.#exchange, endpoint, incoming, now)
      return this.#reply(request, now, counts(), 200, body)
    } catch (error) {
      const known = asBinanceError(error)
      const { retryAfterSeconds: seconds } = known
      const retry: Record<string, string> = seconds === null ? {} : { 'retry-after': String(seconds) }
      return this.#reply(request, now, { ...counts(), ...retry }, known.status, known.body())
    }
  }

  #countHeaders(key: KnownKey, now: number): Record<string, string> {
    const counts = this.#exchange.orderCounts(key.accountId).counts(now, this.#exchange.limits)
    return Object.fromEntries(
      counts.map(({ window, count }) => [`x-mbx-order-count-${window.name.toLowerCase()}`, String(count)]),
    )
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
    return { apiKey, accountId, permissions, createdAt: this.options.now(), ...verifierOf(key) }
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

  protected override keyRevoked(key: KnownKey): void {
    this.streams.revoked(key)
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
