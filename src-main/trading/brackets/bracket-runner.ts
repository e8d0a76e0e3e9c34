import type { BracketView } from '../../../src-shared/bracket.ts'
import { type ErrorView, GatewayError, toGatewayError } from '../../../src-shared/errors.ts'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import type { Market } from '../../../src-shared/market.ts'
import { message, type MessageRef } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Order, Origin } from '../../../src-shared/order.ts'
import type { BaseExchangeClient } from '../../exchange/core/base-exchange-client.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import type { CancelIntent, EditIntent, PlaceIntent, PlaceOutcome } from '../desk-types.ts'
import type { Learned } from '../events/learned.ts'
import type { Journal } from '../journal.ts'
import type { AccountNewsSource } from './account-watch.ts'
import { Announced } from './announced.ts'
import { auditLines } from './audit-lines.ts'
import { type BracketHappening, happenings, protection } from './bracket-happening.ts'
import { viewOf } from './bracket-view.ts'
import { BracketWriter, writeAgainMs } from './bracket-writer.ts'
import { type Bracket, commandOrigin, isLive, type Member, type Pending } from './bracket.ts'
import { decide, type BracketFacts } from './decide.ts'
import * as events from './events.ts'
import { isNews, OwnOrders } from './own-orders.ts'
import { pollOrders, applyPoll } from './poll.ts'
import type { PriceSource } from './price-source.ts'
import { type MarketTerms, type Standing, standingOf, uncoveredRoles } from './standing.ts'
import { WatchedPrice } from './watched-price.ts'

/** The order desk, as far as brackets use it: their orders go through the same door as everybody's. */
interface BracketOrders {
  place(intent: PlaceIntent, origin: Origin): Promise<PlaceOutcome>
  cancel(intent: CancelIntent, origin: Origin): Promise<Order>
  edit(intent: EditIntent, origin: Origin): Promise<Order>
}

/** What a bracket's steps stand on. */
export interface BracketRunnerOptions {
  readonly journal: Journal
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
  readonly orders: BracketOrders
  readonly prices: PriceSource
  /** What happens in accounts, where their exchanges push it; missing: only polls tell. */
  readonly news?: AccountNewsSource
  /** Whether the kill switch lets exits be placed. */
  readonly mayPlace: () => boolean
  /** Told of orders of brackets that are not as they were. */
  readonly seen: (accountId: string, orders: readonly Order[], learned: Learned) => void
  readonly clock: Clock
  readonly logger: Logger
  /** A bracket of the account changed; what of it is news. */
  readonly changed: (accountId: string, happened: readonly BracketHappening[]) => void
}

const doubtAgainMs = 2_000
const troubleAgainMs = 5_000
/** An exit that has just triggered is in no list for a moment. */
const tellMissingAfterMs = 5_000
const missingAgainMs = 2_000
/**
 * An exit newly at the exchange, or moved, may have arrived when its price was already past, and never trigger: the
 * price is watched for this long to see that.
 */
const proveMs = 30_000

/**
 * Sees one bracket through: polls its orders, follows the price, decides ({@link decide}) and carries out, one step
 * after the other. Its state is on disk before anything is sent.
 */
export class BracketRunner {
  readonly #options: BracketRunnerOptions
  readonly #ended: () => void
  #bracket: Bracket
  /** Set while the bracket's next steps are being taken; steps never overlap. */
  #running: Promise<void> | null = null
  #again = false
  readonly #ownOrders = new OwnOrders()
  readonly #announced = new Announced()
  readonly #writer: BracketWriter
  /** Its orders may have changed. */
  #stale = true
  /** When an order that the exchange does not know is asked for again, epoch ms; null: none is missing. */
  #pollAgainAt: number | null = null
  #cancelTimer: () => void = () => undefined
  readonly #price: WatchedPrice
  /** Until when the price is watched to see that exits at the exchange trigger where they should, epoch ms. */
  #proveUntil: number
  #market: Market | null = null
  #feeRate: Money | null | undefined
  #closed = false
  /** It is of an earlier run, and has not been polled yet in this one. */
  #isResumed: boolean
  /** Whether every exit was held when it last rested. */
  #isProtected: boolean

  /** `ended`: told once the bracket is over. `isResumed`: it is of an earlier run. */
  constructor(bracket: Bracket, options: BracketRunnerOptions, isResumed: boolean, ended: () => void) {
    this.#bracket = bracket
    this.#isResumed = isResumed
    this.#options = options
    this.#isProtected = isResumed && protection(bracket, this.#marketTerms(), this.#seenNow()) !== null
    this.#ended = ended
    this.#writer = new BracketWriter(options)
    this.#price = new WatchedPrice({
      ...options,
      bracket: () => this.#bracket,
      told: (isReached) => {
        if (isReached) this.kick()
        else if (this.#running === null) this.#wantPrice()
      },
    })
    this.#proveUntil = options.clock.now() + proveMs
  }

  get bracket(): Bracket {
    return this.#bracket
  }

  /** As far as it has been read. */
  get market(): Market | null {
    return this.#market
  }

  standing(): Standing {
    return standingOf(this.#bracket, this.#marketTerms())
  }

  view(): BracketView {
    return viewOf(this.#bracket, this.#marketTerms(), this.trouble())
  }

  /** Its orders may have changed: they are polled before anything else. */
  touch(): void {
    this.#stale = true
    this.kick()
  }

  /** All the open orders of its symbol, and which of them belong to other brackets. */
  sawOpenOrders(orders: readonly Order[], isOthers: (orderId: string) => boolean): void {
    if (this.#ownOrders.changed(this.#bracket, orders, isOthers)) this.touch()
  }

  /** An order of its account and symbol as the exchange pushes it. */
  sawPushed(order: Order): void {
    if (this.#closed || !isNews(this.#bracket, order)) return
    const isMember = this.#bracket.members.some(({ orderId }) => orderId === order.id)
    // Before the bracket knows: what it is in the bracket is told while the bracket lives.
    if (isMember) this.#options.seen(this.#bracket.accountId, [order], 'pushed')
    const seen = { now: this.#options.clock.now(), price: this.#price.fresh }
    const next = events.pushed(this.#bracket, order, seen)
    if (next !== this.#bracket) this.record(next, null, this.#bracket.origin)
    if (isMember) this.#announced.note(order)
    this.touch()
  }

  /** The prices reached so far were those of exits that have moved. */
  forgetReached(): void {
    this.#price.forgetReached()
  }

  /** Takes no further step. Resolves when the one under way is done. */
  async close(): Promise<void> {
    this.#closed = true
    this.#stopWaiting()
    await this.#running
    this.#writer.close()
  }

  /** Takes the bracket's next steps, as soon as those under way are done. */
  kick(): void {
    if (this.#closed) return
    if (this.#running !== null) {
      this.#again = true
      return
    }
    this.#cancelTimer()
    this.#running = this.#steps().finally(() => {
      this.#running = null
      if (this.#again && !this.#closed) {
        this.#again = false
        this.kick()
      }
    })
  }

  async #steps(): Promise<void> {
    try {
      await this.#stepUntilIdle()
    } catch (error) {
      const { id, accountId, symbol } = this.#bracket
      const known = toGatewayError(error)
      const level = known.class === 'bug' ? 'error' : 'warn'
      this.#options.logger[level]({ bracket: id, accountId, symbol, err: error }, 'a bracket could not be seen to')
      const isAboutFile = known.text.key.startsWith('file.')
      this.#later(this.#options.clock.now() + (isAboutFile ? writeAgainMs : troubleAgainMs))
    }
    if (isLive(this.#bracket)) this.#wantPrice()
    else if (this.#writer.isDone) this.#end()
    // It is let go of only once its row on disk says that it is over.
    else this.#later(this.#options.clock.now() + writeAgainMs)
  }

  async #stepUntilIdle(): Promise<void> {
    const client = this.#options.clients.clientFor(this.#bracket.accountId)
    await this.readMarket(client)
    let fresh = false
    while (!this.#closed && isLive(this.#bracket)) {
      this.#again = false
      const { pending } = this.#bracket
      if (pending !== null) {
        if (!(await this.#carryOut(pending, client))) return
        fresh = false
        continue
      }
      if (this.#stale || (this.#pollAgainAt !== null && this.#pollAgainAt <= this.#options.clock.now())) {
        await this.#poll(client)
        fresh = true
      }
      const facts = await this.#facts(client, fresh)
      const decision = decide(this.#bracket, facts)
      const { bracket: decided } = decision
      // A command must be on disk before it is carried out; what was only seen may follow.
      if (decision.command !== null) this.update(decided, null, decided.origin)
      else if (decided !== this.#bracket) this.record(decided, null, decided.origin)
      if (decision.poll) {
        await this.#poll(client)
        fresh = true
        continue
      }
      if (decision.command !== null) continue
      this.#pollAgainAt = this.#whenToPollAgain(client)
      const wakeAt = Math.min(decision.wakeAt ?? Infinity, this.#pollAgainAt ?? Infinity)
      if (wakeAt !== Infinity) this.#later(wakeAt)
      this.#rest()
      return
    }
  }

  async #facts(client: BaseExchangeClient, fresh: boolean): Promise<BracketFacts> {
    const market = await this.readMarket(client)
    const { clock, mayPlace } = this.#options
    const now = clock.now()
    const price = this.#price.fresh
    const feeRate = await this.#feeRateOf(client)
    const { reachedSince } = this.#price
    return { market, feeRate, now, price, mayPlace: mayPlace(), fresh, reachedSince }
  }

  async #poll(client: BaseExchangeClient): Promise<void> {
    this.#stale = false
    this.#pollAgainAt = null
    try {
      const poll = await pollOrders(this.#bracket, client)
      const seen = { now: this.#options.clock.now(), price: this.#price.fresh }
      const next = applyPoll(this.#bracket, poll, { ...seen, memory: client.memory.byOrderId })
      const shown = poll.sightings.flatMap(({ placed: { order, legs } }) => [order, ...legs])
      if (next !== this.#bracket) {
        this.#options.seen(next.accountId, shown, 'asked')
        this.record(next, null, this.#bracket.origin)
      }
      this.#isResumed = false
    } catch (error) {
      this.#stale = true
      throw error
    }
  }

  /** Carries a command out, once. @returns false when its outcome is not known yet. */
  async #carryOut(pending: Pending, client: BaseExchangeClient): Promise<boolean> {
    const bracket = this.#bracket
    const { accountId, symbol, id } = bracket
    const origin = commandOrigin(id, pending)
    const { orders, clock } = this.#options
    const { command } = pending
    try {
      switch (command.do) {
        case 'place': {
          const outcome = await orders.place({ accountId, request: command.request }, origin)
          if (outcome.outcome === 'unknown') {
            this.#later(clock.now() + doubtAgainMs)
            return false
          }
          if (outcome.outcome === 'rejected') await this.#refused(pending, outcome.error, client)
          else {
            const next = events.placed(this.#bracket, pending, outcome.clientOrderId, outcome.placed, clock.now())
            this.record(next, null, origin)
          }
          break
        }
        case 'cancel': {
          const order = await orders.cancel({ accountId, orderId: command.orderId, symbol }, origin)
          this.record(events.cancelled(this.#bracket, order), null, origin)
          break
        }
        case 'amend': {
          const { orderId, change } = command
          const order = await orders.edit({ accountId, orderId, symbol, change }, origin)
          this.record(events.amended(this.#bracket, orderId, order, clock.now()), null, origin)
          break
        }
      }
    } catch (error) {
      await this.#failed(pending, error, client)
    }
    this.#stale = true
    return true
  }

  async #failed(pending: Pending, error: unknown, client: BaseExchangeClient): Promise<void> {
    const known = toGatewayError(error)
    if (known.class === 'bug') throw error
    const { class: errorClass, text, field, exchange } = known
    // What has ended meanwhile, and what nobody is sure of, shows when the orders are polled.
    if (errorClass === 'not-found' || errorClass === 'unknown-outcome') {
      this.record(events.cancelInDoubt(this.#bracket), null, this.#bracket.origin)
      return
    }
    await this.#refused(pending, { class: errorClass, text, field, exchange }, client)
  }

  async #refused(pending: Pending, error: ErrorView, client: BaseExchangeClient): Promise<void> {
    const market = await this.readMarket(client)
    const lacks = error.text.key === 'exchange.insufficient_balance' && this.#bracket.exitSide === 'sell'
    const available = lacks ? await availableOf(client, market.base) : null
    const refusal = { error, now: this.#options.clock.now(), market, available }
    this.record(events.refused(this.#bracket, pending, refusal), { refused: error.text.key }, this.#bracket.origin)
  }

  #whenToPollAgain(client: BaseExchangeClient): number | null {
    const now = this.#options.clock.now()
    const due = events.missingUntil(this.#bracket, client.memory.byOrderId)
    const missing = due && Math.max(due, now + missingAgainMs)
    const announced = this.#announced.askAgainAt(this.#bracket, now)
    return missing === null || announced === null ? (missing ?? announced) : Math.min(missing, announced)
  }

  /**
   * What is wanted from now on is on disk before anything follows from it. @throws GatewayError `retryable` `file.…`;
   * then nothing has changed.
   */
  update(next: Bracket, note: object | null, origin: Origin): void {
    this.#writer.write(next, auditLines(this.#bracket, next, note, origin))
    this.#become(next)
  }

  /**
   * What has happened is so, also while it cannot be written: it follows onto disk as soon as that can be, before
   * anything is sent.
   */
  record(next: Bracket, note: object | null, origin: Origin): void {
    this.#writer.keep(next, auditLines(this.#bracket, next, note, origin))
    this.#become(next)
  }

  #become(next: Bracket): void {
    const before = this.#bracket
    const happened = happenings(before, next, this.#marketTerms(), this.#seenNow())
    this.#bracket = next
    if (next.members.some((member) => isNewTrigger(member, before)))
      this.#proveUntil = this.#options.clock.now() + proveMs
    this.#options.changed(next.accountId, happened)
  }

  /** All is done that it wanted for now. */
  #rest(): void {
    const before = this.#isProtected
    const protectedNow = protection(this.#bracket, this.#marketTerms(), this.#seenNow())
    this.#isProtected = protectedNow !== null
    if (protectedNow !== null && !before) this.#options.changed(this.#bracket.accountId, [protectedNow])
  }

  #seenNow(): { readonly at: number; readonly learned: Learned } {
    return { at: this.#options.clock.now(), learned: this.#isResumed ? 'asked' : 'pushed' }
  }

  #later(at: number): void {
    this.#cancelTimer()
    if (this.#closed) return
    const delay = Math.max(0, at - this.#options.clock.now())
    this.#cancelTimer = this.#options.clock.after(delay, () => this.kick())
  }

  /**
   * The price is watched while the application holds something, or could come to, and for a while after exits are new
   * at the exchange.
   */
  #wantPrice(): void {
    const bracket = this.#bracket
    const standing = this.standing()
    const needed =
      bracket.firing !== null ||
      (standing.remaining.isPositive() &&
        (uncoveredRoles(bracket, standing).length > 0 ||
          standing.missing.length > 0 ||
          this.#options.clock.now() < this.#proveUntil))
    if (!needed) this.#price.stop()
    else if (!this.#closed) this.#price.watch()
  }

  /** What keeps it from being seen to, for a person; null: nothing. */
  trouble(): MessageRef | null {
    const missing = this.standing().missing.some(
      ({ missingSince }) => this.#options.clock.now() - (missingSince ?? 0) >= tellMissingAfterMs,
    )
    if (missing) return message('bracket.alarm.exit_missing', { symbol: this.#bracket.symbol })
    const silence = this.#price.silenceMs
    if (silence === null) return null
    const seconds = String(Math.round(silence / 1000))
    return message('bracket.alarm.no_price', { symbol: this.#bracket.symbol, seconds })
  }

  async readMarket(client: BaseExchangeClient): Promise<Market> {
    const market = (await client.getMarkets()).get(this.#bracket.symbol)
    if (market !== undefined) this.#market = market
    if (this.#market !== null) return this.#market
    const params = { symbol: this.#bracket.symbol, exchange: exchangeProfiles[client.exchange].label }
    throw new GatewayError('refused', 'order.symbol.unknown', params)
  }

  /** Asked once a run; without it a usual fee is taken. */
  async #feeRateOf(client: BaseExchangeClient): Promise<Money | null> {
    if (this.#feeRate === undefined)
      this.#feeRate = await client.fetchFees(this.#bracket.symbol).then(
        ({ taker }) => taker,
        () => null,
      )
    return this.#feeRate
  }

  #end(): void {
    this.#closed = true
    this.#stopWaiting()
    this.#ended()
  }

  #stopWaiting(): void {
    this.#cancelTimer()
    this.#price.stop()
  }

  #marketTerms(): MarketTerms {
    return { market: this.#market ?? marketless, feeRate: this.#feeRate ?? null }
  }
}

/** Stands in for a market that is not known yet, or any more: it rounds nothing. */
export const marketless: MarketTerms['market'] = {
  lotStep: Money.zero,
  quantity: { min: null, max: null },
  marketQuantity: { min: null, max: null },
  notional: { min: null, max: null },
}

/** Whether an exit waits at the exchange for a price that it did not wait for before. */
function isNewTrigger({ role, orderId, waiting, triggerPrice }: Member, before: Bracket): boolean {
  if (role === 'entry' || !waiting) return false
  const old = before.members.find((each) => each.orderId === orderId)
  return old === undefined || !old.waiting || !Money.same(old.triggerPrice, triggerPrice)
}

async function availableOf(client: BaseExchangeClient, asset: string): Promise<Money | null> {
  try {
    const balances = await client.getBalance()
    return balances.find((balance) => balance.asset === asset)?.available ?? Money.zero
  } catch (error) {
    if (error instanceof GatewayError) return null
    throw error
  }
}
