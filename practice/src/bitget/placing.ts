import { EngineRejection } from '../engine/engine-rejection.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { EngineOrder, OrderSpec } from '../engine/types.ts'
import { BitgetError } from './bitget-error.ts'
import { checkWanted, entrySpec, exitSpecs, type Wanted } from './order-parameters.ts'
import { inBitgetsWords, type PrivateCall } from './practice-bitget.ts'

/** Places an order with its presets; both versions of the API come here. */
export function placeWanted(call: PrivateCall, market: PracticeMarket, wanted: Wanted): EngineOrder {
  const { exchange, accountId } = call
  const { engine, state } = exchange
  if (wanted.clientOid !== null) exchange.counts.arrived(wanted.clientOid)
  if (engine.statusOf(market.symbol) !== 'trading') throw new BitgetError('40309', 'The symbol has been removed')
  checkWanted(wanted, market, engine.lastPrice(market.symbol))
  checkCount(call, market)
  const newClientId = (): string => state.newClientId()
  const entry = entrySpec(wanted, newClientId)
  const legs = exitSpecs(wanted, newClientId)
  const place = (spec: OrderSpec): EngineOrder => {
    if (legs.length === 0) return engine.place(accountId, market.symbol, spec)
    const kind = legs.length === 1 ? 'then' : 'then_either'
    const entryPays = wanted.side === 'buy'
    const list = { kind, clientListId: newClientId(), entry: spec, legs, entryPays } as const
    const id = engine.placeList(accountId, market.symbol, list, ({ entryId }) => entryId)
    const order = id === null ? null : engine.order(id)
    if (order === null) throw new Error('a list without an entry')
    return order
  }
  const order = inBitgetsWords(() => orCancelled(call, market, entry, place))
  if (wanted.clientOid !== null) exchange.counts.accepted(wanted.clientOid)
  return order
}

/** A post-only order that would take is taken in and cancelled at once. */
function orCancelled(
  { exchange, accountId }: PrivateCall,
  market: PracticeMarket,
  spec: OrderSpec,
  place: (spec: OrderSpec) => EngineOrder,
): EngineOrder {
  try {
    return place(spec)
  } catch (error) {
    if (!(error instanceof EngineRejection) || error.reason !== 'would_take' || spec.limitPrice === null) throw error
    const best =
      exchange.engine.bestPrice(market.symbol, spec.side === 'buy' ? 'sell' : 'buy')?.price ?? spec.limitPrice
    const { step } = market.price
    const limitPrice = spec.side === 'buy' ? best.minus(step) : best.plus(step)
    const labels = { ...spec.labels, price: spec.limitPrice.toString() }
    const order = exchange.engine.place(accountId, market.symbol, { ...spec, limitPrice, labels })
    exchange.engine.cancel(order)
    return order
  }
}

export function checkCount({ exchange, accountId }: PrivateCall, market: PracticeMarket): void {
  const open = [...exchange.engine.account(accountId).open].filter(({ symbol }) => symbol === market.symbol)
  if (open.length >= exchange.limits.openOrders) throw new BitgetError('43005', 'Too many open orders')
}
