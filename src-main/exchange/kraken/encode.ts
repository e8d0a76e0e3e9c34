import { assertNever } from '../../../src-shared/assert-never.ts'
import { Money } from '../../../src-shared/money.ts'
import type { ExitLeg, Exits, OrderRequest } from '../../../src-shared/order.ts'
import type { Params } from '../http/query.ts'
import { attachedExits } from '../orders/exits.ts'
import { unsupported } from '../orders/normalise.ts'
import type { SingleRequest } from '../orders/order-as-asked.ts'
import type { KrakenMarket } from './markets.ts'

/**
 * Parameters of AddOrder. Pure. `price` is the limit of a limit order and the trigger of a conditional one, whose limit
 * is `price2`.
 * @throws GatewayError `refused` for two exits at once and for OCO pairs, which Kraken does not have.
 */
export function encodeOrder(request: OrderRequest, { market }: KrakenMarket, clOrdId: string): Params {
  const on = { market, exchange: 'kraken' } as const
  if (request.kind === 'oco') throw unsupported(on, 'oco', 'kind')
  const exits = attachedExits(request)
  if (exits?.takeProfit && exits.stopLoss) throw unsupported(on, 'both_exits', 'exits')
  return {
    ordertype: typeOf(request),
    type: request.side,
    volume: volumeOf(request).toString(),
    pair: market.nativeId,
    ...termsOf(request),
    ...(exits && closeOf(exits)),
    cl_ord_id: clOrdId,
  }
}

const types = {
  market: 'market',
  limit: 'limit',
  stop_loss: 'stop-loss',
  take_profit: 'take-profit',
  stop_limit: 'stop-loss-limit',
  take_profit_limit: 'take-profit-limit',
  trailing_stop: 'trailing-stop',
} as const

function typeOf({ kind }: SingleRequest): string {
  return types[kind]
}

function volumeOf(request: SingleRequest): Money {
  return request.kind === 'market' ? request.amount.value : request.quantity
}

function termsOf(request: SingleRequest): Params {
  switch (request.kind) {
    case 'market':
      return request.amount.unit === 'quote' ? { oflags: 'viqc' } : {}
    case 'limit':
      return {
        price: request.price.toString(),
        timeinforce: request.timeInForce.toUpperCase(),
        ...(request.postOnly && { oflags: 'post' }),
      }
    case 'stop_loss':
    case 'take_profit':
      return { price: request.triggerPrice.toString() }
    case 'stop_limit':
    case 'take_profit_limit':
      return {
        price: request.triggerPrice.toString(),
        price2: request.price.toString(),
        timeinforce: request.timeInForce.toUpperCase(),
      }
    case 'trailing_stop':
      return { price: `+${percentOf(request.trailingBips)}%` }
    default:
      return assertNever(request)
  }
}

/** Basis points as per cent in plain notation: 125 is `1.25`. */
function percentOf(bips: number): string {
  return Money.parse(String(bips)).dividedBy(Money.parse('100')).toString()
}

/**
 * The one exit, at absolute prices: what an offset would refer to is told differently in different places of the
 * documents.
 */
function closeOf({ takeProfit, stopLoss }: Exits): Params {
  if (takeProfit !== null) return closeParams('take-profit', takeProfit)
  return closeParams('stop-loss', stopLoss)
}

function closeParams(type: 'take-profit' | 'stop-loss', { triggerPrice, limitPrice }: ExitLeg): Params {
  return {
    'close[ordertype]': limitPrice === null ? type : `${type}-limit`,
    'close[price]': triggerPrice.toString(),
    'close[price2]': limitPrice?.toString(),
  }
}
