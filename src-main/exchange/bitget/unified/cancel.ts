import { GatewayError } from '../../../../src-shared/errors.ts'
import type { Market } from '../../../../src-shared/market.ts'
import { isFinal, type Order } from '../../../../src-shared/order.ts'
import type { OrderReference } from '../../core/base-exchange-client.ts'
import { readUntil } from '../../orders/read-back.ts'
import { isNotFound, namedBy, notFound, nullOnError, unconfirmedCancel } from '../../orders/references.ts'
import { isJudgement } from '../errors.ts'
import { isPlain } from '../signing.ts'
import { type Located, findLocated } from './find.ts'
import { strategyId } from './own/strategy-orders.ts'
import type { UnifiedSession } from './session.ts'

const readAttempts = 5

/**
 * Cancels an order, or the strategy order that holds it (with both exits, where it holds two). An acknowledgement means
 * "accepted" only: the order's own state is the answer, and it may still be `filled`.
 *
 * @returns its last state. @throws GatewayError `not-found`; `unknown-outcome` while the exchange does not show it
 * ended.
 */
export async function cancel(session: UnifiedSession, reference: OrderReference): Promise<Order> {
  const { market } = await session.markets.of(reference.symbol)
  if (!isPlain(namedBy(reference))) throw notFound(reference)
  const isLeg = 'orderId' in reference && strategyId(reference.orderId) !== reference.orderId
  try {
    return await cancelIn(session, market, isLeg ? 'strategy' : 'normal', reference)
  } catch (error) {
    if (!isNotFound(error) && !isJudgement(error)) throw error
    // Whatever the words of a refusal: an order that has ended needs no cancelling, and how it ended is the answer.
    const found = await (isJudgement(error)
      ? look(session, market, reference).catch(nullOnError)
      : look(session, market, reference))
    if (isJudgement(error) && (found === null || !isFinal(found.order.status))) throw error
    if (found === null) throw notFound(reference)
    if (isFinal(found.order.status)) return found.order
    if (found.list === 'normal' || isLeg) throw unconfirmedCancel(namedBy(reference))
    return cancelIn(session, market, 'strategy', { symbol: reference.symbol, orderId: found.order.id })
  }
}

function look(session: UnifiedSession, market: Market, reference: OrderReference): Promise<Located | null> {
  return findLocated(session, market, reference, { priority: 'cancel' })
}

async function cancelIn(
  session: UnifiedSession,
  market: Market,
  list: Located['list'],
  reference: OrderReference,
): Promise<Order> {
  const { raw, shared } = session
  let unclear: GatewayError | null = null
  try {
    if (list === 'strategy') await raw.cancelStrategyOrder(strategyId(namedBy(reference)))
    else
      await raw.cancelOrder(
        'orderId' in reference ? { orderId: reference.orderId } : { clientOid: reference.clientOrderId },
      )
  } catch (error) {
    if (!(error instanceof GatewayError) || error.class !== 'unknown-outcome') throw error
    unclear = error
  }
  const last = await readUntil(
    shared.venue,
    unclear === null ? readAttempts : 1,
    () => look(session, market, reference),
    ({ order }) => isFinal(order.status),
  )
  if (last !== null && isFinal(last.order.status)) return last.order
  throw unclear ?? unconfirmedCancel(namedBy(reference))
}
