import type { BracketView } from '../../../src-shared/bracket.ts'
import { type ErrorView, GatewayError, toGatewayError } from '../../../src-shared/errors.ts'
import {
  type ExitRole,
  exitRoles,
  legOf,
  type WantedExits,
  wantedRoles,
} from '../../../src-shared/exit-plan.ts'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import type { Market } from '../../../src-shared/market.ts'
import { message, type MessageRef } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { isFinal, type Order, type Origin } from '../../../src-shared/order.ts'
import type { BaseExchangeClient } from '../../exchange/base-exchange-client.ts'
import type { Clock, Logger } from '../clock.ts'
import type { CancelIntent, EditIntent, PlaceIntent, PlaceOutcome } from '../desk-types.ts'
import type { Journal } from '../journal.ts'
import type { Finished } from '../operation-runner.ts'
import { checkExits } from '../order-preparation.ts'
import { AccountWatch } from './account-watch.ts'
import { type Bracket, isLive, type Member, type Pending } from './bracket.ts'
import { viewOf } from './bracket-view.ts'
import { decide, type Facts } from './decide.ts'
import * as events from './events.ts'
import { isReached } from './exit-orders.ts'
import { guardedOrder } from './guarded-order.ts'
import { lookAt, takeOver } from './look.ts'
import type { PriceSource, SeenPrice } from './price-source.ts'
import { type Ground, standingOf, uncoveredRoles } from './standing.ts'

/** The order desk, as far as brackets use it: their orders go through the same door as everybody's. */
export interface BracketOrders {
  place(intent: PlaceIntent, origin: Origin): Promise<PlaceOutcome>
  cancel(intent: CancelIntent, origin: Origin): Promise<Order>
  edit(intent: EditIntent, origin: Origin): Promise<Order>
}

export interface BracketKeeperOptions {
  readonly journal: Journal
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
  readonly orders: BracketOrders
  readonly prices: PriceSource
  /** Whether the kill switch lets exits be placed. */
  readonly mayPlace: () => boolean
  readonly clock: Clock
  readonly logger: Logger
  /** A bracket of the account changed. */
  readonly changed: (accountId: string) => void
}

interface Kept {
  bracket: Bracket
  /** Set while the bracket's next step is being taken; steps never overlap. */
  running: Promise<void> | null
  again: boolean
  /** Its orders may have changed. */
  stale: boolean
  cancelTimer: () => void
  price: SeenPrice | null
  /** Since when the price has been at or past an exit without a break, epoch ms. */
  reachedSince: Record<ExitRole, number | null>
  /** Until when the price is watched to see that exits at the exchange trigger where they should, epoch ms. */
  proveUntil: number
  priceWanted: { readonly since: number; readonly stop: () => void } | null
  market: Market | null
  feeRate: Money | null | undefined
}

const doubtAgainMs = 2_000
const troubleAgainMs = 5_000
/** An exit newly at the exchange, or moved, may have come too late for its price: so long that is watched for. */
const proveMs = 30_000
/** Prices older than this are said to be missing. */
const stalePriceMs = 30_000

/**
 * Keeps the exits of entries and of coins that are held (DESIGN.md §4): follows their orders and the price, has the exchange hold what it can, holds the
 * rest itself while it runs. What is to be done is decided by {@link decide}, from a state that is on disk before anything is sent, so that a
 * restart goes on where the last run stopped.
 */
export class BracketKeeper {
  readonly #options: BracketKeeperOptions
  readonly #kept = new Map<string, Kept>()
  readonly #watches = new Map<string, AccountWatch>()
  #closed = false

  constructor(options: BracketKeeperOptions) {
    this.#options = options
  }

  /** Takes up the brackets of an earlier run. */
  start(): void {
    const { journal } = this.#options
    if (journal.damaged !== null) return
    for (const bracket of journal.brackets.live()) this.#keep(bracket)
  }

  /** Stops watching; lets what is being done end. Exits at the exchange stay. */
  async close(): Promise<void> {
    this.#closed = true
    this.#options.prices.close()
    for (const watch of this.#watches.values()) watch.close()
    for (const kept of this.#kept.values()) {
      kept.cancelTimer()
      kept.priceWanted?.stop()
    }
    for (const { running } of [...this.#kept.values()]) await running
  }

  /** The live brackets of an account, and the last ones that are over, the newest first. */
  list(accountId: string, over = 20): readonly BracketView[] {
    const live = [...this.#kept.values()].filter(({ bracket }) => bracket.accountId === accountId)
    const views = live.map((kept) => viewOf(kept.bracket, this.#groundOf(kept), this.#troubleOf(kept)))
    const past = this.#options.journal.brackets.over(accountId, over)
    return [
      ...views.toReversed(),
      ...past.map((bracket) => viewOf(bracket, { market: marketless, feeRate: null }, null)),
    ]
  }

  /** How many brackets need a person, over all accounts. */
  alarms(): number {
    return [...this.#kept.values()].filter(
      (kept) => kept.bracket.alarm !== null || this.#troubleOf(kept) !== null,
    ).length
  }

  /** A live bracket. @throws GatewayError `not-found` `bracket.gone`. */
  find(accountId: string, id: string): Bracket {
    return this.#find(accountId, id).bracket
  }

  /** The exits of an account that the application holds at this moment, in the shape of orders; null: on every symbol. */
  heldHere(accountId: string, symbol: string | null): readonly Order[] {
    return [...this.#kept.values()].flatMap((kept) => {
      const { bracket, market } = kept
      if (bracket.accountId !== accountId || (symbol !== null && bracket.symbol !== symbol)) return []
      const standing = standingOf(bracket, this.#groundOf(kept))
      if (standing.remaining.isZero()) return []
      return uncoveredRoles(bracket, standing).flatMap((role) => {
        const quantity = standing.remaining.minus(standing.covered[role])
        const about = {
          nativeSymbol: market?.nativeId ?? bracket.symbol,
          quantity,
          status: 'open' as const,
          at: bracket.createdAt,
        }
        return guardedOrder(bracket, role, about) ?? []
      })
    })
  }

  /** Whether an order belongs to a live bracket of an account, as one of its exits. */
  isExit(accountId: string, orderId: string): boolean {
    return [...this.#kept.values()].some(
      ({ bracket }) =>
        bracket.accountId === accountId &&
        bracket.members.some((member) => member.orderId === orderId && member.role !== 'entry'),
    )
  }

  /**
   * Moves the exits of a live bracket; a leg that is null is given up. @throws GatewayError `not-found`, or `refused` naming the field, or when the
   * exits go with an entry that is filling.
   */
  async move(accountId: string, id: string, wanted: WantedExits, origin: Origin): Promise<void> {
    const kept = this.#find(accountId, id)
    if (wantedRoles(wanted).length === 0) throw new GatewayError('refused', 'bracket.nothing_wanted')
    const client = this.#options.clients.clientFor(accountId)
    const market = await this.#marketOf(kept, client)
    const before = this.#find(accountId, id).bracket
    const standing = standingOf(before, { market, feeRate: null })
    const goesAlong = before.plan.attached !== null && standing.entryOpen
    if (goesAlong && !standing.entryFilled.isZero())
      throw new GatewayError('refused', 'bracket.move_while_filling', {
        exchange: exchangeProfiles[client.exchange].label,
      })
    const reference = standing.entryFilled.isZero() && before.held === null ? entryPriceOf(before) : null
    const last = reference ?? (await client.fetchTicker(before.symbol)).last
    checkExits(wanted, before.exitSide, last, market)
    const now = this.#find(accountId, id)
    now.reachedSince = { stop_loss: null, take_profit: null }
    this.#update(now, events.moved(now.bracket, wanted, market, goesAlong), { moved: wanted }, origin)
    this.#kick(now)
  }

  /** Cancels the exits of a bracket and does nothing more for it; its coins stay. @throws GatewayError `not-found`. */
  release(accountId: string, id: string, origin: Origin): void {
    const kept = this.#find(accountId, id)
    const standing = standingOf(kept.bracket, this.#groundOf(kept))
    if (kept.bracket.plan.attached !== null && standing.entryOpen)
      throw new GatewayError('refused', 'bracket.release_with_entry')
    this.#update(kept, events.released(kept.bracket), { released: true }, origin)
    this.#kick(kept)
  }

  /** Gives up one exit that the application holds. @returns it, cancelled. @throws GatewayError `not-found`. */
  drop({
    bracketId,
    role,
  }: {
    readonly bracketId: string
    readonly role: 'take_profit' | 'stop_loss'
  }): Order {
    const kept = this.#kept.get(bracketId)
    if (kept === undefined) throw new GatewayError('not-found', 'bracket.gone')
    const { bracket } = kept
    const standing = standingOf(bracket, this.#groundOf(kept))
    const order = guardedOrder(bracket, role, {
      nativeSymbol: kept.market?.nativeId ?? bracket.symbol,
      quantity: standing.remaining,
      status: 'cancelled',
      at: this.#options.clock.now(),
    })
    if (order === null) throw new GatewayError('not-found', 'bracket.gone')
    const wanted = {
      takeProfit: role === 'take_profit' ? null : bracket.wanted.takeProfit,
      stopLoss: role === 'stop_loss' ? null : bracket.wanted.stopLoss,
    }
    this.#update(kept, { ...bracket, wanted, firing: null }, { dropped: role }, bracket.origin)
    queueMicrotask(() => this.#kick(kept))
    return order
  }

  /** A person has read what a bracket had to say. @throws GatewayError `not-found`. */
  acknowledge(accountId: string, id: string): void {
    const kept = this.#find(accountId, id)
    this.#update(kept, events.alarmSeen(kept.bracket), null, kept.bracket.origin)
  }

  /** Told of everything that the desk finishes. */
  operationFinished(finished: Finished): void {
    if (this.#closed) return
    const { operation, clientOrderId, result, accountId, target } = finished
    if (operation === 'place' && clientOrderId !== null) this.#began(clientOrderId, result)
    if (target === null || result.state !== 'accepted') return
    for (const kept of this.#kept.values()) {
      const { bracket } = kept
      const member = bracket.members.find(({ orderId }) => orderId === target.orderId)
      if (bracket.accountId !== accountId || member === undefined) continue
      if (operation === 'edit' && !isOurs(bracket, target.orderId))
        this.#edited(kept, member, result.placed.order, clientOrderId)
      kept.stale = true
      this.#kick(kept)
    }
  }

  #began(clientOrderId: string, result: Finished['result']): void {
    const known = this.#kept.get(clientOrderId)
    const bracket = known?.bracket ?? this.#options.journal.brackets.byId(clientOrderId)
    if (bracket === null || !isLive(bracket)) return
    const kept = known ?? this.#keep(bracket)
    if (result.state === 'accepted') {
      const next = events.begun(kept.bracket, result.placed, this.#options.clock.now())
      this.#update(kept, next, null, bracket.origin)
    }
    if (result.state === 'rejected') this.#update(kept, events.notBegun(kept.bracket), null, bracket.origin)
    this.#kick(kept)
  }

  /** A person changed an order of the bracket: the entry goes on under its new id; an exit is wanted where it is now. */
  #edited(
    kept: Kept,
    member: { readonly role: string; readonly orderId: string },
    order: Order,
    clientOrderId: string | null,
  ): void {
    const { bracket } = kept
    if (member.role === 'entry') {
      const request = bracket.tickets.findLast(({ purpose }) => purpose === 'entry')?.request
      if (request === undefined) return
      const ticket = {
        clientOrderId: order.clientOrderId ?? clientOrderId ?? bracket.id,
        request: changed(request, order),
      }
      const next = events.entryReplaced(bracket, member.orderId, order, ticket, this.#options.clock.now())
      this.#update(kept, next, { entry: order.id }, bracket.origin)
      return
    }
    const role = member.role === 'take_profit' ? 'take_profit' : 'stop_loss'
    const leg = legOf(bracket.wanted, role)
    const { terms } = order
    if (leg === null || !('triggerPrice' in terms)) return
    const moved = {
      triggerPrice: terms.triggerPrice,
      limitPrice: leg.limitPrice === null || !('price' in terms) ? leg.limitPrice : terms.price,
    }
    const wanted = {
      takeProfit: role === 'take_profit' ? moved : bracket.wanted.takeProfit,
      stopLoss: role === 'stop_loss' ? moved : bracket.wanted.stopLoss,
    }
    const next = events.amended({ ...bracket, wanted }, member.orderId, order)
    this.#update(kept, { ...next, pending: bracket.pending }, { moved: wanted }, bracket.origin)
  }

  #find(accountId: string, id: string): Kept {
    const kept = this.#kept.get(id)
    if (kept?.bracket.accountId !== accountId) throw new GatewayError('not-found', 'bracket.gone')
    return kept
  }

  #keep(bracket: Bracket): Kept {
    const kept: Kept = {
      bracket,
      running: null,
      again: false,
      stale: true,
      cancelTimer: () => undefined,
      price: null,
      reachedSince: { stop_loss: null, take_profit: null },
      proveUntil: this.#options.clock.now() + proveMs,
      priceWanted: null,
      market: null,
      feeRate: undefined,
    }
    this.#kept.set(bracket.id, kept)
    this.#watchOf(bracket.accountId).add(bracket.symbol)
    this.#kick(kept)
    return kept
  }

  /** Looks at an account's open orders now and then, and has the brackets of a symbol looked at when something there has changed. */
  #watchOf(accountId: string): AccountWatch {
    const known = this.#watches.get(accountId)
    if (known !== undefined) return known
    const { clients, clock, logger } = this.#options
    const watch = new AccountWatch({
      accountId,
      clients,
      clock,
      logger,
      changed: (symbol) => {
        for (const kept of this.#kept.values()) {
          if (kept.bracket.accountId !== accountId || kept.bracket.symbol !== symbol) continue
          kept.stale = true
          this.#kick(kept)
        }
      },
    })
    this.#watches.set(accountId, watch)
    return watch
  }

  /** Takes the bracket's next steps, as soon as those under way are done. */
  #kick(kept: Kept): void {
    if (this.#closed) return
    if (kept.running !== null) {
      kept.again = true
      return
    }
    kept.cancelTimer()
    kept.running = this.#steps(kept).finally(() => {
      kept.running = null
      if (kept.again && !this.#closed) {
        kept.again = false
        this.#kick(kept)
      }
    })
  }

  async #steps(kept: Kept): Promise<void> {
    try {
      await this.#stepUntilIdle(kept)
    } catch (error) {
      const { id, accountId, symbol } = kept.bracket
      const known = toGatewayError(error)
      const level = known.class === 'bug' ? 'error' : 'warn'
      this.#options.logger[level](
        { bracket: id, accountId, symbol, err: error },
        'a bracket could not be seen to',
      )
      this.#later(kept, this.#options.clock.now() + troubleAgainMs)
    }
    if (!isLive(kept.bracket)) this.#letGo(kept)
    else this.#wantPrice(kept)
  }

  async #stepUntilIdle(kept: Kept): Promise<void> {
    const client = this.#options.clients.clientFor(kept.bracket.accountId)
    await this.#marketOf(kept, client)
    let fresh = false
    while (!this.#closed && isLive(kept.bracket)) {
      kept.again = false
      const { pending } = kept.bracket
      if (pending !== null) {
        if (!(await this.#carryOut(kept, pending, client))) return
        fresh = false
        continue
      }
      if (kept.stale) {
        await this.#look(kept, client)
        fresh = true
      }
      const facts = await this.#facts(kept, client, fresh)
      const decision = decide(kept.bracket, facts)
      if (decision.bracket !== kept.bracket) this.#update(kept, decision.bracket, null, kept.bracket.origin)
      if (decision.look) {
        await this.#look(kept, client)
        fresh = true
        continue
      }
      if (decision.command !== null) continue
      if (decision.wakeAt !== null) this.#later(kept, decision.wakeAt)
      return
    }
  }

  async #facts(kept: Kept, client: BaseExchangeClient, fresh: boolean): Promise<Facts> {
    const market = await this.#marketOf(kept, client)
    const { clock, mayPlace } = this.#options
    const now = clock.now()
    const price = kept.price !== null && now - kept.price.at <= stalePriceMs ? kept.price.price : null
    const feeRate = await this.#feeRateOf(kept, client)
    const { reachedSince } = kept
    return { market, feeRate, now, price, mayPlace: mayPlace(), fresh, reachedSince }
  }

  async #look(kept: Kept, client: BaseExchangeClient): Promise<void> {
    kept.stale = false
    try {
      const look = await lookAt(kept.bracket, client)
      const seen = { now: this.#options.clock.now(), price: kept.price?.price ?? null }
      const next = takeOver(kept.bracket, look, seen)
      if (next !== kept.bracket) this.#update(kept, next, null, kept.bracket.origin)
    } catch (error) {
      kept.stale = true
      throw error
    }
  }

  /** Carries a command out, once. @returns false when its outcome is not known yet. */
  async #carryOut(kept: Kept, pending: Pending, client: BaseExchangeClient): Promise<boolean> {
    const { bracket } = kept
    const { accountId, symbol, id } = bracket
    const origin: Origin = { kind: 'bracket', requestId: `${id}.${pending.number}`, bracketId: id }
    const { orders, clock } = this.#options
    const { command } = pending
    try {
      switch (command.do) {
        case 'place': {
          const outcome = await orders.place({ accountId, request: command.request }, origin)
          if (outcome.outcome === 'unknown') {
            this.#later(kept, clock.now() + doubtAgainMs)
            return false
          }
          if (outcome.outcome === 'rejected') await this.#refused(kept, pending, outcome.error, client)
          else {
            const next = events.placed(
              kept.bracket,
              pending,
              outcome.clientOrderId,
              outcome.placed,
              clock.now(),
            )
            this.#update(kept, next, null, origin)
          }
          break
        }
        case 'cancel': {
          const order = await orders.cancel({ accountId, orderId: command.orderId, symbol }, origin)
          this.#update(kept, events.cancelled(kept.bracket, order), null, origin)
          break
        }
        case 'amend': {
          const { orderId, change } = command
          const order = await orders.edit({ accountId, orderId, symbol, change }, origin)
          this.#update(kept, events.amended(kept.bracket, orderId, order), null, origin)
          break
        }
      }
    } catch (error) {
      await this.#failed(kept, pending, error, client)
    }
    kept.stale = true
    return true
  }

  async #failed(kept: Kept, pending: Pending, error: unknown, client: BaseExchangeClient): Promise<void> {
    const known = toGatewayError(error)
    if (known.class === 'bug') throw error
    const { class: errorClass, text, field, exchange } = known
    // What has ended meanwhile, and what nobody is sure of, shows when the orders are looked at.
    if (errorClass === 'not-found' || errorClass === 'unknown-outcome') {
      this.#update(kept, events.cancelInDoubt(kept.bracket), null, kept.bracket.origin)
      return
    }
    await this.#refused(kept, pending, { class: errorClass, text, field, exchange }, client)
  }

  async #refused(kept: Kept, pending: Pending, error: ErrorView, client: BaseExchangeClient): Promise<void> {
    const market = await this.#marketOf(kept, client)
    const lacks = error.text.key === 'exchange.insufficient_balance' && kept.bracket.exitSide === 'sell'
    const available = lacks ? await availableOf(client, market.base) : null
    const refusal = { error, now: this.#options.clock.now(), market, available }
    this.#update(
      kept,
      events.refused(kept.bracket, pending, refusal),
      { refused: error.text.key },
      kept.bracket.origin,
    )
  }

  /** Every change is on disk before anything follows from it; what a person may ask about later is in the audit trail. */
  #update(kept: Kept, next: Bracket, note: object | null, origin: Origin): void {
    const before = kept.bracket
    const { journal, changed } = this.#options
    journal.inOneStep(() => {
      journal.brackets.save(next)
      for (const detail of [...news(before, next), ...(note === null ? [] : [note])])
        journal.audit.add({
          kind: 'bracket',
          accountId: next.accountId,
          origin,
          detail: { bracket: next.id, symbol: next.symbol, ...detail },
        })
    })
    kept.bracket = next
    if (next.members.some((member) => isNewTrigger(member, before)))
      kept.proveUntil = this.#options.clock.now() + proveMs
    changed(next.accountId)
  }

  #later(kept: Kept, at: number): void {
    kept.cancelTimer()
    if (this.#closed) return
    const delay = Math.max(0, at - this.#options.clock.now())
    kept.cancelTimer = this.#options.clock.after(delay, () => this.#kick(kept))
  }

  #letGo(kept: Kept): void {
    const { id, accountId, symbol } = kept.bracket
    kept.cancelTimer()
    kept.priceWanted?.stop()
    kept.priceWanted = null
    this.#kept.delete(id)
    const sameSymbol = [...this.#kept.values()].some(
      ({ bracket }) => bracket.accountId === accountId && bracket.symbol === symbol,
    )
    if (!sameSymbol) this.#watches.get(accountId)?.remove(symbol)
  }

  /** The price is watched while the application holds something, or could come to, and for a while after exits are new at the exchange. */
  #wantPrice(kept: Kept): void {
    const { bracket } = kept
    const standing = standingOf(bracket, this.#groundOf(kept))
    const needed =
      bracket.firing !== null ||
      (standing.remaining.isPositive() &&
        (uncoveredRoles(bracket, standing).length > 0 || this.#options.clock.now() < kept.proveUntil))
    if (!needed) {
      kept.priceWanted?.stop()
      kept.priceWanted = null
      return
    }
    if (kept.priceWanted !== null || this.#closed) return
    const stop = this.#options.prices.watch(bracket.accountId, bracket.symbol, (seen) => {
      kept.price = seen
      if (this.#isReachedBy(kept, seen)) this.#kick(kept)
      else if (kept.running === null) this.#wantPrice(kept)
    })
    kept.priceWanted = { since: this.#options.clock.now(), stop }
  }

  /** Notes which exits a price has reached. @returns whether there is something to decide. */
  #isReachedBy({ bracket, reachedSince }: Kept, { price, at }: SeenPrice): boolean {
    for (const role of exitRoles) {
      const leg = legOf(bracket.wanted, role)
      const reached = leg !== null && isReached(role, leg, bracket.exitSide, price)
      reachedSince[role] = reached ? (reachedSince[role] ?? at) : null
    }
    return bracket.firing !== null || exitRoles.some((role) => reachedSince[role] !== null)
  }

  #troubleOf({ bracket, price, priceWanted }: Kept): MessageRef | null {
    if (priceWanted === null) return null
    const silence = this.#options.clock.now() - Math.max(price?.at ?? 0, priceWanted.since)
    if (silence <= stalePriceMs) return null
    const seconds = String(Math.round(silence / 1000))
    return message('bracket.alarm.no_price', { symbol: bracket.symbol, seconds })
  }

  #groundOf({ market, feeRate }: Kept): Ground {
    return { market: market ?? marketless, feeRate: feeRate ?? null }
  }

  async #marketOf(kept: Kept, client: BaseExchangeClient): Promise<Market> {
    const market = (await client.getMarkets()).get(kept.bracket.symbol)
    if (market !== undefined) kept.market = market
    if (kept.market !== null) return kept.market
    const params = { symbol: kept.bracket.symbol, exchange: exchangeProfiles[client.exchange].label }
    throw new GatewayError('refused', 'order.symbol.unknown', params)
  }

  /** Asked once a run; without it a usual fee is taken. */
  async #feeRateOf(kept: Kept, client: BaseExchangeClient): Promise<Money | null> {
    if (kept.feeRate === undefined)
      kept.feeRate = await client.fetchFees(kept.bracket.symbol).then(
        ({ taker }) => taker,
        () => null,
      )
    return kept.feeRate
  }
}

/** Stands in for a market that is not known yet, or any more: it rounds nothing. */
const marketless = {
  lotStep: Money.zero,
  quantity: { min: null, max: null },
  marketQuantity: { min: null, max: null },
  notional: { min: null, max: null },
} as unknown as Market

/** Whether an exit waits at the exchange for a price that it did not wait for before. */
function isNewTrigger({ role, orderId, waiting, triggerPrice }: Member, before: Bracket): boolean {
  if (role === 'entry' || !waiting) return false
  const old = before.members.find((each) => each.orderId === orderId)
  return old === undefined || !old.waiting || !sameMoney(old.triggerPrice, triggerPrice)
}

function sameMoney(a: Money | null, b: Money | null): boolean {
  return a === null || b === null ? a === b : a.equals(b)
}

function isOurs({ pending }: Bracket, orderId: string): boolean {
  return pending !== null && pending.command.do !== 'place' && pending.command.orderId === orderId
}

function entryPriceOf({ tickets }: Bracket): Money | null {
  const request = tickets.findLast(({ purpose }) => purpose === 'entry')?.request
  return request?.kind === 'limit' ? request.price : null
}

/** The request of an entry as it is after a change. */
function changed(request: Bracket['tickets'][number]['request'], order: Order): typeof request {
  if (request.kind !== 'limit' || order.terms.kind !== 'limit') return request
  return { ...request, price: order.terms.price, quantity: order.quantity ?? request.quantity }
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

/** What of a change is worth a line in the audit trail. */
function news(before: Bracket, next: Bracket): readonly object[] {
  const lines: object[] = []
  if (before.firing === null && next.firing !== null) lines.push({ firing: next.firing.role })
  if (before.form !== next.form) lines.push({ form: next.form })
  if (before.alarm !== next.alarm && next.alarm !== null) lines.push({ alarm: next.alarm })
  if (before.ended === null && next.ended !== null) lines.push({ ended: next.ended })
  for (const member of next.members) {
    const old = before.members.find(({ orderId }) => orderId === member.orderId)
    if (old !== undefined && !isFinal(old.status) && isFinal(member.status))
      lines.push({ order: member.orderId, role: member.role, status: member.status, filled: member.filled })
  }
  return lines
}
