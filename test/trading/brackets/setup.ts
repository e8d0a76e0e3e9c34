import { onTestFinished } from 'vitest'
import type { AccountNews } from '../../../src-main/exchange/streams/account-news.ts'
import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import type { AccountNewsSource } from '../../../src-main/trading/brackets/account-watch.ts'
import type { PriceSource, SeenPrice } from '../../../src-main/trading/brackets/price-source.ts'
import { Journal } from '../../../src-main/trading/journal.ts'
import { OrderDesk } from '../../../src-main/trading/order-desk.ts'
import type { BracketView } from '../../../src-shared/bracket.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { LimitOrderRequest, OcoRequest, Order, PlacedOrder } from '../../../src-shared/order.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { account, panel } from '../desk-setup.ts'
import { money } from '../fake-client.ts'
import { type Habits, SimClient } from './sim-client.ts'

/** Prices by hand: each is told to whoever watches. */
class HandPrices implements PriceSource {
  readonly #listeners = new Set<(seen: SeenPrice) => void>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  get watched(): boolean {
    return this.#listeners.size > 0
  }

  watch(_account: string, _symbol: string, onPrice: (seen: SeenPrice) => void): () => void {
    this.#listeners.add(onPrice)
    return () => this.#listeners.delete(onPrice)
  }

  tell(price: Money): void {
    for (const listener of [...this.#listeners]) listener({ price, at: this.#now() })
  }

  close(): void {
    this.#listeners.clear()
  }
}

/** How pushed news arrive: nobody promises that they come in their order, or once. */
export type Delivery = 'in order' | 'backwards' | 'twice'

/** What an exchange pushes of its orders, by hand. While it is not live nothing is told, and nothing is told later. */
class HandNews implements AccountNewsSource {
  readonly #client: SimClient
  readonly #listeners = new Set<FeedListener<AccountNews>>()
  #known: ReadonlyMap<string, Order>
  #live: boolean

  constructor(client: SimClient, live = true) {
    this.#client = client
    this.#live = live
    this.#known = this.#now()
  }

  watchAccount(_accountId: string, listener: FeedListener<AccountNews>): () => void {
    this.#listeners.add(listener)
    listener.state(this.#state())
    return () => this.#listeners.delete(listener)
  }

  get watched(): boolean {
    return this.#listeners.size > 0
  }

  become(live: boolean): void {
    this.#live = live
    this.#known = this.#now()
    for (const listener of this.#listeners) listener.state(this.#state())
  }

  /** Tells of every order that has changed since it was told last. */
  deliver(how: Delivery = 'in order'): void {
    const changed = [...this.#now().values()].filter((order) => this.#known.get(order.id) !== order)
    this.#known = this.#now()
    if (!this.#live) return
    const inTurn = how === 'backwards' ? changed.toReversed() : how === 'twice' ? [...changed, ...changed] : changed
    for (const order of inTurn) for (const listener of [...this.#listeners]) listener.value({ kind: 'order', order })
  }

  #now(): ReadonlyMap<string, Order> {
    return new Map(this.#client.all.map((order) => [order.id, order]))
  }

  #state(): FeedState {
    return this.#live ? { kind: 'live' } : { kind: 'stale', why: 'by hand' }
  }
}

export interface BracketSetup {
  readonly client: SimClient
  readonly clock: FakeClock
  readonly desk: OrderDesk
  readonly journal: Journal
  readonly prices: HandPrices
  readonly news: HandNews
  /** The exchange's price moves; the application sees it too. */
  readonly moveTo: (price: string) => Promise<void>
  /** Time passes: looks are taken, commands carried out. */
  readonly settle: (ms?: number) => Promise<void>
  readonly brackets: () => readonly BracketView[]
  readonly restart: () => Promise<BracketSetup>
}

export async function setUp(
  habit: Habits,
  coins = '0',
  before = { folder: temporaryFolder(), clock: new FakeClock(), client: new SimClient(habit, coins) },
  pushes = false,
): Promise<BracketSetup> {
  const { folder, clock, client } = before
  const journal = Journal.open({ folder, now: clock.now })
  onTestFinished(() => journal.close())
  const prices = new HandPrices(clock.now)
  const news = new HandNews(client)
  const desk = new OrderDesk({
    ...(pushes && { news }),
    journal,
    accounts: { get: () => account() },
    clients: { clientFor: () => client },
    clock,
    prices,
    giveUpAfterMs: 300_000,
  })
  await desk.start()
  const settle = async (ms = 12_000): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 1_000) {
      const { last } = await client.fetchTicker().catch(() => ({ last: null }))
      if (last !== null) prices.tell(last)
      await clock.advance(1_000)
    }
  }
  return {
    client,
    clock,
    desk,
    journal,
    prices,
    news,
    settle,
    async moveTo(price) {
      client.setPrice(price)
      prices.tell(money(price))
      await settle(4_000)
    },
    brackets: () => desk.brackets.list('acc-1'),
    async restart() {
      await desk.close()
      journal.close()
      return setUp(habit, coins, before, pushes)
    },
  }
}

const leg = (trigger: string, limit: string | null) => ({
  triggerPrice: money(trigger),
  limitPrice: limit === null ? null : money(limit),
})

/** Buys 10 at 90, take-profit at 120, stop-loss at 80. */
export const entry = (change: Partial<LimitOrderRequest> = {}): LimitOrderRequest => ({
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: money('10'),
  price: money('90'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: { takeProfit: leg('120', null), stopLoss: leg('80', null) },
  ...change,
})

export const exits = (
  takeProfit: string | null,
  stopLoss: string | null,
  limits = false,
): {
  readonly takeProfit: ReturnType<typeof leg> | null
  readonly stopLoss: ReturnType<typeof leg> | null
} => ({
  takeProfit: takeProfit === null ? null : leg(takeProfit, limits ? takeProfit : null),
  stopLoss: stopLoss === null ? null : leg(stopLoss, limits ? String(Number(stopLoss) - 1) : null),
})

/** Protects 10 coins: take-profit at 120, stop-loss at 80. */
export const oco = (limits = false): OcoRequest => ({
  kind: 'oco',
  symbol: 'BTC/USDT',
  side: 'sell',
  quantity: money('10'),
  takeProfit: leg('120', limits ? '120' : null),
  stopLoss: leg('80', limits ? '79' : null),
})

export async function place(
  { desk }: BracketSetup,
  request: LimitOrderRequest | OcoRequest,
  formId = 'form',
): Promise<PlacedOrder> {
  const outcome = await desk.place({ accountId: 'acc-1', request }, panel(formId))
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome))
  return outcome.placed
}
