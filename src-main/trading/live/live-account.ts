import { backoffMs } from '../../../src-shared/backoff.ts'
import type { Balance } from '../../../src-shared/market.ts'
import type { Order } from '../../../src-shared/order.ts'
import type { AccountNews } from '../../exchange/streams/account-news.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import type { AccountNewsSource } from '../brackets/account-watch.ts'
import type { Live } from './live.ts'
import { OrderState } from './order-state.ts'

interface AccountReader {
  /** How often all of it may be asked for all day long, by the exchange's limits, ms. */
  readonly watchEveryMs: number
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
  readonly seen: (orders: readonly Order[]) => void
  /** Told after each change of what is known. */
  readonly changed: () => void
}

const asking = { firstMs: 500, longestMs: 30_000 }
/** News that belong together come one after the other. */
const gatherMs = 100
/** What we did to balances is pushed within this time, or asked for. */
const pushedWithinMs = 1_000
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
  #cancelTimer: () => void = () => undefined
  #asking: Promise<void> | null = null
  #failures = 0
  /** When it may be asked for again because something was touched, epoch ms: orders need the limits, too. */
  #askAgainFrom = -Infinity
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
        this.#loseAll()
        if (this.#isLive) this.#askAfter(0)
        else this.#cancelTimer()
      },
    })
  }

  /** null: they are not known, ask the exchange. @param symbol null: on every symbol */
  openOrders(symbol: string | null): Live<readonly Order[]> | null {
    return this.#known.has('orders') ? { value: this.#orders.list(symbol), ageMs: this.#age() } : null
  }

  /** Assets of which there is something; null: they are not known, ask the exchange. */
  balances(): Live<readonly Balance[]> | null {
    if (!this.#known.has('balances')) return null
    const value = [...this.#balances.values()].filter((each) => !each.total.isZero() || each.elsewhere.length > 0)
    return { value, ageMs: this.#age() }
  }

  /**
   * We did something to the account, and these are its orders now: whoever asks after that is told of it, also when it
   * has not been pushed yet. What it did to the balances will be, or was a moment ago.
   */
  did(orders: readonly Order[]): void {
    for (const order of orders) this.#orders.take(order)
    if (!this.#known.has('balances') || this.#options.clock.now() - this.#balancesAt < pushedWithinMs) return
    this.#awaitsPush = true
    this.#lose('balances', pushedWithinMs)
  }

  /** Nobody knows what we did. */
  inDoubt(): void {
    this.#loseAll()
    if (this.#isLive) this.#askAfter(this.#notTooSoon(gatherMs))
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
    this.#options.changed()
  }

  #takeIn(news: AccountNews): void {
    switch (news.kind) {
      case 'order':
        this.#orders.take(news.order)
        this.#options.seen([news.order])
        return
      case 'balances':
        this.#takeBalances(news.balances)
        return
      case 'order-touched':
        this.#lose('orders')
        return
      case 'balances-touched':
        this.#lose('balances')
        return
      case 'fill':
    }
  }

  #takeBalances(balances: readonly Balance[]): void {
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

  #lose(part: Part, askAfterMs = gatherMs): void {
    this.#known.delete(part)
    this.#changes[part] += 1
    if (this.#isLive && this.#asking === null) this.#askAfter(this.#notTooSoon(askAfterMs))
  }

  #notTooSoon(ms: number): number {
    return Math.max(ms, this.#askAgainFrom - this.#options.clock.now())
  }

  #askAfter(ms: number): void {
    this.#cancelTimer()
    if (this.#closed) return
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null
        if (!this.#isLive || this.#closed) return
        if (this.#isWhole()) this.#askAfter(lookOverMs)
        else this.#askAfter(this.#failures > 0 ? backoffMs(this.#failures, asking) : this.#notTooSoon(gatherMs))
      })
    })
  }

  async #ask(): Promise<void> {
    const all: readonly Part[] = ['orders', 'balances']
    const wanted = this.#isWhole() ? all : all.filter((part) => !this.#known.has(part))
    try {
      const client = this.#options.client()
      this.#askAgainFrom = this.#options.clock.now() + client.watchEveryMs
      if (wanted.includes('orders')) await this.#askOrders(client)
      if (wanted.includes('balances')) await this.#askBalances(client)
      this.#failures = 0
    } catch (error) {
      this.#failures += 1
      const { accountId, logger } = this.#options
      logger.warn({ accountId, err: error }, 'the state of an account could not be asked for')
    }
  }

  async #askOrders(client: AccountReader): Promise<void> {
    const mark = this.#orders.mark()
    const before = this.#changes.orders
    const orders = await client.fetchOpenOrders(null)
    if (this.#changes.orders !== before || this.#closed) return
    this.#orders.takeList(orders, mark)
    this.#options.seen(orders)
    this.#know('orders')
  }

  /** Of balances only the newest word counts, and nobody says which that is: asked while they move, they are asked again. */
  async #askBalances(client: AccountReader): Promise<void> {
    this.#awaitsPush = false
    const before = this.#changes.balances
    const balances = await client.getBalance()
    if (this.#changes.balances !== before || this.#closed) return
    this.#balances.clear()
    for (const balance of balances) this.#balances.set(balance.asset, balance)
    this.#know('balances')
  }

  #isWhole(): boolean {
    return this.#known.size === 2
  }

  #know(part: Part): void {
    this.#heardAt = this.#options.clock.now()
    this.#known.add(part)
    this.#options.changed()
  }

  #age(): number {
    return Math.max(0, this.#options.clock.now() - this.#heardAt)
  }
}

/** What lies in other wallets is not pushed. */
function withElsewhere(balance: Balance, known: ReadonlyMap<string, Balance>): Balance {
  return balance.elsewhere.length > 0 ? balance : { ...balance, elsewhere: known.get(balance.asset)?.elsewhere ?? [] }
}
