import type { NewTrade } from '../../../src-shared/django-trade.ts'
import { errorView, GatewayError } from '../../../src-shared/errors.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import type { PlaceOutcome } from '../../trading/desk-types.ts'
import type { ActionContext } from './action.ts'
import { type OrderWords, tradeWords, typeOf } from './order-request.ts'
import type { Params } from './params.ts'

/** An order on its way to the desk, by the id that it will have. */
interface Placing {
  readonly context: ActionContext
  readonly words: OrderWords
  readonly clientOrderId: string
}

/**
 * Begins the row of an order in Django's table of trades. `must`: it may not be sent without.
 * @throws GatewayError when it must not be sent
 */
export async function beginRow(
  { context, words, clientOrderId }: Placing,
  request: OrderRequest,
  must: boolean,
): Promise<void> {
  const { services, params, account, origin } = context
  if (services.trades === undefined) return
  const named = { clientOrderId, accountId: account.id, brokerId: account.brokerId, userId: origin.userId, request }
  await services.trades.begin({ ...named, ...wordsOf(params, words, origin.traceId !== null) }, must)
}

/** Places an order whose row has begun; the row learns what the desk does not tell of. */
export async function withRow(
  { context, clientOrderId }: Placing,
  place: () => Promise<PlaceOutcome>,
): Promise<PlaceOutcome> {
  const { services, account } = context
  try {
    const outcome = await place()
    // Of a request that was not even written down; not of one that came twice, whose first is under way.
    if (
      outcome.outcome === 'rejected' &&
      outcome.journalId === null &&
      services.desk.isUnderWay?.(account.id, clientOrderId) !== true
    )
      services.trades?.refused(clientOrderId, outcome.error)
    return outcome
  } catch (error) {
    if (error instanceof GatewayError) services.trades?.refused(clientOrderId, errorView(error))
    throw error
  }
}

/** What a row says besides the order (docs/wire-contract.md §4.15). */
function wordsOf(
  params: Params,
  words: OrderWords,
  isTerminal3: boolean,
): Pick<NewTrade, 'orderType' | 'tradeType' | 'source' | 'existingOrder' | 'quantity' | 'totalValue'> {
  const orderType = typeOf(params, words) === 'oco' ? 'sl_tp_combo' : typeOf(params, words)
  if (words !== tradeWords) {
    const source = isTerminal3
      ? { tradeType: 'webhook', source: 'terminal3' }
      : { tradeType: 'manual', source: 'place_order' }
    return { ...source, orderType, existingOrder: null, quantity: null, totalValue: null }
  }
  return {
    orderType,
    tradeType: params.text('trade_type') ?? 'manual',
    source: params.text('source') ?? 'trading_manual',
    existingOrder: params.text('ordre_existant') ?? params.text('demandeur'),
    quantity: params.money('quantity'),
    totalValue: params.money('total_value'),
  }
}
