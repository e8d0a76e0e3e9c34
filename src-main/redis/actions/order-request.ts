import { GatewayError } from '../../../src-shared/errors.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { ExitLeg, Exits, OrderRequest, Side, TimeInForce } from '../../../src-shared/order.ts'
import type { Params } from './params.ts'

/** The order types that callers write (docs/wire-contract.md §5.3). */
const wireOrderTypes = ['market', 'limit', 'stop_loss', 'take_profit', 'sl_tp_combo', 'stop_limit', 'oco'] as const
export type WireOrderType = (typeof wireOrderTypes)[number]

const forces = ['gtc', 'ioc', 'fok', 'post_only'] as const

/** How the two order actions name the same things. */
export interface OrderWords {
  readonly type: 'type' | 'order_type'
  readonly quantity: 'amount' | 'quantity'
  /** Where a market buy finds its quote amount. */
  readonly quoteAmount: 'amount' | 'total_value'
}

export const placeOrderWords: OrderWords = { type: 'type', quantity: 'amount', quoteAmount: 'amount' }
export const tradeWords: OrderWords = { type: 'order_type', quantity: 'quantity', quoteAmount: 'total_value' }

/**
 * What a caller of place_order or create_and_execute_trade wants, as an order request. The rules, in one place:
 *
 * - `market` + buy is sized in quote units, everything else in base units, the market entry of `sl_tp_combo` included.
 * - `market` and `limit` carry stop_loss_price and/or take_profit_price as exits attached to the entry.
 * - `stop_loss` and `take_profit` place one trigger order of the given side. Its trigger: stop_loss_price or stop_price
 * or trigger_price;
 * take_profit_price or trigger_price or stop_price, or else `price` (Terminals 3 and 7 send it so).
 * - `stop_limit` needs price and trigger_price (or stop_price, or stop_loss_price).
 * - `sl_tp_combo` to buy enters at `price`, or at market without one, with both exits attached.
 * - `sl_tp_combo` to sell without `price` protects coins already held: an OCO of both exits, for on a spot account
 * there is nothing that
 * a sale could be the entry of. With `price` it is taken at its word: a limit sale with both exits (buying back)
 * attached.
 * - `oco` is the pair of exits alone, for either side.
 * - Prices that may be left out may also be 0. A trigger on a market or limit order, or the other exit's price on a
 * trigger order, is refused.
 * - `force` (any case) counts for orders that rest at a price; a market order has none.
 *
 * @throws GatewayError `refused` naming the field
 */
export function orderRequestOf(params: Params, symbol: string, words: OrderWords): OrderRequest {
  const side = params.word('side', ['buy', 'sell']) ?? missing('side')
  const type = typeOf(params, words)
  const common = { symbol, side }
  switch (type) {
    case 'market':
      refuseForeign(params, type, ['trigger_price', 'stop_price'])
      return marketRequest(params, common, words)
    case 'limit':
      refuseForeign(params, type, ['trigger_price', 'stop_price'])
      return limitRequest(params, common, words, exitsOf(params))
    case 'stop_loss':
      refuseForeign(params, type, ['take_profit_price'])
      return {
        kind: 'stop_loss',
        ...common,
        quantity: params.requiredMoney(words.quantity),
        triggerPrice: params.priceOf(['stop_loss_price', 'stop_price', 'trigger_price']) ?? missing('stop_loss_price'),
      }
    case 'take_profit':
      refuseForeign(params, type, ['stop_loss_price'])
      return {
        kind: 'take_profit',
        ...common,
        quantity: params.requiredMoney(words.quantity),
        triggerPrice:
          params.priceOf(['take_profit_price', 'trigger_price', 'stop_price']) ??
          params.money('price') ??
          missing('take_profit_price'),
      }
    case 'stop_limit': {
      refuseForeign(params, type, ['take_profit_price'])
      const { timeInForce, postOnly } = forceOf(params)
      if (postOnly) throw invalidForce(['gtc', 'ioc', 'fok'])
      return {
        kind: 'stop_limit',
        ...common,
        quantity: params.requiredMoney(words.quantity),
        price: params.requiredMoney('price'),
        triggerPrice: params.priceOf(['trigger_price', 'stop_price', 'stop_loss_price']) ?? missing('trigger_price'),
        timeInForce,
      }
    }
    case 'sl_tp_combo':
      return comboRequest(params, common, words)
    case 'oco':
      return { kind: 'oco', ...common, quantity: params.requiredMoney(words.quantity), ...bothExits(params) }
  }
}

interface Common {
  readonly symbol: string
  readonly side: Side
}

function marketRequest(params: Params, common: Common, words: OrderWords): OrderRequest {
  const exits = exitsOf(params)
  if (common.side === 'sell') {
    return {
      kind: 'market',
      ...common,
      amount: { unit: 'base', value: params.requiredMoney(words.quantity) },
      exits,
    }
  }
  if (words.quoteAmount !== words.quantity) params.requiredMoney(words.quantity)
  return {
    kind: 'market',
    ...common,
    amount: { unit: 'quote', value: params.requiredMoney(words.quoteAmount) },
    exits,
  }
}

function limitRequest(params: Params, common: Common, words: OrderWords, exits: Exits | null): OrderRequest {
  return {
    kind: 'limit',
    ...common,
    quantity: params.requiredMoney(words.quantity),
    price: params.requiredMoney('price'),
    ...forceOf(params),
    exits,
  }
}

function comboRequest(params: Params, common: Common, words: OrderWords): OrderRequest {
  const exits = bothExits(params)
  if (params.optionalPrice('price') !== null) return limitRequest(params, common, words, exits)
  const quantity = params.requiredMoney(words.quantity)
  if (common.side === 'sell') return { kind: 'oco', ...common, quantity, ...exits }
  return { kind: 'market', ...common, amount: { unit: 'base', value: quantity }, exits }
}

function exitsOf(params: Params): Exits | null {
  const takeProfit = legAt(params.optionalPrice('take_profit_price'))
  const stopLoss = legAt(params.optionalPrice('stop_loss_price'))
  if (takeProfit && stopLoss) return { takeProfit, stopLoss }
  if (takeProfit) return { takeProfit, stopLoss: null }
  return stopLoss ? { takeProfit: null, stopLoss } : null
}

function bothExits(params: Params): { readonly takeProfit: ExitLeg; readonly stopLoss: ExitLeg } {
  const stopLoss = legAt(params.priceOf(['stop_loss_price', 'stop_price'])) ?? missing('stop_loss_price')
  return {
    stopLoss,
    takeProfit: legAt(params.optionalPrice('take_profit_price')) ?? missing('take_profit_price'),
  }
}

function legAt(triggerPrice: Money | null): ExitLeg | null {
  return triggerPrice === null ? null : { triggerPrice, limitPrice: null }
}

function forceOf(params: Params): { readonly timeInForce: TimeInForce; readonly postOnly: boolean } {
  const force = params.word('force', forces) ?? params.word('time_in_force', forces) ?? 'gtc'
  return force === 'post_only' ? { timeInForce: 'gtc', postOnly: true } : { timeInForce: force, postOnly: false }
}

function invalidForce(allowed: readonly string[]): GatewayError {
  const params = { field: 'force', allowed: allowed.join(', '), value: 'post_only' }
  return new GatewayError('refused', 'order.field.invalid', params, { field: 'force' })
}

/**
 * The order type under either action's name for it; place_order's defaults to market, create_and_execute_trade must say
 * it.
 */
export function typeOf(params: Params, words: OrderWords): WireOrderType {
  const type = params.word('type', wireOrderTypes)
  const orderType = params.word('order_type', wireOrderTypes)
  if (type !== null && orderType !== null && type !== orderType) {
    throw new GatewayError('refused', 'redis.field_conflict', { field: 'type', other: 'order_type' }, { field: 'type' })
  }
  return type ?? orderType ?? (words.type === 'type' ? 'market' : missing(words.type))
}

/**
 * A price that this type of order would silently drop changes what is meant or leaves somebody unprotected: refused
 * instead.
 */
function refuseForeign(params: Params, type: WireOrderType, fields: readonly string[]): void {
  const field = fields.find((each) => params.optionalPrice(each) !== null)
  if (field !== undefined) {
    throw new GatewayError('refused', 'redis.field_not_applicable', { field, type }, { field })
  }
}

function missing(field: string): never {
  throw new GatewayError('refused', 'order.field.missing', { field }, { field })
}
