import { assertNever } from '../../../src-shared/assert-never.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Money } from '../../../src-shared/money.ts'
import type {
  ExitLeg,
  LimitOrderRequest,
  MarketOrderRequest,
  OcoRequest,
  OrderRequest,
  Side,
  TrailingStopRequest,
  TriggerLimitOrderRequest,
  TriggerOrderRequest,
} from '../../../src-shared/order.ts'
import { exitType, opposite, trailingFamily } from './encoding.ts'
import {
  checkBand,
  checkNotional,
  checkPrice,
  checkRelation,
  fitQuantity,
  fitQuoteAmount,
  type References,
} from './filters.ts'
import type { BinanceMarket } from './markets.ts'

type ExitRole = 'take_profit' | 'stop_loss'
interface MaybeExits {
  readonly takeProfit: ExitLeg | null
  readonly stopLoss: ExitLeg | null
}

/** Which market prices {@link normaliseRequest} would like to know for a request. */
export function neededReferences(
  request: OrderRequest,
  { market, rules }: BinanceMarket,
): { readonly average: boolean; readonly last: boolean } {
  const hasPrice =
    request.kind === 'limit' || request.kind === 'stop_limit' || request.kind === 'take_profit_limit'
  const filtered =
    (hasPrice && market.priceBand !== null) ||
    (request.kind === 'market' && (market.notionalAppliesToMarket.min || market.notionalAppliesToMarket.max))
  const triggers = request.kind !== 'limit' && (request.kind !== 'market' || request.exits !== null)
  return { average: filtered && rules.averaged, last: triggers || (filtered && !rules.averaged) }
}

/**
 * The request as it may be sent: quantities cut down to the lot step (never up), quote amounts to the quote step, prices left as they
 * are. Pure. @throws GatewayError `refused`, naming the field and the limit, for whatever the symbol's status, order types or filters
 * would refuse: a price off the tick too, since only the person knows in which direction it may move.
 */
export function normaliseRequest(
  request: OrderRequest,
  on: BinanceMarket,
  references: References,
): OrderRequest {
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

function requireTrading({ market: { status, symbol } }: BinanceMarket): void {
  if (status === 'trading') return
  throw new GatewayError('refused', 'order.symbol.not_trading', { symbol, status }, { field: 'symbol' })
}

function requireKind(request: OrderRequest, { market }: BinanceMarket): void {
  if (market.capabilities.orderKinds.includes(request.kind)) return
  const params = { symbol: market.symbol, exchange: 'Binance', kind: request.kind }
  throw new GatewayError('refused', 'order.kind.unsupported', params, { field: 'kind' })
}

function unsupported({ market }: BinanceMarket, capability: string, field: string): GatewayError {
  const params = { symbol: market.symbol, exchange: 'Binance', capability }
  return new GatewayError('refused', 'order.capability.unsupported', params, { field })
}

function market(request: MarketOrderRequest, on: BinanceMarket, references: References): MarketOrderRequest {
  const { amount, exits } = request
  const reference = references.filterPrice ?? references.last
  if (exits !== null) checkExits(exits, opposite(request.side), references.last, null, on)
  if (amount.unit === 'quote') {
    // With exits the entry becomes a limit order sized in base, so the symbol need not take quote amounts itself.
    if (exits === null && !on.rules.quoteMarket)
      throw unsupported(on, 'market orders sized in quote', 'amount')
    const value = fitQuoteAmount(amount.value, on.market, 'amount')
    checkNotional(value, on.market, 'amount', exits === null)
    return { ...request, amount: { unit: 'quote', value } }
  }
  const value = fitQuantity(amount.value, on.market, 'quantity', exits === null)
  if (reference !== null) checkNotional(value.times(reference), on.market, 'quantity', exits === null)
  return { ...request, amount: { unit: 'base', value } }
}

function limit(request: LimitOrderRequest, on: BinanceMarket, references: References): LimitOrderRequest {
  const { price, side, exits, timeInForce, postOnly } = request
  if (postOnly && timeInForce !== 'gtc') {
    const params = { timeInForce: timeInForce.toUpperCase() }
    throw new GatewayError('refused', 'order.post_only.time_in_force', params, { field: 'timeInForce' })
  }
  if (postOnly && !on.market.capabilities.postOnly) throw unsupported(on, 'post-only orders', 'postOnly')
  checkPrice(price, on.market, 'price')
  const quantity = fitQuantity(request.quantity, on.market, 'quantity', false)
  checkBand(price, side, on.market, references.filterPrice, 'price')
  checkNotional(price.times(quantity), on.market, 'quantity', false)
  if (exits !== null) {
    if (timeInForce === 'ioc') {
      throw new GatewayError(
        'refused',
        'order.exits.with_ioc',
        { field: 'timeInForce' },
        { field: 'timeInForce' },
      )
    }
    checkExits(exits, opposite(side), price, quantity, on)
  }
  return { ...request, quantity }
}

function trigger(
  request: TriggerOrderRequest,
  on: BinanceMarket,
  references: References,
): TriggerOrderRequest {
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
  on: BinanceMarket,
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

function trailing(
  request: TrailingStopRequest,
  on: BinanceMarket,
  references: References,
): TrailingStopRequest {
  const { side, trailingBips, activationPrice, limitPrice } = request
  const family = trailingFamily(request, references.last)
  const type = limitPrice === null ? family : `${family}_LIMIT`
  const limits = on.rules.trailing
  if (limits === null || !on.rules.orderTypes.has(type))
    throw unsupported(on, 'this trailing stop', 'limitPrice')
  const above = (family === 'STOP_LOSS') === (side === 'buy')
  const [minimum, maximum] = above ? [limits.minAbove, limits.maxAbove] : [limits.minBelow, limits.maxBelow]
  if (!Number.isInteger(trailingBips) || trailingBips < minimum || trailingBips > maximum) {
    const params = { value: String(trailingBips), minimum: String(minimum), maximum: String(maximum) }
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

function oco(request: OcoRequest, on: BinanceMarket, references: References): OcoRequest {
  const atMarket = request.takeProfit.limitPrice === null || request.stopLoss.limitPrice === null
  const quantity = fitQuantity(request.quantity, on.market, 'quantity', atMarket)
  checkLegs(request, request.side, references.last, quantity, on)
  return { ...request, quantity }
}

/** Exits attached to an entry: the symbol must offer them, and each leg must hold the filters that will be asked when it triggers. */
function checkExits(
  exits: MaybeExits,
  side: Side,
  entryPrice: Money | null,
  quantity: Money | null,
  on: BinanceMarket,
): void {
  const { attachedExits } = on.market.capabilities
  const { takeProfit, stopLoss } = exits
  const offered =
    takeProfit !== null && stopLoss !== null
      ? attachedExits.both
      : takeProfit !== null
        ? attachedExits.takeProfitAlone
        : attachedExits.stopLossAlone
  if (!offered || attachedExits.entries.length === 0)
    throw unsupported(on, 'these exits with the entry', 'exits')
  checkLegs(exits, side, entryPrice, quantity, on)
}

function checkLegs(
  exits: MaybeExits,
  side: Side,
  reference: Money | null,
  quantity: Money | null,
  on: BinanceMarket,
): void {
  for (const role of ['take_profit', 'stop_loss'] as const) {
    const leg = role === 'take_profit' ? exits.takeProfit : exits.stopLoss
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
  on: BinanceMarket,
): void {
  const name = role === 'take_profit' ? 'takeProfit' : 'stopLoss'
  const type = exitType(role, leg)
  if (!on.rules.orderTypes.has(type)) throw unsupported(on, `a ${type} exit`, name)
  checkPrice(leg.triggerPrice, on.market, `${name}.triggerPrice`)
  if (leg.limitPrice !== null) checkPrice(leg.limitPrice, on.market, `${name}.limitPrice`)
  checkRelation(leg.triggerPrice, triggerSide(role, side), reference, `${name}.triggerPrice`)
  if (quantity === null) return
  const atMarket = leg.limitPrice === null
  const value = (leg.limitPrice ?? leg.triggerPrice).times(quantity)
  checkNotional(value, on.market, `${name}.${atMarket ? 'triggerPrice' : 'limitPrice'}`, atMarket)
}

/** Where a trigger must lie, seen from the market: stops of a sale and profits of a purchase below, the others above. */
function triggerSide(role: ExitRole, side: Side): 'above' | 'below' {
  return (role === 'take_profit') === (side === 'sell') ? 'above' : 'below'
}
