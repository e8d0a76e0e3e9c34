import { z } from 'zod'
import type { Fill } from '../../../src-shared/order.ts'
import { symbolOf } from '../core/markets.ts'
import { id, money } from '../http/json.ts'
import type { AccountNews, OrderTouched } from '../streams/account-news.ts'
import { TriggeredOrders } from '../streams/triggered-orders.ts'
import type { KuCoinMarkets } from './markets.ts'
import { moment } from './schemas.ts'

/**
 * What KuCoin pushes of an account. It tells of an order neither its terms nor its funds nor its fees, so that an order
 * is told as touched; a fill is told whole but for its fee. Source: docs/exchanges/streams.md §3.3.
 */

const side = z.enum(['buy', 'sell'])

const orderSchema = z.object({
  data: z.looseObject({ orderId: id, symbol: id, side, type: z.string(), ts: moment, clientOid: z.string().nullish() }),
})
const matchSchema = z.object({
  data: z.looseObject({ tradeId: id, matchPrice: money, matchSize: money, liquidity: z.string().nullish() }),
})
const stopSchema = z.object({
  data: z.looseObject({ orderId: id, symbol: id, side, type: z.string() }),
})

/** Ends of an order at the engine. */
const endings = new Set(['filled', 'canceled'])

/** Reads the private topics of one account, over all its sockets. */
export class KuCoinNews {
  readonly #triggered = new TriggeredOrders()

  /** Of `/spotMarket/tradeOrdersV2`. @throws ZodError when it is of another shape */
  ofOrders(message: unknown, markets: KuCoinMarkets): readonly AccountNews[] {
    const { data } = orderSchema.parse(message)
    // It may not be found yet; what becomes of it follows at once.
    if (data.type === 'received') return []
    const touched = touchedOrder(data.orderId, data.symbol, markets)
    const fill = data.type === 'match' ? fillOf(message, data, markets) : null
    const place = { nativeId: data.symbol, side: data.side }
    const parents = this.#triggered
      .at(place, endings.has(data.type))
      .map((orderId) => touchedOrder(orderId, data.symbol, markets))
    return fill === null ? [touched, ...parents] : [{ kind: 'fill', fill }, touched, ...parents]
  }

  /** Of `/spotMarket/advancedOrders`. A trigger that failed is told as an open order: REST says what it is. */
  ofStops(message: unknown, markets: KuCoinMarkets): readonly AccountNews[] {
    const { orderId, symbol, side, type } = stopSchema.parse(message).data
    const touched = touchedOrder(orderId, symbol, markets)
    if (type !== 'triggered') return [touched]
    this.#triggered.triggered(orderId, { nativeId: symbol, side })
    // The other leg of a pair ends with it.
    return [touched, { ...touched, orderId: null }]
  }
}

/** Of `/account/balance`: of one wallet, while an asset may lie in several. */
export const balanceNews: readonly AccountNews[] = [{ kind: 'balances-touched' }]

function touchedOrder(orderId: string, nativeId: string, markets: KuCoinMarkets): OrderTouched {
  return { kind: 'order-touched', orderId, symbol: markets.byNativeId.get(nativeId)?.market.symbol ?? null }
}

function fillOf(
  message: unknown,
  { orderId, clientOid, symbol, side, ts }: z.infer<typeof orderSchema>['data'],
  markets: KuCoinMarkets,
): Fill {
  const { tradeId, matchPrice, matchSize, liquidity } = matchSchema.parse(message).data
  return {
    id: tradeId,
    orderId,
    clientOrderId: clientOid === undefined || clientOid === '' ? null : clientOid,
    symbol: symbolOf(markets, symbol),
    side,
    price: matchPrice,
    quantity: matchSize,
    fee: null,
    maker: liquidity === 'maker' ? true : liquidity === 'taker' ? false : null,
    time: ts,
  }
}
