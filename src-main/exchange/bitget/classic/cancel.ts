import { GatewayError } from '../../../../src-shared/errors.ts'
import type { Market } from '../../../../src-shared/market.ts'
import { isFinal, type Order } from '../../../../src-shared/order.ts'
import type { OrderReference } from '../../core/base-exchange-client.ts'
import { readUntil } from '../../orders/read-back.ts'
import { isNotFound, notFound, nullOnError, unconfirmedCancel } from '../../orders/references.ts'
import { namedBy } from '../../orders/references.ts'
import { isJudgement } from '../errors.ts'
import { isPlain } from '../signing.ts'
import { type Located, findLocated } from './find.ts'
import type { Sighting } from './map-orders.ts'
import type { ClassicSession } from './session.ts'

const readAttempts = 5

/**
 * Cancels an order in whichever list it lives. A list refuses the orders of the others as unknown, so an order of which
 * we do not know the list is cancelled as a normal one first and looked for when that is refused. An acknowledgement
 * means "accepted" only: the order's own state is the answer, and it may still be `filled`. Cancelling an entry takes
 * the exits along that it carries; exits that are armed already are orders of their own, of which Bitget may end the
 * other one too.
 *
 * @returns its last state. @throws GatewayError `not-found`; `unknown-outcome` while the exchange does not show it
 * ended.
 */
export async function cancel(session: ClassicSession, reference: OrderReference): Promise<Order> {
  const { market } = await session.markets.of(reference.symbol)
  const id = 'orderId' in reference ? reference.orderId : session.memory.orderIdOf(reference.clientOrderId)
  if (!isPlain(id ?? ('clientOrderId' in reference ? reference.clientOrderId : ''))) throw notFound(reference)
  const known = id === null ? null : session.memory.order(id)
  const list = known === null || known.list === 'strategy' ? 'normal' : known.list
  const named = id === null ? reference : { symbol: reference.symbol, orderId: id }
  try {
    return await cancelIn(session, market, list, named)
  } catch (error) {
    if (isJudgement(error)) return endedOrThrow(session, market, named, error)
    if (!isNotFound(error)) throw error
    return cancelWhereItIs(session, market, named, list)
  }
}

/** Whatever the words of a refusal: an order that has ended needs no cancelling, and how it ended is the answer. */
async function endedOrThrow(
  session: ClassicSession,
  market: Market,
  reference: OrderReference,
  refusal: GatewayError,
): Promise<Order> {
  const found = await look(session, market, reference).catch(nullOnError)
  if (found !== null && isFinal(found.order.status)) return found.order
  throw refusal
}

/**
 * The refusal is a question: an order that has ended is reported as it ended, and one that lives in another list is
 * cancelled there.
 */
async function cancelWhereItIs(
  session: ClassicSession,
  market: Market,
  reference: OrderReference,
  tried: Sighting['list'],
): Promise<Order> {
  const found = await look(session, market, reference)
  if (found === null) throw notFound(reference)
  const { order, list } = found
  if (isFinal(order.status)) return order
  if (list === tried && 'orderId' in reference) throw unconfirmedCancel(namedBy(reference))
  return cancelIn(session, market, list, { symbol: reference.symbol, orderId: order.id })
}

function look(session: ClassicSession, market: Market, reference: OrderReference): Promise<Located | null> {
  return findLocated(session, market, reference, { priority: 'cancel' })
}

async function cancelIn(
  session: ClassicSession,
  market: Market,
  list: Sighting['list'],
  reference: OrderReference,
): Promise<Order> {
  const { raw } = session
  const named = 'orderId' in reference ? { orderId: reference.orderId } : { clientOid: reference.clientOrderId }
  let unclear: GatewayError | null = null
  try {
    if (list === 'plan') await raw.cancelPlanOrder(named)
    else {
      const { nativeId: symbol } = market
      await raw.cancelOrder({ symbol, ...named, ...(list === 'tpsl' && { tpslType: 'tpsl' }) })
    }
  } catch (error) {
    if (!(error instanceof GatewayError) || error.class !== 'unknown-outcome') throw error
    unclear = error
  }
  const last = await readUntil(
    session.shared.venue,
    unclear === null ? readAttempts : 1,
    () => look(session, market, reference),
    ({ order }) => isFinal(order.status),
  )
  if (last !== null && isFinal(last.order.status)) return last.order
  if (unclear !== null) throw unclear
  throw unconfirmedCancel(namedBy(reference))
}
