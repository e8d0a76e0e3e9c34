import { isOver, type EngineOrder } from '../engine/types.ts'
import { badArguments, KrakenError } from './kraken-error.ts'
import { orderByTxid, type PrivateCall } from './practice-kraken.ts'

/** Of an order that has ended, and of a client id that no open order has. */
export const unknownOrder = (): KrakenError => new KrakenError('EOrder:Unknown order')

/** Of an id that was never given to an order of the account. */
export const noSuchId = (): KrakenError => new KrakenError('EOrder:Invalid order')

export function openOrdersOf({ exchange, accountId }: PrivateCall): readonly EngineOrder[] {
  return [...exchange.engine.account(accountId).open]
}

/**
 * The order that `txid` or `cl_ord_id` names, alive. @throws KrakenError `EOrder:Invalid order`,
 * `EOrder:Unknown order`.
 */
export function namedOrder(call: PrivateCall): EngineOrder {
  const txid = call.parameters.text('txid')
  const clientId = call.parameters.text('cl_ord_id')
  if (txid === null && clientId === null) throw badArguments('txid')
  const order =
    txid === null ? openOrdersOf(call).find((each) => each.clientOrderId === clientId) : orderByTxid(call, txid)
  if (order === null) throw noSuchId()
  if (order === undefined || isOver(order)) throw unknownOrder()
  return order
}

/**
 * Where a number stands for an order's id it is a userref: every open order that carries it; null for any other text.
 */
export function ordersOfUserref(call: PrivateCall, text: string): readonly EngineOrder[] | null {
  if (!/^-?\d{1,10}$/.test(text)) return null
  return openOrdersOf(call).filter(({ labels }) => labels.userref === Number(text))
}
