import { GatewayError } from '../../../src-shared/errors.ts'
import { message } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { isFinal, type Order, type OrderRequest, type OrderTerms, type PlacedOrder } from '../../../src-shared/order.ts'
import type { Permit } from '../http/permit.ts'
import { followUp } from '../http/urgency.ts'
import { asEntry, attachedExits, endsAtOnce } from '../orders/exits.ts'
import { type Acknowledged, orderAsAsked, type SingleRequest } from '../orders/order-as-asked.ts'
import { encodeOrder } from './encode.ts'
import { exitsOfEntry } from './find.ts'
import type { KrakenMarkets } from './markets.ts'
import { clOrdIdOf } from './own/client-ids.ts'
import { type KrakenSession, readOrder } from './session.ts'

/** How often an order that fills or dies at once is read back. */
const readBackAttempts = 3
const readBackGapMs = 200
/** Where the call counter has no room for it so soon, the order is told as it was asked for: its sender waits. */
const readBackWaitMs = 1_500

/**
 * Sends one order, once, and reads it back, since AddOrder answers with its id only. Once Kraken has acknowledged, no
 * error of ours hides the order: what cannot be read back is told as it was asked for. Source: AddOrder, QueryOrders.
 */
export async function place(
  session: KrakenSession,
  request: OrderRequest,
  clientOrderId: string,
  permit: Permit,
): Promise<PlacedOrder> {
  const { shared, raw, ages } = session
  const on = await shared.markets.of(request.symbol)
  // Whatever may fail is done before sending, and what cannot be encoded is refused before its id is written down.
  const markets = await shared.markets.all()
  encodeOrder(request, on, '')
  const params = encodeOrder(request, on, shared.ids.name(clientOrderId))
  const { txid } = await raw.addOrder(params, permit)
  const [id] = txid ?? []
  if (id === undefined) throw new GatewayError('unknown-outcome', 'order.outcome.unknown', { clientOrderId })
  const acknowledged = {
    id,
    clientOrderId,
    nativeSymbol: on.market.nativeId,
    at: shared.venue.clock.serverNow(),
  }
  ages.note(id, acknowledged.at)
  const asked = acknowledgedOrder(request as SingleRequest, acknowledged)
  const notes = attachedExits(request) === null ? [] : [message('exchange.kraken.note.close_per_fill')]
  const following = { ...session, raw: raw.as({ ...followUp, patienceMs: readBackWaitMs }) }
  const atOnce = endsAtOnce(request as SingleRequest)
  const placed = await readBack(following, markets, asked, atOnce).catch(() => null)
  return { order: placed?.order ?? asked, legs: placed?.legs ?? [], notes }
}

/** Source: AddOrder with `validate`. It proves syntax and rules. */
export async function dryRun(
  { shared, raw }: KrakenSession,
  request: OrderRequest,
  clientOrderId: string,
): Promise<void> {
  const on = await shared.markets.of(request.symbol)
  await raw.validateOrder(encodeOrder(request, on, clOrdIdOf(clientOrderId)))
}

/** The order as the exchange tells it; null when it does not tell, or when asking would use up the key's last calls. */
async function readBack(
  session: KrakenSession,
  markets: KrakenMarkets,
  asked: Order,
  atOnce: boolean,
): Promise<Omit<PlacedOrder, 'notes'> | null> {
  const { raw, shared } = session
  let order: Order | null = null
  for (let attempt = 1; attempt <= (atOnce ? readBackAttempts : 1) && raw.hasRoom(); attempt += 1) {
    if (attempt > 1) await shared.venue.pause(readBackGapMs * attempt)
    const record = await raw.queryOrders(asked.id, 'order', 1).then(
      (records) => records[asked.id] ?? null,
      () => null,
    )
    if (record === null) continue
    const read = readOrder(session, markets, asked.id, record)
    order = {
      ...read,
      clientOrderId: asked.clientOrderId,
      terms: termsWith(read.terms, asked.terms),
      quoteQuantity: asked.quoteQuantity,
    }
    const exits = order.role === 'entry' && order.filled.isPositive()
    if (atOnce && !isFinal(order.status)) continue
    if (!exits) return { order, legs: [] }
    const open = await raw.openOrders({}, 'order', 1).catch(() => ({}))
    // Exits that have executed already are found later: here the call counter matters more.
    const covered = { id: asked.id, record, filled: Money.zero }
    const legs = await exitsOfEntry(session, covered, open)
    return { order, legs: legs.map((leg) => readOrder(session, markets, leg.id, leg.record)) }
  }
  return order === null ? null : { order, legs: [] }
}

/** Kraken's lists do not promise to tell the time in force, which the request knows. */
function termsWith(told: OrderTerms, asked: OrderTerms): OrderTerms {
  return 'timeInForce' in told && 'timeInForce' in asked ? { ...told, timeInForce: asked.timeInForce } : told
}

/**
 * An order that Kraken has acknowledged, in the words of its request: the entry of a list when it carries an exit.
 * Pure.
 */
function acknowledgedOrder(request: SingleRequest, acknowledged: Acknowledged): Order {
  const order = orderAsAsked(request, acknowledged)
  return attachedExits(request) === null ? order : asEntry(order)
}
