import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket, PracticeMarketStatus } from '../engine/market-rules.ts'
import { firstByClock, fixedFirst, laterOf, Numbers, type NumbersByKind } from '../engine/numbers.ts'
import type { EngineOptions, PracticeEngine } from '../engine/practice-engine.ts'
import type { Listings } from '../engine/practice-markets.ts'
import type { Recorder } from '../engine/recorder.ts'
import { readSavedEngine, type SavedEngine } from '../engine/saved-rows.ts'
import type { EngineOrder, OrderSpec } from '../engine/types.ts'
import { ClientOrderCounts } from './client-order-counts.ts'
import { keptKey, readKeptKeys } from './kept-keys.ts'
import { makeHistory } from './make-history.ts'
import type {
  AccountPermissions,
  BalanceTexts,
  ClientOrderStatistics,
  PracticeAccountSpec,
  PracticeServer,
  StandingOrder,
} from './practice-server.ts'
import { KeptRows, type PracticeStore } from './practice-store.ts'
import type { RawReply, RawRequest } from './raw-http.ts'
import { refused, type StreamAnswer } from './streams/stream-types.ts'

export interface EngineServerOptions {
  readonly seed: string
  /** Epoch ms: the server's clock. */
  readonly now: () => number
  readonly listings: Listings
  /**
   * Where it is kept over restarts, with or without its keys; null: nowhere, and numbers begin at the same ones each
   * time.
   */
  readonly keeping: Keeping | null
}

interface Keeping {
  readonly store: PracticeStore
  /** Whether keys, secrets included, are kept; else their owners open the accounts again after each start. */
  readonly keys: boolean
}

/** What every engine is made with. */
export type EngineBasis = Required<Pick<EngineOptions, 'now' | 'numbers' | 'saved'>>

const ownRow = 'own'

/** What every exchange keeps of a key. */
export interface ServerKey {
  readonly apiKey: string
  readonly accountId: string
  readonly permissions: AccountPermissions
}

/**
 * The part of a practice server that has nothing to do with its protocol: one engine, its accounts and what control may
 * do with them.
 */
export abstract class EngineServer<Key extends ServerKey> implements PracticeServer {
  protected readonly options: EngineServerOptions
  protected readonly keys = new Map<string, Key>()
  protected readonly counts = new ClientOrderCounts()
  #engine: PracticeEngine | null = null
  #recorder: Recorder | null = null
  #kept: KeptRows | null = null
  readonly #specs = new Map<string, PracticeAccountSpec>()
  /** Hands out what is numbered here, beside what the engine numbers. */
  protected numbers: Numbers
  #drifted = 0

  constructor(options: EngineServerOptions) {
    this.options = options
    this.numbers = new Numbers(options.keeping === null ? fixedFirst : firstByClock(options.now()))
  }

  protected get engine(): PracticeEngine {
    return this.#engine ?? this.#begin(null)
  }

  /** What an account has unless told otherwise. */
  protected abstract readonly defaultBalances: BalanceTexts
  protected abstract newEngine(basis: EngineBasis): PracticeEngine
  /** @throws RangeError when the key cannot be one of this exchange's. */
  protected abstract newKey(spec: PracticeAccountSpec, accountId: string): Key
  /** The market of a text that control was given: the exchange's id or BASE/QUOTE. @throws RangeError */
  protected abstract anyMarket(symbol: string): PracticeMarket
  /** How the order number `index` of a made-up history calls itself. */
  protected abstract historyOrder(index: number): Pick<OrderSpec, 'clientOrderId' | 'labels'>
  /** Forgets what the server itself has beside engine, keys and counts. */
  protected abstract forgetOwn(): void
  /** What of that is kept over a restart, as JSON; undefined: nothing. */
  protected ownState(): unknown {
    return undefined
  }
  /** Takes over what {@link ownState} told. @throws whatever tells that it cannot be understood */
  protected restoreOwn(_state: unknown): void {
    // Most exchanges have nothing to add.
  }
  /** An account was opened for the first time. */
  protected accountOpened(_accountId: string): void {
    // Most exchanges have nothing to add.
  }
  /** What it says over sockets; null: it does not speak WebSocket. */
  protected readonly streams: {
    connect(request: RawRequest): StreamAnswer
    set(change: Readonly<Record<string, number>>): void
  } | null = null
  /** A key is not valid any more; sockets that live on it hear of it as the exchange tells it. */
  protected keyRevoked(_key: Key): void {
    // Most exchanges have nothing to add.
  }

  abstract handle(request: RawRequest): RawReply
  abstract setLimits(limits: Readonly<Record<string, number>>): void

  openAccount(spec: PracticeAccountSpec): number {
    const { engine, keys } = this
    const accountId = spec.accountId ?? spec.apiKey
    const key = this.newKey(spec, accountId)
    const amounts = amountsOf(spec.balances ?? this.defaultBalances)
    const isNew = !engine.accounts().some((account) => account.id === accountId)
    engine.openAccount(accountId)
    if (isNew || spec.balances !== null) for (const [asset, amount] of amounts) engine.setFree(accountId, asset, amount)
    keys.set(spec.apiKey, key)
    this.#specs.set(spec.apiKey, spec)
    if (isNew) this.accountOpened(accountId)
    return engine.account(accountId).uid
  }

  hasAccount(apiKey: string): boolean {
    return this.keys.has(apiKey)
  }

  revokeKey(apiKey: string): void {
    const key = this.#keyFor(apiKey)
    this.keys.delete(apiKey)
    this.#specs.delete(apiKey)
    this.keyRevoked(key)
  }

  connect(request: RawRequest): StreamAnswer {
    return this.streams?.connect(request) ?? refused(404, 'this practice exchange does not speak WebSocket')
  }

  setStreams(settings: Readonly<Record<string, number>>): void {
    if (this.streams === null) throw new RangeError('this practice exchange does not speak WebSocket')
    this.streams.set(settings)
  }

  setBalances(apiKey: string, balances: BalanceTexts): void {
    const { accountId } = this.#keyFor(apiKey)
    for (const [asset, amount] of amountsOf(balances)) this.engine.setFree(accountId, asset, amount)
  }

  setPrice(symbol: string, price: Money, maxQuantity: Money | null): Money {
    return this.engine.setPrice(this.anyMarket(symbol).symbol, price, maxQuantity)
  }

  setStatus(symbol: string, status: PracticeMarketStatus): void {
    this.engine.setStatus(this.anyMarket(symbol).symbol, status)
  }

  makeHistory(apiKey: string, symbol: string, count: number): void {
    const { accountId } = this.#keyFor(apiKey)
    const at = { accountId, symbol: this.anyMarket(symbol).symbol, count }
    makeHistory(this.engine, at, (index) => this.historyOrder(index))
  }

  forgetClientOrders(): void {
    this.counts.clear()
  }

  clientOrders(): readonly ClientOrderStatistics[] {
    return this.counts.list()
  }

  orders(): readonly StandingOrder[] {
    return this.#engine === null ? [] : this.#engine.accounts().flatMap((account) => account.orders.map(standing))
  }

  reset(): void {
    this.#forget(this.#engine === null ? this.numbers.next() : this.#engine.nextNumbers())
    this.#kept?.keepOnly(new Map())
  }

  open(): void {
    const { keeping } = this.options
    if (keeping === null) return
    const rows = keeping.store.load()
    this.#kept = new KeptRows(keeping.store)
    try {
      this.#restore(rows)
    } catch (error) {
      keeping.store.putAside(error)
      this.#forget(this.numbers.next())
    }
  }

  save(): void {
    if (this.#engine === null || this.#kept === null) return
    if (this.#kept.keep(this.#rows())) this.#recorder?.written()
  }

  drift(symbol: string | null): void {
    if (symbol === null) this.engine.drift()
    else this.engine.driftMarket(this.anyMarket(symbol).symbol)
  }

  driftNext(): void {
    // Nobody has come yet: there is nothing to move, and no engine to make for it.
    if (this.#engine === null) return
    const markets = this.engine.markets()
    const market = markets[this.#drifted % markets.length]
    this.#drifted += 1
    if (market !== undefined) this.engine.driftMarket(market.symbol)
  }

  #restore(rows: ReadonlyMap<string, string>): void {
    const saved = readSavedEngine(rows)
    if (saved === null) return
    this.#forget(saved.numbers)
    this.#begin(saved)
    const own = rows.get(ownRow)
    if (own !== undefined) this.restoreOwn(JSON.parse(own))
    for (const spec of readKeptKeys(rows)) this.openAccount(spec)
    // What an exchange forgets is gone from the store, too.
    if (this.#kept?.keepOnly(this.#rows()) === true) this.#recorder?.written()
  }

  #begin(saved: SavedEngine | null): PracticeEngine {
    const engine = this.newEngine({ now: this.options.now, numbers: this.numbers, saved })
    this.#engine = engine
    this.#recorder = engine.recorder()
    return engine
  }

  /** As new; numbers go on from `next`, where there is something to keep them apart from. */
  #forget(next: NumbersByKind): void {
    const { keeping, now } = this.options
    this.numbers = new Numbers(keeping === null ? fixedFirst : laterOf(next, firstByClock(now())))
    this.#engine = null
    this.#recorder = null
    this.keys.clear()
    this.#specs.clear()
    this.forgetClientOrders()
    this.forgetOwn()
  }

  #rows(): Map<string, string> {
    const rows = this.#recorder?.rows() ?? new Map<string, string>()
    const own = this.ownState()
    if (own !== undefined) rows.set(ownRow, JSON.stringify(own))
    if (this.options.keeping?.keys === true) for (const spec of this.#specs.values()) rows.set(...keptKey(spec))
    return rows
  }

  #keyFor(apiKey: string): Key {
    const key = this.keys.get(apiKey)
    if (key === undefined) throw new RangeError('there is no account with that apiKey')
    return key
  }
}

function standing(order: EngineOrder): StandingOrder {
  const { id, accountId, symbol, clientOrderId, listId, side, state, trigger } = order
  return {
    account: accountId,
    number: id,
    symbol,
    clientOrderId,
    listId,
    side,
    state,
    quantity: order.quantity?.toString() ?? null,
    filled: order.filled.toString(),
    limitPrice: order.limitPrice?.toString() ?? null,
    trigger: trigger === null ? null : { kind: trigger.kind, price: trigger.price?.toString() ?? null },
  }
}

/** @throws RangeError */
function amountsOf(balances: BalanceTexts): readonly (readonly [asset: string, amount: Money])[] {
  return Object.entries(balances).map(([asset, text]) => {
    const amount = Money.tryParse(text)
    if (amount === null || amount.isNegative())
      throw new RangeError(`the balance of ${asset} must be a decimal number, not negative`)
    return [asset, amount] as const
  })
}
