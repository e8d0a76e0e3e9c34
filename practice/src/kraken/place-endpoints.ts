import type { PracticeMarket } from '../engine/market-rules.ts'
import { txidOf } from './ids.ts'
import { badArguments, KrakenError } from './kraken-error.ts'
import { readOrder, type ReadOrder } from './order-parameters.ts'
import { addedView } from './order-views.ts'
import { type Parameters, parametersFrom } from './parameters.ts'
import { chargeTrading, marketNamed, type PrivateCall } from './practice-kraken.ts'
import { inKrakensWords, takenClientId } from './rejections.ts'

interface Added {
  readonly descr: unknown
  /** Not there when the order was only checked. */
  readonly txid?: string
}

export function addOrder(call: PrivateCall): unknown {
  countArrival(call, [call.parameters])
  const market = marketNamed(call.exchange.engine, call.parameters.required('pair'))
  checkDeadline(call)
  if (!call.parameters.flag('validate')) chargeTrading(call, market.symbol, 1)
  const { descr, txid } = add(call, call.parameters, market)
  return { descr, ...(txid !== undefined && { txid: [txid] }) }
}

/** 2 to 15 orders of one pair: refused as a whole for its terms, one by one for want of funds. */
export function addOrderBatch(call: PrivateCall): unknown {
  const list = call.parameters.optionalList('orders')
  if (list === null || list.length < 2 || list.length > 15) throw badArguments('orders')
  const orders = list.map(parametersFrom)
  countArrival(call, orders)
  const market = marketNamed(call.exchange.engine, call.parameters.required('pair'))
  checkDeadline(call)
  if (!call.parameters.flag('validate')) chargeTrading(call, market.symbol, orders.length / 2)
  for (const order of orders) read(call, order, market)
  return {
    orders: orders.map((order) => {
      try {
        return add(call, order, market)
      } catch (error) {
        if (error instanceof KrakenError) return { error: error.message }
        throw error
      }
    }),
  }
}

function countArrival({ exchange, parameters }: PrivateCall, orders: readonly Parameters[]): void {
  if (parameters.flag('validate')) return
  for (const order of orders) {
    const clientId = order.text('cl_ord_id')
    if (clientId !== null) exchange.counts.arrived(clientId)
  }
}

/** An order's terms, checked as far as they can be without book and balances. */
function read({ exchange, now }: PrivateCall, parameters: Parameters, market: PracticeMarket): ReadOrder {
  const { engine, limits, state } = exchange
  const order = readOrder(parameters, {
    market,
    now,
    last: engine.lastPrice(market.symbol),
    stopsHoldFunds: limits.stopsHoldFunds === 1,
    newClientId: () => state.newClientId(),
  })
  inKrakensWords(() => engine.checkRules(market.symbol, order.spec))
  return order
}

function add(call: PrivateCall, parameters: Parameters, market: PracticeMarket): Added {
  const { spec, expiresAt } = read(call, parameters, market)
  const descr = addedView(spec, market)
  if (call.parameters.flag('validate')) return { descr }
  const { exchange, accountId } = call
  const open = [...exchange.engine.account(accountId).open]
  if (open.filter(({ symbol }) => symbol === market.symbol).length >= exchange.limits.maxOpenOrdersPerPair)
    throw new KrakenError('EOrder:Orders limit exceeded')
  if (open.some(({ clientOrderId }) => clientOrderId === spec.clientOrderId)) throw takenClientId()
  const order = inKrakensWords(() => exchange.engine.place(accountId, market.symbol, spec))
  if (parameters.text('cl_ord_id') !== null) exchange.counts.accepted(spec.clientOrderId)
  if (expiresAt !== null) exchange.state.expiries.set(order.id, expiresAt)
  return { descr, txid: txidOf(order.id) }
}

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/

/** A deadline lies 2 to 60 s ahead; one that has passed is told apart. @throws KrakenError */
export function checkDeadline({ parameters, now }: PrivateCall): void {
  const text = parameters.text('deadline')
  if (text === null) return
  const deadline = rfc3339.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(deadline)) throw badArguments('deadline')
  if (deadline <= now) throw new KrakenError('EService:Deadline elapsed')
  if (deadline < now + 2_000 || deadline > now + 60_000) throw badArguments('deadline')
}
