import type { Account } from '../../../src-shared/account.ts'
import { legOf } from '../../../src-shared/exit-plan.ts'
import { Money } from '../../../src-shared/money.ts'
import { type ExitRole, isFinal, type Order } from '../../../src-shared/order.ts'
import type { NewsPage, TradeHappening } from '../../../src-shared/trade-news.ts'
import { becameIdOf } from '../../exchange/orders/became.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import { RecentMap } from '../../infra/recent-map.ts'
import type { Bracket } from '../brackets/bracket.ts'
import { NewsLog } from './news-log.ts'
import { newsOfEnd } from './order-end.ts'
import type { Need } from './standing-needs.ts'
import type { FinishedOperation, Witness } from './witness.ts'

export interface NewsroomOptions {
  readonly accounts: { get(id: string): Pick<Account, 'name' | 'exchange'> | null }
  /** Decimals of a market's prices; null: not known. */
  readonly priceDecimals: (accountId: string, symbol: string) => Promise<number | null>
  /** The orders as they are told by whom they were ended. */
  readonly withEndings: (accountId: string, orders: readonly Order[]) => readonly Order[]
  /** Whether an order of this id was placed from here. */
  readonly isOurs: (accountId: string, orderId: string) => boolean
  /** Whether an order of this client id is being placed. */
  readonly isUnderWay: (accountId: string, clientOrderId: string) => boolean
  readonly clock: Clock
  readonly logger: Logger
  /** There is news. */
  readonly changed: () => void
}

/** What else is told of an order that has just ended comes within this time. */
const settleMs = 150
/** How often it is waited for once more while the order's own answer is on its way: ten seconds in all. */
const mostWaits = 66
/** And for a conditional order of ours that says it has become an order that we do not know: three seconds in all. */
const mostWaitsForParent = 20
/** A price that is reached is told of unless the exit is filled by then. */
const reachedMs = 2_000
/** Doubt is told of unless it is over by then. */
const doubtMs = 10_000
/** What ended longer ago, before this run, is no news. */
const justNowMs = 60_000
const sameAlarmMs = 5 * 60_000
const mostRemembered = 5_000

/**
 * Turns what happens to orders, brackets and operations into news for people: each thing once, however often and by
 * whatever way it is told here, and never from a guess. See docs/architecture.md §4.
 */
export class Newsroom implements Witness {
  readonly #options: NewsroomOptions
  readonly #log = new NewsLog()
  readonly #startedAt: number
  /** Orders whose end is told, or about to be. */
  readonly #ended = new RecentMap<true>(mostRemembered)
  /** Orders that are told of under the conditional order that they were before. */
  readonly #children = new RecentMap<true>(mostRemembered)
  /** By order: the form whose own answer told its end. */
  readonly #forms = new RecentMap<string>(mostRemembered)
  /** By order: what it is in which bracket. */
  readonly #exits = new RecentMap<{ readonly role: ExitRole; readonly bracketId: string }>(mostRemembered)
  /** By bracket: what of it is not exited. */
  readonly #left = new RecentMap<Money>(mostRemembered)
  /** Exits that are told of: filled, or reached. */
  readonly #exitsTold = new RecentMap<true>(mostRemembered)
  readonly #alarms = new RecentMap<number>(mostRemembered)
  readonly #timers = new Map<string, () => void>()
  /** News are told one after the other, in the order in which they happened. */
  #telling: Promise<void> = Promise.resolve()

  constructor(options: NewsroomOptions) {
    this.#options = options
    this.#startedAt = options.clock.now()
  }

  /** Whether it is known that an order is over. */
  isOver(accountId: string, orderId: string): boolean {
    return this.#ended.has(keyOf(accountId, orderId))
  }

  /** As the contract’s `news.list`. */
  page(place: { readonly run: string; readonly sequence: number } | null): NewsPage {
    return this.#log.after(place)
  }

  saw(accountId: string, orders: readonly Order[]): void {
    for (const order of orders) {
      const key = keyOf(accountId, order.id)
      if (!isFinal(order.status) || this.#ended.has(key)) continue
      this.#ended.set(key, true)
      const becameId = becameIdOf(order.raw)
      if (becameId !== null) this.#children.set(keyOf(accountId, becameId), true)
      if (order.updatedAt < this.#startedAt - justNowMs) continue
      this.#settle(accountId, order, 0)
    }
  }

  sawBracket(before: Bracket | null, now: Bracket, left: Money): void {
    const { accountId, id, symbol, alarm, firing } = now
    // An exit that has ended tells what was left then, also when the bracket is over by the time it is told.
    this.#left.set(id, left.isPositive() ? left : Money.zero)
    for (const { orderId, role, status, waiting, triggerPrice } of now.members) {
      if (role === 'entry') continue
      this.#exits.set(keyOf(accountId, orderId), { role, bracketId: id })
      const old = before?.members.find((each) => each.orderId === orderId)
      // An exit at the exchange whose trigger was met and that rests in the book.
      if (old?.waiting === true && !waiting && !isFinal(status) && triggerPrice !== null)
        this.#reached(now, role, triggerPrice)
    }
    if (before === null) return
    if (before.firing === null && firing !== null) {
      const leg = legOf(now.wanted, firing.role)
      if (leg !== null) this.#reached(now, firing.role, leg.triggerPrice)
    }
    if (alarm === null || JSON.stringify(before.alarm) === JSON.stringify(alarm)) return
    this.sawNeed({ key: `${id} ${JSON.stringify(alarm)}`, what: 'alarm', about: id, accountId, symbol, text: alarm })
  }

  /** Something waits for a person from now on. */
  sawNeed({ key, what, about, accountId, symbol, text }: Need): void {
    const at = this.#options.clock.now()
    if (at - (this.#alarms.get(key) ?? -Infinity) < sameAlarmMs) return
    this.#alarms.set(key, at)
    this.#tell(accountId, symbol, at, { kind: 'trouble', what, about, text })
  }

  sawFinished({ about, result }: FinishedOperation): void {
    const { accountId, origin } = about
    if (result.journalId === null) return
    const timer = `doubt ${result.journalId}`
    this.#cancel(timer)
    if (result.state === 'accepted') {
      const { order, legs } = result.placed
      const orders = [order, ...legs]
      if (about.operation === 'place' && origin.kind === 'panel')
        for (const { id, status } of orders)
          if (isFinal(status)) this.#forms.set(keyOf(accountId, id), origin.requestId)
      this.saw(accountId, orders)
    }
    if (result.state !== 'unknown') return
    const { text } = result.error
    const { symbol } = about
    const tell = (what: 'in_doubt' | 'needs_person'): void =>
      this.#tell(accountId, symbol, this.#options.clock.now(), { kind: 'trouble', what, about: timer, text })
    if (text.key === 'order.outcome.needs_attention') tell('needs_person')
    else this.#after(timer, doubtMs, () => tell('in_doubt'))
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  /**
   * Tells an end once the rest of it is here: the bracket has taken it in, and the answer to whoever placed it says
   * that it did.
   */
  #settle(accountId: string, order: Order, waits: number): void {
    const key = keyOf(accountId, order.id)
    this.#after(`end ${key}`, settleMs, () => {
      const { clientOrderId } = order
      const { isUnderWay, isOurs } = this.#options
      const isBeingPlaced = clientOrderId !== null && isUnderWay(accountId, clientOrderId)
      const mayBeChild = !this.#exits.has(key) && !isOurs(accountId, order.id)
      const most = isBeingPlaced ? mostWaits : mayBeChild ? mostWaitsForParent : 0
      if (waits < most) this.#settle(accountId, order, waits + 1)
      else this.#inTurn(() => this.#tellEnd(accountId, order))
    })
  }

  async #tellEnd(accountId: string, order: Order): Promise<void> {
    const { clock, logger, priceDecimals, withEndings } = this.#options
    const key = keyOf(accountId, order.id)
    if (this.#children.has(key)) return
    const exit = this.#exits.get(key)
    if (exit !== undefined && order.filled.isPositive()) this.#exitsTold.set(exitKey(exit), true)
    const left = exit === undefined ? undefined : this.#left.get(exit.bracketId)
    const decimals = await priceDecimals(accountId, order.symbol).catch((error: unknown) => {
      logger.warn({ accountId, err: error }, 'the decimals of a price are not known')
      return null
    })
    const [told = order] = withEndings(accountId, [order])
    const happening = newsOfEnd(told, {
      member: exit === undefined || left === undefined ? null : { role: exit.role, left },
      priceDecimals: decimals,
      toldToForm: this.#forms.get(key) ?? null,
    })
    if (happening === null) return
    this.#add(accountId, order.symbol, Math.min(order.updatedAt, clock.now()), happening)
  }

  #reached({ accountId, id, symbol }: Bracket, role: ExitRole, triggerPrice: Money): void {
    const key = exitKey({ role, bracketId: id })
    const at = this.#options.clock.now()
    if (this.#exitsTold.has(key) || this.#timers.has(`reached ${key}`)) return
    this.#after(`reached ${key}`, reachedMs, () => {
      if (this.#exitsTold.has(key)) return
      this.#exitsTold.set(key, true)
      this.#tell(accountId, symbol, at, { kind: 'exit', what: 'exit_reached', role, triggerPrice })
    })
  }

  #tell(accountId: string, symbol: string | null, at: number, happening: TradeHappening): void {
    this.#inTurn(() => this.#add(accountId, symbol, at, happening))
  }

  #inTurn(tell: () => void | Promise<void>): void {
    this.#telling = this.#telling
      .then(tell)
      .catch((error: unknown) => this.#options.logger.error({ err: error }, 'a piece of news could not be told'))
  }

  #add(accountId: string, symbol: string | null, at: number, happening: TradeHappening): void {
    const account = this.#options.accounts.get(accountId)
    if (account === null) return
    this.#log.add({ ...happening, at, accountId, accountName: account.name, exchange: account.exchange, symbol })
    this.#options.changed()
  }

  #after(name: string, ms: number, call: () => void): void {
    this.#cancel(name)
    const cancel = this.#options.clock.after(ms, () => {
      this.#timers.delete(name)
      call()
    })
    this.#timers.set(name, cancel)
  }

  #cancel(name: string): void {
    this.#timers.get(name)?.()
    this.#timers.delete(name)
  }
}

const keyOf = (accountId: string, orderId: string): string => `${accountId} ${orderId}`
const exitKey = ({ bracketId, role }: { readonly bracketId: string; readonly role: ExitRole }): string =>
  `${bracketId} ${role}`
