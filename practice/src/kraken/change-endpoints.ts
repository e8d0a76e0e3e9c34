import type { Money } from '../../../src-shared/money.ts'
import { EngineRejection } from '../engine/engine-rejection.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { isWaiting, type EngineOrder, type OrderSpec } from '../engine/types.ts'
import { txidOf } from './ids.ts'
import { badArguments, KrakenError } from './kraken-error.ts'
import { namedOrder, noSuchId, ordersOfUserref, unknownOrder } from './named-orders.ts'
import { readUserref } from './order-parameters.ts'
import { checkPrice, checkShown, checkVolume } from './order-rules.ts'
import { addedView, marketOfOrder } from './order-views.ts'
import { checkDeadline } from './place-endpoints.ts'
import {
  chargeTrading,
  isGenerated,
  marketNamed,
  orderByTxid,
  type AmendRecord,
  type PrivateCall,
  termsSince,
} from './practice-kraken.ts'
import { inKrakensWords, krakensWords } from './rejections.ts'
import { askedPrice, priceFrom, sharpPointsUp } from './relative-price.ts'
import { tradingCost } from './request-limits.ts'

/**
 * Changes an order in place. The shown part of an iceberg order (`display_qty`) and a trailing distance cannot be
 * changed here.
 */
export function amendOrder(call: PrivateCall): unknown {
  const { engine, state } = call.exchange
  const order = namedOrder(call)
  checkDeadline(call)
  chargeTrading(call, order.symbol, tradingCost('amend', call.now - termsSince(order)))
  const market = marketOfOrder(engine, order.symbol)
  if (call.parameters.text('display_qty') !== null) throw badArguments('display_qty')
  const quantity = call.parameters.decimal('order_qty')
  const limitPrice = priceAsked(call, 'limit_price', order, market)
  const triggerPrice = priceAsked(call, 'trigger_price', order, market)
  if (limitPrice !== null && order.limitPrice === null) throw badArguments('limit_price')
  const movable = isWaiting(order) && order.trigger?.trailingBips === null
  if (triggerPrice !== null && !movable) throw badArguments('trigger_price')
  if (quantity === null && limitPrice === null && triggerPrice === null) throw badArguments('')
  if (limitPrice !== null && call.parameters.flag('post_only') && wouldTake(call, order, limitPrice))
    throw new KrakenError('EOrder:Post only order')
  const history = state.amends.get(order.id) ?? [record(call, order, 'original', order.createdAt)]
  inKrakensWords(() =>
    engine.amendTerms(order, {
      ...(quantity !== null && { quantity }),
      ...(limitPrice !== null && { limitPrice }),
      ...(triggerPrice !== null && { triggerPrice }),
    }),
  )
  const amended = record(call, order, 'user', call.now)
  state.amends.set(order.id, [...history, amended])
  return { amend_id: amended.id }
}

function wouldTake({ exchange }: PrivateCall, order: EngineOrder, price: Money): boolean {
  const best = exchange.engine.bestPrice(order.symbol, order.side === 'buy' ? 'sell' : 'buy')?.price
  if (best === undefined || isWaiting(order)) return false
  return order.side === 'buy' ? price.atLeast(best) : price.atMost(best)
}

function record({ exchange }: PrivateCall, order: EngineOrder, by: AmendRecord['by'], time: number): AmendRecord {
  return {
    id: exchange.state.newAmendId(),
    by,
    quantity: order.quantity ?? order.filled,
    limitPrice: order.limitPrice,
    triggerPrice: order.trigger?.price ?? null,
    time,
  }
}

/** What an order was like at first and after each amendment; nothing for one that was never amended. */
export function orderAmends(call: PrivateCall): unknown {
  const order = orderByTxid(call, call.parameters.required('order_id'))
  if (order === null) throw noSuchId()
  const amends = (call.exchange.state.amends.get(order.id) ?? []).map((each) => ({
    amend_id: each.id,
    amend_type: each.by,
    order_qty: each.quantity.toString(),
    ...(each.limitPrice !== null && { limit_price: each.limitPrice.toString() }),
    ...(each.triggerPrice !== null && { trigger_price: each.triggerPrice.toString() }),
    timestamp: each.time,
  }))
  return { count: amends.length, amends }
}

/**
 * Cancels and places anew under a new txid; fills stay with the old one. Not for stops that have fired, nor for orders
 * with a close or a client id. What can be checked is checked before the old order goes; when the new one fails after
 * that (for want of funds, or since it would take), the answer is `status: Err` and the old order stays cancelled.
 */
export function editOrder(call: PrivateCall): unknown {
  const { engine, state } = call.exchange
  const old = editable(call)
  const market = marketNamed(engine, call.parameters.required('pair'))
  if (market.symbol !== old.symbol) throw new KrakenError('EOrder:Invalid order')
  checkDeadline(call)
  chargeTrading(call, old.symbol, tradingCost('edit', call.now - termsSince(old)))
  const spec = editedSpec(call, old, market)
  inKrakensWords(() => engine.checkRules(market.symbol, spec))
  const descr = addedView(spec, market)
  if (call.parameters.flag('validate')) return { status: 'Ok', originaltxid: txidOf(old.id), descr }
  inKrakensWords(() => engine.cancel(old))
  const common = { originaltxid: txidOf(old.id), orders_cancelled: 1, volume: spec.quantity?.toString() }
  try {
    const placed = engine.place(call.accountId, old.symbol, spec)
    const expiresAt = state.expiries.get(old.id)
    if (expiresAt !== undefined) state.expiries.set(placed.id, expiresAt)
    return { status: 'Ok', txid: txidOf(placed.id), ...common, ...pricesOf(spec), descr }
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    return { status: 'Err', ...common, error_message: krakensWords(error).message }
  }
}

function pricesOf({ trigger, limitPrice }: OrderSpec): { readonly price?: string; readonly price2?: string } {
  const first = trigger === null ? limitPrice : trigger.price
  return {
    ...(first !== null && { price: first.toString() }),
    ...(trigger !== null && limitPrice !== null && { price2: limitPrice.toString() }),
  }
}

/** The order to edit: by txid, or by a userref that only one order has. */
function editable(call: PrivateCall): EngineOrder {
  const sharing = ordersOfUserref(call, call.parameters.required('txid'))
  const [only, ...others] = sharing ?? [namedOrder(call)]
  if (only === undefined) throw unknownOrder()
  const { clientOrderId, labels, triggered } = only
  if (others.length > 0 || !isGenerated(clientOrderId) || labels.closeType !== undefined || triggered)
    throw new KrakenError('EOrder:Invalid order')
  return only
}

/** `volume` is the new total: what has filled stays with the old order. Flags are to be said again. */
function editedSpec(call: PrivateCall, old: EngineOrder, market: PracticeMarket): OrderSpec {
  const { parameters, exchange } = call
  const volume = parameters.decimal('volume')
  if (volume !== null) checkVolume(volume, market)
  const quantity = (volume ?? old.quantity ?? old.filled).minus(old.filled)
  if (!quantity.isPositive()) throw badArguments('volume')
  const shown = parameters.decimal('displayvol') ?? old.visibleQuantity
  if (shown !== null && old.visibleQuantity === null) throw badArguments('displayvol')
  if (shown !== null) checkShown(shown, quantity, market)
  const trailing = old.trigger !== null && old.trigger.trailingBips !== null
  if (trailing && parameters.text('price') !== null) throw badArguments('price')
  const first = priceAsked(call, 'price', old, market)
  const second = priceAsked(call, 'price2', old, market)
  const { trigger, limitPrice } = old
  if (second !== null && (trigger === null || limitPrice === null)) throw badArguments('price2')
  const oflags = parameters.commaList('oflags') ?? []
  const userref = readUserref(parameters)
  const { oflags: _before, ...labels } = old.labels
  return {
    clientOrderId: exchange.state.newClientId(),
    side: old.side,
    quantity,
    quoteQuantity: null,
    limitPrice: trigger === null ? (first ?? limitPrice) : (second ?? limitPrice),
    timeInForce: old.timeInForce,
    postOnly: oflags.includes('post'),
    trigger: trigger === null || first === null ? trigger : { ...trigger, price: first },
    visibleQuantity: shown,
    selfTrade: old.selfTrade,
    funding: old.funding,
    whenReached: old.whenReached,
    labels: {
      ...labels,
      ...(oflags.length > 0 && { oflags: oflags.join(',') }),
      ...(userref !== null && { userref }),
    },
  }
}

/** A price of the request, checked; distances are from the last trade. null: not given. */
function priceAsked(
  { exchange, parameters }: PrivateCall,
  name: string,
  order: EngineOrder,
  market: PracticeMarket,
): Money | null {
  const text = parameters.text(name)
  if (text === null) return null
  const up = sharpPointsUp(String(order.labels.ordertype), order.side)
  const last = exchange.engine.lastPrice(order.symbol)
  const price = priceFrom(askedPrice(text, up, name), last, market.price.step)
  checkPrice(price, market)
  return price
}
