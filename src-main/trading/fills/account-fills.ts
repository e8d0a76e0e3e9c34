import { setImmediate as nextTurn } from 'node:timers/promises'
import { backoffMs } from '../../../src-shared/backoff.ts'
import { type ErrorView, errorView, toGatewayError } from '../../../src-shared/errors.ts'
import type { FillImportState } from '../../../src-shared/fills.ts'
import type { Fill } from '../../../src-shared/order.ts'
import type { ExchangeAccount } from '../../exchange/accounts/exchange-account.ts'
import { patient, type Urgency } from '../../exchange/http/urgency.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import type { FillSpan } from './fill-span.ts'
import type { FillStore } from './fill-store.ts'
import { type FillTeller, type Walking, walkNewest, walkOlder } from './fill-walk.ts'

/** The client of an account, as far as its fills go. */
export interface FillClient extends FillTeller {
  readonly tellsFillsBySymbol: boolean
  readonly fillsEveryMs: number
  as(urgency: Urgency): FillClient
  hasRoomForFills(): boolean
  fillSymbols(named: readonly string[]): Promise<readonly string[] | null>
}

export interface AccountFillsOptions {
  readonly accountId: string
  readonly store: FillStore
  /** @throws GatewayError when the account is not usable */
  readonly client: () => FillClient
  /** Under which account at the exchange it asks now. */
  readonly exchangeAccount: () => ExchangeAccount | null
  /** Whether its key may be used to read. */
  readonly mayRead: () => boolean
  /** Symbols that the account is known to have traded. */
  readonly symbols: () => readonly string[]
  /** Whether it is this account's turn to have older fills asked for: one after the other at an exchange. */
  readonly turn: { take(): boolean; give(): void }
  /** Some were kept. */
  readonly kept: () => void
  /** How the import stands has changed. */
  readonly moved: () => void
  readonly clock: Clock
  readonly logger: Logger
}

/** How an import stands. */
export interface ImportProgress {
  readonly state: FillImportState
  /** What is asked for, by symbol (BASE/QUOTE); null: all symbols together, or nothing. */
  readonly symbol: string | null
  /** Fills that were new since it began in this run. */
  readonly count: number
  readonly error: ErrorView | null
}

/** Everything is looked at again so often, for what was traded elsewhere or was missed. */
const lookOverMs = 6 * 60 * 60_000
/** The same symbol is not asked about more often than so, nor all of them one by one. */
const leastGapMs = 30_000
const leastLookGapMs = 30 * 60_000
/** While the limits leave no room, or another account has its turn. */
const waitMs = 5_000
/** So many are kept in one go, for orders are written by the same hand. */
const keptAtOnce = 100
const failing = { firstMs: 30_000, longestMs: 30 * 60_000 }

/**
 * Fetches the fills of one account, one question after the other and behind everything for which somebody waits: the
 * newest when something happened or nobody has looked for long, and the older ones while somebody wants them.
 */
export class AccountFills {
  readonly #options: AccountFillsOptions
  /** Of which symbols (null: all together) the newest are to be asked for, and from when on. */
  readonly #due = new Map<string | null, number>()
  readonly #askedAt = new Map<string | null, number>()
  #lookAt: number
  #lookedAt = -Infinity
  #isWanted: boolean
  #hasTurn = false
  #progress: ImportProgress = { state: 'idle', symbol: null, count: 0, error: null }
  #cancelTimer: () => void = () => undefined
  #timerAt = Infinity
  #isAsking = false
  #failures = 0
  #closed = false

  /** @param firstLookMs when everything is looked at for the first time */
  constructor(options: AccountFillsOptions, firstLookMs: number, isWanted: boolean) {
    this.#options = options
    this.#lookAt = options.clock.now() + firstLookMs
    this.#isWanted = isWanted
    if (isWanted) this.#progress = { ...this.#progress, state: 'waiting' }
    this.#wakeAt(this.#lookAt)
  }

  get progress(): ImportProgress {
    return this.#progress
  }

  /** Something was executed on a symbol that is to be asked for; null: on any. */
  touched(symbol: string | null, inMs: number): void {
    const bySymbol = this.#client()?.tellsFillsBySymbol ?? true
    if (!bySymbol) this.#dueIn(null, inMs)
    else if (symbol !== null) this.#dueIn(symbol, inMs)
    else this.#lookIn(inMs)
  }

  /** Fetches older fills until there are none. @param symbols asked for besides those that are known */
  async startImport(symbols: readonly string[]): Promise<void> {
    const { store, accountId } = this.#options
    const account = this.#options.exchangeAccount()
    for (const symbol of await this.#symbols(this.#options.client().as(patient), symbols)) {
      const span = store.span(accountId, account, symbol)
      if (!span.complete) store.saveSpan(accountId, account, { ...span, wanted: true })
    }
    this.#isWanted = true
    this.#failures = 0
    this.#tell({ state: 'waiting', symbol: null, count: 0, error: null })
    this.#wakeAt(0)
  }

  stopImport(): void {
    const { store, accountId } = this.#options
    const account = this.#options.exchangeAccount()
    for (const span of store.spans(accountId, account))
      if (span.wanted) store.saveSpan(accountId, account, { ...span, wanted: false })
    this.#endImport('idle')
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
    this.#giveTurn()
  }

  #client(): FillClient | null {
    try {
      return this.#options.client()
    } catch {
      return null
    }
  }

  /** Of which symbols the exchange is asked, those named first; null: of all together. */
  async #symbols(client: FillClient, named: readonly string[]): Promise<readonly (string | null)[]> {
    if (!client.tellsFillsBySymbol) return [null]
    const { store, accountId } = this.#options
    const known = store.spans(accountId, this.#options.exchangeAccount()).flatMap(({ symbol }) => symbol ?? [])
    const all = [...named, ...this.#options.symbols(), ...known]
    return [...new Set([...all, ...((await client.fillSymbols(all)) ?? [])])]
  }

  #lookIn(inMs: number): void {
    const at = Math.max(this.#options.clock.now() + inMs, this.#lookedAt + leastLookGapMs)
    this.#lookAt = Math.min(this.#lookAt, at)
    this.#wakeAt(this.#lookAt)
  }

  #dueIn(symbol: string | null, inMs: number): void {
    const now = this.#options.clock.now()
    const earliest = (this.#askedAt.get(symbol) ?? -Infinity) + leastGapMs
    const at = Math.min(this.#due.get(symbol) ?? Infinity, Math.max(now + inMs, earliest))
    this.#due.set(symbol, at)
    this.#wakeAt(at)
  }

  #wakeAt(at: number): void {
    if (this.#closed || at >= this.#timerAt) return
    this.#cancelTimer()
    this.#timerAt = at
    this.#cancelTimer = this.#options.clock.after(Math.max(0, at - this.#options.clock.now()), () => {
      this.#timerAt = Infinity
      void this.#work()
    })
  }

  async #work(): Promise<void> {
    if (this.#isAsking || this.#closed) return
    this.#isAsking = true
    let pauseMs = 0
    try {
      pauseMs = await this.#next()
      this.#failures = 0
    } catch (error) {
      pauseMs = this.#failed(error)
    } finally {
      this.#isAsking = false
    }
    const now = this.#options.clock.now()
    this.#wakeAt(Math.max(now + pauseMs, this.#isWanted ? now : Math.min(this.#lookAt, ...this.#due.values())))
  }

  /** Does what is next. @returns how long to wait before the next, ms. @throws GatewayError */
  async #next(): Promise<number> {
    const now = this.#options.clock.now()
    if (!this.#options.mayRead()) {
      this.#due.clear()
      this.#lookAt = now + lookOverMs
      if (this.#isWanted) this.#endImport('idle')
      return 0
    }
    const client = this.#options.client().as(patient)
    if (now >= this.#lookAt) {
      for (const symbol of await this.#symbols(client, [])) this.#dueIn(symbol, 0)
      this.#lookAt = now + lookOverMs
      this.#lookedAt = now
    }
    const [due] = [...this.#due].filter(([, at]) => at <= now).sort(([, a], [, b]) => a - b)
    if (due === undefined && !this.#isWanted) return 0
    if (!client.hasRoomForFills()) return waitMs
    if (due === undefined) return (await this.#older(client)) ? client.fillsEveryMs : waitMs
    const [symbol] = due
    await this.#unlessRefused(symbol, () => this.#newest(client, symbol))
    this.#due.delete(symbol)
    return client.fillsEveryMs
  }

  async #newest(client: FillClient, symbol: string | null): Promise<void> {
    const { store, accountId } = this.#options
    const account = this.#options.exchangeAccount()
    this.#askedAt.set(symbol, this.#options.clock.now())
    const before = store.span(accountId, account, symbol)
    const after = await walkNewest(client, before, this.#walking(client, account))
    if (this.#closed) return
    const { wanted } = store.span(accountId, account, symbol)
    store.saveSpan(accountId, account, { ...after, wanted: !after.complete && (after.wanted || wanted) })
    if (after.wanted && !this.#isWanted) this.#isWanted = true
  }

  /** Asks for a page of older fills. @returns whether it was this account's turn */
  async #older(client: FillClient): Promise<boolean> {
    const { store, accountId, turn } = this.#options
    this.#hasTurn ||= turn.take()
    if (!this.#hasTurn) return false
    const account = this.#options.exchangeAccount()
    const span = this.#nextWanted(account)
    if (span === undefined) {
      this.#endImport('idle')
      return true
    }
    const { state, symbol, error } = this.#progress
    if (state !== 'running' || symbol !== span.symbol)
      this.#tell({
        ...this.#progress,
        state: 'running',
        symbol: span.symbol,
        error: state === 'failed' ? null : error,
      })
    await this.#unlessRefused(span.symbol, async () => {
      if (span.until === null) return this.#newest(client, span.symbol)
      const after = await walkOlder(client, span, this.#walking(client, account))
      // It may have been stopped meanwhile.
      if (!this.#closed && store.span(accountId, account, span.symbol).wanted) store.saveSpan(accountId, account, after)
    })
    if (!this.#closed && this.#isWanted && this.#nextWanted(account) === undefined) this.#endImport('idle')
    return true
  }

  /** A symbol of which the exchange tells nothing (any more) is left alone, and is in the way of no other. */
  async #unlessRefused(symbol: string | null, ask: () => Promise<void>): Promise<void> {
    try {
      await ask()
    } catch (error) {
      const known = toGatewayError(error)
      if (symbol === null || (known.class !== 'refused' && known.class !== 'not-found')) throw error
      const { store, accountId, logger } = this.#options
      const account = this.#options.exchangeAccount()
      const span = store.span(accountId, account, symbol)
      if (span.wanted) store.saveSpan(accountId, account, { ...span, wanted: false })
      if (this.#isWanted) this.#tell({ ...this.#progress, error: errorView(error) })
      logger.warn({ accountId, symbol, err: error }, 'the exchange tells no fills of a symbol')
    }
  }

  #nextWanted(account: ExchangeAccount | null): FillSpan | undefined {
    return this.#options.store.spans(this.#options.accountId, account).find(({ wanted }) => wanted)
  }

  #walking({ fillsEveryMs }: FillClient, account: ExchangeAccount | null): Walking {
    const { clock } = this.#options
    return {
      now: clock.now,
      keep: (fills) => this.#keep(account, fills),
      pause: () =>
        new Promise((resolve) => {
          clock.after(fillsEveryMs, () => resolve(!this.#closed))
        }),
    }
  }

  async #keep(account: ExchangeAccount | null, fills: readonly Fill[]): Promise<void> {
    const { store, accountId, kept } = this.#options
    let count = 0
    for (let start = 0; start < fills.length && !this.#closed; start += keptAtOnce) {
      if (start > 0) await nextTurn()
      count += store.keep(accountId, account, fills.slice(start, start + keptAtOnce))
    }
    if (count === 0) return
    if (this.#isWanted) this.#tell({ ...this.#progress, count: this.#progress.count + count })
    kept()
  }

  #failed(error: unknown): number {
    this.#failures += 1
    const { accountId, logger } = this.#options
    const known = toGatewayError(error)
    if (known.class === 'bug') logger.error({ accountId, err: error }, 'fills could not be fetched')
    else logger.warn({ accountId, err: error }, 'fills could not be fetched')
    if (this.#isWanted) {
      this.#giveTurn()
      this.#tell({ ...this.#progress, state: 'failed', error: errorView(error) })
    }
    return backoffMs(this.#failures, failing)
  }

  #endImport(state: FillImportState): void {
    this.#isWanted = false
    this.#giveTurn()
    this.#tell({ ...this.#progress, state, symbol: null })
  }

  #giveTurn(): void {
    if (this.#hasTurn) this.#options.turn.give()
    this.#hasTurn = false
  }

  #tell(progress: ImportProgress): void {
    this.#progress = progress
    this.#options.moved()
  }
}
