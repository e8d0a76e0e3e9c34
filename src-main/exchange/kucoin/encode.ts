import { assertNever } from '../../../src-shared/assert-never.ts'
import type {
  LimitOrderRequest,
  MarketOrderRequest,
  OcoRequest,
  Side,
  TriggerLimitOrderRequest,
  TriggerOrderRequest,
} from '../../../src-shared/order.ts'
import type { Fields } from './raw-client.ts'

export type PlainRequest = MarketOrderRequest | LimitOrderRequest
export type StopRequest = TriggerOrderRequest | TriggerLimitOrderRequest
export type StopKind = StopRequest['kind']

/** Fields of POST /hf/orders/sync and /test. Pure. */
export function encodeOrder(request: PlainRequest, nativeId: string, clientOid: string): Fields {
  const common = { clientOid, symbol: nativeId, side: request.side, type: request.kind }
  if (request.kind === 'market') {
    const { unit, value } = request.amount
    return { ...common, [unit === 'base' ? 'size' : 'funds']: value.toString() }
  }
  const { price, quantity, timeInForce, postOnly } = request
  return {
    ...common,
    price: price.toString(),
    size: quantity.toString(),
    timeInForce: timeInForce.toUpperCase(),
    ...(postOnly && { postOnly }),
  }
}

/**
 * On which side of the price a stop order triggers: `loss` when the last price falls to it, `entry` when it rises to
 * it. Always sent: a stop without it has been seen to fire at once.
 */
export function stopOf(kind: StopKind, side: Side): 'loss' | 'entry' {
  const isStop = kind === 'stop_loss' || kind === 'stop_limit'
  return isStop === (side === 'sell') ? 'loss' : 'entry'
}

/** The kind that a stop order of KuCoin's is in our words; the inverse of {@link stopOf}. */
export function stopKindOf(type: string, side: Side, stop: 'loss' | 'entry'): StopKind {
  const isStop = (stop === 'loss') === (side === 'sell')
  if (type === 'limit') return isStop ? 'stop_limit' : 'take_profit_limit'
  return isStop ? 'stop_loss' : 'take_profit'
}

/** Fields of POST /stop-order. Pure. */
export function encodeStop(request: StopRequest, nativeId: string, clientOid: string): Fields {
  return {
    clientOid,
    symbol: nativeId,
    side: request.side,
    ...termsOf(request),
    size: request.quantity.toString(),
    stop: stopOf(request.kind, request.side),
    stopPrice: request.triggerPrice.toString(),
    tradeType: 'TRADE',
  }
}

function termsOf(request: StopRequest): Fields {
  switch (request.kind) {
    case 'stop_loss':
    case 'take_profit':
      return { type: 'market' }
    case 'stop_limit':
    case 'take_profit_limit': {
      const { price, timeInForce } = request
      return { type: 'limit', price: price.toString(), timeInForce: timeInForce.toUpperCase() }
    }
    default:
      return assertNever(request)
  }
}

/**
 * Fields of POST /v3/oco/order: `price` is the take-profit, which triggers where it rests; the stop-loss has a limit
 * price. Pure.
 */
export function encodeOco(request: OcoRequest, nativeId: string, clientOid: string): Fields {
  const { side, quantity, takeProfit, stopLoss } = request
  return {
    clientOid,
    symbol: nativeId,
    side,
    size: quantity.toString(),
    price: takeProfit.triggerPrice.toString(),
    stopPrice: stopLoss.triggerPrice.toString(),
    limitPrice: (stopLoss.limitPrice ?? stopLoss.triggerPrice).toString(),
    tradeType: 'TRADE',
  }
}
