import type { TradesStanding } from '../../src-shared/database-options.ts'
import type { NewTrade } from '../../src-shared/django-trade.ts'
import { type ErrorView, GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import { type Language, message, type MessageRef, sentence } from '../../src-shared/messages/index.ts'
import { isFinal, type Order } from '../../src-shared/order.ts'
import type { DjangoTradesPolicy } from '../../src-shared/settings.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import { Holds } from '../infra/holds.ts'
import type { DeskEvent } from '../trading/desk-types.ts'
import type { TradeEvent } from '../trading/events/trade-event.ts'
import type { Journal } from '../trading/journal.ts'
import { resultOf } from '../trading/outcome.ts'
import { type InquiriesOptions, OrderInquiries } from './order-inquiries.ts'
import type { TradeRecord } from './trade-record.ts'
import {
  executed,
  firstValues,
  isWholeStory,
  nothingBefore,
  pendingValues,
  troubledValues,
  valuesAfter,
  withWorth,
} from './trade-row.ts'
import { TradeRows, type TradeRowsOptions } from './trade-rows.ts'

export interface TradeKeeperOptions extends Omit<TradeRowsOptions, 'kept'>, Pick<InquiriesOptions, 'orderNow'> {
  readonly journal: Pick<Journal, 'djangoTrades' | 'byClientOrderId'>
  readonly policy: () => DjangoTradesPolicy
  /** Has all that happens in an account told. @returns how to let go */
  readonly hold: (accountId: string) => () => void
  /** Of Django's pages. */
  readonly language: () => Language
}

/** The answer waits so long for what comes after the order; the row is written all the same. */
const answerWaitMs = 1_000

/**
 * Keeps the rows of Django's table of trades: one for each order that Django has placed here, before it is sent where the
 * person wants that, and brought to where its order is until nothing more can happen to it.
 */
export class TradeKeeper {
  readonly #options: TradeKeeperOptions
  readonly #rows: TradeRows
  readonly #holds: Holds
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #inquiries: OrderInquiries

  constructor({ journal, ...options }: TradeKeeperOptions) {
    this.#options = { ...options, journal }
    this.#clock = options.clock
    this.#logger = options.logger
    this.#rows = new TradeRows({ ...options, kept: journal.djangoTrades })
    this.#holds = new Holds(options.hold)
    this.#inquiries = new OrderInquiries({
      ...options,
      record: (clientOrderId) => this.#rows.live(clientOrderId),
      told: (record, order) => this.#learn(record, order),
      gaveUp: (record) => this.#neverWhole(record),
    })
  }

  /**
   * An order is about to be placed. `must`: its row stands before it may be sent, where the person wants that; else it
   * is written with what becomes of the order.
   * @throws GatewayError `refused` or `retryable` `database.trade_…` for one that must not be sent; for others nothing
   */
  async begin(trade: NewTrade, must: boolean): Promise<void> {
    try {
      await this.#begin(trade, must)
    } catch (error) {
      if (must) throw error
      this.#logger.warn({ order: trade.clientOrderId, err: error }, 'an order gets no row in Django’s table of trades')
    }
  }

  async #begin(trade: NewTrade, must: boolean): Promise<void> {
    this.#follow()
    const policy = this.#options.policy()
    if (policy === 'off' || this.#options.database() === null) return
    // Under way or placed already: the desk says so.
    const before = this.#rows.get(trade.clientOrderId)
    if (before !== null && isUnderWayOrPlaced(before)) return
    const record = this.#recordOf(trade)
    if (!must) this.#put({ ...record, isDue: false })
    else if (policy === 'refuse') await this.#standOrRefuse(record)
    else await this.#standOrWait(record)
  }

  /** An order of which nothing was sent, and why; told for those that the desk does not tell of. */
  refused(clientOrderId: string, error: ErrorView): void {
    const record = this.#rows.get(clientOrderId)
    if (record === null || isPlaced(record)) return
    const following = troubledValues(record.following, 'error', this.#say(error.text))
    if (record.isEnded && record.following.error_message === following.error_message) return
    this.#put({ ...record, following, isDue: true, isEnded: true })
  }

  /** Django's id of an order's row; null: it has none, or not yet. */
  idOf(clientOrderId: string): number | null {
    const tradeId = this.#rows.get(clientOrderId)?.tradeId ?? null
    return tradeId === null || !isSafe(tradeId) ? null : Number(tradeId)
  }

  /** Resolves when an order's row says what is known of it, or a second later. */
  async settled(clientOrderId: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const cancel = this.#clock.after(answerWaitMs, () => resolve(undefined))
    await Promise.race([this.#rows.write(clientOrderId), promise])
    cancel()
  }

  /**
   * Whether an order is not to be shown to Terminal 7 yet: it makes a row of its own of each order that it finds none
   * for.
   */
  isHeldBack(accountId: string, { id, clientOrderId }: Pick<Order, 'id' | 'clientOrderId'>): boolean {
    const record = this.#recordFor(accountId, { id, clientOrderId })
    return record !== null && record.named !== id
  }

  /** Told of what the desk did. */
  heed(event: DeskEvent): void {
    switch (event.type) {
      case 'order': {
        const { outcome, clientOrderId } = event
        if (outcome.outcome === 'rejected') this.refused(clientOrderId, outcome.error)
        else this.#heedPlacing(clientOrderId, outcome)
        return
      }
      case 'edited':
        this.#replaced(event.accountId, event.previousId, event.order)
        return
      case 'cancelled':
        this.#saw(event.accountId, event.order)
        return
      case 'in-doubt':
      case 'bracket':
      case 'guard':
        return
    }
  }

  /** Told of what happens in accounts. */
  happened(event: TradeEvent): void {
    if (event.type === 'order') this.#saw(event.accountId, event.order)
  }

  /** The database, what it holds or the time may be another. */
  look(): void {
    this.#follow()
    this.#rows.look()
  }

  standing(): TradesStanding {
    return this.#rows.standing()
  }

  /** What a person should know of it, or null: rows that wait while the database itself is there. */
  get notice(): MessageRef | null {
    const { waiting, problem } = this.standing()
    if (waiting === 0 || problem === null || this.#options.database()?.state.state !== 'connected') return null
    return message('database.trades_waiting', { count: String(waiting), why: this.#say(problem) })
  }

  close(): void {
    this.#inquiries.close()
    this.#rows.close()
    this.#holds.keep([])
  }

  /** @throws GatewayError `refused` for what the table does not hold */
  #recordOf(trade: NewTrade): TradeRecord {
    const { clientOrderId, accountId } = trade
    const first = firstValues(trade, this.#clock.now())
    const following = pendingValues(trade)
    // The same order once more, after nothing was sent of it: its row is there.
    const before = this.#rows.get(clientOrderId)
    return {
      clientOrderId,
      accountId,
      first,
      following,
      tradeId: before?.tradeId ?? null,
      isDue: true,
      mayAdd: true,
      triedAt: before === null ? 0 : before.tradeId === null ? (before.triedAt ?? 0) : null,
      named: before?.named ?? null,
      order: null,
      before: nothingBefore,
      now: nothingBefore,
      isEnded: false,
    }
  }

  async #standOrRefuse(record: TradeRecord): Promise<void> {
    const { clientOrderId } = record
    try {
      await this.#rows.requireReady()
      await this.#rows.begin(record)
      const problem = await this.#rows.write(clientOrderId)
      if (problem !== null) throw problem
      const tradeId = this.#rows.get(clientOrderId)?.tradeId ?? ''
      if (!isSafe(tradeId)) throw new GatewayError('refused', 'database.trade_id_too_large', { id: tradeId })
    } catch (error) {
      const why = toGatewayError(error)
      const params = { why: this.#say(why.text) }
      const refusal = new GatewayError(
        why.class === 'retryable' ? 'retryable' : 'refused',
        'database.trade_not_sent',
        params,
        { cause: error },
      )
      this.#giveUp(clientOrderId, refusal)
      throw refusal
    }
  }

  async #standOrWait(record: TradeRecord): Promise<void> {
    try {
      await this.#rows.begin(record)
      await this.#rows.write(record.clientOrderId)
    } catch (error) {
      // The order's own entry comes next, and is refused where this journal cannot be written.
      this.#logger.warn({ order: record.clientOrderId, err: error }, 'a row of Django’s is not noted in the journal')
    }
  }

  /** Of a row that may have been written the database has the last word. */
  #giveUp(clientOrderId: string, refusal: GatewayError): void {
    const record = this.#rows.get(clientOrderId)
    if (record === null) return
    if (record.tradeId === null && !record.triedAt) this.#rows.remove(clientOrderId)
    else {
      const following = troubledValues(record.following, 'error', this.#say(refusal.text))
      this.#put({ ...record, following, mayAdd: false, isDue: true, isEnded: true })
    }
  }

  #heedPlacing(
    clientOrderId: string,
    outcome: Exclude<Extract<DeskEvent, { type: 'order' }>['outcome'], { outcome: 'rejected' }>,
  ): void {
    const record = this.#rows.get(clientOrderId)
    if (record === null) return
    if (outcome.outcome === 'accepted') this.#learn(record, outcome.placed.order)
    else {
      const following = troubledValues(record.following, 'pending', this.#say(outcome.error.text))
      this.#put({ ...record, following, isDue: true })
    }
  }

  /** A change made another order of it: what was executed before belongs to the same row. */
  #replaced(accountId: string, previousId: string, order: Order): void {
    const record = this.#rows.ofOrder(accountId, previousId)
    if (record === null) return
    this.#learn(order.id === previousId ? record : { ...record, before: record.now, order: null }, order)
  }

  /** Before an order is answered it is known by the id that we gave it alone. */
  #recordFor(accountId: string, { id, clientOrderId }: Pick<Order, 'id' | 'clientOrderId'>): TradeRecord | null {
    const known = this.#rows.ofOrder(accountId, id)
    if (known !== null || clientOrderId === null) return known
    const named = this.#rows.live(clientOrderId)
    // One that has another order now is not meant: what is told is of the order that was replaced.
    return named?.order === null ? named : null
  }

  #saw(accountId: string, order: Order): void {
    const record = this.#recordFor(accountId, order)
    if (record === null) return
    // What took its place is told next; where that went wrong, the exchange tells.
    if (order.endReason?.kind === 'replaced') this.#inquiries.askLater(record.clientOrderId)
    else this.#learn(record, order)
  }

  #learn(record: TradeRecord, order: Order): void {
    const { cost, fees, filled, average } = executed(order, record.before)
    const isOld =
      filled.lessThan(record.now.filled) || (record.following.status !== 'pending' && !isFinal(order.status))
    if (isOld && record.order !== null) return
    const following = valuesAfter(record.following, order, record.before, (text) => this.#say(text))
    const isSame = record.order?.id === order.id && JSON.stringify(following) === JSON.stringify(record.following)
    const isEnded = isWholeStory(order)
    if (isSame && isEnded === record.isEnded) return
    this.#put({
      ...record,
      first: average === null ? record.first : withWorth(record.first, { cost }),
      following: isSame ? record.following : following,
      isDue: record.isDue || !isSame,
      order: { id: order.id, symbol: order.symbol },
      now: { filled, cost, fees: fees ?? record.now.fees },
      isEnded,
    })
    if (isFinal(order.status) && !isEnded) this.#inquiries.ask(record.clientOrderId)
  }

  /** Takes over the rows of the database in use, and finds out what became of their orders meanwhile. */
  #follow(): void {
    for (const record of this.#rows.follow()) {
      try {
        this.#recover(record)
      } catch (error) {
        this.#logger.error(
          { order: record.clientOrderId, err: error },
          'what became of an order in Django’s table is not known',
        )
      }
    }
    this.#holdAccounts()
  }

  #recover(record: TradeRecord): void {
    const { clientOrderId } = record
    if (record.order !== null) {
      if (!record.isEnded) this.#inquiries.ask(clientOrderId)
      return
    }
    const operation = this.#options.journal.byClientOrderId(clientOrderId)
    if (operation === null) {
      if (record.isEnded) return
      const why = this.#say(message('database.trade_nothing_sent'))
      const following = troubledValues(record.following, 'error', why)
      this.#put({ ...record, following, mayAdd: false, isDue: true, isEnded: true })
      return
    }
    const result = resultOf(operation)
    if (result.state === 'accepted') this.#heedPlacing(clientOrderId, { ...result, outcome: 'accepted', clientOrderId })
    else if (result.state === 'rejected') this.refused(clientOrderId, result.error)
    else this.#heedPlacing(clientOrderId, { ...result, outcome: 'unknown', clientOrderId })
    if (result.state === 'accepted') this.#inquiries.ask(clientOrderId)
  }

  /** An exchange that does not tell all of it will not do so later either. */
  #neverWhole(record: TradeRecord): void {
    if (record.following.status !== 'pending') this.#put({ ...record, isEnded: true })
  }

  #put(record: TradeRecord): void {
    this.#rows.put(record)
    this.#holdAccounts()
  }

  /** What happens to their orders is told as long as anything can. */
  #holdAccounts(): void {
    const followed = this.#rows.list().filter(({ order, isEnded }) => order !== null && !isEnded)
    this.#holds.keep([...new Set(followed.map(({ accountId }) => accountId))])
  }

  #say(text: MessageRef): string {
    return sentence(text, this.#options.language())
  }
}

/** Whether every reader of the answer takes an id for what it is: JavaScript's numbers end there. */
const isSafe = (id: string): boolean => Number.isSafeInteger(Number(id))

const isPlaced = ({ order }: TradeRecord): boolean => order !== null
const isUnderWayOrPlaced = (record: TradeRecord): boolean => isPlaced(record) || !record.isEnded
