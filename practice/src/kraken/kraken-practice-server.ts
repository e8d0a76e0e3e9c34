import type { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket, PracticeMarketStatus } from '../engine/market-rules.ts'
import { PracticeEngine } from '../engine/practice-engine.ts'
import type { OrderSpec } from '../engine/types.ts'
import { changedLimits } from '../host/changed-limits.ts'
import { type EngineBasis, EngineServer } from '../host/engine-server.ts'
import type { BalanceTexts, PracticeAccountSpec } from '../host/practice-server.ts'
import type { RawReply, RawRequest } from '../host/raw-http.ts'
import { closeSpec } from './conditional-close.ts'
import { privateEndpoints, publicEndpoints } from './endpoints.ts'
import { KrakenError } from './kraken-error.ts'
import { krakenMarkets } from './kraken-markets.ts'
import { namesOf } from './names.ts'
import { type Parameters, parametersOf } from './parameters.ts'
import { passTime } from './passing-time.ts'
import { counterOf, KrakenState, type PracticeKraken } from './practice-kraken.ts'
import { defaultLimits, type KrakenLimits } from './request-limits.ts'
import { checkSigned, type KrakenKey, krakenKey } from './security.ts'
import { KrakenStreams } from './streams/kraken-streams.ts'

/**
 * Kraken spot as a local server: `/0/public` and `/0/private`, with Kraken's signatures, nonces, counters, names and
 * error strings. An order with a conditional close gets one closing order for each fill. Fees are taken in quote units.
 * WebSocket v2 for everything but orders.
 */
export class KrakenPracticeServer extends EngineServer<KrakenKey> {
  protected override readonly defaultBalances: BalanceTexts = {
    USDT: '10000',
    USD: '8000',
    EUR: '1000',
    BTC: '0.5',
    ETH: '5',
    SOL: '20',
    DOGE: '1500',
  }
  #limits: KrakenLimits = defaultLimits
  #state = new KrakenState(this.numbers)

  protected override readonly streams = new KrakenStreams(
    () => this.#exchange,
    () => this.#passTime(),
  )

  handle(request: RawRequest): RawReply {
    try {
      return reply({ error: [], result: this.#answer(request) })
    } catch (error) {
      if (error instanceof KrakenError) return reply({ error: [error.message] })
      return reply({ error: ['EGeneral:Internal error'] })
    }
  }

  /** See request-limits.ts for the names and their units. */
  setLimits(limits: Readonly<Record<string, number>>): void {
    this.#limits = changedLimits(this.#limits, limits)
  }

  // Nothing that control does may happen to an order whose time was over before.
  override setPrice(symbol: string, price: Money, maxQuantity: Money | null): Money {
    this.#passTime()
    return super.setPrice(symbol, price, maxQuantity)
  }

  override setStatus(symbol: string, status: PracticeMarketStatus): void {
    this.#passTime()
    super.setStatus(symbol, status)
  }

  override makeHistory(apiKey: string, symbol: string, count: number): void {
    this.#passTime()
    super.makeHistory(apiKey, symbol, count)
  }

  override drift(symbol: string | null): void {
    this.#passTime()
    super.drift(symbol)
  }

  override driftNext(): void {
    this.#passTime()
    super.driftNext()
  }

  protected override newEngine(basis: EngineBasis): PracticeEngine {
    const { seed, listings } = this.options
    return new PracticeEngine({
      markets: krakenMarkets(listings),
      seed: `kraken|${seed}`,
      ...basis,
      feeAsset: null,
      fees: 'quote',
      followUps: {
        after: (order, fill) => {
          const { step } = this.anyMarket(order.symbol).price
          const spec = closeSpec(order, fill, step, {
            clientOrderId: this.#state.newClientId(),
            stopsHoldFunds: this.#limits.stopsHoldFunds === 1,
          })
          return spec === null ? [] : [spec]
        },
        placed: () => undefined,
        // What Kraken does with a close that cannot be (too small, say) is not known; here there is none.
        refused: () => undefined,
      },
    })
  }

  protected override newKey(spec: PracticeAccountSpec, accountId: string): KrakenKey {
    return krakenKey(spec, accountId)
  }

  protected override anyMarket(symbol: string): PracticeMarket {
    const market = this.engine.markets().find((each) => namesOf(each).includes(symbol))
    if (market === undefined) throw new RangeError(`there is no market ${symbol}`)
    return market
  }

  protected override historyOrder(): Pick<OrderSpec, 'clientOrderId' | 'labels'> {
    return { clientOrderId: this.#state.newClientId(), labels: { ordertype: 'market' } }
  }

  protected override ownState(): unknown {
    return this.#state.kept()
  }

  protected override restoreOwn(state: unknown): void {
    this.#state.restore(state)
  }

  protected override keyRevoked(key: KrakenKey): void {
    this.streams.revoked(key)
  }

  protected override forgetOwn(): void {
    this.#state = new KrakenState(this.numbers)
    this.#limits = defaultLimits
  }

  #answer(request: RawRequest): unknown {
    const now = this.options.now()
    this.#passTime()
    const [, version, kind, name = ''] = request.path.split('/')
    const isPublic = version === '0' && kind === 'public' && request.method === 'GET'
    const isPrivate = version === '0' && kind === 'private' && request.method === 'POST'
    const parameters = parametersOf(request)
    if (isPublic && Object.hasOwn(publicEndpoints, name))
      return publicEndpoints[name]?.answer({ exchange: this.#exchange, parameters, now })
    if (!isPrivate || !Object.hasOwn(privateEndpoints, name)) throw new KrakenError('EGeneral:Unknown method')
    return this.#answerPrivate(request, name, parameters, now)
  }

  #answerPrivate(request: RawRequest, name: string, parameters: Parameters, now: number): unknown {
    const endpoint = privateEndpoints[name]
    if (endpoint === undefined) throw new KrakenError('EGeneral:Unknown method')
    const key = this.#signedBy(request, parameters, now)
    if (endpoint.needs !== null && !key.permissions[endpoint.needs]) throw new KrakenError('EGeneral:Permission denied')
    const { restMax, restDecayMilli } = this.#limits
    const counter = counterOf(this.#state.restCounters, key.apiKey)
    if (endpoint.cost > 0) {
      const tooMany = counter.now(now, restDecayMilli / 1e6) + endpoint.cost > restMax
      // Calls that are refused count too: who goes on calling waits longer.
      counter.add(endpoint.cost, restMax * 2)
      if (tooMany) throw new KrakenError('EAPI:Rate limit exceeded')
    }
    return endpoint.answer({ exchange: this.#exchange, parameters, now, key, accountId: key.accountId })
  }

  #signedBy(request: RawRequest, parameters: Parameters, now: number): KrakenKey {
    const { strangers } = this.#state
    const address = request.remoteAddress
    const stranger = strangers.get(address) ?? { count: 0, lockedUntil: 0 }
    if (stranger.lockedUntil > now) throw new KrakenError('EGeneral:Temporary lockout')
    try {
      const key = checkSigned(request, parameters.text('nonce'), this.keys)
      strangers.delete(address)
      return key
    } catch (error) {
      if (error instanceof KrakenError && error.message === 'EAPI:Invalid key') {
        const count = stranger.count + 1
        const locked = count >= this.#limits.lockoutAfter
        strangers.set(address, {
          count: locked ? 0 : count,
          lockedUntil: locked ? now + this.#limits.lockoutSeconds * 1_000 : 0,
        })
      }
      throw error
    }
  }

  #passTime(): void {
    passTime(() => this.engine, this.#state, this.options.now())
  }

  get #exchange(): PracticeKraken {
    return { engine: this.engine, counts: this.counts, limits: this.#limits, state: this.#state }
  }
}

function reply(body: unknown): RawReply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
