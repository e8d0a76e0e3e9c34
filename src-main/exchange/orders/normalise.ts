import type { ExchangeName } from '../../../src-shared/account.ts'
import { assertNever } from '../../../src-shared/assert-never.ts'
import type { Capabilities, ExitExecution } from '../../../src-shared/capabilities.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import { type ExitRole, legOf } from '../../../src-shared/exit-plan.ts'
import type { Market } from '../../../src-shared/market.ts'
import type { CapabilityName } from '../../../src-shared/messages/capability-messages.ts'
import { spoken } from '../../../src-shared/messages/index.ts'
import type { Money } from '../../../src-shared/money.ts'
import {
  type ExitLeg,
  type LimitOrderRequest,
  type MarketOrderRequest,
  type OcoRequest,
  opposite,
  type OrderRequest,
  type Side,
  type TrailingStopRequest,
  type TriggerLimitOrderRequest,
  type TriggerOrderRequest,
} from '../../../src-shared/order.ts'
import { legOrder } from './exits.ts'
import {
  checkBand,
  checkNotional,
  checkPrice,
  checkRelation,
  fitQuantity,
  fitQuoteAmount,
  type References,
} from './filters.ts'

interface MaybeExits {
  readonly takeProfit: ExitLeg | null
  readonly stopLoss: ExitLeg | null
}

/** A market, and what an exchange asks beyond what every Market says. */
export interface OrderRules {
  readonly market: Market
  readonly exchange: ExchangeName
  /** Market and percent filters compare with an average over minutes (true) or with the last price. */
  readonly averaged: boolean
  /** @throws GatewayError for an exit that this symbol cannot have; `field` is `takeProfit` or `stopLoss`. */
  readonly checkExit?: (role: ExitRole, leg: ExitLeg, field: string) => void
  /** Distances allowed for one request, where they depend on it. @throws GatewayError when it cannot be had. */
  readonly trailingRange?: (
    request: TrailingStopRequest,
    last: Money | null,
  ) => { readonly minBips: number; readonly maxBips: number }
}

/** Which market prices {@link normaliseRequest} would like to know for a request. */
export function neededReferences(
  request: OrderRequest,
  { market, averaged }: OrderRules,
): { readonly average: boolean; readonly last: boolean } {
  const hasPrice = request.kind === 'limit' || request.kind === 'stop_limit' || request.kind === 'take_profit_limit'
  const filtered =
    (hasPrice && market.priceBand !== null) ||
    (request.kind === 'market' && (market.notionalAppliesToMarket.min || market.notionalAppliesToMarket.max))
  const triggers = request.kind !== 'limit' && (request.kind !== 'market' || request.exits !== null)
  return { average: filtered && averaged, last: triggers || (filtered && !averaged) }
}

/**
 * The request as it may be sent: quantities cut down to the lot step (never up), quote amounts to the quote step,
 * prices left as they are. Pure. @throws GatewayError `refused`, naming the field and the limit, for whatever the
 * symbol's status, order types or filters would refuse: a price off the tick too, since only the person knows in which
 * direction it may move.
 */
export function normaliseRequest(request: OrderRequest, on: OrderRules, references: References): OrderRequest {
  requireTrading(on)
  requireKind(request, on)
  switch (request.kind) {
    case 'market':
      return market(request, on, references)
    case 'limit':
      return limit(request, on, references)
    case 'stop_loss':
    case 'take_profit':
      return trigger(request, on, references)
    case 'stop_limit':
    case 'take_profit_limit':
      return triggerLimit(request, on, references)
    case 'trailing_stop':
      return trailing(request, on, references)
    case 'oco':
      return oco(request, on, references)
    default:
      return assertNever(request)
  }
}

function requireTrading({ market: { status, symbol } }: OrderRules): void {
  if (status === 'trading') return
  const params = { symbol, status: spoken(`order.market.${status}`) }
  throw new GatewayError('refused', 'order.symbol.not_trading', params, { field: 'symbol' })
}

function requireKind(request: OrderRequest, { market, exchange }: OrderRules): void {
  if (market.capabilities.orderKinds.includes(request.kind)) return
  const params = { symbol: market.symbol, exchange: labelOf(exchange), kind: request.kind }
  throw new GatewayError('refused', 'order.kind.unsupported', params, { field: 'kind' })
}

/** The refusal of something that the symbol does not offer. */
export function unsupported(
  { market, exchange }: Pick<OrderRules, 'market' | 'exchange'>,
  capability: CapabilityName,
  field: string,
): GatewayError {
  const said = spoken(`capability.${capability}`)
  const params = { symbol: market.symbol, exchange: labelOf(exchange), capability: said }
  return new GatewayError('refused', 'order.capability.unsupported', params, { field })
}

function market(request: MarketOrderRequest, on: OrderRules, references: References): MarketOrderRequest {
  const { amount, exits } = request
  const reference = references.filterPrice ?? references.last
  const { attachedExits, marketAmountUnits } = on.market.capabilities
  if (exits !== null) checkExits('market', exits, opposite(request.side), references.last, null, on)
  // An entry that goes out as a limit order is sized in base, so the symbol need not take the unit itself.
  const atMarket = exits === null || attachedExits.marketEntryAs === 'market'
  if (atMarket && !marketAmountUnits[request.side].includes(amount.unit))
    throw unsupported(on, `market_${request.side}_${amount.unit}`, 'amount')
  if (amount.unit === 'quote') {
    const value = fitQuoteAmount(amount.value, on.market, 'amount')
    checkNotional(value, on.market, 'amount', atMarket)
    return { ...request, amount: { unit: 'quote', value } }
  }
  const value = fitQuantity(amount.value, on.market, 'quantity', atMarket)
  if (reference !== null) checkNotional(value.times(reference), on.market, 'quantity', atMarket)
  return { ...request, amount: { unit: 'base', value } }
}

function limit(request: LimitOrderRequest, on: OrderRules, references: References): LimitOrderRequest {
  const { price, side, exits, timeInForce, postOnly } = request
  if (postOnly && timeInForce !== 'gtc') {
    const params = { timeInForce: timeInForce.toUpperCase() }
    throw new GatewayError('refused', 'order.post_only.time_in_force', params, { field: 'timeInForce' })
  }
  if (postOnly && !on.market.capabilities.postOnly) throw unsupported(on, 'post_only', 'postOnly')
  checkPrice(price, on.market, 'price')
  const quantity = fitQuantity(request.quantity, on.market, 'quantity', false)
  checkBand(price, side, on.market, references.filterPrice, 'price')
  checkNotional(price.times(quantity), on.market, 'quantity', false)
  if (exits !== null) {
    if (timeInForce === 'ioc') {
      throw new GatewayError('refused', 'order.exits.with_ioc', { field: 'timeInForce' }, { field: 'timeInForce' })
    }
    checkExits('limit', exits, opposite(side), price, quantity, on)
  }
  return { ...request, quantity }
}

function trigger(request: TriggerOrderRequest, on: OrderRules, references: References): TriggerOrderRequest {
  const { triggerPrice } = request
  checkPrice(triggerPrice, on.market, 'triggerPrice')
  const quantity = fitQuantity(request.quantity, on.market, 'quantity', true)
  checkNotional(triggerPrice.times(quantity), on.market, 'quantity', true)
  const role = request.kind
  checkRelation(triggerPrice, triggerSide(role, request.side), references.last, 'triggerPrice')
  return { ...request, quantity }
}

function triggerLimit(
  request: TriggerLimitOrderRequest,
  on: OrderRules,
  references: References,
): TriggerLimitOrderRequest {
  const { price, triggerPrice, side } = request
  checkPrice(triggerPrice, on.market, 'triggerPrice')
  checkPrice(price, on.market, 'price')
  const quantity = fitQuantity(request.quantity, on.market, 'quantity', false)
  checkBand(price, side, on.market, references.filterPrice, 'price')
  checkNotional(price.times(quantity), on.market, 'quantity', false)
  const role = request.kind === 'stop_limit' ? 'stop_loss' : 'take_profit'
  checkRelation(triggerPrice, triggerSide(role, side), references.last, 'triggerPrice')
  return { ...request, quantity }
}

function trailing(request: TrailingStopRequest, on: OrderRules, references: References): TrailingStopRequest {
  const { trailingBips, activationPrice, limitPrice } = request
  const able = on.market.capabilities.trailing
  if (able === null) throw unsupported(on, 'trailing', 'kind')
  if (activationPrice !== null && !able.activation) throw unsupported(on, 'trailing_activation', 'activationPrice')
  if (limitPrice !== null && !able.limitPrice) throw unsupported(on, 'trailing_limit', 'limitPrice')
  const { minBips, maxBips } = on.trailingRange?.(request, references.last) ?? able
  if (!Number.isInteger(trailingBips) || trailingBips < minBips || trailingBips > maxBips) {
    const params = { value: String(trailingBips), minimum: String(minBips), maximum: String(maxBips) }
    throw new GatewayError(
      'refused',
      'order.trailing.out_of_range',
      { ...params, symbol: on.market.symbol },
      { field: 'trailingBips' },
    )
  }
  if (activationPrice !== null) checkPrice(activationPrice, on.market, 'activationPrice')
  if (limitPrice !== null) checkPrice(limitPrice, on.market, 'limitPrice')
  const quantity = fitQuantity(request.quantity, on.market, 'quantity', limitPrice === null)
  const worth = limitPrice ?? references.last
  if (worth !== null) checkNotional(worth.times(quantity), on.market, 'quantity', limitPrice === null)
  return { ...request, quantity }
}

function oco(request: OcoRequest, on: OrderRules, references: References): OcoRequest {
  const atMarket = request.takeProfit.limitPrice === null || request.stopLoss.limitPrice === null
  const quantity = fitQuantity(request.quantity, on.market, 'quantity', atMarket)
  const able = on.market.capabilities.oco
  if (able === null) throw unsupported(on, 'oco', 'kind')
  checkExecution(request, able, on)
  checkLegs(request, request.side, references.last, quantity, on)
  return { ...request, quantity }
}

/**
 * Exits attached to an entry: the symbol must offer them, and each leg must hold the filters that will be asked when it
 * triggers.
 */
function checkExits(
  entry: 'market' | 'limit',
  exits: MaybeExits,
  side: Side,
  entryPrice: Money | null,
  quantity: Money | null,
  on: OrderRules,
): void {
  const { attachedExits } = on.market.capabilities
  const { takeProfit, stopLoss } = exits
  const offered =
    takeProfit !== null && stopLoss !== null
      ? attachedExits.both
      : takeProfit !== null
        ? attachedExits.takeProfitAlone
        : attachedExits.stopLossAlone
  if (!attachedExits.entries.includes(entry)) throw unsupported(on, `exits_with_${entry}_entry`, 'exits')
  if (!offered) throw unsupported(on, missingExits(attachedExits), 'exits')
  checkExecution(exits, attachedExits, on)
  checkLegs(exits, side, entryPrice, quantity, on)
}

/** What is wanted and not there. */
function missingExits({ takeProfitAlone, stopLossAlone }: Capabilities['attachedExits']): CapabilityName {
  if (takeProfitAlone && stopLossAlone) return 'both_exits'
  return takeProfitAlone ? 'stop_loss_with_entry' : 'take_profit_with_entry'
}

const fieldOfExit = { take_profit: 'takeProfit', stop_loss: 'stopLoss' } as const satisfies Record<ExitRole, string>

function checkExecution({ takeProfit, stopLoss }: MaybeExits, able: ExitExecution, on: OrderRules): void {
  for (const role of legOrder) {
    const leg = legOf({ takeProfit, stopLoss }, role)
    if (leg === null) continue
    const atMarket = leg.limitPrice === null
    if (atMarket ? able.marketExits : able.limitExits) continue
    throw unsupported(on, atMarket ? 'market_exits' : 'limit_exits', fieldOfExit[role])
  }
}

function checkLegs(
  exits: MaybeExits,
  side: Side,
  reference: Money | null,
  quantity: Money | null,
  on: OrderRules,
): void {
  for (const role of legOrder) {
    const leg = legOf(exits, role)
    if (leg !== null) checkLeg(leg, role, side, reference, quantity, on)
  }
  if (exits.takeProfit !== null && exits.stopLoss !== null) {
    const relation = triggerSide('take_profit', side)
    const { triggerPrice } = exits.takeProfit
    checkRelation(triggerPrice, relation, exits.stopLoss.triggerPrice, 'takeProfit.triggerPrice')
  }
}

function checkLeg(
  leg: ExitLeg,
  role: ExitRole,
  side: Side,
  reference: Money | null,
  quantity: Money | null,
  on: OrderRules,
): void {
  const name = fieldOfExit[role]
  on.checkExit?.(role, leg, name)
  checkPrice(leg.triggerPrice, on.market, `${name}.triggerPrice`)
  if (leg.limitPrice !== null) checkPrice(leg.limitPrice, on.market, `${name}.limitPrice`)
  checkRelation(leg.triggerPrice, triggerSide(role, side), reference, `${name}.triggerPrice`)
  if (quantity === null) return
  const atMarket = leg.limitPrice === null
  const value = (leg.limitPrice ?? leg.triggerPrice).times(quantity)
  checkNotional(value, on.market, `${name}.${atMarket ? 'triggerPrice' : 'limitPrice'}`, atMarket)
}

/**
 * Where a trigger must lie, seen from the market: stops of a sale and profits of a purchase below, the others above.
 */
export function triggerSide(role: ExitRole, side: Side): 'above' | 'below' {
  return (role === 'take_profit') === (side === 'sell') ? 'above' : 'below'
}
