import type { PracticeEngine } from '../engine/practice-engine.ts'
import { isOver, type OrderList } from '../engine/types.ts'
import { fromOcoId, ocoIdOf, stopIdOf } from './ids.ts'
import { orderNotExist, unknownOrder } from './kucoin-error.ts'
import { readClientOid, readOco } from './order-parameters.ts'
import { pageOf } from './pages.ts'
import { slashed, type PrivateCall } from './practice-kucoin.ts'
import { cancelling, inKuCoinsWords } from './rejections.ts'
import { ocoDetailsView, ocoView } from './stop-views.ts'
import { marketNamed } from './symbols.ts'

/** Nothing is held until one leg triggers, which ends the other. */
export function addOco(call: PrivateCall): unknown {
  const { exchange, parameters, accountId } = call
  const given = readClientOid(parameters)
  if (given !== null) exchange.counts.arrived(given)
  const market = marketNamed(exchange.engine, parameters.required('symbol'))
  const clientListId = given ?? exchange.state.newClientId()
  const legs = readOco(parameters, market, exchange.engine.lastPrice(market.symbol), clientListId)
  const spec = { kind: 'either', clientListId, legs } as const
  const list = inKuCoinsWords(() => exchange.engine.placeList(accountId, market.symbol, spec, (placed) => placed))
  if (given !== null) exchange.counts.accepted(given)
  return { orderId: ocoIdOf(list.id) }
}

function pairs(call: PrivateCall): readonly OrderList[] {
  return call.exchange.engine.account(call.accountId).lists
}

/** Of a client id the latest pair. */
function pairBy(call: PrivateCall, by: 'orderId' | 'clientOid'): OrderList | null {
  const matching = pairs(call).filter((list) =>
    by === 'orderId' ? list.id === fromOcoId(call.rest) : list.clientListId === call.rest,
  )
  return matching.at(-1) ?? null
}

const ocoBy =
  (by: 'orderId' | 'clientOid', view: (engine: PracticeEngine, list: OrderList) => unknown) =>
  (call: PrivateCall): unknown => {
    const list = pairBy(call, by)
    if (list === null) throw orderNotExist()
    return view(call.exchange.engine, list)
  }
export const oco = ocoBy('orderId', ocoView)
export const ocoByClientOid = ocoBy('clientOid', ocoView)
export const ocoDetails = ocoBy('orderId', ocoDetailsView)

function livingPairs(call: PrivateCall): readonly OrderList[] {
  const symbol = call.parameters.text('symbol')
  const ids = call.parameters.text('orderIds')?.split(',') ?? null
  return pairs(call)
    .filter(({ state }) => state !== 'done')
    .filter((list) => symbol === null || list.symbol === slashed(symbol))
    .filter((list) => ids === null || ids.includes(ocoIdOf(list.id)))
}

/** Those that live, newest first. Bounds in ms. */
export function ocoList(call: PrivateCall): unknown {
  const { parameters, exchange } = call
  const from = parameters.integer('startAt') ?? 0
  const to = parameters.integer('endAt') ?? Infinity
  const all = livingPairs(call)
    .filter(({ createdAt }) => createdAt >= from && createdAt <= to)
    .toReversed()
  const paging = { number: 'currentPage', size: 50, least: 10, most: 500 } as const
  return pageOf(all, parameters, paging, (list) => ocoView(exchange.engine, list))
}

/** Cancels what lives of pairs; the ids of those legs. */
function cancelPairs({ exchange: { engine } }: PrivateCall, lists: readonly OrderList[]): readonly string[] {
  return lists.flatMap((list) => {
    const alive = engine.ordersOf(list).filter((leg) => !isOver(leg))
    cancelling(() => engine.cancelList(list))
    return alive.map(({ id }) => stopIdOf(id))
  })
}

const cancelOcoBy =
  (by: 'orderId' | 'clientOid') =>
  (call: PrivateCall): unknown => {
    const list = pairBy(call, by)
    if (list === null || list.state === 'done') throw unknownOrder()
    return { cancelledOrderIds: cancelPairs(call, [list]) }
  }
export const cancelOco = cancelOcoBy('orderId')
export const cancelOcoByClientOid = cancelOcoBy('clientOid')

/** Those named by id, or of a symbol, or all. */
export const cancelOcos = (call: PrivateCall): unknown => ({
  cancelledOrderIds: cancelPairs(call, livingPairs(call)),
})
