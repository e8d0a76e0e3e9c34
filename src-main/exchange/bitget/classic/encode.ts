import { assertNever } from '../../../../src-shared/assert-never.ts'
import type { Exits, LimitOrderRequest, OrderRequest } from '../../../../src-shared/order.ts'
import type { Params } from '../../http/query.ts'
import type { RememberedOrder } from '../own/order-memory.ts'
import type { SingleRequest } from '../own/requests.ts'

/** One call that places an order: in which list it will live, and its parameters. */
export interface Placement {
  readonly list: 'normal' | 'tpsl' | 'plan'
  readonly params: Params
}

/**
 * In which of Bitget's lists a request becomes an order. Conditional sales are TP/SL orders, which guard what is held;
 * conditional purchases are plan orders, which alone take a client id, so that an entry cannot be doubled. Pure.
 */
export function listOf({ kind, side }: Pick<OrderRequest, 'kind' | 'side'>): Placement['list'] {
  if (kind === 'market' || kind === 'limit') return 'normal'
  return side === 'sell' ? 'tpsl' : 'plan'
}

/** What Bitget will not say of the order later. Pure. */
export function rememberedOf(request: SingleRequest): RememberedOrder {
  const list = listOf(request)
  switch (request.kind) {
    case 'market':
      return { list, role: null, timeInForce: 'gtc', postOnly: false }
    case 'limit':
      return { list, role: null, timeInForce: request.timeInForce, postOnly: request.postOnly }
    case 'stop_loss':
    case 'take_profit':
      return { list, role: request.kind, timeInForce: 'gtc', postOnly: false }
    case 'stop_limit':
    case 'take_profit_limit': {
      const role = request.kind === 'stop_limit' ? 'stop_loss' : 'take_profit'
      return { list, role, timeInForce: request.timeInForce, postOnly: false }
    }
    default:
      return assertNever(request)
  }
}

/** Parameters of POST place-order or place-plan-order. Fields without a value are left out, never empty. Pure. */
export function encodeOrder(request: SingleRequest, symbol: string, clientOrderId: string): Placement {
  const { side } = request
  switch (request.kind) {
    case 'market': {
      const size = request.amount.value.toString()
      const params = { symbol, side, orderType: 'market', force: 'gtc', size, clientOid: clientOrderId }
      return { list: 'normal', params }
    }
    case 'limit':
      return { list: 'normal', params: encodeLimit(request, symbol, clientOrderId) }
    case 'stop_loss':
    case 'take_profit':
    case 'stop_limit':
    case 'take_profit_limit':
      return listOf(request) === 'tpsl'
        ? { list: 'tpsl', params: encodeTpsl(request, symbol) }
        : { list: 'plan', params: encodePlan(request, symbol, clientOrderId) }
    default:
      return assertNever(request)
  }
}

function encodeLimit(request: LimitOrderRequest, symbol: string, clientOid: string): Params {
  const { side, price, quantity, exits } = request
  return {
    symbol,
    side,
    orderType: 'limit',
    force: request.postOnly ? 'post_only' : request.timeInForce,
    price: price.toString(),
    size: quantity.toString(),
    clientOid,
    ...(exits !== null && encodePresets(exits)),
  }
}

/** `execute*` missing means: at market once triggered. */
export function encodePresets({ takeProfit, stopLoss }: Exits): Params {
  return {
    presetTakeProfitPrice: takeProfit?.triggerPrice.toString(),
    executeTakeProfitPrice: takeProfit?.limitPrice?.toString(),
    presetStopLossPrice: stopLoss?.triggerPrice.toString(),
    executeStopLossPrice: stopLoss?.limitPrice?.toString(),
  }
}

type ConditionalRequest = Extract<SingleRequest, { triggerPrice: unknown }>

/** Bitget ignores a client id here. */
function encodeTpsl(request: ConditionalRequest, symbol: string): Params {
  return {
    symbol,
    side: request.side,
    ...('price' in request
      ? { orderType: 'limit', force: request.timeInForce, price: request.price.toString() }
      : { orderType: 'market', force: 'gtc' }),
    size: request.quantity.toString(),
    tpslType: 'tpsl',
    triggerPrice: request.triggerPrice.toString(),
  }
}

function encodePlan(request: ConditionalRequest, symbol: string, clientOid: string): Params {
  return {
    symbol,
    side: request.side,
    triggerPrice: request.triggerPrice.toString(),
    ...('price' in request
      ? { orderType: 'limit', executePrice: request.price.toString(), force: request.timeInForce }
      : { orderType: 'market' }),
    planType: 'amount',
    size: request.quantity.toString(),
    triggerType: 'fill_price',
    clientOid,
  }
}
