import type { EngineOrder } from '../engine/types.ts'
import { txidOf } from './ids.ts'
import { badArguments } from './kraken-error.ts'
import { namedOrder, openOrdersOf, ordersOfUserref, unknownOrder } from './named-orders.ts'
import { chargeTrading, type PrivateCall, termsSince } from './practice-kraken.ts'
import { inKrakensWords } from './rejections.ts'
import { tradingCost } from './request-limits.ts'

export function cancelOrder(call: PrivateCall): unknown {
  const { parameters } = call
  const sharing = ordersOfUserref(call, parameters.text('txid') ?? '')
  if (sharing?.length === 0) throw unknownOrder()
  return cancelThese(call, sharing ?? [namedOrder(call)])
}

/** Up to 50 by txid, userref or client id. Those that are not open are passed over. */
export function cancelOrderBatch(call: PrivateCall): unknown {
  const ids = textsOf(call, 'orders')
  const clientIds = textsOf(call, 'cl_ord_ids')
  const count = ids.length + clientIds.length
  if (count === 0 || count > 50) throw badArguments('orders')
  return cancelThese(
    call,
    openOrdersOf(call).filter(
      ({ id, labels, clientOrderId }) =>
        ids.includes(txidOf(id)) ||
        (labels.userref !== undefined && ids.includes(String(labels.userref))) ||
        clientIds.includes(clientOrderId),
    ),
  )
}

function textsOf({ parameters }: PrivateCall, name: string): readonly string[] {
  return (parameters.optionalList(name) ?? []).map((each) => {
    if (typeof each !== 'string') throw badArguments(name)
    return each
  })
}

export function cancelAll(call: PrivateCall): unknown {
  const open = openOrdersOf(call)
  for (const order of open) inKrakensWords(() => call.exchange.engine.cancel(order))
  return { count: open.length }
}

/** Pays for all of them at first: none is cancelled when the counter has no room. */
function cancelThese(call: PrivateCall, orders: readonly EngineOrder[]): unknown {
  const costs = new Map<string, number>()
  for (const order of orders) {
    const cost = tradingCost('cancel', call.now - termsSince(order))
    costs.set(order.symbol, (costs.get(order.symbol) ?? 0) + cost)
  }
  for (const [symbol, cost] of costs) chargeTrading(call, symbol, cost)
  for (const order of orders) inKrakensWords(() => call.exchange.engine.cancel(order))
  return { count: orders.length, pending: false }
}

/** The dead man's switch: every order of the account goes when it is not called again in time. 0 turns it off. */
export function cancelAllOrdersAfter({ exchange, accountId, parameters, now }: PrivateCall): unknown {
  const timeout = parameters.integer('timeout')
  if (timeout === null || timeout < 0 || timeout >= 86_400) throw badArguments('timeout')
  if (timeout === 0) exchange.state.timers.delete(accountId)
  else exchange.state.timers.set(accountId, now + timeout * 1_000)
  const at = (ms: number): string => new Date(ms).toISOString()
  return { currentTime: at(now), triggerTime: timeout === 0 ? '0' : at(now + timeout * 1_000) }
}
