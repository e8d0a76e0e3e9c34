import type { ExchangeName } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { FillImport } from '../../../src-shared/fills.ts'
import { Listeners } from '../../../src-shared/listeners.ts'
import type { Fill, Order } from '../../../src-shared/order.ts'
import type { ExchangeAccount } from '../../exchange/accounts/exchange-account.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import { RecentMap } from '../../infra/recent-map.ts'
import { AccountFills, type FillClient } from './account-fills.ts'
import type { FillCoverage } from './fill-source.ts'
import { coverageOf } from './fill-span.ts'
import type { FillStore } from './fill-store.ts'

/** An account whose fills may be asked for. */
export interface FillAccount {
  readonly id: string
  readonly exchange: ExchangeName
  /** Whether its key may be used to read, as far as is known. */
  readonly mayRead: boolean
}

export interface FillKeeperOptions {
  readonly store: FillStore
  readonly accounts: () => readonly FillAccount[]
  /** @throws GatewayError when the account is not usable */
  readonly clientFor: (accountId: string) => FillClient
  readonly exchangeAccountOf: (accountId: string) => ExchangeAccount | null
  /** Symbols that an account is known to have traded. */
  readonly symbolsOf: (accountId: string) => readonly string[]
  readonly clock: Clock
  readonly logger: Logger
}

/** Nobody waits for it: everything else at the start goes before. */
const firstLookMs = 20_000
/** One account after the other. */
const staggerMs = 3_000
/** A fill is pushed a moment before or after its order; exchanges' lists lag behind both. */
const settleMs = 5_000
/** After a connection came back. */
const reconnectedMs = 10_000
/** Pushed fills are written together. */
const pushedMs = 50
const rememberedOrders = 5_000
/** What filled longer ago is found by the looks at all symbols. */
const recentMs = 10 * 60_000

/**
 * Keeps the fills of all accounts for good: those that are pushed, those of orders that filled without a push, what was
 * traded while nobody listened, and on request all that the exchange tells of the past. Nothing here is in any order's
 * way: it asks last, in few questions, and writes what can be asked for again.
 */
export class FillKeeper {
  readonly #options: FillKeeperOptions
  readonly #accounts = new Map<string, { readonly fills: AccountFills; readonly key: string }>()
  readonly #changes = new Listeners<[accountId: string]>()
  readonly #moves = new Listeners<[accountId: string]>()
  readonly #turns = new Turns()
  readonly #pushed = new Map<string, Fill[]>()
  /** How much of an order was executed when its fills were last looked for, by account and order. */
  readonly #executed = new RecentMap<string>(rememberedOrders)
  readonly #timers = new Set<() => void>()
  #started = false
  #closed = false

  constructor(options: FillKeeperOptions) {
    this.#options = options
  }

  /** From now on fills are fetched, too. */
  start(): void {
    this.#started = true
    this.accountsChanged()
  }

  /** Accounts or their keys have changed. */
  accountsChanged(): void {
    if (!this.#started || this.#closed) return
    const accounts = this.#options.accounts()
    const keys = new Map(accounts.map((account) => [account.id, this.#keyOf(account)]))
    for (const [id, { fills, key }] of this.#accounts) {
      if (keys.get(id) === key) continue
      fills.close()
      this.#accounts.delete(id)
    }
    const added = accounts.filter(({ id }) => !this.#accounts.has(id))
    if (added.length === 0) return
    const wanted = this.#options.store.wanted()
    for (const [index, account] of added.entries()) {
      const fills = this.#of(account, firstLookMs + index * staggerMs, wanted.has(account.id))
      this.#accounts.set(account.id, { fills, key: this.#keyOf(account) })
    }
  }

  /** The exchange pushed a fill. */
  pushed(accountId: string, fill: Fill): void {
    const waiting = this.#pushed.get(accountId)
    if (waiting !== undefined) {
      waiting.push(fill)
      return
    }
    this.#pushed.set(accountId, [fill])
    this.#after(pushedMs, () => this.#keepPushed(accountId))
  }

  /** What an exchange pushes of an account is complete again. */
  reconnected(accountId: string): void {
    this.#accounts.get(accountId)?.fills.touched(null, reconnectedMs)
  }

  /** Orders are seen: of those that filled further, the fills are looked for where they are not pushed. */
  observed(accountId: string, orders: readonly Order[]): void {
    if (!this.#started) return
    const since = this.#options.clock.now() - recentMs
    for (const order of orders) {
      if (order.updatedAt < since) continue
      const key = `${accountId} ${order.symbol} ${order.id}`
      const filled = order.filled.toString()
      if (order.filled.isZero() || this.#executed.get(key) === filled) continue
      this.#executed.set(key, filled)
      this.#after(settleMs, () => this.#lookFor(accountId, order))
    }
  }

  /** @param symbols asked for besides those that are known. @throws GatewayError as the account's client */
  async startImport(accountId: string, symbols: readonly string[]): Promise<void> {
    const account = this.#accounts.get(accountId)
    if (account !== undefined) return account.fills.startImport(symbols)
    // Says why there is none.
    this.#options.clientFor(accountId)
    throw new GatewayError('retryable', 'error.shutting_down')
  }

  stopImport(accountId: string): void {
    this.#accounts.get(accountId)?.fills.stopImport()
  }

  /** How the import of each account stands. */
  imports(): readonly FillImport[] {
    return [...this.#accounts].map(([accountId, { fills }]) => {
      const spans = this.#options.store.spans(accountId, this.#options.exchangeAccountOf(accountId))
      const done = spans.filter(({ complete }) => complete).length
      return { accountId, ...fills.progress, done, total: spans.length, known: coverageOf(spans) }
    })
  }

  /** See FillSource. */
  coverage(accountId: string): FillCoverage | null {
    return coverageOf(this.#options.store.spans(accountId, this.#options.exchangeAccountOf(accountId)))
  }

  /** Told of fills that were kept. @returns how to stop listening */
  onChange(listener: (accountId: string) => void): () => void {
    return this.#changes.add(listener)
  }

  /** Told of how an import goes on. @returns how to stop listening */
  onMove(listener: (accountId: string) => void): () => void {
    return this.#moves.add(listener)
  }

  close(): void {
    // What was pushed and is not written yet.
    for (const accountId of [...this.#pushed.keys()]) this.#keepPushed(accountId)
    this.#closed = true
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    for (const { fills } of this.#accounts.values()) fills.close()
    this.#accounts.clear()
  }

  /** What makes an account another one to ask for. */
  #keyOf({ id, mayRead }: FillAccount): string {
    return `${mayRead} ${this.#options.exchangeAccountOf(id)?.key ?? ''}`
  }

  #of({ id, exchange }: FillAccount, firstMs: number, isWanted: boolean): AccountFills {
    const { store, clientFor, exchangeAccountOf, symbolsOf, accounts, clock, logger } = this.#options
    return new AccountFills(
      {
        accountId: id,
        store,
        client: () => clientFor(id),
        exchangeAccount: () => exchangeAccountOf(id),
        mayRead: () => accounts().some((each) => each.id === id && each.mayRead),
        symbols: () => symbolsOf(id),
        turn: { take: () => this.#turns.take(exchange, id), give: () => this.#turns.give(exchange, id) },
        kept: () => this.#changes.tell(id),
        moved: () => this.#moves.tell(id),
        clock,
        logger,
      },
      firstMs,
      isWanted,
    )
  }

  #keepPushed(accountId: string): void {
    const fills = this.#pushed.get(accountId) ?? []
    this.#pushed.delete(accountId)
    try {
      const { store, exchangeAccountOf } = this.#options
      if (store.keep(accountId, exchangeAccountOf(accountId), fills) > 0) this.#changes.tell(accountId)
    } catch (error) {
      // They are asked for again.
      this.#options.logger.warn({ accountId, err: error }, 'fills could not be written')
    }
  }

  #lookFor(accountId: string, order: Order): void {
    try {
      if (this.#options.store.hasAllOf(accountId, order)) return
      this.#accounts.get(accountId)?.fills.touched(order.symbol, 0)
    } catch (error) {
      this.#options.logger.warn({ accountId, err: error }, 'fills could not be looked for')
    }
  }

  #after(ms: number, call: () => void): void {
    if (this.#closed) return
    const cancel = this.#options.clock.after(ms, () => {
      this.#timers.delete(cancel)
      call()
    })
    this.#timers.add(cancel)
  }
}

/** One account after the other at each exchange, whose limits they share. */
class Turns {
  readonly #accounts = new Map<ExchangeName, string>()

  /** @returns whether it is this account's turn, from now on */
  take(exchange: ExchangeName, accountId: string): boolean {
    const holder = this.#accounts.get(exchange) ?? accountId
    this.#accounts.set(exchange, holder)
    return holder === accountId
  }

  give(exchange: ExchangeName, accountId: string): void {
    if (this.#accounts.get(exchange) === accountId) this.#accounts.delete(exchange)
  }
}
