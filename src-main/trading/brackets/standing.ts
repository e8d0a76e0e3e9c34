import { type ExitRole, rolesAtExchange, wantedRoles } from '../../../src-shared/exit-plan.ts'
import type { Market } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { isFinal } from '../../../src-shared/order.ts'
import type { Bracket, Member } from './bracket.ts'

/** The symbol as it is now, and what a fill may have cost. */
export interface MarketTerms {
  readonly market: Pick<Market, 'lotStep' | 'quantity' | 'marketQuantity' | 'notional'>
  /** The account's fee as a fraction, for fills whose fees nobody has told; null: not known either. */
  readonly feeRate: Money | null
}

/** Where a bracket stands. Quantities are base units. */
export interface Standing {
  readonly entries: readonly Member[]
  readonly entryOpen: boolean
  readonly entryFilled: Money
  /** What the exits are for: what the entry brought, net of fees taken in base, or the coins held. */
  readonly received: Money
  /** Whether every fee that counts in `received` was told, and none estimated. */
  readonly feesKnown: boolean
  readonly exited: Money
  /** What is still to be protected, cut down to the lot step. */
  readonly remaining: Money
  readonly openExits: readonly Member[]
  /** Exits among them that the exchange does not know at the moment: no protection that anybody can vouch for. */
  readonly missing: readonly Member[]
  /** How much of it the exchange's open orders cover, by role. */
  readonly covered: Readonly<Record<ExitRole, Money>>
}

/** Used where neither the fills nor the account tell a fee: the usual taker fee, and a little. */
const usualFee = Money.parse('0.002')

/** Adds up what is known of a bracket. Pure. */
export function standingOf(bracket: Bracket, terms: MarketTerms): Standing {
  const { members, held, exitSide } = bracket
  const entries = members.filter(({ role }) => role === 'entry')
  const exits = members.filter(({ role }) => role !== 'entry')
  const entryFilled = Money.sum(entries.map(({ filled }) => filled))
  // Coins bought arrive less the fee; what was sold is bought back whole, for its fee was taken in quote.
  const fees = exitSide === 'sell' ? entries.map((entry) => feesOf(entry, terms)) : []
  const received = held ?? entryFilled.minus(Money.sum(fees.map(({ amount }) => amount)))
  const exited = Money.sum(exits.map(({ filled }) => filled))
  const left = received.minus(exited)
  const openExits = exits.filter(({ status }) => !isFinal(status))
  const entryOpen = isEntryOpen(bracket, entries)
  const armed = openExits.filter((member) => !waitsForEntry(member, bracket, entryOpen))
  const covered = (role: ExitRole): Money =>
    Money.sum(
      armed
        .filter((member) => member.role === role)
        .map(({ quantity, filled }) => (quantity ?? Money.zero).minus(filled)),
    )
  return {
    entries,
    entryOpen,
    entryFilled,
    received,
    feesKnown: fees.every(({ known }) => known),
    exited,
    remaining: left.isPositive() ? left.floorToStep(terms.market.lotStep) : Money.zero,
    openExits,
    missing: openExits.filter(({ missingSince }) => missingSince !== null),
    covered: { stop_loss: covered('stop_loss'), take_profit: covered('take_profit') },
  }
}

/** An entry of which nothing was seen yet counts as open: it is on its way. */
function isEntryOpen({ held }: Bracket, entries: readonly Member[]): boolean {
  if (held !== null) return false
  return entries.length === 0 || entries.some(({ status }) => !isFinal(status))
}

/** Exits that went along with an entry and are armed only once that has filled whole. */
export function waitsForEntry(member: Member, bracket: Bracket, entryOpen: boolean): boolean {
  if (!entryOpen || bracket.plan.attached === null) return false
  return bracket.plan.armedBy === 'whole_fill' && isEntryTicket(member.ticket, bracket)
}

export function isEntryTicket(clientOrderId: string, { tickets }: Bracket): boolean {
  return tickets.some((ticket) => ticket.clientOrderId === clientOrderId && ticket.purpose === 'entry')
}

function feesOf({ baseFees, filled }: Member, { feeRate }: MarketTerms): { amount: Money; known: boolean } {
  if (filled.isZero()) return { amount: Money.zero, known: true }
  if (baseFees !== null) return { amount: baseFees, known: true }
  return { amount: filled.times(feeRate ?? usualFee), known: false }
}

/** Whether an order of this size may be placed at about this price. */
export function isTradable(quantity: Money, price: Money | null, market: Market, atMarket: boolean): boolean {
  if (!quantity.isPositive()) return false
  const bounds = atMarket ? [market.quantity, market.marketQuantity] : [market.quantity]
  if (bounds.some(({ min }) => min !== null && quantity.lessThan(min))) return false
  const { notional, notionalAppliesToMarket } = market
  if (notional.min === null || price === null || (atMarket && !notionalAppliesToMarket.min)) return true
  return quantity.times(price).atLeast(notional.min)
}

/** Which exits the exchange is to hold at the moment, leaving aside those that its entry took along. */
export function rolesForExchange({ wanted, form }: Bracket): readonly ExitRole[] {
  return rolesAtExchange(wanted, form)
}

/** Exits that are wanted and that no open order at the exchange covers whole. */
export function uncoveredRoles(bracket: Bracket, { covered, remaining }: Standing): readonly ExitRole[] {
  return wantedRoles(bracket.wanted).filter((role) => covered[role].lessThan(remaining))
}
