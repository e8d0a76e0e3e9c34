import type { Account } from '../../../src-shared/account.ts'
import { Money } from '../../../src-shared/money.ts'
import { type ExitRole, isFinal, type OrderRole } from '../../../src-shared/order.ts'
import type { NewsPage, TradeHappening } from '../../../src-shared/trade-news.ts'
import { becameIdOf } from '../../exchange/orders/became.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import { RecentMap } from '../../infra/recent-map.ts'
import type { BracketHappening } from '../brackets/bracket-happening.ts'
import type { DeskEvent } from '../desk-types.ts'
import type { OperationInDoubt, OrderStepped, TradeEvent } from '../events/trade-event.ts'
import { NewsLog } from './news-log.ts'
import { newsOfEnd } from './order-end.ts'
import type { Need } from './standing-needs.ts'

export interface NewsroomOptions {
  readonly accounts: { get(id: string): Pick<Account, 'name' | 'exchange'> | null }
  /** Decimals of a market's prices; null: not known. */
  readonly priceDecimals: (accountId: string, symbol: string) => Promise<number | null>
  /** Whether an order of this id was placed from here. */
  readonly isOurs: (accountId: string, orderId: string) => boolean
  /** Whether an order of this client id is being placed. */
  readonly isUnderWay: (accountId: string, clientOrderId: string) => boolean
  /** Whether nobody knows yet what came of an operation. */
  readonly isInDoubt: (journalId: number) => boolean
  /** What of a live bracket is not exited, base units; null: it does not live. */
  readonly leftOf: (bracketId: string) => Money | null
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
/** How often it is looked then whether it is over. */
const doubtAgainMs = 5_000
/** What ended longer ago, before this run, is no news. */
const justNowMs = 60_000
const sameAlarmMs = 5 * 60_000
const mostRemembered = 5_000

/**
 * Turns what happens in accounts into news for people, of what is worth their looking up, and never from a guess. See
 * docs/architecture.md §4.
 */
export class Newsroom {
  readonly #options: NewsroomOptions
  readonly #log = new NewsLog()
  readonly #startedAt: number
  /** Orders that are told of under the conditional order that they were before. */
  readonly #children = new RecentMap<true>(mostRemembered)
  /** By order: the form whose own answer told its end. */
  readonly #forms = new RecentMap<string>(mostRemembered)
  /** By bracket that is over: what of it was not exited. */
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

  /** As the contract’s `news.list`. */
  page(place: { readonly run: string; readonly sequence: number } | null): NewsPage {
    return this.#log.after(place)
  }

  /** Something happened in an account. */
  heed(event: TradeEvent): void {
    switch (event.type) {
      case 'order':
        this.#heedStep(event)
        return
      case 'bracket':
        this.#heedBracket(event.accountId, event.happened)
        return
      case 'in-doubt':
        this.#heedDoubt(event)
        return
      // Whoever asked was told.
      case 'refused':
      case 'balances':
    }
  }

  /** The answer to whoever placed an order: what it says of an end need not be told to that form once more. */
  answered({ accountId, outcome, asked: { origin } }: Extract<DeskEvent, { type: 'order' }>): void {
    if (outcome.outcome !== 'accepted' || origin.kind !== 'panel') return
    for (const { id, status } of [outcome.placed.order, ...outcome.placed.legs])
      if (isFinal(status)) this.#forms.set(keyOf(accountId, id), origin.requestId)
  }

  /** Something waits for a person from now on. */
  sawNeed({ key, what, about, accountId, symbol, text }: Need): void {
    const at = this.#options.clock.now()
    if (at - (this.#alarms.get(key) ?? -Infinity) < sameAlarmMs) return
    this.#alarms.set(key, at)
    this.#tell(accountId, symbol, at, { kind: 'trouble', what, about, text })
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  #heedStep(event: TradeEvent & OrderStepped): void {
    const { accountId, step, order, role, bracketId, at } = event
    if (step === 'triggered' && bracketId !== null && isExitRole(role) && 'triggerPrice' in order.terms)
      this.#reached(accountId, order.symbol, { bracketId, role, triggerPrice: order.terms.triggerPrice })
    if (step !== 'filled' && step !== 'ended') return
    const becameId = becameIdOf(order.raw)
    if (becameId !== null) this.#children.set(keyOf(accountId, becameId), true)
    if (at < this.#startedAt - justNowMs) return
    this.#settle(event, 0)
  }

  #heedBracket(accountId: string, happened: BracketHappening): void {
    const { bracketId, symbol } = happened
    switch (happened.kind) {
      case 'exit-fired': {
        const { by, role, triggerPrice } = happened
        if (by === 'application' && triggerPrice !== null)
          this.#reached(accountId, symbol, { bracketId, role, triggerPrice })
        return
      }
      case 'ended':
        this.#left.set(bracketId, happened.remaining)
        return
      case 'attention': {
        const key = `${bracketId} ${JSON.stringify(happened.alarm)}`
        this.sawNeed({ key, what: 'alarm', about: bracketId, accountId, symbol, text: happened.alarm })
        return
      }
      case 'protected':
    }
  }

  #heedDoubt({
    accountId,
    journalId,
    needsPerson,
    asked: { symbol },
    error: { text },
  }: TradeEvent & OperationInDoubt): void {
    const about = `doubt ${journalId}`
    const { clock, isInDoubt } = this.#options
    const later = (ms: number, look: () => void): void => this.#after(about, ms, () => this.#inTurn(look))
    const untilOver = (): void =>
      later(doubtAgainMs, () => {
        if (isInDoubt(journalId)) untilOver()
        else this.#add(accountId, symbol, clock.now(), { kind: 'trouble', what: 'doubt_over', about })
      })
    const tell = (what: 'in_doubt' | 'needs_person'): void => {
      this.#add(accountId, symbol, clock.now(), { kind: 'trouble', what, about, text })
      untilOver()
    }
    this.#cancel(about)
    if (needsPerson) this.#inTurn(() => tell('needs_person'))
    else
      later(doubtMs, () => {
        if (isInDoubt(journalId)) tell('in_doubt')
      })
  }

  /**
   * Tells an end once the rest of it is here: the bracket has taken it in, and the answer to whoever placed it says
   * that it did.
   */
  #settle(event: TradeEvent & OrderStepped, waits: number): void {
    const { accountId, order, bracketId } = event
    this.#after(`end ${keyOf(accountId, order.id)}`, settleMs, () => {
      const { clientOrderId } = order
      const { isUnderWay, isOurs } = this.#options
      const isBeingPlaced = clientOrderId !== null && isUnderWay(accountId, clientOrderId)
      const mayBeChild = bracketId === null && !isOurs(accountId, order.id)
      const most = isBeingPlaced ? mostWaits : mayBeChild ? mostWaitsForParent : 0
      if (waits < most) this.#settle(event, waits + 1)
      else this.#inTurn(() => this.#tellEnd(event))
    })
  }

  async #tellEnd({ accountId, order, role, bracketId }: TradeEvent & OrderStepped): Promise<void> {
    const { clock, logger, priceDecimals } = this.#options
    const key = keyOf(accountId, order.id)
    if (this.#children.has(key)) return
    const exit = bracketId !== null && isExitRole(role) ? { bracketId, role } : null
    if (exit !== null && order.filled.isPositive()) this.#exitsTold.set(exitKey(exit), true)
    const decimals = await priceDecimals(accountId, order.symbol).catch((error: unknown) => {
      logger.warn({ accountId, err: error }, 'the decimals of a price are not known')
      return null
    })
    const happening = newsOfEnd(order, {
      member: exit && { role: exit.role, left: this.#leftOf(exit.bracketId) },
      priceDecimals: decimals,
      toldToForm: this.#forms.get(key) ?? null,
    })
    if (happening === null) return
    this.#add(accountId, order.symbol, Math.min(order.updatedAt, clock.now()), happening)
  }

  #leftOf(bracketId: string): Money | null {
    const left = this.#options.leftOf(bracketId) ?? this.#left.get(bracketId) ?? null
    return left?.isNegative() === true ? Money.zero : left
  }

  #reached(accountId: string, symbol: string, { triggerPrice, ...exit }: ReachedExit): void {
    const key = exitKey(exit)
    const at = this.#options.clock.now()
    if (this.#exitsTold.has(key) || this.#timers.has(`reached ${key}`)) return
    this.#after(`reached ${key}`, reachedMs, () => {
      if (this.#exitsTold.has(key)) return
      this.#exitsTold.set(key, true)
      this.#tell(accountId, symbol, at, { kind: 'exit', what: 'exit_reached', role: exit.role, triggerPrice })
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

interface Exit {
  readonly bracketId: string
  readonly role: ExitRole
}

interface ReachedExit extends Exit {
  readonly triggerPrice: Money
}

const keyOf = (accountId: string, orderId: string): string => `${accountId} ${orderId}`
const exitKey = ({ bracketId, role }: Exit): string => `${bracketId} ${role}`

const isExitRole = (role: OrderRole): role is ExitRole => role === 'stop_loss' || role === 'take_profit'
