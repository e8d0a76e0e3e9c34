import { backoffMs } from '../../../src-shared/backoff.ts'
import type { Balance } from '../../../src-shared/market.ts'
import type { Fill, Order } from '../../../src-shared/order.ts'
import type { AccountNews } from '../../exchange/streams/account-news.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import type { AccountNewsSource } from '../brackets/account-watch.ts'
import type { Live } from './live.ts'
import type { KnownOrder } from './order-asker.ts'
import { OrderState } from './order-state.ts'

interface AccountReader {
  fetchOpenOrders(symbol: null): Promise<readonly Order[]>
  getBalance(): Promise<readonly Balance[]>
}

export interface LiveAccountOptions {
  readonly accountId: string
  /** @throws GatewayError when the account is not usable */
  readonly client: () => AccountReader
  readonly news: AccountNewsSource
  readonly clock: Clock
  readonly logger: Logger
  /** Told of every order that is pushed or listed. */
  readonly seen: (orders: readonly Order[], learned: 'pushed' | 'asked') => void
  /** Something became of an order that only the exchange can tell. */
  readonly touched: (reference: KnownOrder) => void
  /** Orders of ours that nobody has seen end, the newest first. */
  readonly open: () => readonly KnownOrder[]
  /** Told of balances that are pushed; null: the exchange only said that some have changed. */
  readonly balances: (balances: readonly Balance[] | null) => void
  /** Told of fills that are pushed; missing: nobody wants to know. */
  readonly fills?: {
    readonly pushed: (fill: Fill) => void
    /** From now on each is pushed; earlier ones may have been missed. */
    readonly complete: () => void
  }
  /** Told after each change that nobody has asked for, and whether all of it can be told without asking. */
  readonly changed: (isKnown: boolean) => void
}

const asking = { firstMs: 500, longestMs: 30_000 }
/**
 * Whoever needs what is not known asks the exchange, and so makes it known ({@link LiveAccount.learnOrders}); it is asked
 * for without anybody's need no oftener than this, for all of it at once is dear, and orders need the limits.
 */
const unaskedEveryMs = 60_000
/** What we did to balances is pushed within this time, or asked for. */
const pushedWithinMs = 1_000
/** Of orders that ended while nothing was pushed so many are asked for; of older ones it shows in the history. */
const mostMissed = 20
/** How often all is asked for again, to see that what was pushed was everything. */
const lookOverMs = 5 * 60_000

type Part = 'orders' | 'balances'

/**
 * Open orders and balances of an account as its exchange pushes them. Each time the stream becomes live all of it is
 * asked for; from then on what is pushed keeps it. What is not certainly the exchange's present state is not told:
 * whoever wants it asks the exchange.
 */
export class LiveAccount {
  readonly #options: LiveAccountOptions
  readonly #orders = new OrderState()
  readonly #balances = new Map<string, Balance>()
  readonly #stop: () => void
  /** Parts that are the exchange's present state. */
  readonly #known = new Set<Part>()
  /** Grow with all that an answer which is under way may not have in it. */
  readonly #changes: Record<Part, number> = { orders: 0, balances: 0 }
  #isLive = false
  /** What became of orders while nothing was pushed has not been found out yet. */
  #hasMissed = false
  #cancelTimer: () => void = () => undefined
  #asking: Promise<void> | null = null
  #failures = 0
  /** When it was asked for last without anybody's need, epoch ms. */
  #askedAt = -Infinity
  #heardAt = 0
  /** When balances were last pushed, epoch ms. */
  #balancesAt = -Infinity
  /** They are complete but for what we did, which is to be pushed. */
  #awaitsPush = false
  #closed = false

  constructor(options: LiveAccountOptions) {
    this.#options = options
    this.#stop = options.news.watchAccount(options.accountId, {
      value: (news) => this.#take(news),
      state: ({ kind }) => {
        this.#isLive = kind === 'live'
        this.#hasMissed = true
        this.#loseAll()
        if (this.#isLive) options.fills?.complete()
        if (this.#isLive) this.#askAfter(0)
        else this.#cancelTimer()
      },
    })
  }

  /** null: they are not known, ask the exchange. @param symbol null: on every symbol */
  openOrders(symbol: string | null): Live<readonly Order[]> | null {
    return this.#known.has('orders') ? { value: this.#orders.list(symbol), ageMs: this.#age() } : null
  }

  /** How many orders are open, as far as that was told last. */
  get size(): number {
    return this.#orders.size
  }

  /** Assets of which there is something; null: they are not known, ask the exchange. */
  balances(): Live<readonly Balance[]> | null {
    if (!this.#known.has('balances')) return null
    const value = [...this.#balances.values()].filter((each) => !each.total.isZero() || each.elsewhere.length > 0)
    return { value, ageMs: this.#age() }
  }

  /** Somebody asks the exchange for the open orders of every symbol: what it answers is known from then on. */
  async learnOrders(ask: () => Promise<readonly Order[]>): Promise<readonly Order[]> {
    const mark = this.#orders.mark()
    const before = this.#changes.orders
    const missed = this.#hasMissed ? this.#options.open() : []
    const orders = await ask()
    if (this.#isLive && !this.#closed && this.#changes.orders === before) {
      const gone = this.#orders.takeList(orders, mark).map(({ id, symbol }) => ({ orderId: id, symbol }))
      for (const reference of [...gone, ...this.#withoutThose(orders, missed)]) this.#options.touched(reference)
      this.#know('orders')
    }
    return orders
  }

  /**
   * As {@link learnOrders}. Of balances only the newest word counts, and nobody says which that is: those that moved
   * while they were asked for are not known.
   */
  async learnBalances(ask: () => Promise<readonly Balance[]>): Promise<readonly Balance[]> {
    const before = this.#changes.balances
    const balances = await ask()
    if (this.#isLive && !this.#closed && this.#changes.balances === before) {
      this.#awaitsPush = false
      this.#balances.clear()
      for (const balance of balances) this.#balances.set(balance.asset, balance)
      this.#know('balances')
    }
    return balances
  }

  /**
   * We did something to the account, and these are its orders now: whoever asks after that is told of it, also when it
   * has not been pushed yet. What it did to the balances will be, or was a moment ago.
   */
  did(orders: readonly Order[], over: readonly string[] = []): void {
    for (const id of over) this.#orders.end(id)
    for (const order of orders) this.#orders.take(order)
    if (!this.#known.has('balances') || this.#options.clock.now() - this.#balancesAt < pushedWithinMs) return
    this.#awaitsPush = true
    this.#lose('balances')
  }

  /** Nobody knows what we did. */
  inDoubt(): void {
    this.#loseAll()
    if (this.#isLive) this.#askAfter(this.#dueIn())
  }

  close(): void {
    this.#closed = true
    this.#known.clear()
    this.#cancelTimer()
    this.#stop()
  }

  #take(news: AccountNews): void {
    this.#heardAt = this.#options.clock.now()
    this.#takeIn(news)
    this.#options.changed(this.#isWhole())
  }

  #takeIn(news: AccountNews): void {
    switch (news.kind) {
      case 'order':
        this.#orders.take(news.order)
        this.#options.seen([news.order], 'pushed')
        return
      case 'balances':
        this.#takeBalances(news.balances)
        return
      case 'order-touched':
        this.#touched(news.orderId, news.symbol)
        this.#lose('orders')
        return
      case 'balances-touched':
        this.#options.balances(null)
        this.#lose('balances')
        return
      case 'fill':
        this.#options.fills?.pushed(news.fill)
    }
  }

  #touched(orderId: string | null, told: string | null): void {
    if (orderId === null) return
    const symbol = told ?? this.#orders.symbolOf(orderId)
    if (symbol !== null) this.#options.touched({ orderId, symbol })
  }

  #withoutThose(listed: readonly Order[], missed: readonly KnownOrder[]): readonly KnownOrder[] {
    this.#hasMissed = false
    const ids = new Set(listed.map(({ id }) => id))
    return missed.filter(({ orderId }) => !ids.has(orderId)).slice(0, mostMissed)
  }

  #takeBalances(balances: readonly Balance[]): void {
    this.#options.balances(balances)
    this.#changes.balances += 1
    this.#balancesAt = this.#options.clock.now()
    for (const balance of balances) this.#balances.set(balance.asset, withElsewhere(balance, this.#balances))
    if (!this.#awaitsPush) return
    this.#awaitsPush = false
    this.#known.add('balances')
    if (this.#isWhole() && this.#asking === null) this.#askAfter(lookOverMs)
  }

  #loseAll(): void {
    this.#known.clear()
    this.#awaitsPush = false
    this.#changes.orders += 1
    this.#changes.balances += 1
  }

  #lose(part: Part): void {
    this.#known.delete(part)
    this.#changes[part] += 1
    if (this.#isLive && this.#asking === null) this.#askAfter(this.#dueIn())
  }

  /** How long until it is asked for without anybody's need, ms. */
  #dueIn(): number {
    return Math.max(0, this.#askedAt + unaskedEveryMs - this.#options.clock.now())
  }

  #askAfter(ms: number): void {
    this.#cancelTimer()
    if (this.#closed) return
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null
        if (!this.#isLive || this.#closed) return
        if (this.#isWhole()) this.#askAfter(lookOverMs)
        else this.#askAfter(this.#failures > 0 ? backoffMs(this.#failures, asking) : this.#dueIn())
      })
    })
  }

  async #ask(): Promise<void> {
    const all: readonly Part[] = ['orders', 'balances']
    const wanted = this.#isWhole() ? all : all.filter((part) => !this.#known.has(part))
    try {
      const client = this.#options.client()
      this.#askedAt = this.#options.clock.now()
      if (wanted.includes('orders'))
        this.#options.seen(await this.learnOrders(() => client.fetchOpenOrders(null)), 'asked')
      if (wanted.includes('balances')) await this.learnBalances(() => client.getBalance())
      this.#options.changed(this.#isWhole())
      this.#failures = 0
    } catch (error) {
      this.#failures += 1
      const { accountId, logger } = this.#options
      logger.warn({ accountId, err: error }, 'the state of an account could not be asked for')
    }
  }

  #isWhole(): boolean {
    return this.#known.size === 2
  }

  #know(part: Part): void {
    this.#heardAt = this.#options.clock.now()
    this.#known.add(part)
    if (this.#isWhole() && this.#asking === null) this.#askAfter(lookOverMs)
  }

  #age(): number {
    return Math.max(0, this.#options.clock.now() - this.#heardAt)
  }
}

/** What lies in other wallets is not pushed. */
function withElsewhere(balance: Balance, known: ReadonlyMap<string, Balance>): Balance {
  return balance.elsewhere.length > 0 ? balance : { ...balance, elsewhere: known.get(balance.asset)?.elsewhere ?? [] }
}
