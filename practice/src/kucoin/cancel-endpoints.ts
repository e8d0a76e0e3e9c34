import { isOver } from '../engine/types.ts'
import { orderIdOf } from './ids.ts'
import { badParameter, KuCoinError, unknownOrder } from './kucoin-error.ts'
import { clientOidOf, syncView } from './order-views.ts'
import { dashed, openHfOrders, type PrivateCall } from './practice-kucoin.ts'
import { namedBy } from './query-endpoints.ts'
import { cancelling, inKuCoinsWords } from './rejections.ts'
import { marketNamed } from './symbols.ts'

const cancelBy =
  (by: 'orderId' | 'clientOid', sync: boolean) =>
  (call: PrivateCall): unknown => {
    const order = namedBy(call, by)
    if (order === null || isOver(order)) throw unknownOrder()
    cancelling(() => call.exchange.engine.cancel(order))
    const name = by === 'orderId' ? { orderId: orderIdOf(order.id) } : { clientOid: clientOidOf(order) }
    return sync ? { ...name, ...syncView(order) } : name
  }
export const cancelOrder = cancelBy('orderId', false)
export const cancelOrderSync = cancelBy('orderId', true)
export const cancelByClientOid = cancelBy('clientOid', false)
export const cancelByClientOidSync = cancelBy('clientOid', true)

/** Takes `cancelSize` off what is left of an order, which keeps its id and its place. */
export function cancelPartly(call: PrivateCall): unknown {
  const { engine } = call.exchange
  const order = namedBy(call, 'orderId')
  const cancelSize = call.parameters.decimal('cancelSize')
  if (order === null || isOver(order) || order.quantity === null) throw unknownOrder()
  if (cancelSize?.isPositive() !== true || cancelSize.greaterThan(order.quantity.minus(order.filled)))
    throw badParameter('cancelSize is invalid')
  const quantity = order.quantity.minus(cancelSize)
  if (quantity.isZero()) cancelling(() => engine.cancel(order))
  else inKuCoinsWords(() => engine.amendTerms(order, { quantity }))
  return { orderId: orderIdOf(order.id), cancelSize: cancelSize.toString() }
}

export function cancelSymbol(call: PrivateCall): unknown {
  const { engine } = call.exchange
  const market = marketNamed(engine, call.parameters.required('symbol'))
  for (const order of openHfOrders(call)) if (order.symbol === market.symbol) cancelling(() => engine.cancel(order))
  return 'success'
}

/** Symbol by symbol: where a pair is closed for cancels, its name stands among the failures. */
export function cancelAll(call: PrivateCall): unknown {
  const succeedSymbols = new Set<string>()
  const failures = new Map<string, string>()
  for (const order of openHfOrders(call)) {
    const symbol = dashed(order.symbol)
    try {
      cancelling(() => call.exchange.engine.cancel(order))
      succeedSymbols.add(symbol)
    } catch (error) {
      if (!(error instanceof KuCoinError)) throw error
      failures.set(symbol, error.message)
    }
  }
  return {
    succeedSymbols: [...succeedSymbols],
    failedSymbols: [...failures].map(([symbol, error]) => ({ symbol, error })),
  }
}

const shortestSeconds = 5
const longestSeconds = 86_400
const mostSymbols = 50

/**
 * The dead man's switch: not called again in time, it cancels what is in the books (see passing-time.ts). Answers in
 * seconds.
 */
export function deadCancelAll({ parameters, exchange, accountId, now }: PrivateCall): unknown {
  const { timers } = exchange.state
  const timeoutSeconds = parameters.integer('timeout')
  const symbols = parameters.text('symbols')?.split(',') ?? []
  if (symbols.length > mostSymbols) throw badParameter('symbols is invalid')
  for (const symbol of symbols) marketNamed(exchange.engine, symbol)
  const currentTime = Math.floor(now / 1_000)
  if (timeoutSeconds === -1) {
    timers.delete(accountId)
    return { currentTime, triggerTime: 0 }
  }
  if (timeoutSeconds === null || timeoutSeconds < shortestSeconds || timeoutSeconds > longestSeconds)
    throw badParameter('timeout is invalid')
  const at = now + timeoutSeconds * 1_000
  timers.set(accountId, { at, timeoutSeconds, symbols })
  return { currentTime, triggerTime: Math.floor(at / 1_000) }
}

/** Without a switch set there is nothing to tell. */
export function deadCancelAllQuery({ exchange, accountId, now }: PrivateCall): unknown {
  const timer = exchange.state.timers.get(accountId)
  if (timer === undefined) return null
  return {
    timeout: timer.timeoutSeconds,
    symbols: timer.symbols.join(','),
    currentTime: Math.floor(now / 1_000),
    triggerTime: Math.floor(timer.at / 1_000),
  }
}
