import { GatewayError } from '../../src-shared/errors.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import {
  type ExitPlan,
  type ExitRole,
  exitRoles,
  exitsOfRequest,
  legOf,
  planExits,
  type WantedExits,
} from '../../src-shared/exit-plan.ts'
import type { Market } from '../../src-shared/market.ts'
import { message, type MessageRef, spoken } from '../../src-shared/messages/index.ts'
import type { Money } from '../../src-shared/money.ts'
import { opposite, type OrderRequest, type Side } from '../../src-shared/order.ts'
import { neededBy } from '../../src-shared/switched-off.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import { checkPrice, checkRelation, fitQuantity } from '../exchange/orders/filters.ts'
import type { PriceChecks } from '../exchange/orders/normalise-asking.ts'
import { triggerSide } from '../exchange/orders/normalise.ts'
import { firstExitOf } from './brackets/exit-orders.ts'
import type { OffStep } from './desk-types.ts'
import { requestOnStep } from './price-rounding.ts'
import { resolveSymbol } from './resolve-symbol.ts'
import { requireSwitchedOn } from './switched-off.ts'

/** The exits of a request and what becomes of them. */
export interface PreparedExits {
  readonly plan: ExitPlan
  readonly wanted: WantedExits
  readonly exitSide: Side
  /** For exits of coins that are held: how many; null: what the entry brings. */
  readonly held: Money | null
}

/** A request checked against its market, and what is sent for it. */
export interface PreparedOrder {
  readonly market: Market
  /** What was asked, rounded to the market's steps. */
  readonly asked: OrderRequest
  /** What goes to the exchange now; null: nothing does, since the application holds all of it. */
  readonly sent: OrderRequest | null
  readonly exits: PreparedExits | null
  /** What the sender should know of how its words were read. */
  readonly notes: readonly MessageRef[]
}

/**
 * Rounds a request down to its market's steps, checks it against every filter, and splits off the exits that the
 * exchange does not take along; prices off the step as `offStep` says. Nothing is sent but questions for prices.
 * @throws GatewayError `refused` naming the field and the limit.
 */
export async function prepareOrder(
  client: BaseExchangeClient,
  request: OrderRequest,
  offStep: OffStep = 'refuse',
  checks: PriceChecks = 'all',
): Promise<PreparedOrder> {
  const markets = await client.getMarkets()
  const symbol = resolveSymbol(request.symbol, markets, client.exchange)
  const market = markets.get(symbol)
  if (market === undefined) throw new GatewayError('bug', 'error.internal')
  const { value: listed, notes } =
    offStep === 'round' ? requestOnStep({ ...request, symbol }, market) : { value: { ...request, symbol }, notes: [] }
  requireSwitchedOn(client, neededBy(listed))
  const plan = planExits(listed, market.capabilities)
  const wanted = exitsOfRequest(listed)
  if (plan === null || wanted === null) {
    const asked = await client.normalise(listed, checks)
    return { market, asked, sent: asked, exits: null, notes }
  }
  const prepared =
    listed.kind === 'oco'
      ? await prepareHeld(client, market, listed, plan)
      : await prepareEntry(client, market, listed, { plan, wanted }, checks)
  return { ...prepared, notes }
}

async function prepareEntry(
  client: BaseExchangeClient,
  market: Market,
  request: OrderRequest,
  { plan, wanted }: Pick<PreparedExits, 'plan' | 'wanted'>,
  checks: PriceChecks,
): Promise<Omit<PreparedOrder, 'notes'>> {
  if (request.kind !== 'market' && request.kind !== 'limit') throw new GatewayError('bug', 'error.internal')
  const sent = await client.normalise({ ...request, exits: plan.attached }, checks)
  const side = opposite(request.side)
  const { attached } = plan
  // Exits that go along were checked with the entry.
  if (exitRoles.some((role) => legOf(wanted, role) !== null && (attached === null || legOf(attached, role) === null))) {
    const price = request.kind === 'limit' ? request.price : await lastPrice(client, request.symbol)
    checkExits(wanted, side, price, market)
  }
  if (sent.kind !== 'market' && sent.kind !== 'limit') throw new GatewayError('bug', 'error.internal')
  const asked = { ...sent, exits: request.exits }
  return { market, asked, sent, exits: { plan, wanted, exitSide: side, held: null } }
}

async function prepareHeld(
  client: BaseExchangeClient,
  market: Market,
  request: Extract<OrderRequest, { kind: 'oco' }>,
  plan: ExitPlan,
): Promise<Omit<PreparedOrder, 'notes'>> {
  if (market.status !== 'trading') {
    const params = { symbol: market.symbol, status: market.status }
    throw new GatewayError('refused', 'order.symbol.not_trading', params, { field: 'symbol' })
  }
  const quantity = fitQuantity(request.quantity, market, 'quantity', false)
  const asked = { ...request, quantity }
  checkExits(asked, request.side, await lastPrice(client, request.symbol), market)
  const first = firstExitOf(asked, plan.form)
  const sent = first && (await client.normalise(first))
  const held = sent !== null && 'quantity' in sent ? sent.quantity : quantity
  const wanted = { takeProfit: request.takeProfit, stopLoss: request.stopLoss }
  return {
    market,
    asked: { ...asked, quantity: held },
    sent,
    exits: { plan, wanted, exitSide: request.side, held },
  }
}

/**
 * Without a last price nobody can tell whether an exit lies on the right side: on the wrong one it would be refused, or
 * fire at once. So nothing is sent.
 */
async function lastPrice(client: BaseExchangeClient, symbol: string): Promise<Money> {
  const { last } = await client.fetchTicker(symbol)
  if (last !== null) return last
  throw new GatewayError('refused', 'order.book.empty', { symbol })
}

/** What holds for exits whoever holds them. @throws GatewayError `refused` naming the field. */
export function checkExits(wanted: WantedExits, side: Side, reference: Money | null, market: Market): void {
  for (const role of exitRoles) {
    const leg = legOf(wanted, role)
    if (leg === null) continue
    const field = role === 'take_profit' ? 'takeProfit' : 'stopLoss'
    checkPrice(leg.triggerPrice, market, `${field}.triggerPrice`)
    if (leg.limitPrice !== null) checkPrice(leg.limitPrice, market, `${field}.limitPrice`)
    checkRelation(leg.triggerPrice, triggerSide(role, side), reference, `${field}.triggerPrice`)
  }
  if (wanted.takeProfit === null || wanted.stopLoss === null) return
  const relation = triggerSide('take_profit', side)
  checkRelation(wanted.takeProfit.triggerPrice, relation, wanted.stopLoss.triggerPrice, 'takeProfit.triggerPrice')
}

/** What the person should know of who holds the exits. */
export function exitNotes(exits: PreparedExits, client: BaseExchangeClient): readonly MessageRef[] {
  const exchange = exchangeProfiles[client.exchange].label
  const { plan, wanted, held } = exits
  const notes: MessageRef[] = []
  const heldHere = (role: ExitRole): boolean =>
    (role === 'take_profit' ? plan.holders.takeProfit : plan.holders.stopLoss) === 'application'
  for (const role of exitRoles) {
    const leg = legOf(wanted, role)
    if (leg === null || !heldHere(role)) continue
    notes.push(
      message('bracket.note.application_holds', {
        role: spoken(`bracket.role.${role}`),
        price: leg.triggerPrice.toString(),
        exchange,
      }),
    )
  }
  const allHere = exitRoles.every((role) => legOf(wanted, role) === null || heldHere(role))
  if (held === null && plan.attached === null && !allHere) notes.push(message('bracket.note.after_fill'))
  if (plan.attached === null && plan.form === 'pair') notes.push(message('bracket.note.linked', { exchange }))
  return notes
}
