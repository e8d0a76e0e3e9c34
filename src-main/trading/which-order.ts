import { GatewayError } from '../../src-shared/errors.ts'
import type { OrderChange } from '../../src-shared/order.ts'
import type { BaseExchangeClient, OrderReference } from '../exchange/core/base-exchange-client.ts'
import type { CancelIntent, EditIntent } from './desk-types.ts'
import type { Journal } from './journal.ts'
import { changeOnStep } from './price-rounding.ts'
import { resolveSymbol } from './resolve-symbol.ts'

/**
 * The symbol of the order meant, BASE/QUOTE: as told, from the journal, or from the open orders. @throws GatewayError
 * `not-found` where none of them knows.
 */
export async function symbolOf(
  client: BaseExchangeClient,
  { accountId, orderId, symbol }: CancelIntent | EditIntent,
  journal: Pick<Journal, 'symbolOf'>,
): Promise<string> {
  if (symbol !== null) return listedSymbol(client, symbol)
  const journalled = journal.symbolOf(accountId, orderId)
  if (journalled !== null) return journalled
  const open = await client.fetchOpenOrders(null)
  const found = open.find((order) => order.id === orderId)
  if (found !== undefined) return found.symbol
  throw new GatewayError('not-found', 'order.not_found_open', { orderId: orderId.slice(0, 128) })
}

/** The symbol that a text means, BASE/QUOTE. @throws GatewayError `refused` where the exchange lists none. */
export async function listedSymbol(client: BaseExchangeClient, text: string): Promise<string> {
  return resolveSymbol(text, await client.getMarkets(), client.exchange)
}

/**
 * A change with its prices on the step. The order is looked at only where a price is off it, for the side on which it
 * stands.
 */
export async function onStep(
  client: BaseExchangeClient,
  reference: OrderReference,
  change: OrderChange,
): Promise<OrderChange> {
  const market = (await client.getMarkets()).get(reference.symbol)
  const prices = [change.price, change.triggerPrice].filter((price) => price !== null)
  if (market === undefined || prices.every((price) => price.isMultipleOf(market.tickSize))) return change
  return changeOnStep(change, (await client.fetchOrder(reference)).side, market)
}
