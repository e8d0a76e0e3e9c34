import { assertNever } from '../../../src-shared/assert-never.ts'
import type { ExitRole } from '../../../src-shared/exit-plan.ts'
import type { Money } from '../../../src-shared/money.ts'
import {
  type ExitLeg,
  type OcoRequest,
  opposite,
  type Side,
  type TimeInForce,
  type TrailingStopRequest,
} from '../../../src-shared/order.ts'
import type { Params } from '../http/query.ts'
import { legIds } from '../orders/leg-ids.ts'
import type { SingleRequest } from '../orders/order-as-asked.ts'
import type { OrderListEndpoint } from './endpoints.ts'
import type { BinanceRules } from './own/rules.ts'

/** A limit entry that carries exits: what a market entry with exits has been turned into by then. */
export interface EntryWithExits {
  readonly side: Side
  readonly quantity: Money
  readonly price: Money
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  readonly takeProfit: ExitLeg | null
  readonly stopLoss: ExitLeg | null
}

const sideOf = (side: Side): string => side.toUpperCase()

/**
 * Parameters of POST /order (and of order/test and cancelReplace) for one order. Pure. Exits are the lists' affair.
 * `last` matters to a trailing stop with an activation price only (see {@link trailingFamily}).
 */
export function encodeOrder(
  request: SingleRequest,
  nativeId: string,
  clientOrderId: string,
  last: Money | null = null,
): Params {
  return {
    symbol: nativeId,
    side: sideOf(request.side),
    ...termsOf(request, last),
    newClientOrderId: clientOrderId,
    newOrderRespType: 'FULL',
  }
}

/**
 * A trailing order begins to follow once `activationPrice` is reached from where the market is: falling to it makes a
 * sale a STOP_LOSS, rising to it a TAKE_PROFIT (for a purchase the other way round). Source: trailing-stop-faq.md.
 */
export function trailingFamily(
  request: Pick<TrailingStopRequest, 'side' | 'activationPrice'>,
  last: Money | null,
): 'STOP_LOSS' | 'TAKE_PROFIT' {
  const { side, activationPrice } = request
  if (activationPrice === null || last === null) return 'STOP_LOSS'
  const gains = side === 'sell' ? activationPrice.greaterThan(last) : activationPrice.lessThan(last)
  return gains ? 'TAKE_PROFIT' : 'STOP_LOSS'
}

function termsOf(request: SingleRequest, last: Money | null): Params {
  switch (request.kind) {
    case 'market': {
      const { unit, value } = request.amount
      return { type: 'MARKET', [unit === 'base' ? 'quantity' : 'quoteOrderQty']: value.toString() }
    }
    case 'limit': {
      const sized = { quantity: request.quantity.toString(), price: request.price.toString() }
      if (request.postOnly) return { type: 'LIMIT_MAKER', ...sized }
      return { type: 'LIMIT', timeInForce: request.timeInForce.toUpperCase(), ...sized }
    }
    case 'stop_loss':
    case 'take_profit':
      return {
        type: request.kind.toUpperCase(),
        quantity: request.quantity.toString(),
        stopPrice: request.triggerPrice.toString(),
      }
    case 'stop_limit':
    case 'take_profit_limit':
      return {
        type: request.kind === 'stop_limit' ? 'STOP_LOSS_LIMIT' : 'TAKE_PROFIT_LIMIT',
        timeInForce: request.timeInForce.toUpperCase(),
        quantity: request.quantity.toString(),
        price: request.price.toString(),
        stopPrice: request.triggerPrice.toString(),
      }
    case 'trailing_stop':
      return {
        type: `${trailingFamily(request, last)}${request.limitPrice === null ? '' : '_LIMIT'}`,
        ...(request.limitPrice && { timeInForce: 'GTC', price: request.limitPrice.toString() }),
        quantity: request.quantity.toString(),
        trailingDelta: String(request.trailingBips),
        stopPrice: request.activationPrice?.toString(),
      }
    default:
      return assertNever(request)
  }
}

/** Whether an exit is on the book from the start: a take-profit whose limit is its trigger. */
export function restsFromTheStart(role: ExitRole, leg: ExitLeg): boolean {
  return role === 'take_profit' && leg.limitPrice?.equals(leg.triggerPrice) === true
}

/** Binance's order type of an exit. */
export function exitType(role: ExitRole, leg: ExitLeg): string {
  if (restsFromTheStart(role, leg)) return 'LIMIT_MAKER'
  return `${role.toUpperCase()}${leg.limitPrice === null ? '' : '_LIMIT'}`
}

function exitParams(prefix: string, role: ExitRole, leg: ExitLeg, id: string): Params {
  const type = exitType(role, leg)
  const name = (suffix: string): string => `${prefix}${suffix}`
  return {
    [name('Type')]: type,
    [name('ClientOrderId')]: id,
    ...(type !== 'LIMIT_MAKER' && { [name('StopPrice')]: leg.triggerPrice.toString() }),
    ...(leg.limitPrice && { [name('Price')]: leg.limitPrice.toString() }),
    ...(type.endsWith('_LIMIT') && { [name('TimeInForce')]: 'GTC' }),
  }
}

/**
 * The exits' place: a take-profit of a sale lies above the market and its stop below; for a purchase the other way
 * round.
 */
function pairParams(
  prefixes: { readonly above: string; readonly below: string },
  side: Side,
  exits: { readonly takeProfit: ExitLeg; readonly stopLoss: ExitLeg },
  clientOrderId: string,
): Params {
  const ids = legIds(clientOrderId)
  const [profitAt, stopAt] = side === 'sell' ? [prefixes.above, prefixes.below] : [prefixes.below, prefixes.above]
  return {
    ...exitParams(profitAt, 'take_profit', exits.takeProfit, ids.takeProfit),
    ...exitParams(stopAt, 'stop_loss', exits.stopLoss, ids.stopLoss),
  }
}

/** Parameters of POST /orderList/oco. Pure. */
export function encodeOco(request: OcoRequest, nativeId: string, clientOrderId: string): Params {
  return {
    symbol: nativeId,
    listClientOrderId: legIds(clientOrderId).list,
    side: sideOf(request.side),
    quantity: request.quantity.toString(),
    ...pairParams({ above: 'above', below: 'below' }, request.side, request, clientOrderId),
    newOrderRespType: 'FULL',
  }
}

/**
 * The list that attaches exits to an entry. Purchases use OPO and OPOCO where the symbol allows them: there the exits
 * are sized by what the fill really brought, after commission. Elsewhere the exits have the entry's quantity (OTO,
 * OTOCO). Pure.
 */
export function encodeEntryWithExits(
  entry: EntryWithExits,
  nativeId: string,
  clientOrderId: string,
  rules: Pick<BinanceRules, 'opo'>,
): { readonly endpoint: OrderListEndpoint; readonly params: Params } {
  const ids = legIds(clientOrderId)
  const netOfFees = rules.opo && entry.side === 'buy'
  const exitSide = opposite(entry.side)
  const { takeProfit, stopLoss } = entry
  const common: Params = {
    symbol: nativeId,
    listClientOrderId: ids.list,
    newOrderRespType: 'FULL',
    workingType: entry.postOnly ? 'LIMIT_MAKER' : 'LIMIT',
    workingSide: sideOf(entry.side),
    workingClientOrderId: ids.order,
    workingPrice: entry.price.toString(),
    workingQuantity: entry.quantity.toString(),
    ...(!entry.postOnly && { workingTimeInForce: entry.timeInForce.toUpperCase() }),
    pendingSide: sideOf(exitSide),
    ...(!netOfFees && { pendingQuantity: entry.quantity.toString() }),
  }
  if (takeProfit !== null && stopLoss !== null) {
    const prefixes = { above: 'pendingAbove', below: 'pendingBelow' }
    const legs = pairParams(prefixes, exitSide, { takeProfit, stopLoss }, clientOrderId)
    return { endpoint: netOfFees ? 'opoco' : 'otoco', params: { ...common, ...legs } }
  }
  const leg =
    takeProfit !== null
      ? exitParams('pending', 'take_profit', takeProfit, ids.takeProfit)
      : stopLoss !== null
        ? exitParams('pending', 'stop_loss', stopLoss, ids.stopLoss)
        : {}
  return { endpoint: netOfFees ? 'opo' : 'oto', params: { ...common, ...leg } }
}
