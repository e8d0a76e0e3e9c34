import type { PracticeMarket } from '../engine/market-rules.ts'
import { PracticeEngine } from '../engine/practice-engine.ts'
import type { OrderSpec } from '../engine/types.ts'
import { changedLimits } from '../host/changed-limits.ts'
import { type EngineBasis, EngineServer } from '../host/engine-server.ts'
import type { BalanceTexts, PracticeAccountSpec } from '../host/practice-server.ts'
import type { RawReply, RawRequest } from '../host/raw-http.ts'
import { BitgetError } from './bitget-error.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import { bodyList, Parameters, parametersOf } from './parameters.ts'
import { BitgetState, type PracticeBitget } from './practice-bitget.ts'
import { type BitgetLimits, defaultLimits, SecondCounter } from './request-limits.ts'
import { type BitgetAccountKind, type BitgetKey, bitgetKey, checkSigned, kindOf } from './security.ts'
import { BitgetStreams } from './streams/bitget-streams.ts'
import { bitgetMarkets, symbolOf } from './symbols.ts'

/**
 * Bitget spot as a local server: the classic account (`/api/v2`) and the unified one (`/api/v3`), with Bitget's
 * signatures, envelopes, limits and codes. An entry's presets become TP/SL orders once it has filled completely; fees
 * are taken from what was received. Of the unified account's strategy orders only those that come from an entry's exits
 * are played. Sockets of v2 are for the classic account, those of v3 for the unified one.
 */
export class BitgetPracticeServer extends EngineServer<BitgetKey> {
  protected override readonly defaultBalances: BalanceTexts = {
    USDT: '10000',
    USDC: '1000',
    BTC: '0.5',
    ETH: '5',
    SOL: '20',
    PEPE: '100000000',
  }
  #limits: BitgetLimits = defaultLimits
  #state = new BitgetState(this.numbers)
  readonly #kinds = new Map<string, BitgetAccountKind>()
  readonly #counters = new Map<string, SecondCounter>()

  protected override readonly streams = new BitgetStreams(() => this.#exchange, {
    keys: this.keys,
    kindOf: (accountId) => this.#kinds.get(accountId) ?? 'classic',
    passTime: () => this.#passTime(this.options.now()),
  })

  handle(request: RawRequest): RawReply {
    const now = this.options.now()
    const name = `${request.method} ${request.path}`
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined
    try {
      if (endpoint === undefined) throw new BitgetError('40404', 'Request URL NOT FOUND', 404)
      const data = this.#answer(name, endpoint, request, now)
      return reply(200, { code: '00000', msg: 'success', requestTime: now, data })
    } catch (error) {
      const refusal =
        error instanceof BitgetError
          ? error
          : new BitgetError('40015', 'System is abnormal, please try again later', 500)
      return reply(refusal.status, { code: refusal.code, msg: refusal.message, requestTime: now, data: null })
    }
  }

  /** See {@link defaultLimits} for the names. */
  setLimits(limits: Readonly<Record<string, number>>): void {
    this.#limits = changedLimits(this.#limits, limits)
  }

  /** Opening an account again with another kind is what an upgrade by its owner looks like. */
  override openAccount(spec: PracticeAccountSpec): number {
    const kind = kindOf(spec)
    const uid = super.openAccount(spec)
    this.#kinds.set(spec.accountId ?? spec.apiKey, kind)
    return uid
  }

  protected override newEngine(basis: EngineBasis): PracticeEngine {
    const { seed, listings } = this.options
    return new PracticeEngine({
      markets: bitgetMarkets(listings),
      seed: `bitget|${seed}`,
      ...basis,
      feeAsset: null,
      exitsNetOfFees: true,
    })
  }

  protected override newKey(spec: PracticeAccountSpec, accountId: string): BitgetKey {
    return bitgetKey(spec, accountId)
  }

  protected override anyMarket(symbol: string): PracticeMarket {
    const market = this.engine.markets().find((each) => each.symbol === symbol || symbolOf(each) === symbol)
    if (market === undefined) throw new RangeError(`there is no market ${symbol}`)
    return market
  }

  protected override historyOrder(): Pick<OrderSpec, 'clientOrderId' | 'labels'> {
    return { clientOrderId: this.#state.newClientId(), labels: { family: 'normal', force: 'gtc' } }
  }

  protected override ownState(): unknown {
    return this.#state.kept()
  }

  protected override restoreOwn(state: unknown): void {
    this.#state.restore(state)
  }

  protected override keyRevoked(key: BitgetKey): void {
    this.streams.revoked(key)
  }

  protected override forgetOwn(): void {
    this.#state = new BitgetState(this.numbers)
    this.#limits = defaultLimits
    this.#kinds.clear()
    this.#counters.clear()
  }

  #answer(name: string, endpoint: Endpoint, request: RawRequest, now: number): unknown {
    this.#passTime(now)
    if (endpoint.kind === 'public') {
      this.#count(`${name} ${request.remoteAddress}`, endpoint.perSecond, now)
      return endpoint.answer({ exchange: this.#exchange, parameters: parametersOf(request), request, now })
    }
    const key = checkSigned(request, this.keys, now)
    const kind = this.#kinds.get(key.accountId) ?? 'classic'
    if (kind !== endpoint.kind)
      throw kind === 'classic'
        ? new BitgetError(
            '40084',
            'You are in Classic Account mode, and the Unified Account API is not supported at this time',
          )
        : new BitgetError(
            '40085',
            'You are in Unified Account mode, and the Classic Account API is not supported at this time',
          )
    if (!key.permissions[endpoint.needs])
      throw new BitgetError('40014', 'Incorrect permissions, need spot trade permissions')
    this.#count(`${name} ${key.accountId}`, endpoint.perSecond, now)
    // The batch endpoints of v3 take a bare list, which they read themselves.
    const parameters = bodyList(request) === null ? parametersOf(request) : new Parameters(new Map())
    return endpoint.answer({
      exchange: this.#exchange,
      parameters,
      request,
      now,
      key,
      accountId: key.accountId,
    })
  }

  #count(name: string, perSecond: number, now: number): void {
    const counter = this.#counters.get(name) ?? new SecondCounter()
    this.#counters.set(name, counter)
    const limit = Math.max(1, Math.floor((perSecond * this.#limits.perSecondPercent) / 100))
    if (!counter.allows(limit, now)) throw new BitgetError('429', 'Too Many Requests', 429)
  }

  #passTime(now: number): void {
    for (const [accountId, at] of this.#state.timers) {
      if (at > now) continue
      this.#state.timers.delete(accountId)
      for (const order of [...this.engine.account(accountId).open])
        if (this.engine.account(accountId).open.has(order)) this.engine.cancel(order)
    }
  }

  get #exchange(): PracticeBitget {
    return { engine: this.engine, counts: this.counts, limits: this.#limits, state: this.#state }
  }
}

function reply(status: number, body: unknown): RawReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
