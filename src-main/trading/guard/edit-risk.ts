import type { Account } from '../../../src-shared/account.ts'
import type { Order, OrderChange, OrderRequest, Origin } from '../../../src-shared/order.ts'
import type { BaseExchangeClient, OrderReference } from '../../exchange/core/base-exchange-client.ts'
import { type OrderRisk, needsNotional } from './guard-rules.ts'
import type { Guard } from './guard.ts'

/**
 * What the guard's check of a change goes by: the order as it will be. Where neither kill switch nor limits depend on
 * what the order is, the exchange is not asked. `request` is what a person may have to approve. @throws GatewayError as
 * `fetchOrder` when the order is needed and not there.
 */
export async function riskOfEdit(
  guard: Guard,
  account: Account,
  client: BaseExchangeClient,
  reference: OrderReference,
  change: OrderChange,
  origin: Origin,
): Promise<{ readonly risk: OrderRisk; readonly request: OrderRequest | null }> {
  const isExit = origin.kind === 'bracket'
  const { symbol } = reference
  const plain = { symbol, notionalUsd: null, isExit, reduces: isExit }
  if (isExit || (guard.killSwitch().state === 'active' && !needsNotional(account.limits)))
    return { risk: plain, request: null }
  const order = await client.fetchOrder(reference)
  const request = asRequest(order, change)
  const reduces = order.side === 'sell'
  if (request === null) return { risk: { ...plain, reduces }, request }
  const quote = symbol.split('/')[1] ?? ''
  const notionalUsd = await guard.notionalUsdOf(account, request, quote, client)
  return { risk: { ...plain, notionalUsd, reduces }, request }
}

/** A changed order as a request for it; null: its size is not known. */
function asRequest(order: Order, change: OrderChange): OrderRequest | null {
  const { symbol, side, terms } = order
  const quantity = change.quantity ?? order.quantity
  if (quantity === null) return null
  const price = change.price ?? ('price' in terms ? terms.price : null)
  const triggerPrice = change.triggerPrice ?? ('triggerPrice' in terms ? terms.triggerPrice : null)
  const worthAt = price ?? triggerPrice
  if (worthAt === null) return { kind: 'market', symbol, side, amount: { unit: 'base', value: quantity }, exits: null }
  return {
    kind: 'limit',
    symbol,
    side,
    quantity,
    price: worthAt,
    timeInForce: 'gtc',
    postOnly: false,
    exits: null,
  }
}
