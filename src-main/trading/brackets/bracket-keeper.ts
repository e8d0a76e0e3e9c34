import type { BracketView } from '../../../src-shared/bracket.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import { type ExitRole, legOf, type WantedExits, wantedRoles } from '../../../src-shared/exit-plan.ts'
import type { MessageRef } from '../../../src-shared/messages/index.ts'
import type { Money } from '../../../src-shared/money.ts'
import { isFinal, type Order, type Origin } from '../../../src-shared/order.ts'
import type { Finished } from '../operation-runner.ts'
import { checkExits } from '../order-preparation.ts'
import { AccountWatch } from './account-watch.ts'
import { BracketRunner, type BracketRunnerOptions, marketless } from './bracket-runner.ts'
import { viewOf } from './bracket-view.ts'
import { type Bracket, isLive, type Member } from './bracket.ts'
import * as events from './events.ts'
import { heldExit, parseHeldExitId } from './held-exit.ts'
import { isOf, type Membership, membershipIn, placingIn } from './role-in-bracket.ts'
import { standingOf, uncoveredRoles } from './standing.ts'

/**
 * Keeps the exits of entries and of coins that are held (docs/architecture.md §4): follows their orders and the price,
 * has the exchange hold what it can, holds the rest itself while it runs. What is to be done is decided by
 * {@link decide}, from a state that is on disk before anything is sent, so that a restart goes on where the last run
 * stopped.
 */
export class BracketKeeper {
  readonly #options: BracketRunnerOptions
  readonly #kept = new Map<string, BracketRunner>()
  readonly #watches = new Map<string, AccountWatch>()
  #closed = false

  constructor(options: BracketRunnerOptions) {
    this.#options = options
  }

  /** Takes up the brackets of an earlier run. */
  start(): void {
    const { journal } = this.#options
    if (journal.damaged !== null) return
    for (const bracket of journal.brackets.live()) this.#keep(bracket, true)
    for (const row of journal.unreadable.list()) this.#options.logger.error(row, 'a row of the journal cannot be read')
  }

  /** Stops watching; lets what is being done end. Exits at the exchange stay. */
  async close(): Promise<void> {
    this.#closed = true
    this.#options.prices.close()
    for (const watch of this.#watches.values()) watch.close()
    await Promise.all([...this.#kept.values()].map((kept) => kept.close()))
  }

  /** The live brackets of an account, and the last ones that are over, the newest first. */
  list(accountId: string, over = 20): readonly BracketView[] {
    const views = this.#of(accountId).map((kept) => kept.view())
    const past = over === 0 ? [] : this.#options.journal.brackets.over(accountId, over)
    return [
      ...views.toReversed(),
      ...past.map((bracket) => viewOf(bracket, { market: marketless, feeRate: null }, null)),
    ]
  }

  /** How many brackets of an account live. */
  live(accountId: string): number {
    return this.#of(accountId).length
  }

  /** An account goes: its brackets end. What the exchange holds stays there, what the application holds is given up. */
  giveUp(accountId: string): void {
    for (const kept of this.#of(accountId)) {
      const { bracket } = kept
      kept.update({ ...bracket, ended: 'released', firing: null }, { givenUp: true }, bracket.origin)
      void kept.close()
      this.#letGo(kept)
    }
  }

  #of(accountId: string): readonly BracketRunner[] {
    return [...this.#kept.values()].filter(({ bracket }) => bracket.accountId === accountId)
  }

  /** How many brackets need a person, over all accounts; those among them whose rows cannot be read. */
  alarms(): number {
    const kept = [...this.#kept.values()]
    const alarmed = kept.filter((each) => each.bracket.alarm !== null || each.trouble() !== null)
    const unreadable = this.#options.journal.unreadable.list().filter(({ what }) => what === 'bracket')
    return alarmed.length + unreadable.length
  }

  /** What keeps brackets from being seen to at this moment. */
  troubles(): readonly { readonly bracket: Bracket; readonly text: MessageRef }[] {
    return [...this.#kept.values()].flatMap((kept) => {
      const text = kept.trouble()
      return text === null ? [] : { bracket: kept.bracket, text }
    })
  }

  /** A live bracket. @throws GatewayError `not-found` `bracket.gone`. */
  find(accountId: string, id: string): Bracket {
    return this.#find(accountId, id).bracket
  }

  /**
   * The exits of an account that the application holds at this moment, in the shape of orders; null: on every symbol.
   * One that is being placed is held until the answer is there, unless it is among `listed`, what the exchange just
   * listed.
   */
  heldHere(accountId: string, symbol: string | null, listed: readonly Order[] = []): readonly Order[] {
    return [...this.#kept.values()].flatMap((kept) => {
      const { bracket, market } = kept
      if (bracket.accountId !== accountId || (symbol !== null && bracket.symbol !== symbol)) return []
      const standing = kept.standing()
      if (standing.remaining.isZero()) return []
      const isListed = isBeingPlaced(bracket, listed)
      const held = uncoveredRoles(bracket, standing).filter((role) => !isListed(role))
      return held.flatMap((role) => {
        const quantity = standing.remaining.minus(standing.covered[role])
        const about = {
          nativeSymbol: market?.nativeId ?? bracket.symbol,
          quantity,
          status: 'open' as const,
          at: bracket.createdAt,
        }
        return heldExit(bracket, role, about) ?? []
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
   * The exits that end along with one of them when somebody cancels it over Redis: Django shows orders, not brackets,
   * and whoever cancels the one of a pair means the pair, as an exchange's own pair has it. Empty: it is nobody's exit,
   * has no other, or goes with an entry that still fills.
   */
  otherExits(accountId: string, orderId: string): readonly ExitRole[] {
    const found = this.#exitOf(accountId, orderId)
    return found === null ? [] : otherExitsOf(found.kept, found)
  }

  /** What an order is in a live bracket; null: nothing. */
  memberOf(accountId: string, order: Pick<Order, 'id' | 'clientOrderId' | 'role'>): Membership | null {
    return membershipIn(
      this.#of(accountId).map(({ bracket }) => bracket),
      order,
    )
  }

  /** What of a live bracket is not exited, base units; null: it does not live. */
  leftOf(id: string): Money | null {
    return this.#kept.get(id)?.standing().remaining ?? null
  }

  /** The live bracket of an exit, also of one that the application holds; null: it is nobody's exit. */
  #exitOf(accountId: string, orderId: string): { readonly kept: BracketRunner; readonly role: Member['role'] } | null {
    const held = parseHeldExitId(orderId)
    for (const kept of this.#of(accountId)) {
      const role =
        held?.bracketId === kept.bracket.id
          ? held.role
          : kept.bracket.members.find((each) => each.orderId === orderId)?.role
      if (role !== undefined) return { kept, role }
    }
    return null
  }

  /**
   * Moves the exits of a live bracket; a leg that is null is given up. @throws GatewayError `not-found`, or `refused`
   * naming the field, or when the exits go with an entry that is filling.
   */
  async move(accountId: string, id: string, wanted: WantedExits, origin: Origin): Promise<void> {
    const kept = this.#find(accountId, id)
    if (wantedRoles(wanted).length === 0) throw new GatewayError('refused', 'bracket.nothing_wanted')
    const client = this.#options.clients.clientFor(accountId)
    const market = await kept.readMarket(client)
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
    now.forgetReached()
    now.update(events.moved(now.bracket, wanted, market, goesAlong), { moved: wanted }, origin)
    now.kick()
  }

  /** Cancels the exits of a bracket and does nothing more for it; its coins stay. @throws GatewayError `not-found`. */
  release(accountId: string, id: string, origin: Origin): void {
    const kept = this.#find(accountId, id)
    const standing = kept.standing()
    if (kept.bracket.plan.attached !== null && standing.entryOpen)
      throw new GatewayError('refused', 'bracket.release_with_entry')
    kept.update(events.released(kept.bracket), { released: true }, origin)
    kept.kick()
  }

  /** Gives up one exit that the application holds. @returns it, cancelled. @throws GatewayError `not-found`. */
  drop({ bracketId, role }: { readonly bracketId: string; readonly role: ExitRole }): Order {
    const kept = this.#kept.get(bracketId)
    if (kept === undefined) throw new GatewayError('not-found', 'bracket.gone')
    const { bracket } = kept
    const standing = kept.standing()
    const order = heldExit(bracket, role, {
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
    kept.update({ ...bracket, wanted, firing: null }, { dropped: role }, bracket.origin)
    queueMicrotask(() => kept.kick())
    return order
  }

  /** A person has read what a bracket had to say. @throws GatewayError `not-found`. */
  acknowledge(accountId: string, id: string): void {
    const kept = this.#find(accountId, id)
    kept.update(events.alarmSeen(kept.bracket), null, kept.bracket.origin)
    kept.kick()
  }

  /** Told of everything that the desk finishes. */
  operationFinished({ about, result, bracket: begun }: Finished): void {
    if (this.#closed) return
    const { accountId, origin } = about
    if (about.operation === 'place') {
      if (about.clientOrderId !== null) this.#began(about.clientOrderId, result, begun)
      return
    }
    if (result.state !== 'accepted') return
    const { orderId } = about.target
    if (about.operation === 'cancel' && origin.kind === 'redis') this.#endPair(accountId, orderId, origin)
    for (const kept of this.#kept.values()) {
      const { bracket } = kept
      const member = bracket.members.find((each) => each.orderId === orderId)
      if (bracket.accountId !== accountId || member === undefined) continue
      if (about.operation === 'edit' && !isOurs(bracket, orderId))
        this.#edited(kept, member, result.placed.order, about.clientOrderId)
      kept.touch()
    }
  }

  #endPair(accountId: string, orderId: string, origin: Origin): void {
    const found = this.#exitOf(accountId, orderId)
    if (found === null || otherExitsOf(found.kept, found).length === 0) return
    found.kept.record(events.released(found.kept.bracket), { released: true }, origin)
    found.kept.kick()
  }

  #began(clientOrderId: string, result: Finished['result'], begun: Bracket | undefined): void {
    const known = this.#kept.get(clientOrderId)
    const bracket = known?.bracket ?? begun
    if (bracket === undefined || !isLive(bracket)) return
    const kept = known ?? this.#keep(bracket)
    if (result.state === 'accepted') {
      const next = events.begun(kept.bracket, result.placed, this.#options.clock.now())
      kept.record(next, null, bracket.origin)
    }
    if (result.state === 'rejected') kept.record(events.notBegun(kept.bracket), null, bracket.origin)
    kept.kick()
  }

  /**
   * A person changed an order of the bracket: the entry goes on under its new id; an exit is wanted where it is now.
   */
  #edited(
    kept: BracketRunner,
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
      kept.record(next, { entry: order.id }, bracket.origin)
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
    const next = events.amended({ ...bracket, wanted }, member.orderId, order, this.#options.clock.now())
    kept.record({ ...next, pending: bracket.pending }, { moved: wanted }, bracket.origin)
  }

  #find(accountId: string, id: string): BracketRunner {
    const kept = this.#kept.get(id)
    if (kept?.bracket.accountId !== accountId) throw new GatewayError('not-found', 'bracket.gone')
    return kept
  }

  #keep(bracket: Bracket, isResumed = false): BracketRunner {
    const kept = new BracketRunner(bracket, this.#options, isResumed, () => this.#letGo(kept))
    this.#kept.set(bracket.id, kept)
    this.#watchOf(bracket.accountId).add(bracket.symbol)
    kept.kick()
    return kept
  }

  #letGo({ bracket: { id, accountId, symbol } }: BracketRunner): void {
    this.#kept.delete(id)
    const sameSymbol = [...this.#kept.values()].some(
      ({ bracket }) => bracket.accountId === accountId && bracket.symbol === symbol,
    )
    if (!sameSymbol) this.#watches.get(accountId)?.remove(symbol)
  }

  /** Polls an account's open orders, and has the brackets of a symbol poll theirs when something there has changed. */
  #watchOf(accountId: string): AccountWatch {
    const known = this.#watches.get(accountId)
    if (known !== undefined) return known
    const { clients, clock, logger, news } = this.#options
    const watch = new AccountWatch({
      accountId,
      clients,
      clock,
      logger,
      ...(news !== undefined && { news }),
      seen: (symbol, orders) => this.#sawOpenOrders(accountId, symbol, orders),
      pushed: (order) => this.#sawPushed(accountId, order),
      touched: (orderId, symbol) => {
        for (const kept of this.#of(accountId)) if (mayConcern(kept.bracket, orderId, symbol)) kept.touch()
      },
      missed: () => {
        for (const kept of this.#of(accountId)) kept.touch()
      },
    })
    this.#watches.set(accountId, watch)
    return watch
  }

  #sawPushed(accountId: string, order: Order): void {
    const here = this.#of(accountId).filter(({ bracket }) => bracket.symbol === order.symbol)
    const owner = here.find(({ bracket }) => bracket.members.some(({ orderId }) => orderId === order.id))
    for (const kept of owner === undefined ? here : [owner]) kept.sawPushed(order)
  }

  #sawOpenOrders(accountId: string, symbol: string, orders: readonly Order[]): void {
    const here = [...this.#kept.values()].filter(
      ({ bracket }) => bracket.accountId === accountId && bracket.symbol === symbol,
    )
    const owners = new Map(here.flatMap((kept) => kept.bracket.members.map(({ orderId }) => [orderId, kept] as const)))
    for (const kept of here) kept.sawOpenOrders(orders, (orderId) => (owners.get(orderId) ?? kept) !== kept)
  }
}

/** Whether what happened to an order may have to do with a bracket. null: to any order, on any symbol. */
function mayConcern(bracket: Bracket, orderId: string | null, symbol: string | null): boolean {
  if (symbol !== null && symbol !== bracket.symbol) return false
  const { members } = bracket
  const isMeant =
    orderId === null ? members.some(({ status }) => !isFinal(status)) : members.some((each) => each.orderId === orderId)
  return isMeant || hasUnseen(bracket)
}

/** Orders of it may be at the exchange that it has not seen yet. */
function hasUnseen({ tickets, members, pending }: Bracket): boolean {
  return (
    pending !== null || tickets.some(({ clientOrderId }) => !members.some(({ ticket }) => ticket === clientOrderId))
  )
}

function otherExitsOf(kept: BracketRunner, { role }: Pick<Member, 'role'>): readonly ExitRole[] {
  const { bracket } = kept
  const withEntry = bracket.plan.attached !== null && kept.standing().entryOpen
  return role === 'entry' || withEntry ? [] : wantedRoles(bracket.wanted).filter((each) => each !== role)
}

/** Which exits are on their way to the exchange and in its list already. */
function isBeingPlaced(bracket: Bracket, listed: readonly Order[]): (role: ExitRole) => boolean {
  const [ticket] = placingIn(bracket)
  if (ticket === undefined) return () => false
  const found = listed.filter((order) => isOf(order, ticket))
  return (role) => ticket.roles.includes(role) && found.some((order) => order.role === role || order.role === 'single')
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
