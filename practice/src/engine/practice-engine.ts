import type { PriceLevel } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import { amendTerms, type NewTerms } from './amending.ts'
import { amendQuantity, cancelList, cancelOrder, type CancelRestriction } from './cancelling.ts'
import { barBetween, dayStatistics, type DayStatistics, type TimedBar } from './charts.ts'
import { type EngineListener, Feed } from './feed.ts'
import { feeAccount, houseAccount, Ledger, type AssetBalance } from './ledger.ts'
import { endOrder } from './lifecycle.ts'
import { fairAfterTrades, ladderOf, quote, type Ladder } from './market-maker.ts'
import type { PracticeMarket, PracticeMarketStatus } from './market-rules.ts'
import { fixedFirst, Numbers, type NumbersByKind } from './numbers.ts'
import { openMarket } from './open-market.ts'
import { checkRules, placeList, placeOrder } from './placement.ts'
import { walkPrice } from './price-walk.ts'
import { seededRandom } from './random.ts'
import { Recorder } from './recorder.ts'
import { restore } from './restore.ts'
import type { SavedEngine } from './saved-rows.ts'
import { settle } from './settling.ts'
import {
  accountOf,
  marketOf,
  orderOf,
  type AccountState,
  type EngineState,
  type FeeRates,
  type FollowUps,
  type MarketState,
} from './state.ts'
import type { Tape } from './tape.ts'
import { isOver, type EngineOrder, type ListSpec, type OrderList, type OrderSpec } from './types.ts'

export interface EngineOptions {
  readonly markets: readonly PracticeMarket[]
  /** Same seed and same clock: same book, same past, same drift. */
  readonly seed: string
  /** Epoch ms. */
  readonly now: () => number
  /** The asset in which fees are always taken from what was received (see ListSpec.entryPays); null: none. */
  readonly feeAsset: string | null
  /** Missing: `received`. See EngineState. */
  readonly fees?: EngineState['fees']
  /** Missing: false. See EngineState. */
  readonly exitsNetOfFees?: boolean
  readonly followUps?: FollowUps
  /** Missing: the fixed ones of tests. */
  readonly numbers?: Numbers
  /** What an earlier engine held; null or missing: nothing. */
  readonly saved?: SavedEngine | null
}

const defaultFees: FeeRates = { maker: Money.parse('0.001'), taker: Money.parse('0.001') }

/**
 * Each market counts its trades in a range of its own: some exchanges list an account's fills of all markets by their
 * ids.
 */
const tradesPerMarket = 100_000_000

/**
 * A whole practice exchange without its protocol: accounts, markets, books, order lists, a market maker. Commands
 * either happen completely or throw EngineRejection and change nothing. Symbols are BASE/QUOTE. Any server may stand in
 * front of it.
 */
export class PracticeEngine {
  readonly #state: EngineState
  readonly #ladders = new Map<string, Ladder>()
  readonly #dayCache = new Map<
    string,
    { readonly second: number; readonly lastId: number; readonly day: DayStatistics }
  >()
  readonly #random: () => number

  constructor(options: EngineOptions) {
    this.#random = seededRandom(`${options.seed}|drift`)
    const openedAt = options.now()
    const numbers = options.numbers ?? new Numbers(fixedFirst)
    const saved = options.saved ?? null
    const savedMarkets = new Map(saved?.markets.map((market) => [market.symbol, market]))
    const opening = { openedAt, seed: options.seed }
    const firstTradeId = numbers.next().trade
    const markets = new Map<string, MarketState>()
    for (const [index, market] of options.markets.entries()) {
      const before = savedMarkets.get(market.symbol) ?? null
      const state = openMarket(market, before, { ...opening, firstTradeId: firstTradeId + index * tradesPerMarket })
      const ladder = ladderOf(market, options.seed)
      markets.set(market.symbol, state)
      this.#ladders.set(market.symbol, ladder)
      quote(state, ladder)
    }
    const ledger = new Ledger()
    ledger.open(houseAccount)
    ledger.open(feeAccount)
    this.#state = {
      now: options.now,
      ledger,
      markets,
      accounts: new Map(),
      orders: new Map(),
      lists: new Map(),
      activations: [],
      feeAsset: options.feeAsset,
      fees: options.fees ?? 'received',
      exitsNetOfFees: options.exitsNetOfFees ?? false,
      followUps: options.followUps ?? null,
      due: [],
      numbers,
      feed: new Feed(),
    }
    if (saved !== null) restore(this.#state, this.#ladders, saved)
  }

  now(): number {
    return this.#state.now()
  }

  /** Tells of everything that happens from now on, each command once it is complete. Returns what ends that. */
  listen(listener: EngineListener): () => void {
    return this.#state.feed.listen(this.#state, listener)
  }

  /** Opens an account, or returns the one of that id. */
  openAccount(id: string, fees: FeeRates = defaultFees): AccountState {
    const { accounts, ledger, numbers } = this.#state
    const known = accounts.get(id)
    if (known !== undefined) return known
    ledger.open(id)
    const account: AccountState = {
      id,
      uid: numbers.take('account'),
      fees,
      updatedAt: this.now(),
      orders: [],
      open: new Set(),
      lists: [],
      openLists: new Set(),
      fills: [],
    }
    accounts.set(id, account)
    return account
  }

  /** What tells the rows of this engine for as long as it lives; see saved-rows.ts. */
  recorder(): Recorder {
    return new Recorder(this.#state)
  }

  /** What the next thing of each kind would be called at least. */
  nextNumbers(): NumbersByKind {
    const trades = [...this.#state.markets.values()].map(({ tape }) => tape.lastId + 1)
    const numbers = this.#state.numbers.next()
    return { ...numbers, trade: Math.max(numbers.trade, ...trades) }
  }

  account(id: string): AccountState {
    return accountOf(this.#state, id)
  }

  accounts(): readonly AccountState[] {
    return [...this.#state.accounts.values()]
  }

  /** Sets what is free of an asset: a deposit or a withdrawal. `amount` is not negative. */
  setFree(accountId: string, asset: string, amount: Money): void {
    if (amount.isNegative()) throw new RangeError('a balance cannot be negative')
    this.#state.ledger.setFree(accountId, asset, amount)
    accountOf(this.#state, accountId).updatedAt = this.now()
    this.#state.feed.transferred(this.#state, accountId)
    this.#state.feed.tell(this.#state)
  }

  balances(accountId: string): ReadonlyMap<string, Readonly<AssetBalance>> {
    return this.#state.ledger.balances(accountId)
  }

  balance(accountId: string, asset: string): Readonly<AssetBalance> {
    return this.#state.ledger.balance(accountId, asset)
  }

  /** Units of an asset over all accounts, the market maker and the fees: no trade changes it. */
  totalOf(asset: string): Money {
    return this.#state.ledger.total(asset)
  }

  markets(): readonly PracticeMarket[] {
    return [...this.#state.markets.values()].map((each) => each.market)
  }

  hasMarket(symbol: string): boolean {
    return this.#state.markets.has(symbol)
  }

  statusOf(symbol: string): PracticeMarketStatus {
    return marketOf(this.#state, symbol).status
  }

  setStatus(symbol: string, status: PracticeMarketStatus): void {
    const market = marketOf(this.#state, symbol)
    market.status = status
    quote(market, this.#ladder(symbol))
    this.#state.feed.status(symbol, status)
    this.#state.feed.tell(this.#state)
  }

  /**
   * What can be said of an order without book, balances or open orders: market open, market rules. @throws
   * EngineRejection
   */
  checkRules(symbol: string, spec: OrderSpec): void {
    checkRules(marketOf(this.#state, symbol), spec)
  }

  /**
   * Places one order; it may trade at once. @throws EngineRejection
   */
  place(accountId: string, symbol: string, spec: OrderSpec): EngineOrder {
    return this.#command(() => placeOrder(this.#state, marketOf(this.#state, symbol), this.account(accountId), spec))
  }

  /**
   * Places an order list. `look` sees it when its entry has traded but before the legs that this sets free are placed.
   * @throws EngineRejection
   */
  placeList<T>(accountId: string, symbol: string, spec: ListSpec, look: (list: OrderList) => T): T {
    return this.#command(() =>
      look(placeList(this.#state, marketOf(this.#state, symbol), this.account(accountId), spec)),
    )
  }

  /** Cancels an order and with it the list that it belongs to. @throws EngineRejection */
  cancel(order: EngineOrder, restriction: CancelRestriction | null = null): void {
    this.#command(() => cancelOrder(this.#state, order, restriction))
  }

  cancelList(list: OrderList): void {
    this.#command(() => cancelList(this.#state, list))
  }

  /** Reduces the quantity of an open order in place. @throws EngineRejection */
  amend(order: EngineOrder, quantity: Money, clientOrderId: string): void {
    this.#command(() => amendQuantity(this.#state, order, quantity, clientOrderId))
  }

  /**
   * Changes an open or waiting order in place, as {@link amendTerms} says. @throws EngineRejection
   */
  amendTerms(order: EngineOrder, terms: NewTerms): void {
    this.#command(() => amendTerms(this.#state, order, terms))
  }

  /** Ends an open order as the exchange does when its time is over. Does nothing to one that is over. */
  expire(order: EngineOrder): void {
    this.#command(() => endOrder(this.#state, order, { state: 'expired', reason: 'ended_by_exchange' }))
  }

  order(id: number): EngineOrder | null {
    return this.#state.orders.get(id) ?? null
  }

  /** The orders of a list, in the order in which they were given. */
  ordersOf(list: OrderList): readonly EngineOrder[] {
    return list.orderIds.map((id) => orderOf(this.#state, id))
  }

  list(id: number): OrderList | null {
    return this.#state.lists.get(id) ?? null
  }

  /** The account's order of that client id: the open one, else the latest. */
  orderByClientId(accountId: string, symbol: string, clientOrderId: string): EngineOrder | null {
    const mine = this.account(accountId).orders.filter(
      (order) => order.symbol === symbol && order.clientOrderId === clientOrderId,
    )
    return mine.find((order) => !isOver(order)) ?? mine.at(-1) ?? null
  }

  bestPrice(symbol: string, side: Side): PriceLevel | null {
    return this.depth(symbol, side, 1)[0] ?? null
  }

  depth(symbol: string, side: Side, limit: number): readonly PriceLevel[] {
    return marketOf(this.#state, symbol).book.depth(side, limit)
  }

  /** Counts changes of the book. */
  bookUpdates(symbol: string): number {
    return marketOf(this.#state, symbol).book.updates
  }

  tape(symbol: string): Tape {
    return marketOf(this.#state, symbol).tape
  }

  lastPrice(symbol: string): Money {
    return marketOf(this.#state, symbol).tape.last
  }

  /** The bar of [`from`, `to`), invented before the exchange opened. */
  bar(symbol: string, from: number, to: number): TimedBar {
    const { past, tape } = marketOf(this.#state, symbol)
    return barBetween(past, tape, from, to)
  }

  dayStatistics(symbol: string): DayStatistics {
    const { past, tape } = marketOf(this.#state, symbol)
    const now = this.now()
    const second = Math.floor(now / 1000)
    const cached = this.#dayCache.get(symbol)
    if (cached?.second === second && cached.lastId === tape.lastId) return cached.day
    const day = dayStatistics(past, tape, now)
    this.#dayCache.set(symbol, { second, lastId: tape.lastId, day })
    return day
  }

  /**
   * Moves the price, trading on the way with whatever it meets (see walkPrice). The price is cut to the tick. Returns
   * where it stands: short of `price` only when `maxQuantity` ran out. @throws RangeError outside the market's prices.
   */
  setPrice(symbol: string, price: Money, maxQuantity: Money | null = null): Money {
    const market = marketOf(this.#state, symbol)
    const range = market.market.price
    const target = price.floorToStep(range.step)
    if (!target.isPositive() || target.lessThan(range.min) || target.greaterThan(range.max)) {
      throw new RangeError(`the price of ${symbol} must be from ${range.min.toString()} to ${range.max.toString()}`)
    }
    if (market.status !== 'trading') throw new RangeError(`${symbol} does not trade`)
    return this.#command(() => walkPrice(this.#state, market, this.#ladder(symbol), target, { maxQuantity }))
  }

  /** One small move of every market that trades: up to about 0.03 %, drawn from the seed. */
  drift(): void {
    for (const symbol of this.#state.markets.keys()) this.driftMarket(symbol)
  }

  /** As {@link drift}, for one market. */
  driftMarket(symbol: string): void {
    const market = marketOf(this.#state, symbol)
    if (market.status !== 'trading') return
    const { step, min, max } = market.market.price
    const ticks = Math.round((this.#random() - 0.5) * 2 * this.#driftTicks(market))
    const moved = market.fair.plus(step.times(Money.parse(String(ticks))))
    this.setPrice(symbol, Money.min(Money.max(moved, min, step), max))
  }

  #driftTicks(market: MarketState): number {
    const ticks = market.fair.dividedBy(market.market.price.step, 0).times(Money.parse('0.0003')).truncated(0)
    return Math.max(1, Number(ticks.toString()))
  }

  #ladder(symbol: string): Ladder {
    const ladder = this.#ladders.get(symbol)
    if (ladder === undefined) throw new Error(`no market ${symbol}`)
    return ladder
  }

  #command<T>(command: () => T): T {
    const result = this.#carriedOut(command)
    for (const [symbol, market] of this.#state.markets) {
      if (!market.quotesStale) continue
      market.fair = fairAfterTrades(market)
      quote(market, this.#ladder(symbol))
    }
    this.#state.feed.tell(this.#state)
    return result
  }

  #carriedOut<T>(command: () => T): T {
    try {
      const result = command()
      settle(this.#state)
      return result
    } catch (error) {
      this.#state.feed.forget(this.#state)
      throw error
    }
  }
}
