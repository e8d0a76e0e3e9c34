import { EngineRejection } from '../engine/engine-rejection.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { isOver, isWaiting, type EngineOrder } from '../engine/types.ts'
import { txidOf } from './ids.ts'
import { badArguments, KrakenError } from './kraken-error.ts'
import { checkPrice, readOrder, type Reading } from './order-parameters.ts'
import { addedView, marketOfOrder } from './order-views.ts'
import { type Parameters, parametersFrom } from './parameters.ts'
import { tradingCost } from './request-limits.ts'
import { chargeTrading, marketNamed, orderByTxid, type PrivateCall } from './venue.ts'

export function addOrder(call: PrivateCall): unknown {
  const market = marketNamed(call.venue.engine, call.parameters.required('pair'))
  checkDeadline(call)
  const validate = call.parameters.flag('validate')
  if (!validate) chargeTrading(call, market.symbol, 1)
  return inKrakensWords(() => add(call, call.parameters, market, validate))
}

/** 2 to 15 orders of one pair: refused as a whole for its terms, one by one for want of funds. */
export function addOrderBatch(call: PrivateCall): unknown {
  const market = marketNamed(call.venue.engine, call.parameters.required('pair'))
  const list = call.parameters.list('orders')
  if (list === null || list.length < 2 || list.length > 15) throw badArguments('orders')
  checkDeadline(call)
  const validate = call.parameters.flag('validate')
  const orders = list.map(parametersFrom)
  const reading = readingOf(call, market)
  for (const order of orders) readOrder(order, reading)
  if (!validate) chargeTrading(call, market.symbol, Math.ceil(orders.length / 2))
  return {
    orders: orders.map((order) => {
      try {
        const { descr, txid } = inKrakensWords(() => add(call, order, market, validate)) as {
          descr: unknown
          txid?: readonly string[]
        }
        return { descr, ...(txid && { txid: txid[0] }) }
      } catch (error) {
        if (error instanceof KrakenError) return { error: error.message }
        throw error
      }
    }),
  }
}

function readingOf({ venue, now }: PrivateCall, market: PracticeMarket): Reading {
  return {
    market,
    now,
    last: venue.engine.lastPrice(market.symbol),
    stopsHoldFunds: venue.limits.stopsHoldFunds === 1,
    newClientId: () => venue.state.newClientId(),
  }
}

function add(call: PrivateCall, parameters: Parameters, market: PracticeMarket, validate: boolean): unknown {
  const { venue, accountId } = call
  const given = parameters.text('cl_ord_id')
  if (given !== null && !validate) venue.counts.arrived(given)
  const { spec, expiresAt } = readOrder(parameters, readingOf(call, market))
  const { engine } = venue
  if (validate) {
    engine.checkRules(market.symbol, spec)
    return {
      descr: { order: `${spec.side} ${parameters.required('volume')} ${parameters.required('pair')}` },
    }
  }
  const open = [...engine.account(accountId).open].filter(({ symbol }) => symbol === market.symbol)
  if (open.length >= venue.limits.maxOpenOrdersPerPair) throw new KrakenError('EOrder:Orders limit exceeded')
  const order = engine.place(accountId, market.symbol, spec)
  if (given !== null) venue.counts.accepted(given)
  if (expiresAt !== null) venue.state.expiries.set(order.id, expiresAt)
  return { descr: addedView(order, market), txid: [txidOf(order.id)] }
}

function checkDeadline({ parameters, now }: PrivateCall): void {
  const text = parameters.text('deadline')
  if (text === null) return
  const deadline = Date.parse(text)
  if (Number.isNaN(deadline)) throw badArguments('deadline')
  if (deadline < now) throw new KrakenError('EService:Deadline elapsed')
  if (deadline > now + 60_500) throw badArguments('deadline')
}

/** The order that `txid` or `cl_ord_id` names, alive. @throws KrakenError `EOrder:Unknown order`. */
function namedOrder(call: PrivateCall): EngineOrder {
  const txid = call.parameters.text('txid')
  const clientId = call.parameters.text('cl_ord_id')
  const open = [...call.venue.engine.account(call.accountId).open]
  const order =
    txid !== null
      ? orderByTxid(call, txid)
      : (open.find((each) => clientId !== null && each.clientOrderId === clientId) ?? null)
  if (order === null || isOver(order)) throw new KrakenError('EOrder:Unknown order')
  return order
}

export function amendOrder(call: PrivateCall): unknown {
  const order = namedOrder(call)
  checkDeadline(call)
  chargeTrading(call, order.symbol, tradingCost('amend', call.now - order.updatedAt))
  const market = marketOfOrder(call.venue.engine, order.symbol)
  const quantity = call.parameters.decimal('order_qty')
  const limitPrice = call.parameters.decimal('limit_price')
  const triggerPrice = call.parameters.decimal('trigger_price')
  for (const price of [limitPrice, triggerPrice]) if (price !== null) checkPrice(price, market)
  if (limitPrice !== null && order.limitPrice === null) throw badArguments('limit_price')
  if (triggerPrice !== null && (order.trigger === null || !isWaiting(order)))
    throw badArguments('trigger_price')
  if (quantity === null && limitPrice === null && triggerPrice === null) throw badArguments('')
  inKrakensWords(() =>
    call.venue.engine.amendTerms(order, {
      ...(quantity !== null && { quantity }),
      ...(limitPrice !== null && { limitPrice }),
      ...(triggerPrice !== null && { triggerPrice }),
    }),
  )
  return { amend_id: `TAMEND-${String(order.id).padStart(6, '0')}-${order.amendments.length}` }
}

export function orderAmends(call: PrivateCall): unknown {
  const order = orderByTxid(call, call.parameters.required('order_id'))
  if (order === null) throw new KrakenError('EOrder:Unknown order')
  const amends = order.amendments.map((each, index) => ({
    amend_id: `TAMEND-${String(order.id).padStart(6, '0')}-${index + 1}`,
    amend_type: 'user',
    order_qty: each.quantity.toString(),
    timestamp: each.time,
  }))
  return { count: amends.length, amends }
}

/** Cancels and places anew under a new txid; fills stay with the old one. Not for stops that wait, nor orders with a close. */
export function editOrder(call: PrivateCall): unknown {
  const old = namedOrder(call)
  const { engine } = call.venue
  const market = marketNamed(engine, call.parameters.required('pair'))
  chargeTrading(call, old.symbol, tradingCost('edit', call.now - old.updatedAt))
  const withoutId = old.clientOrderId.startsWith('none-')
  if (!withoutId || old.labels.closeType !== undefined || old.triggered || market.symbol !== old.symbol)
    throw new KrakenError('EOrder:Invalid order')
  const quantity = call.parameters.decimal('volume') ?? old.quantity
  const price = call.parameters.decimal('price') ?? old.limitPrice
  if (price !== null) checkPrice(price, market)
  if (quantity === null || quantity.lessThan(old.filled)) throw badArguments('volume')
  const left = quantity.minus(old.filled)
  const placed = inKrakensWords(() => {
    engine.cancel(old)
    const post = call.parameters.commaList('oflags')?.includes('post') === true
    return engine.place(call.accountId, old.symbol, {
      ...old,
      clientOrderId: call.venue.state.newClientId(),
      quantity: left,
      limitPrice: price,
      postOnly: post,
    })
  })
  return {
    status: 'Ok',
    txid: txidOf(placed.id),
    originaltxid: txidOf(old.id),
    orders_cancelled: 1,
    volume: left.toString(),
    descr: addedView(placed, market),
  }
}

export function cancelOrder(call: PrivateCall): unknown {
  const txid = call.parameters.text('txid')
  if (txid !== null && /^-?\d+$/.test(txid)) return cancelByUserref(call, Number(txid))
  const order = namedOrder(call)
  cancelOne(call, order)
  return { count: 1 }
}

/** A number in `txid` is a userref: every order that carries it is cancelled. */
function cancelByUserref(call: PrivateCall, userref: number): unknown {
  const open = [...call.venue.engine.account(call.accountId).open].filter(
    ({ labels }) => labels.userref === userref,
  )
  if (open.length === 0) throw new KrakenError('EOrder:Unknown order')
  for (const order of open) cancelOne(call, order)
  return { count: open.length }
}

function cancelOne(call: PrivateCall, order: EngineOrder): void {
  const since = order.amendments.at(-1)?.time ?? order.createdAt
  chargeTrading(call, order.symbol, tradingCost('cancel', call.now - since))
  inKrakensWords(() => call.venue.engine.cancel(order))
}

export function cancelOrderBatch(call: PrivateCall): unknown {
  const ids = [...(call.parameters.list('orders') ?? []), ...(call.parameters.list('cl_ord_ids') ?? [])]
  if (ids.length === 0 || ids.length > 50) throw badArguments('orders')
  const open = [...call.venue.engine.account(call.accountId).open]
  const found = open.filter((order) => ids.includes(txidOf(order.id)) || ids.includes(order.clientOrderId))
  for (const order of found) cancelOne(call, order)
  return { count: found.length }
}

export function cancelAll({ venue, accountId }: PrivateCall): unknown {
  const open = [...venue.engine.account(accountId).open]
  for (const order of open) inKrakensWords(() => venue.engine.cancel(order))
  return { count: open.length }
}

/** The dead man's switch: every order of the account goes when it is not called again in time. 0 turns it off. */
export function cancelAllOrdersAfter({ venue, accountId, parameters, now }: PrivateCall): unknown {
  const timeout = parameters.integer('timeout')
  if (timeout === null || timeout < 0 || timeout >= 86_400) throw badArguments('timeout')
  if (timeout === 0) venue.state.timers.delete(accountId)
  else venue.state.timers.set(accountId, now + timeout * 1_000)
  const at = (ms: number): string => new Date(ms).toISOString()
  return { currentTime: at(now), triggerTime: timeout === 0 ? '0' : at(now + timeout * 1_000) }
}

const rejections: Readonly<Partial<Record<EngineRejection['reason'], string>>> = {
  insufficient_balance: 'EOrder:Insufficient funds',
  would_take: 'EOrder:Post only order',
  duplicate_client_order_id: 'EGeneral:Invalid arguments:cl_ord_id',
  market_closed: 'EService:Market in cancel_only mode',
  no_liquidity: 'EOrder:Insufficient funds',
  unknown_order: 'EOrder:Unknown order',
  amend_of_pending_proceeds: 'EOrder:Invalid order',
}

/** Carries a command out; the engine's refusals become Kraken's. */
function inKrakensWords<T>(command: () => T): T {
  try {
    return command()
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    throw new KrakenError(rejections[error.reason] ?? ruleWords(error))
  }
}

function ruleWords({ violation }: EngineRejection): string {
  if (violation === 'price') return 'EOrder:Tick size check failed'
  if (violation === 'quantity' || violation === 'market_quantity') return 'EOrder:Order minimum not met'
  if (violation === 'notional') return 'EOrder:Cost minimum not met'
  if (violation === 'max_open_orders' || violation === 'max_open_triggers')
    return 'EOrder:Orders limit exceeded'
  return 'EOrder:Invalid order'
}
