import { asking, BinanceError, missing, notSupported } from './binance-error.ts'
import { cancelAndView, placeNewOrder, readNewOrder, readRestriction, type NewOrder } from './order-endpoints.ts'
import { findOrder, readNaming, type OrderNaming, type SignedCall } from './practice-binance.ts'

type Outcome = 'SUCCESS' | 'FAILURE' | 'NOT_ATTEMPTED'

interface Step {
  readonly outcome: Outcome
  readonly response: unknown
}

interface Terms {
  readonly order: NewOrder
  readonly naming: OrderNaming
  readonly cancelId: string
  readonly restriction: string | null
  readonly stopOnFailure: boolean
  readonly cancelOnlyOverLimit: boolean
}

/**
 * `POST /api/v3/order/cancelReplace`: cancels one order and places another. Parameters, filters and the order count are
 * checked before anything is cancelled. Both done: 200. One of the two: 409 -2021. None: 400 -2022.
 */
export function cancelReplace(call: SignedCall): unknown {
  const { exchange } = call
  const terms = readTerms(call)
  if (!terms.order.market.features.cancelReplace) throw notSupported('Order cancel-replace')
  asking('new', () => exchange.engine.checkRules(terms.order.market.symbol, terms.order.spec))
  const overLimit = limitError(call)
  if (overLimit !== null && !terms.cancelOnlyOverLimit) throw overLimit
  const cancel = attempt(() => cancelStep(call, terms))
  if (cancel.outcome === 'FAILURE' && (terms.stopOnFailure || overLimit !== null)) {
    if (overLimit === null) exchange.orderCounts(call.accountId).add(1, [], call.now)
    throw failed(cancel, { outcome: 'NOT_ATTEMPTED', response: null }, overLimit)
  }
  const placement =
    overLimit === null
      ? attempt(() => placeNewOrder(call, terms.order))
      : ({ outcome: 'FAILURE', response: overLimit.body() } as const)
  if (cancel.outcome === 'SUCCESS' && placement.outcome === 'SUCCESS') return combined(cancel, placement)
  throw failed(cancel, placement, overLimit)
}

function readTerms(call: SignedCall): Terms {
  const { parameters, exchange } = call
  const mode = parameters.oneOf('cancelReplaceMode', ['STOP_ON_FAILURE', 'ALLOW_FAILURE'])
  if (mode === null) throw missing('cancelReplaceMode')
  const overLimit = parameters.oneOf('orderRateLimitExceededMode', ['DO_NOTHING', 'CANCEL_ONLY'])
  const naming = readNaming(parameters, 'cancelOrderId', 'cancelOrigClientOrderId')
  const cancelId = parameters.clientId('cancelNewClientOrderId') ?? exchange.newClientId()
  const restriction = readRestriction(call)
  const order = readNewOrder(call)
  parameters.finish()
  return {
    order,
    naming,
    cancelId,
    restriction,
    stopOnFailure: mode === 'STOP_ON_FAILURE',
    cancelOnlyOverLimit: overLimit === 'CANCEL_ONLY',
  }
}

function limitError(call: SignedCall): BinanceError | null {
  try {
    call.exchange.orderCounts(call.accountId).check(1, call.now, call.exchange.limits)
    return null
  } catch (error) {
    if (error instanceof BinanceError) return error
    throw error
  }
}

function cancelStep(call: SignedCall, terms: Terms): unknown {
  const order = findOrder(call, terms.order.market, terms.naming)
  if (order === null) throw new BinanceError(-2011, 'Unknown order sent.')
  return cancelAndView(call, order, terms.cancelId, terms.restriction)
}

function attempt(step: () => unknown): Step {
  try {
    return { outcome: 'SUCCESS', response: step() }
  } catch (error) {
    if (error instanceof BinanceError) return { outcome: 'FAILURE', response: error.body() }
    throw error
  }
}

function combined(cancel: Step, placement: Step): Record<string, unknown> {
  return {
    cancelResult: cancel.outcome,
    newOrderResult: placement.outcome,
    cancelResponse: cancel.response,
    newOrderResponse: placement.response,
  }
}

function failed(cancel: Step, placement: Step, overLimit: BinanceError | null): BinanceError {
  const data = combined(cancel, placement)
  const partly = cancel.outcome === 'SUCCESS' || placement.outcome === 'SUCCESS'
  const status = overLimit === null ? (partly ? 409 : 400) : 429
  return partly
    ? new BinanceError(-2021, 'Order cancel-replace partially failed.', { status, data })
    : new BinanceError(-2022, 'Order cancel-replace failed.', { status, data })
}
