import type { Exits } from '../../../../src-shared/order.ts'
import type { Params } from '../../http/query.ts'
import { type SingleRequest, unsupportedKind } from '../own/requests.ts'

/**
 * Parameters of POST place-order. Fields without a value are left out, never empty. `qty` is quote for purchases at
 * market, base otherwise. Pure.
 * @throws GatewayError `refused` for conditional orders, which this kind of account may not have.
 */
export function encodeOrder(request: SingleRequest, symbol: string, clientOid: string): Params {
  const { side } = request
  switch (request.kind) {
    case 'market':
      return { symbol, side, orderType: 'market', qty: request.amount.value.toString(), clientOid }
    case 'limit':
      return {
        symbol,
        side,
        orderType: 'limit',
        qty: request.quantity.toString(),
        price: request.price.toString(),
        timeInForce: request.postOnly ? 'post_only' : request.timeInForce,
        clientOid,
        ...(request.exits !== null && encodeExits(request.exits)),
      }
    case 'stop_loss':
    case 'take_profit':
    case 'stop_limit':
    case 'take_profit_limit':
      throw unsupportedKind(request)
  }
}

function encodeExits({ takeProfit, stopLoss }: Exits): Params {
  return {
    ...(takeProfit !== null && {
      takeProfit: takeProfit.triggerPrice.toString(),
      tpTriggerBy: 'market',
      tpOrderType: takeProfit.limitPrice === null ? 'market' : 'limit',
      tpLimitPrice: takeProfit.limitPrice?.toString(),
    }),
    ...(stopLoss !== null && {
      stopLoss: stopLoss.triggerPrice.toString(),
      slTriggerBy: 'market',
      slOrderType: stopLoss.limitPrice === null ? 'market' : 'limit',
      slLimitPrice: stopLoss.limitPrice?.toString(),
    }),
  }
}
